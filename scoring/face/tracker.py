"""Follows one face from frame to frame and counts the others now and then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.face.detector import Detection, FaceDetector
from scoring.face.landmarks import (
    Crop,
    FaceLandmarks,
    Landmarks,
    crop_of_detection,
    crop_of_points,
)

LOOK_EVERY_S = 1.0  # a second face is seen only by looking at the whole frame
MIN_SCORE = 0.5  # below it there is no face where one was expected
MIN_SHARE = 1 / 3  # a face smaller than this against the largest is far behind, or a picture


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One frame: the face followed, or None; and how many faces, or None when not counted."""

    landmarks: Landmarks | None
    faces: int | None


class FaceTracker:
    """Points of the main face, frame by frame, with one detection a second or when it is lost."""

    def __init__(self, detector: FaceDetector, landmarks: FaceLandmarks) -> None:
        self._detector = detector
        self._landmarks = landmarks
        self._crop: Crop | None = None
        self._next_look = float("-inf")

    def __call__(self, frame: NDArray[np.uint8], t: float) -> Seen:
        """The main face of a BGR frame at ``t`` seconds; frames come in order of time."""
        faces: int | None = None
        found: Landmarks | None = None
        if self._crop is not None and t < self._next_look:
            found = self._points(frame, self._crop)
        if found is None:
            faces, found = self._look(frame)
            self._next_look = t + LOOK_EVERY_S
        self._crop = crop_of_points(found.points) if found else None
        return Seen(landmarks=found, faces=faces)

    def _look(self, frame: NDArray[np.uint8]) -> tuple[int, Landmarks | None]:
        detections = self._detector(frame)
        if not detections:
            return 0, None
        largest = max(face.height for face in detections)
        near = [face for face in detections if face.height >= largest * MIN_SHARE]
        near.sort(key=lambda face: (not self._holds(face), -face.height))
        # a box is a face only when points can be placed in it: collars and posters fool the
        # detection, seldom both networks
        faces = [self._points(frame, crop_of_detection(face)) for face in near]
        sure = [found for found in faces if found is not None]
        if sure and self._crop is not None and self._holds(near[0]):
            # the old place gives steadier points than a fresh box
            sure[0] = self._points(frame, self._crop) or sure[0]
        return len(sure), sure[0] if sure else None

    def _holds(self, face: Detection) -> bool:
        """True when the detected box is centred inside the face followed so far."""
        if self._crop is None:
            return False
        x0, y0, x1, y1 = face.box
        reach = self._crop.side / 4
        return (
            abs((x0 + x1) / 2 - self._crop.x) < reach and abs((y0 + y1) / 2 - self._crop.y) < reach
        )

    def _points(self, frame: NDArray[np.uint8], crop: Crop) -> Landmarks | None:
        found = self._landmarks(frame, crop)
        return found if found.score >= MIN_SCORE else None
