"""How the head is turned, and the face's points as they would lie if it were not turned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

# Places on a standard face that expression hardly moves (brow ridge, nose, eye corners, cheekbones,
# temples), in centimetres: x to the picture's right, y up, z towards the camera. From MediaPipe's
# canonical face model, Apache-2.0. The second column is the mirror point; 0 marks the middle line.
_STANDARD: tuple[tuple[int, int, float, float, float], ...] = (
    (4, 0, 0.000000, -0.463170, 7.586580),
    (6, 0, 0.000000, 2.473255, 5.788627),
    (10, 0, 0.000000, 8.261778, 4.481535),
    (33, 263, -4.445859, 2.663991, 3.173422),
    (54, 284, -6.279331, 6.615427, 1.425850),
    (67, 297, -3.523964, 8.005976, 3.729163),
    (117, 346, -5.258659, 0.945811, 2.974312),
    (119, 348, -3.300681, 0.861641, 3.872784),
    (121, 350, -1.820731, 1.467954, 4.224124),
    (127, 356, -7.743095, 2.364999, -2.005167),
    (129, 358, -1.785794, -0.978284, 4.850470),
    (133, 362, -1.856432, 2.585245, 3.757904),
)
_BOTH = [(a, x, y, z) for a, _, x, y, z in _STANDARD] + [
    (b, -x, y, z) for _, b, x, y, z in _STANDARD if b
]
STANDARD_POINTS = np.array([row[0] for row in _BOTH])
STANDARD_FACE: Points = np.array([row[1:] for row in _BOTH], dtype=np.float64)
_CENTRE = STANDARD_FACE.mean(axis=0)
_CENTRED = STANDARD_FACE - _CENTRE


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadPose:
    """Head angles in degrees.

    ``yaw`` is positive when the face turns to the right of the picture (the person's own left),
    ``pitch`` when it looks up, ``roll`` when the head leans clockwise in the picture.
    ``straight`` holds the 468 points in centimetres of the standard face, turned back to frontal:
    widths and heights on it no longer depend on where the head points.
    """

    yaw: float
    pitch: float
    roll: float
    straight: Points


def head_pose(points: NDArray[np.float32]) -> HeadPose:
    """Head pose from 468 face points (x, y, depth in picture pixels; y down, depth away).

    The rotation is the least-squares one between the measured points and the standard face
    (Kabsch 1976, Umeyama 1991); scale and place are solved with it. Angles are against the line
    from the camera to the face.

    Examples
    --------
    A face as the standard one, straight ahead:

    >>> face = np.zeros((468, 3), dtype=np.float32)
    >>> face[STANDARD_POINTS] = STANDARD_FACE * [10, -10, -10]
    >>> abs(round(head_pose(face).yaw, 3)), abs(round(head_pose(face).pitch, 3))
    (0.0, 0.0)
    """
    seen = points.astype(np.float64) * (1.0, -1.0, -1.0)
    chosen = seen[STANDARD_POINTS]
    middle = chosen.mean(axis=0)
    left, strength, right = np.linalg.svd((chosen - middle).T @ _CENTRED)
    flip = np.array([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    rotation = (left * flip) @ right
    scale = max(float((strength * flip).sum() / (_CENTRED**2).sum()), 1e-9)
    forward, side = rotation[:, 2], rotation[:, 0]
    return HeadPose(
        yaw=float(np.degrees(np.arctan2(forward[0], forward[2]))),
        pitch=float(np.degrees(np.arcsin(np.clip(forward[1], -1.0, 1.0)))),
        roll=float(-np.degrees(np.arctan2(side[1], side[0]))),
        straight=(seen - middle) @ rotation / scale + _CENTRE,
    )
