"""Draws the test figure: a marked portrait that blinks, smiles, turns and moves its lips."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from data_samples.figure.expression import COLUMNS, ROWS, expression_map, face_grid
from data_samples.figure.portrait import (
    SIDE,
    FigureLook,
    Picture,
    coloured,
    empty_room,
    mark,
    portrait,
)
from data_samples.figure.script import FigureScript, Moment, Series, moments

PLAIN = FigureLook()
# depth of the head over its outline, in pixels; with it a flat portrait turns a little
HEAD_X, HEAD_Y, HEAD_HALF_X, HEAD_HALF_Y = 242.0, 205.0, 140.0, 165.0
HEAD_DEPTH, NOSE_DEPTH = 95.0, 38.0
NOSE_X, NOSE_Y, NOSE_REACH = 240.0, 230.0, 26.0
VISITOR_SIDE = 190


class Figure:
    """One look of the test figure, ready to draw frames."""

    def __init__(self, look: FigureLook = PLAIN) -> None:
        self._look = look
        self._picture = coloured(portrait(), look)
        self._room = empty_room(look)
        self._x, self._y = face_grid()
        rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
        self._columns, self._rows = columns, rows
        reach = ((columns - HEAD_X) / HEAD_HALF_X) ** 2 + ((rows - HEAD_Y) / HEAD_HALF_Y) ** 2
        dome = np.clip(1.0 - reach, 0.0, None)
        nose = np.exp(-((columns - NOSE_X) ** 2 + (rows - NOSE_Y) ** 2) / (2 * NOSE_REACH**2))
        self._depth = (HEAD_DEPTH * dome + NOSE_DEPTH * nose).astype(np.float32)

    def draw(self, moment: Moment) -> Picture:
        """One frame, 480 by 480, BGR."""
        import cv2

        if self._look.mirrored:
            # the picture is mirrored last, so sideways movements are drawn the other way round
            moment = replace(moment, yaw=-moment.yaw, glance=-moment.glance)
        if not moment.present:
            picture = self._room.copy()
        else:
            from_x, from_y = expression_map(moment, self._x, self._y)
            picture = self._picture.copy()
            picture[ROWS, COLUMNS] = cv2.remap(
                self._picture, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            )
            yaw = math.radians(moment.yaw)
            pitch = math.radians(moment.pitch)
            picture = cv2.remap(
                picture,
                self._columns - self._depth * math.sin(yaw),
                self._rows + self._depth * math.sin(pitch),
                cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_REPLICATE,
            ).astype(np.uint8)
            if moment.visitor:
                small = cv2.resize(
                    self._picture[20:340, 80:400, :], (VISITOR_SIDE, VISITOR_SIDE), interpolation=3
                )
                picture[10 : 10 + VISITOR_SIDE, :VISITOR_SIDE] = small[:, ::-1]
        if self._look.mirrored:
            picture = np.ascontiguousarray(picture[:, ::-1])
        if moment.light != 1.0:
            picture = np.clip(picture * moment.light, 0, 255).astype(np.uint8)
        mark(picture)
        return picture


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
