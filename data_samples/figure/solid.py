"""The head of the figure as a solid: where each pixel of a turned head comes from.

Every place of the portrait gets a depth, the pixels are laid out in space before a camera, the
head is turned there and seen through the camera again. Nothing of this knows how a pose is
measured.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data_samples.figure.portrait import SIDE

Grid = NDArray[np.float32]
Space = NDArray[np.float64]

PX_PER_CM = 11.5  # the portrait's face against the standard one: 171 px from temple to temple
CAMERA_CM = 70.0  # a person before a laptop
PIVOT_X, PIVOT_Y, PIVOT_CM = 241.0, 225.0, -3.0  # the head turns about the middle between the ears
COARSE = 4  # the map is worked out at every fourth pixel; it is smooth
ROUNDS = 5

# Column, row (px of the portrait) and depth (cm towards the camera). In the face the depth is that
# of the same place on MediaPipe's canonical face model (Apache-2.0); places marked on the portrait.
_FACE: tuple[tuple[float, float, float], ...] = (
    (239, 231, 7.59), (239, 239, 7.48), (242, 193, 5.79), (243, 164, 5.39), (246, 127, 4.48),
    (244, 145, 5.03), (239, 244, 6.06), (186, 184, 3.17), (221, 189, 3.76), (263, 191, 3.76),
    (299, 190, 3.17), (171, 144, 1.43), (320, 151, 1.43), (201, 128, 3.73), (290, 132, 3.73),
    (177, 202, 2.97), (306, 208, 2.97), (200, 205, 3.87), (282, 209, 3.87), (219, 201, 4.22),
    (264, 204, 4.22), (158, 188, -2.01), (329, 196, -2.01), (212, 228, 4.85), (267, 231, 4.85),
    (199, 253, 4.26), (281, 258, 4.26), (239, 255, 5.98), (238, 272, 5.40), (237, 282, 5.54),
    (234, 322, 4.26), (236, 298, 5.18), (158, 204, -2.44), (326, 212, -2.44), (160, 239, -2.25),
    (320, 247, -2.25), (164, 258, -1.75), (314, 266, -1.75), (171, 274, -0.63), (305, 281, -0.63),
    (179, 286, 0.71), (296, 292, 0.71), (198, 306, 2.80), (273, 310, 2.80), (178, 219, 3.53),
    (303, 225, 3.53), (187, 230, 4.14), (293, 236, 4.14), (191, 157, 4.42), (296, 161, 4.42),
)  # fmt: skip
# hair, ears and neck are no part of that model: a skull 19 cm deep, its outline behind the ears
_REST: tuple[tuple[float, float, float], ...] = (
    (245, 100, 4.0), (180, 105, 2.0), (310, 110, 2.0), (245, 65, 1.5), (170, 75, -1.5),
    (320, 80, -1.5), (245, 30, -5.0), (150, 65, -5.0), (335, 70, -5.0), (113, 150, -6.0),
    (380, 155, -6.0), (125, 100, -5.5), (365, 105, -5.5), (135, 210, -5.0), (355, 220, -5.0),
    (140, 150, -2.5), (350, 160, -2.5), (170, 320, -3.0), (300, 325, -3.0), (236, 345, -1.0),
    (236, 390, -2.0),
)  # fmt: skip
# the head's outline: inside it all turns, a little further out nothing does
OUTLINE_X, OUTLINE_Y, OUTLINE_HALF_X, OUTLINE_HALF_Y, STILL_AT = 244.0, 178.0, 150.0, 172.0, 1.5


class SolidHead:
    """Turns the portrait's head in space.

    Parameters
    ----------
    relief : float
        Depth against the standard head's; people differ by a tenth.
    camera_cm : float
        Distance from the camera; the nearer, the more a turned face is distorted.
    """

    def __init__(self, relief: float = 1.0, camera_cm: float = CAMERA_CM) -> None:
        from scipy.interpolate import RBFInterpolator

        places = np.array(_FACE + _REST)
        self._far = camera_cm * PX_PER_CM
        self._rows, self._columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
        # middles of blocks, as cv2.resize sees its pixels
        steps = (np.arange(SIDE // COARSE, dtype=np.float32) + 0.5) * COARSE - 0.5
        self._x, self._y = np.meshgrid(steps, steps)
        self._places = np.stack([self._x, self._y], axis=-1)
        grid = np.stack([self._x.ravel(), self._y.ravel()], axis=1)
        surface = RBFInterpolator(places[:, :2], places[:, 2], kernel="linear", smoothing=2.0)
        depth = np.clip(surface(grid).reshape(self._x.shape), -7.0, 7.6)
        depth = relief * (depth - PIVOT_CM) * PX_PER_CM
        # through the camera into space, seen from the pivot
        zoom = 1.0 - depth / self._far
        across, up = (self._x - PIVOT_X) * zoom, (PIVOT_Y - self._y) * zoom
        self._space = np.stack([across, up, depth], axis=-1).astype(np.float32)
        out = np.hypot(
            (self._x - OUTLINE_X) / OUTLINE_HALF_X, (self._y - OUTLINE_Y) / OUTLINE_HALF_Y
        )
        fade = np.clip((STILL_AT - out) / (STILL_AT - 1.0), 0.0, 1.0)
        self._share = fade * fade * (3.0 - 2.0 * fade)

    def map(self, yaw: float, pitch: float, roll: float) -> tuple[Grid, Grid]:
        """For every pixel of the new picture, the place in the portrait it is taken from.

        The place ``q`` that lands on a pixel ``p`` is found by ``q <- q + (p - landed(q))``, which
        settles as long as no part of the head hides another.
        """
        import cv2

        moved = self._moved(rotation(yaw, pitch, roll))
        shift = moved
        for _ in range(ROUNDS):
            column, row = np.moveaxis((self._places - shift + 0.5) / COARSE - 0.5, 2, 0)
            shift = cv2.remap(
                moved,
                np.ascontiguousarray(column, dtype=np.float32),
                np.ascontiguousarray(row, dtype=np.float32),
                cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_REPLICATE,
            ).astype(np.float32)
        whole: Grid = cv2.resize(shift, (SIDE, SIDE)).astype(np.float32)
        return self._columns - whole[..., 0], self._rows - whole[..., 1]

    def _moved(self, turn: Space) -> Grid:
        """How far each place of the portrait moves in the picture: across, down; in pixels."""
        far = self._far
        turned = self._space @ turn.T.astype(np.float32)
        back = 1.0 / (1.0 - turned[..., 2] / far)
        dx = turned[..., 0] * back + PIVOT_X - self._x
        dy = -turned[..., 1] * back + PIVOT_Y - self._y
        moved: Grid = (np.stack([dx, dy], axis=-1) * self._share[..., np.newaxis]).astype(
            np.float32
        )
        return moved


@lru_cache(maxsize=4)
def solid_head(relief: float = 1.0, camera_cm: float = CAMERA_CM) -> SolidHead:
    """One head before one camera, kept: working out its surface takes a tenth of a second."""
    return SolidHead(relief, camera_cm)


def rotation(yaw: float, pitch: float, roll: float) -> Space:
    """Turns a head: first it leans, then looks up, then to the side; degrees.

    Axes: x to the picture's right, y up, z towards the camera. ``yaw`` turns the face to the
    picture's right, ``pitch`` up, ``roll`` leans it clockwise.

    Examples
    --------
    The nose of a face turned 90 degrees to the right of the picture points there:

    >>> (rotation(90.0, 0.0, 0.0) @ [0.0, 0.0, 1.0]).round(6).tolist()
    [1.0, 0.0, 0.0]
    """
    a, b, c = math.radians(yaw), math.radians(pitch), math.radians(roll)
    side = np.array(
        [[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]], dtype=float
    )
    up = np.array(
        [[1, 0, 0], [0, math.cos(b), math.sin(b)], [0, -math.sin(b), math.cos(b)]], dtype=float
    )
    lean = np.array(
        [[math.cos(c), math.sin(c), 0], [-math.sin(c), math.cos(c), 0], [0, 0, 1]], dtype=float
    )
    whole: Space = side @ up @ lean
    return whole
