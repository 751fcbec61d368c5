"""A picture as it would be in another light, or with glasses on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

# corners of the eyes among the face's points: the person's right eye, then the left
EYES = ((33, 133), (362, 263))
RIM = (28, 26, 24)  # nearly black, in the order blue, green, red
LENS_WIDE, LENS_HIGH = 1.9, 1.2  # a lens against the distance between the corners of an eye


def relit(picture: Picture, factor: float) -> Picture:
    """The picture with its light multiplied; what exceeds white is white, as a camera does it.

    Examples
    --------
    >>> relit(np.full((1, 1, 3), 200, np.uint8), 0.5)[0, 0].tolist()
    [100, 100, 100]
    >>> relit(np.full((1, 1, 3), 200, np.uint8), 1.4)[0, 0].tolist()
    [255, 255, 255]
    """
    table = np.clip(np.arange(256) * factor, 0, 255).astype(np.uint8)
    changed: Picture = table[picture]
    return changed


class Glasses:
    """Puts dark-rimmed, tinted glasses on the face of a recording, picture by picture.

    They sit on the corners of the eyes as the face network finds them and so turn with the head.
    ``worn`` counts the pictures that got a pair; one without a face stays as it is.

    Parameters
    ----------
    networks : Path
        The folder of models.
    tint : float
        How much of the light the lenses let through.

    Raises
    ------
    ModelMissing
        When a network file is absent or altered.
    """

    def __init__(self, networks: Path, tint: float) -> None:
        from scoring.face.detector import FaceDetector
        from scoring.face.engine import open_network
        from scoring.face.landmarks import FaceLandmarks
        from scoring.face.tracker import FaceTracker
        from scoring.networks import network_path

        detector, mesh = (
            open_network(network_path(name, networks), None)
            for name in ("face_detection_short_range", "face_landmark")
        )
        self._follow = FaceTracker(FaceDetector(detector), FaceLandmarks(mesh))
        self._tint = tint
        self.worn = 0

    def __call__(self, picture: Picture, t: float) -> Picture:
        """One picture in the order blue, green, red at ``t`` seconds; they come in order."""
        found = self._follow(picture, t).landmarks
        if found is None:
            return picture
        self.worn += 1
        return with_glasses(picture, found.points[:, :2].astype(np.float64), self._tint)


def with_glasses(picture: Picture, points: NDArray[np.float64], tint: float) -> Picture:
    """The picture with glasses on a face whose points (n, 2) are known, in pixels."""
    import cv2

    lenses = []
    for inner, outer in EYES:
        a, b = points[inner], points[outer]
        along = b - a
        up = np.array([along[1], -along[0]])
        middle, wide, high = (a + b) / 2, along * LENS_WIDE / 2, up * LENS_HIGH / 2
        corners = [middle - wide - high, middle + wide - high, middle + wide + high,
                   middle - wide + high]  # fmt: skip
        lenses.append(np.round(np.array(corners)).astype(np.int32))
    rim = max(2, round(0.12 * float(np.linalg.norm(points[EYES[0][0]] - points[EYES[0][1]]))))
    worn = picture.copy()
    inside = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(inside, lenses, 1)
    glass = inside.astype(bool)
    worn[glass] = (worn[glass] * tint).astype(np.uint8)
    cv2.polylines(worn, lenses, True, RIM, rim)
    ends = [np.round(points[i]).astype(int) for i in (EYES[0][1], EYES[1][0])]
    cv2.line(worn, tuple(map(int, ends[0])), tuple(map(int, ends[1])), RIM, rim)
    return worn
