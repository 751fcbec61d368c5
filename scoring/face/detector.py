"""Finds every face in a frame: boxes and six points, by the short-range detection network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.face.engine import Floats, RunsNetwork

SIDE = 128
MIN_SCORE = 0.5
SAME_FACE = 0.3  # overlap (intersection over union) above which two boxes are one face


@dataclass(frozen=True, kw_only=True, slots=True)
class Detection:
    """One face found: box in frame pixels (left, top, right, bottom), score 0 to 1, and points.

    ``points`` is (6, 2): the eye on the picture's left, the eye on its right, nose, mouth, ears.
    """

    box: tuple[float, float, float, float]
    score: float
    points: NDArray[np.float32]

    @property
    def height(self) -> float:
        """Height of the box in pixels."""
        return self.box[3] - self.box[1]


def anchors() -> NDArray[np.float32]:
    """The 896 anchor centres of the network, (896, 2), in shares of the input side.

    Two per cell of a 16 by 16 grid, then six per cell of an 8 by 8 grid (BlazeFace,
    arXiv:1907.05047, section 3.2).

    Examples
    --------
    >>> anchors().shape
    (896, 2)
    """
    parts = []
    for cells, each in ((16, 2), (8, 6)):
        centre = (np.arange(cells, dtype=np.float32) + 0.5) / cells
        x, y = np.meshgrid(centre, centre)
        grid = np.stack([x.ravel(), y.ravel()], axis=1)
        parts.append(np.repeat(grid, each, axis=0))
    return np.concatenate(parts).astype(np.float32)


class FaceDetector:
    """Looks at a whole frame and lists the faces in it, best first."""

    def __init__(self, network: RunsNetwork) -> None:
        self._network = network
        self._anchors = anchors()

    def __call__(self, frame: NDArray[np.uint8]) -> list[Detection]:
        """Faces in a BGR frame of any size, sorted by score.

        The frame is fitted into the network's square with black borders, so that faces keep
        their shape.
        """
        import cv2

        height, width = frame.shape[:2]
        scale = SIDE / max(height, width)
        new_w, new_h = max(1, round(width * scale)), max(1, round(height * scale))
        small = cv2.resize(frame, (new_w, new_h), interpolation=cv2.INTER_AREA)
        left, top = (SIDE - new_w) // 2, (SIDE - new_h) // 2
        pixels = np.full((SIDE, SIDE, 3), -1.0, dtype=np.float32)
        pixels[top : top + new_h, left : left + new_w] = small[:, :, ::-1] / 127.5 - 1.0
        out = self._network(pixels)
        found = self._decode(out["regressors"].reshape(896, 16), out["classificators"])
        shift = np.array([left, top], dtype=np.float32)
        return [_to_frame(points, score, shift, scale) for points, score in found]

    def _decode(self, raw: Floats, logits: Floats) -> list[tuple[NDArray[np.float32], float]]:
        """Boxes and points in input pixels, overlapping ones merged by their scores."""
        scores = 1.0 / (1.0 + np.exp(-np.clip(logits, -50.0, 50.0)))
        keep = np.flatnonzero(scores >= MIN_SCORE)
        keep = keep[np.argsort(-scores[keep])]
        centre = self._anchors[keep] * SIDE + raw[keep, 0:2]
        half = raw[keep, 2:4] / 2
        points = raw[keep, 4:].reshape(-1, 6, 2) + self._anchors[keep, np.newaxis] * SIDE
        rows = np.concatenate(
            [(centre - half)[:, np.newaxis], (centre + half)[:, np.newaxis], points], axis=1
        )
        found = []
        left = list(range(len(keep)))
        while left:
            best = left[0]
            same = [i for i in left if i == best or _overlap(rows[best], rows[i]) > SAME_FACE]
            weight = scores[keep[same]]
            merged = np.average(rows[same], axis=0, weights=weight).astype(np.float32)
            found.append((merged, float(scores[keep[best]])))
            left = [i for i in left if i not in same]
        return found


def _overlap(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """Intersection over union of two boxes given by their first two rows (corners)."""
    size = np.minimum(a[1], b[1]) - np.maximum(a[0], b[0])
    if (size <= 0).any():
        return 0.0
    inter = float(np.prod(size))
    return inter / (float(np.prod(a[1] - a[0])) + float(np.prod(b[1] - b[0])) - inter)


def _to_frame(
    rows: NDArray[np.float32], score: float, shift: NDArray[np.float32], scale: float
) -> Detection:
    placed = (rows - shift) / scale
    (x0, y0), (x1, y1) = placed[0], placed[1]
    box = (float(x0), float(y0), float(x1), float(y1))
    return Detection(box=box, score=score, points=placed[2:])
