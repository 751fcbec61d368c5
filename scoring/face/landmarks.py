"""Places 468 points on one face, and says how sure it is that there is a face at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.face.detector import Detection
from scoring.face.engine import RunsNetwork

SIDE = 192
MARGIN = 1.5  # the crop's side against the face's longer side
RIGHT_EYE_OUTER, LEFT_EYE_OUTER = 33, 263  # the person's right eye is on the picture's left


@dataclass(frozen=True, kw_only=True, slots=True)
class Crop:
    """A turned square in a frame: centre and side in pixels, angle in radians (clockwise)."""

    x: float
    y: float
    side: float
    angle: float

    def to_square(self, pixels: int) -> NDArray[np.float32]:
        """The 2 by 3 matrix that takes frame pixels into a square picture of ``pixels`` a side.

        Examples
        --------
        >>> crop = Crop(x=50.0, y=40.0, side=20.0, angle=0.0)
        >>> (crop.to_square(10) @ np.array([50.0, 40.0, 1.0])).tolist()
        [5.0, 5.0]
        """
        scale = pixels / self.side
        cos, sin = np.cos(self.angle) * scale, np.sin(self.angle) * scale
        half = pixels / 2
        return np.array(
            [
                [cos, sin, half - cos * self.x - sin * self.y],
                [-sin, cos, half + sin * self.x - cos * self.y],
            ],
            dtype=np.float32,
        )

    def to_frame(self, points: NDArray[np.float32], pixels: int) -> NDArray[np.float32]:
        """Points (n, 3) of the square back in frame pixels; depth keeps the frame's scale."""
        scale = self.side / pixels
        cos, sin = np.cos(self.angle) * scale, np.sin(self.angle) * scale
        u, v = points[:, 0] - pixels / 2, points[:, 1] - pixels / 2
        x, y = cos * u - sin * v + self.x, sin * u + cos * v + self.y
        return np.stack([x, y, points[:, 2] * scale], axis=1).astype(np.float32)


@dataclass(frozen=True, kw_only=True, slots=True)
class Landmarks:
    """468 points (x, y, depth) in frame pixels, the score 0 to 1, and the crop they came from."""

    points: NDArray[np.float32]
    score: float
    square: NDArray[np.uint8]


def crop_of_detection(face: Detection) -> Crop:
    """The square in which to look for points, upright by the line between the eyes."""
    x0, y0, x1, y1 = face.box
    (ax, ay), (bx, by) = face.points[0], face.points[1]
    return Crop(
        x=(x0 + x1) / 2,
        y=(y0 + y1) / 2,
        side=max(x1 - x0, y1 - y0, 2.0) * MARGIN,
        angle=float(np.arctan2(by - ay, bx - ax)),
    )


def crop_of_points(points: NDArray[np.float32]) -> Crop:
    """The square around the points of the frame before: tracking without a detection."""
    a, b = points[RIGHT_EYE_OUTER, :2], points[LEFT_EYE_OUTER, :2]
    angle = float(np.arctan2(b[1] - a[1], b[0] - a[0]))
    cos, sin = np.cos(angle), np.sin(angle)
    turned = points[:, :2] @ np.array([[cos, -sin], [sin, cos]], dtype=np.float32)
    low, high = turned.min(axis=0), turned.max(axis=0)
    u, v = (low + high) / 2
    side = max(float((high - low).max()), 2.0) * MARGIN
    return Crop(x=float(cos * u - sin * v), y=float(sin * u + cos * v), side=side, angle=angle)


def as_input(picture: NDArray[Any]) -> NDArray[np.float32]:
    """A BGR picture as the networks take it: RGB, 0 to 1; one pass, without a copy in between."""
    import cv2

    rgb = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    out: NDArray[np.float32] = np.divide(rgb, np.float32(255.0), dtype=np.float32)
    return out


class FaceLandmarks:
    """The landmark network (attention-free MediaPipe face mesh, arXiv:1907.06724)."""

    def __init__(self, network: RunsNetwork) -> None:
        self._network = network

    def __call__(self, frame: NDArray[np.uint8], crop: Crop) -> Landmarks:
        """Points of the face inside ``crop`` of a BGR frame."""
        import cv2

        square = cv2.warpAffine(frame, crop.to_square(SIDE), (SIDE, SIDE), flags=cv2.INTER_LINEAR)
        out = self._network(as_input(square))
        logit = float(out["conv2d_31"][0])
        return Landmarks(
            points=crop.to_frame(out["conv2d_21"].reshape(468, 3), SIDE),
            score=float(1.0 / (1.0 + np.exp(-np.clip(logit, -50.0, 50.0)))),
            square=np.asarray(square, dtype=np.uint8),
        )
