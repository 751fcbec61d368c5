"""The portrait behind the test figure, cut, coloured and marked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

SIDE = 480
LEFT, TOP, CUT = 92, 0, 264  # the head and shoulders in the 512 by 512 portrait
MARK = "TEST FIGURE - NOT A PERSON"


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureLook:
    """How one figure differs from the next: mirrored or not, and the colour of its picture.

    ``tint`` multiplies blue, green and red outside the face.
    """

    mirrored: bool = False
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)


@lru_cache(maxsize=2)
def portrait() -> Picture:
    """Head and shoulders of scikit-image's astronaut, 480 by 480, BGR.

    The photograph is NASA's and in the public domain. It shows a real person; it is used as a
    lay figure only, warped and marked, and no sentence spoken over it is hers.
    """
    import cv2
    from skimage import data

    whole = data.astronaut()[:, :, ::-1]
    cut = whole[TOP : TOP + CUT, LEFT : LEFT + CUT]
    enlarged = cv2.resize(cut, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    return np.ascontiguousarray(enlarged, dtype=np.uint8)


def head_mask() -> NDArray[np.float32]:
    """1 over head and hair, 0 over the background, soft between; (480, 480)."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    reach = ((columns - 246) / 142) ** 2 + ((rows - 178) / 172) ** 2
    soft: NDArray[np.float32] = np.clip((1.12 - reach) / 0.24, 0.0, 1.0).astype(np.float32)
    return soft


def coloured(picture: Picture, look: FigureLook) -> Picture:
    """The picture in the colours of one figure; the head keeps its own."""
    mask = head_mask()[:, :, np.newaxis]
    tinted = np.clip(picture * np.array(look.tint, dtype=np.float32), 0, 255)
    mixed: Picture = (picture * mask + tinted * (1.0 - mask)).astype(np.uint8)
    return mixed


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
    place = (SIDE // 2 - 158, SIDE - 11)
    cv2.putText(picture, MARK, place, cv2.FONT_HERSHEY_SIMPLEX, 0.66, (255, 255, 255), 1, 16)
