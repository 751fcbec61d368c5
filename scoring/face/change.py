"""Notices that the face after a cut has other proportions than the face before it.

Nothing here knows who anybody is. The mean shape of the last few seconds is compared with the mean
shape of the next few and forgotten; no shape is stored, handed on or compared with another
recording (docs/decisions). What is reported is a time and how far the shapes lie apart.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.gate_thresholds import limit

Points = NDArray[np.float64]
Thumb = NDArray[np.float32]

FRAME_SIDE, FACE_SIDE = 32, 24
FRAME_ALIKE = limit("face.cut_frame")  # correlation of two frames' brightness, 32 by 32
FACE_ALIKE = limit("face.cut_face")  # the same of the two squares around the face, 24 by 24
GAP_S = limit("face.cut_gap")
FLAT = 4.0  # spread of brightness below which a picture shows nothing
FEWEST, MOST = 13, 50  # frames averaged on either side: one second to four
# the mean shapes of two stretches of one person differ by less than this over the root of the
# number of frames, in centimetres of the standard face
APART = limit("face.other_shape")


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A face with other proportions follows: when (s), and the distance against the limit."""

    at_s: float
    ratio: float


class ChangeWatch:
    """Fed every frame in order; keeps four seconds of shapes and nothing else."""

    def __init__(self) -> None:
        self.cuts: list[float] = []
        self.changes: list[Change] = []
        self._recent: deque[Points] = deque(maxlen=MOST)
        self._before: NDArray[np.float64] | None = None
        self._n_before = 0
        self._cut_s = 0.0
        self._frame: Thumb | None = None
        self._face: Thumb | None = None
        self._last_seen_s = -math.inf

    def feed(
        self,
        t: float,
        frame: NDArray[np.uint8],
        face: NDArray[np.uint8] | None,
        shape: Points | None,
    ) -> None:
        """One frame, the square around its face and the face's points turned back to frontal."""
        thumb = _thumb(frame, FRAME_SIDE)
        cut = self._frame is not None and _alike(self._frame, thumb) < FRAME_ALIKE
        self._frame = thumb
        if cut:
            self.cuts.append(t)
        if face is None or shape is None:
            if cut:
                self._boundary(t)
            return
        small = _thumb(face, FACE_SIDE)
        follows = t - self._last_seen_s < GAP_S
        other = self._face is not None and _alike(self._face, small) < FACE_ALIKE
        # a hand before the face is another picture too: it makes a boundary, and no cut
        if cut or other or not follows:
            self._boundary(t)
        self._face, self._last_seen_s = small, t
        self._recent.append(shape.copy())

    def finish(self) -> list[Change]:
        """The changes found, the one still open at the end included."""
        self._compare()
        self._before = None
        return self.changes

    def _boundary(self, t: float) -> None:
        self._compare()
        if len(self._recent) >= FEWEST or self._before is None:
            # a shot too short to be judged leaves the longer one before it in place
            self._before = np.mean(self._recent, axis=0) if self._recent else None
            self._n_before = len(self._recent)
            self._cut_s = t
        self._recent.clear()

    def _compare(self) -> None:
        fewest = min(self._n_before, len(self._recent))
        if self._before is None or fewest < FEWEST:
            return
        apart = float(np.sqrt(((self._before - np.mean(self._recent, axis=0)) ** 2).mean()))
        ratio = apart / (APART / math.sqrt(fewest))
        if ratio > 1.0:
            self.changes.append(Change(at_s=self._cut_s, ratio=ratio))


def _thumb(picture: NDArray[np.uint8], side: int) -> Thumb:
    """Brightness in ``side`` by ``side`` fields, middle 0, spread 1; near 0 in a flat picture."""
    import cv2

    # sixteen points for each field: a thirtieth of what averaging every one of a frame costs
    points = cv2.resize(picture, (4 * side, 4 * side), interpolation=cv2.INTER_NEAREST)
    small = cv2.resize(points, (side, side), interpolation=cv2.INTER_AREA)
    grey = small.astype(np.float32).mean(axis=2).ravel()
    centred: Thumb = (grey - grey.mean()) / max(float(grey.std()), FLAT)
    return centred


def _alike(a: Thumb, b: Thumb) -> float:
    """Correlation of two thumbnails: 1 the same picture, in whatever light; two flat ones are."""
    return 1.0 - float(((a - b) ** 2).mean()) / 2
