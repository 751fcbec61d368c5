"""Head angles: exact on a turned standard face, within five degrees on the turned figure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_samples.figure.drawing import Figure
from data_samples.figure.portrait import FigureLook
from data_samples.figure.script import Moment
from scoring.face.detector import FaceDetector
from scoring.face.engine import open_network
from scoring.face.landmarks import FaceLandmarks
from scoring.face.pose import STANDARD_FACE, STANDARD_POINTS, HeadPose, head_pose
from scoring.face.tracker import FaceTracker
from scoring.networks import network_path

MOVES: dict[str, Callable[[float], Moment]] = {
    "yaw": lambda angle: Moment(yaw=angle),
    "pitch": lambda angle: Moment(pitch=angle),
    "roll": lambda angle: Moment(roll=angle),
}
PLANTED = (-15.0, -10.0, -5.0, 0.0, 5.0, 10.0, 15.0)


def turned(yaw: float, pitch: float, roll: float, scale: float = 12.0) -> np.ndarray:
    """The standard face turned by textbook rotations, as a picture's x, y (down) and depth."""
    a, b, c = np.radians([yaw, -pitch, -roll])
    about_y = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    about_z = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    points = np.zeros((468, 3))
    points[STANDARD_POINTS] = STANDARD_FACE @ (about_y @ about_x @ about_z).T
    return (points * scale * (1, -1, -1) + (320, 240, 0)).astype(np.float32)


@settings(deadline=None)
@given(yaw=st.floats(-60, 60), pitch=st.floats(-40, 40), scale=st.floats(2, 60))
def test_a_planted_turn_comes_back(yaw: float, pitch: float, scale: float) -> None:
    pose = head_pose(turned(yaw, pitch, 0.0, scale))
    assert abs(pose.yaw - yaw) < 0.02
    assert abs(pose.pitch - pitch) < 0.02
    assert np.allclose(pose.straight[STANDARD_POINTS], STANDARD_FACE, atol=0.01)


@settings(deadline=None)
@given(roll=st.floats(-60, 60))
def test_a_planted_lean_comes_back(roll: float) -> None:
    pose = head_pose(turned(0.0, 0.0, roll))
    assert abs(pose.roll - roll) < 0.02
    assert abs(pose.yaw) < 0.02
    assert abs(pose.pitch) < 0.02


@pytest.fixture(scope="module")
def seen(networks: Path) -> dict[tuple[str, float], HeadPose]:
    """Poses of the figure drawn with planted turns."""
    figure = Figure()
    detector = FaceDetector(open_network(network_path("face_detection_short_range", networks)))
    landmarks = FaceLandmarks(open_network(network_path("face_landmark", networks)))
    found = {}
    for axis, moved in MOVES.items():
        for angle in PLANTED:
            picture = figure.draw(moved(angle))
            mesh = FaceTracker(detector, landmarks)(picture, 0.0).landmarks
            assert mesh is not None
            found[axis, angle] = head_pose(mesh.points)
    return found


@pytest.mark.parametrize("axis", ["yaw", "pitch", "roll"])
def test_turns_of_the_figure_come_back_within_five_degrees(
    axis: str, seen: dict[tuple[str, float], HeadPose]
) -> None:
    at_rest = getattr(seen[axis, 0.0], axis)
    turned_by = [getattr(seen[axis, angle], axis) - at_rest for angle in PLANTED]
    assert turned_by == sorted(turned_by)
    assert np.abs(np.subtract(turned_by, PLANTED)).max() < 5.0


def test_a_turn_sideways_is_no_nod(seen: dict[tuple[str, float], HeadPose]) -> None:
    nods = [seen["yaw", angle].pitch for angle in (-10.0, 0.0, 10.0)]
    turns = [seen["pitch", angle].yaw for angle in (-10.0, 0.0, 10.0)]
    assert np.ptp(nods) < 3.0
    assert np.ptp(turns) < 3.0


def test_a_mirrored_picture_turns_the_same_way_as_it_looks(networks: Path) -> None:
    detector = FaceDetector(open_network(network_path("face_detection_short_range", networks)))
    landmarks = FaceLandmarks(open_network(network_path("face_landmark", networks)))
    figure = Figure(FigureLook(mirrored=True))
    yaws = []
    for angle in (-10.0, 10.0):
        mesh = FaceTracker(detector, landmarks)(figure.draw(Moment(yaw=angle)), 0.0).landmarks
        assert mesh is not None
        yaws.append(head_pose(mesh.points).yaw)
    assert yaws[0] < 0 < yaws[1]
