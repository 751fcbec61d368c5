"""Whether somebody looks towards the camera: head and eyes together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.gate_thresholds import limit

Series = NDArray[np.float64]

# When the head turns and the eyes stay on the camera, the corners of the eye move before the
# eyeball: they lie about 7 mm in front of its centre, .6 of its radius. On six people talking to
# a camera the eyes' measured angle fell by .54 to .63 per unit of head turn (correlation -.86 to
# -.98) in the four who turned most.
CORNERS_BEFORE_CENTRE = 0.6
EYES_LEVEL_DEG = 9.0  # the iris stands above the line between the corners in everybody: 7 to 11
# the white of the eye, or a lid, against the skin of the cheeks: .86 and more in every frame of six
# people talking, clear glasses or not; .1 behind dark ones
HIDDEN_BELOW = limit("face.eyes_seen")
YAW_LIMIT_DEG = 10.0
EYE_PITCH_LIMIT_DEG = 8.0
HEAD_PITCH_LIMIT_DEG = 25.0


def gaze_yaw(head_yaw: Series, eye_yaw: Series) -> Series:
    """Where the eyes point sideways, in degrees from the line to the camera.

    ``sin(gaze) = sin(eye) + .6 sin(head)``, with ``eye`` the iris' angle against the middle
    between the corners. Positive to the right of the picture.

    Examples
    --------
    Head turned 20 degrees away, eyes kept on the camera:

    >>> gaze_yaw(np.array([20.0]), np.array([-11.8])).round(1).tolist()
    [0.0]
    """
    total = np.sin(np.radians(eye_yaw)) + CORNERS_BEFORE_CENTRE * np.sin(np.radians(head_yaw))
    angle: Series = np.degrees(np.arcsin(np.clip(total, -1.0, 1.0)))
    return angle


def towards_camera(
    head_yaw: Series, head_pitch: Series, eye_yaw: Series, eye_pitch: Series
) -> Series:
    """1 for frames in which the person looks within about 10 degrees of the camera, else 0.

    Up and down the lids follow the eyes and hide what the iris does, so the limits there are
    wide: eyes within 8 degrees of level, head within 25 degrees.
    """
    level = np.abs(eye_pitch - EYES_LEVEL_DEG) <= EYE_PITCH_LIMIT_DEG
    upright = np.abs(head_pitch) <= HEAD_PITCH_LIMIT_DEG
    sideways = np.abs(gaze_yaw(head_yaw, eye_yaw)) <= YAW_LIMIT_DEG
    looks: Series = (sideways & level & upright).astype(np.float64)
    return looks


def eyes_hidden(eye_light: Series, skin_light: Series) -> bool:
    """True when the eyes are darker than any eye in most frames: dark glasses, or a deep shadow.

    Examples
    --------
    >>> eyes_hidden(np.array([15.0, 14.0, 16.0]), np.array([150.0, 150.0, 150.0]))
    True
    >>> eyes_hidden(np.array([140.0, 60.0, 150.0]), np.array([150.0, 150.0, 150.0]))
    False
    """
    return float(np.median(eye_light / np.maximum(skin_light, 1.0))) < HIDDEN_BELOW
