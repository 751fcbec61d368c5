"""Draws the test figure: a marked portrait that blinks, smiles, turns and moves its lips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from data_samples.figure.expression import (
    COLUMNS,
    ROWS,
    dark_glasses,
    expression_map,
    face_grid,
)
from data_samples.figure.portrait import (
    FigureLook,
    Picture,
    coloured,
    empty_room,
    mark,
    portrait,
)
from data_samples.figure.script import FigureScript, Moment, Series, moments
from data_samples.figure.solid import SolidHead, solid_head

PLAIN = FigureLook()
VISITOR_SIDE = 190


class Figure:
    """One look of the test figure, ready to draw frames."""

    def __init__(self, look: FigureLook = PLAIN, head: SolidHead | None = None) -> None:
        self._look = look
        self._picture = coloured(portrait(), look)
        self._room = empty_room(look)
        self._x, self._y = face_grid()
        self._head = head or solid_head()

    def draw(self, moment: Moment) -> Picture:
        """One frame, 480 by 480, BGR."""
        import cv2

        if self._look.mirrored:
            # the picture is mirrored last, so sideways movements are drawn the other way round
            moment = replace(moment, yaw=-moment.yaw, roll=-moment.roll, glance=-moment.glance)
        if not moment.present:
            picture = self._room.copy()
        else:
            from_x, from_y = expression_map(moment, self._x, self._y)
            picture = self._picture.copy()
            picture[ROWS, COLUMNS] = cv2.remap(
                self._picture, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            )
            if moment.glasses:
                dark_glasses(picture)
            if moment.yaw or moment.pitch or moment.roll:
                turned_x, turned_y = self._head.map(moment.yaw, moment.pitch, moment.roll)
                picture = cv2.remap(
                    picture, turned_x, turned_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
                ).astype(np.uint8)
            if moment.visitor:
                small = cv2.resize(
                    self._picture[20:340, 80:400, :], (VISITOR_SIDE, VISITOR_SIDE), interpolation=3
                )
                picture[10 : 10 + VISITOR_SIDE, :VISITOR_SIDE] = small[:, ::-1]
        if self._look.width != 1.0:
            picture = _wider(picture, self._look.width)
        if self._look.mirrored:
            picture = np.ascontiguousarray(picture[:, ::-1])
        if moment.light != 1.0:
            picture = np.clip(picture * moment.light, 0, 255).astype(np.uint8)
        mark(picture)
        return picture


def _wider(picture: Picture, times: float) -> Picture:
    """The middle of the picture, drawn wider."""
    import cv2

    side = picture.shape[0]
    middle = np.array([[times, 0, side / 2 * (1 - times)], [0, 1, 0]], dtype=np.float32)
    drawn = cv2.warpAffine(picture, middle, (side, side), borderMode=cv2.BORDER_REPLICATE)
    return drawn.astype(np.uint8)


def frames(
    script: FigureScript,
    *,
    fps: float = 25.0,
    look: FigureLook = PLAIN,
    mouth: Series | None = None,
) -> Iterator[tuple[Picture, float]]:
    """Frames and their times (s), without sound or file: what the tests look at.

    Examples
    --------
    >>> picture, t = next(frames(FigureScript(duration_s=0.1)))
    >>> picture.shape, t
    ((480, 480, 3), 0.0)
    """
    figure = Figure(look)
    n = round(script.duration_s * fps)
    for i, moment in enumerate(moments(script, fps, np.zeros(n) if mouth is None else mouth)):
        yield figure.draw(moment), i / fps
