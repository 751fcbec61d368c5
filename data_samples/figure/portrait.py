"""The portrait behind the test figure, cut, coloured and marked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

SIDE = 480
LEFT, TOP, CUT = 92, 0, 264  # the head and shoulders in the 512 by 512 portrait
MARK = "TEST FIGURE - NOT A CANDIDATE"


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureLook:
    """How one figure differs from the next: mirrored or not, and the colour of its picture.

    ``tint`` multiplies blue, green and red of the wall behind, ``skin`` those of the skin.
    ``width`` draws everything that much wider, which gives the face other proportions.
    """

    mirrored: bool = False
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    skin: tuple[float, float, float] = (1.0, 1.0, 1.0)
    width: float = 1.0


@lru_cache(maxsize=2)
def portrait() -> Picture:
    """Head and shoulders of scikit-image's astronaut, 480 by 480, BGR.

    The photograph is NASA's and in the public domain. It shows a real person; it is used as a
    lay figure only, warped and marked, and no sentence spoken over it is hers.
    """
    import cv2
    from skimage import data

    whole = data.astronaut()[:, :, ::-1]  # type: ignore[no-untyped-call]
    cut = whole[TOP : TOP + CUT, LEFT : LEFT + CUT]
    enlarged = cv2.resize(cut, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    return np.ascontiguousarray(enlarged, dtype=np.uint8)


def wall_mask() -> NDArray[np.float32]:
    """1 over the wall behind the figure, 0 over head and suit, soft between; (480, 480).

    The wall is light and grey; the face is light too, so its oval is kept out.
    """
    import cv2

    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    picture = portrait().astype(np.float32)
    light = picture.min(axis=2) > 128
    grey = np.ptp(picture, axis=2) < 48
    head = ((columns - 243) / 83) ** 2 + ((rows - 220) / 110) ** 2 < 1.0
    wall = (light & grey & ~head & (rows < 445)).astype(np.uint8)
    # single light pixels of hair and suit are not wall
    whole = cv2.morphologyEx(wall, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    soft = cv2.GaussianBlur(whole.astype(np.float32), (0, 0), 2.0)
    return soft.astype(np.float32)


def skin_mask() -> NDArray[np.float32]:
    """1 over the skin of face and neck, 0 over eyes, teeth, hair and all else; (480, 480)."""
    import cv2

    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    head = ((columns - 241) / 90) ** 2 + ((rows - 225) / 118) ** 2 < 1.0
    _, red, blue = np.moveaxis(cv2.cvtColor(portrait(), cv2.COLOR_BGR2YCrCb), 2, 0)
    skin = (head & (red > 138) & (red < 180) & (blue > 85) & (blue < 128)).astype(np.float32)
    soft: NDArray[np.float32] = cv2.GaussianBlur(skin, (0, 0), 1.5).astype(np.float32)
    return soft


def coloured(picture: Picture, look: FigureLook) -> Picture:
    """The picture with wall and skin in the colours of one figure."""
    mixed = picture.astype(np.float32)
    for colour, mask in ((look.tint, wall_mask()), (look.skin, skin_mask())):
        if colour != (1.0, 1.0, 1.0):
            part = mask[:, :, np.newaxis]
            mixed = np.clip(mixed * np.array(colour, dtype=np.float32), 0, 255) * part + mixed * (
                1.0 - part
            )
    return mixed.astype(np.uint8)


def empty_room(look: FigureLook) -> Picture:
    """The background without anybody: the colours of the portrait's wall, falling off downwards."""
    wall = portrait()[20:120, 10:100].reshape(-1, 3).mean(axis=0)
    fall = np.linspace(1.05, 0.75, SIDE, dtype=np.float32)[:, np.newaxis, np.newaxis]
    room = np.clip(wall * np.array(look.tint) * fall, 0, 255)
    return np.broadcast_to(room, (SIDE, SIDE, 3)).astype(np.uint8).copy()


def mark(picture: Picture) -> None:
    """Writes on the picture, in place, that it is a test figure."""
    import cv2

    band = picture[SIDE - 34 :]
    band[:] = (band * 0.35).astype(np.uint8)
    font, size = cv2.FONT_HERSHEY_SIMPLEX, 0.66
    (width, _), _ = cv2.getTextSize(MARK, font, size, 1)
    place = ((SIDE - width) // 2, SIDE - 11)
    cv2.putText(picture, MARK, place, font, size, (255, 255, 255), 1, cv2.LINE_AA)
