"""Faces are found where they are, whatever the frame's shape, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.face.detector import FaceDetector, anchors
from scoring.face.engine import open_network
from scoring.networks import network_path


@pytest.fixture(scope="module")
def detector(networks: Path) -> FaceDetector:
    return FaceDetector(open_network(network_path("face_detection_short_range", networks)))


def test_anchors_are_cell_middles_written_naively() -> None:
    expected = []
    for cells, each in ((16, 2), (8, 6)):
        for row in range(cells):
            for column in range(cells):
                expected += [((column + 0.5) / cells, (row + 0.5) / cells)] * each
    assert np.allclose(anchors(), expected)


def test_one_face_and_its_eyes(detector: FaceDetector, at_rest: NDArray[np.uint8]) -> None:
    faces = [face for face in detector(at_rest) if face.height > 100]
    assert len(faces) == 1
    x0, y0, x1, y1 = faces[0].box
    assert x0 < 204 < x1
    assert y0 < 185 < y1
    assert np.abs(faces[0].points[0] - (204, 185)).max() < 8
    assert np.abs(faces[0].points[1] - (281, 187)).max() < 8


@pytest.mark.parametrize(("top", "left"), [(0, 0), (40, 300), (200, 0)])
def test_a_face_moves_with_its_picture(
    detector: FaceDetector, at_rest: NDArray[np.uint8], top: int, left: int
) -> None:
    wide = np.full((480 + top, 480 + left, 3), 127, dtype=np.uint8)
    wide[top:, left:] = at_rest
    here, there = detector(at_rest)[0], detector(wide)[0]
    assert np.abs(there.points - here.points - (left, top)).max() < 14


def test_two_people_are_two_faces(detector: FaceDetector, at_rest: NDArray[np.uint8]) -> None:
    pair = np.hstack([at_rest, at_rest[:, ::-1]])
    assert len([face for face in detector(pair) if face.height > 100]) == 2


@pytest.mark.parametrize("shape", [(1, 1), (2, 900), (720, 3)])
def test_odd_shapes_are_no_faces(detector: FaceDetector, shape: tuple[int, int]) -> None:
    assert detector(np.zeros((*shape, 3), dtype=np.uint8)) == []
