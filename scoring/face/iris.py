"""Outlines both eyes and their irises: how open each eye is and where it looks."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.face.engine import RunsNetwork
from scoring.face.landmarks import Crop, as_input

SIDE = 64
MARGIN = 2.3  # the crop's side against the distance between the corners of the eye
RIGHT_EYE, LEFT_EYE = (33, 133), (362, 263)  # mesh points of each eye's corners, left to right
# in the network's 71 points of the eye region: corner, corner, lower lid, upper lid
LOWER, UPPER = slice(1, 8), slice(9, 16)
IRIS_DIAMETER_MM = 11.7  # horizontal visible iris, almost the same in every adult
EYEBALL_RADIUS_MM = 12.0
EYE_ROWS, EYE_COLUMNS = slice(24, 40), slice(18, 46)  # of the square: between corners and lids


@dataclass(frozen=True, kw_only=True, slots=True)
class Eye:
    """One eye: ``opening`` is lid distance over corner distance; angles in degrees.

    ``yaw`` is positive when the eye looks to the right of the picture, ``pitch`` when it looks up,
    both against the middle between the corners of the eye. ``light`` is the brightness (0 to 255)
    that a tenth of the eye's surface exceeds: the white of the eye, or the lid.
    """

    opening: float
    yaw: float
    pitch: float
    light: float = math.nan


class FaceIris:
    """The iris network (MediaPipe Iris, arXiv:2006.11341)."""

    def __init__(self, network: RunsNetwork) -> None:
        self._network = network

    def __call__(self, frame: NDArray[np.uint8], points: NDArray[np.float32]) -> tuple[Eye, Eye]:
        """Both eyes of a face whose 468 ``points`` are known: (picture's left, picture's right).

        The network knows one side only; the other eye is shown to it in a mirror.
        """
        return self._one(frame, points, RIGHT_EYE, False), self._one(frame, points, LEFT_EYE, True)

    def _one(
        self,
        frame: NDArray[np.uint8],
        points: NDArray[np.float32],
        corners: tuple[int, int],
        mirror: bool,
    ) -> Eye:
        import cv2

        a, b = points[corners[0], :2], points[corners[1], :2]
        step = b - a
        crop = Crop(
            x=float((a[0] + b[0]) / 2),
            y=float((a[1] + b[1]) / 2),
            side=max(float(np.hypot(step[0], step[1])) * MARGIN, 2.0),
            angle=float(np.arctan2(step[1], step[0])),
        )
        square = cv2.warpAffine(frame, crop.to_square(SIDE), (SIDE, SIDE), flags=cv2.INTER_LINEAR)
        if mirror:
            square = cv2.flip(square, 1)
        out = self._network(as_input(square))
        contour = out["output_eyes_contours_and_brows"].reshape(71, 3)[:, :2]
        iris = out["output_iris"].reshape(5, 3)[:, :2]
        surface = cv2.cvtColor(square[EYE_ROWS, EYE_COLUMNS], cv2.COLOR_BGR2GRAY).ravel()
        ninth = surface.size * 9 // 10
        light = float(np.partition(surface, ninth)[ninth])
        return replace(measure_eye(contour, iris, mirror=mirror), light=light)


def measure_eye(
    contour: NDArray[np.float32], iris: NDArray[np.float32], *, mirror: bool = False
) -> Eye:
    """Opening and direction of an eye from its outline (71, 2) and iris (5, 2), in any unit.

    The iris is a ruler: its width is 11.7 mm in almost everybody, so the shift of its centre
    becomes millimetres, and on an eyeball of 12 mm radius degrees: asin(shift / 12).
    """
    # plain floats: so few points cost more as arrays than as numbers
    outline = contour[: UPPER.stop].tolist()
    (inner_x, inner_y), (outer_x, outer_y) = outline[8], outline[0]
    width = math.hypot(inner_x - outer_x, inner_y - outer_y)
    lids = [[point[1] for point in outline[part]] for part in (LOWER, UPPER)]
    gap = sum(lids[0]) / len(lids[0]) - sum(lids[1]) / len(lids[1])
    ring: list[list[float]] = iris.tolist()
    x, y = (sum(point[axis] for point in ring) / len(ring) for axis in (0, 1))
    radii = [math.hypot(px - ring[0][0], py - ring[0][1]) for px, py in ring[1:]]
    diameter = max(2.0 * sum(radii) / len(radii), 1e-3)
    scale = IRIS_DIAMETER_MM / diameter / EYEBALL_RADIUS_MM
    yaw = _angle((x - (inner_x + outer_x) / 2) * scale)
    down = _angle((y - (inner_y + outer_y) / 2) * scale)
    return Eye(
        opening=gap / max(width, 1e-3),
        yaw=-yaw if mirror else yaw,
        pitch=-down,
    )


def _angle(sine: float) -> float:
    return math.degrees(math.asin(min(max(sine, -0.99), 0.99)))
