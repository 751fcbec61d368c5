"""Gaze joins head and eyes: geometry written out here, then the figure's planted glances."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data_samples.figure import FigureScript, frames
from scoring.face import FaceMeter
from scoring.face.gaze import CORNERS_BEFORE_CENTRE, EYES_LEVEL_DEG, gaze_yaw, towards_camera
from scoring.face.iris import EYEBALL_RADIUS_MM, IRIS_DIAMETER_MM, measure_eye


@pytest.mark.parametrize("head", [-25.0, -10.0, 0.0, 10.0, 25.0])
@pytest.mark.parametrize("looks", [-20.0, 0.0, 15.0])
def test_an_eyeball_drawn_in_millimetres(head: float, looks: float) -> None:
    """Corners of the eye .6 radius before the centre of the ball, seen from far away."""
    iris_x = EYEBALL_RADIUS_MM * np.sin(np.radians(looks))
    corners_x = CORNERS_BEFORE_CENTRE * EYEBALL_RADIUS_MM * np.sin(np.radians(head))
    seen_angle = np.degrees(np.arcsin((iris_x - corners_x) / EYEBALL_RADIUS_MM))
    found = gaze_yaw(np.array([head]), np.array([seen_angle]))
    assert found[0] == pytest.approx(looks, abs=1e-6)


def eye_outline(shift_mm: float, up_mm: float) -> tuple[np.ndarray, np.ndarray]:
    """An eye 30 mm wide and 10 mm open with its iris moved, in millimetres."""
    lower = [(x, 5.0) for x in np.linspace(-11, 11, 7)]
    upper = [(x, -5.0) for x in np.linspace(-11, 11, 7)]
    contour = [(-15.0, 0.0), *lower, (15.0, 0.0), *upper, *[(0.0, 0.0)] * 55]
    r = IRIS_DIAMETER_MM / 2
    iris = np.array([(0, 0), (r, 0), (0, -r), (-r, 0), (0, r)])
    return np.array(contour), iris + np.array([shift_mm, -up_mm])


@pytest.mark.parametrize("zoom", [0.5, 1.0, 7.0])
def test_the_iris_is_the_ruler(zoom: float) -> None:
    contour, iris = eye_outline(12.0 * np.sin(np.radians(20)), 12.0 * np.sin(np.radians(5)))
    eye = measure_eye(contour * zoom, iris * zoom)
    assert (eye.yaw, eye.pitch) == pytest.approx((20.0, 5.0), abs=1e-6)
    assert eye.opening == pytest.approx(10 / 30)


def test_the_mirrored_eye_looks_the_other_way() -> None:
    contour, iris = eye_outline(3.0, 0.0)
    plain, mirrored = measure_eye(contour, iris), measure_eye(contour, iris, mirror=True)
    assert mirrored == replace(plain, yaw=-plain.yaw, light=mirrored.light)


def test_limits() -> None:
    head = np.array([0.0, 20.0, 20.0, 0.0, 0.0, 0.0])
    nod = np.array([0.0, 0.0, 0.0, 40.0, 0.0, 0.0])
    eye = np.array([0.0, -11.8, 0.0, 0.0, 15.0, 0.0])
    up = EYES_LEVEL_DEG + np.array([0.0, 0.0, 0.0, 0.0, 0.0, -15.0])
    straight_and_compensated_only = [1.0, 1.0, 0.0, 0.0, 0.0, 0.0]
    assert towards_camera(head, nod, eye, up).tolist() == straight_and_compensated_only


def test_planted_glances_are_seen(networks: Path) -> None:
    for side in (-1.0, 0.0, 1.0):
        script = FigureScript(
            duration_s=6.0,
            blinks=(0.5, 5.5),
            glances=((1.0, 5.0, side),) if side else (),
            sway_deg=0.0,
        )
        meter = FaceMeter(networks)
        for picture, t in frames(script, fps=12.5):
            meter.feed(picture, t)
        away = 4.0 / 6.0 if side else 0.0
        assert meter.result().values["face_gaze_share"] == pytest.approx(1 - away, abs=0.1)
