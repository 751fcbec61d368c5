"""Both engines run the same networks to the same numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.face.detector import FaceDetector
from scoring.face.engine import LiteRtNetwork, OpenCvNetwork, available_engine, open_network
from scoring.face.iris import FaceIris
from scoring.face.landmarks import FaceLandmarks, crop_of_detection
from scoring.networks import network_path

SIDES = {"face_detection_short_range": 128, "face_landmark": 192, "iris_landmark": 64}


@pytest.mark.parametrize("name", SIDES)
def test_litert_and_opencv_agree_on_any_pixels(name: str, networks: Path) -> None:
    path = network_path(name, networks)
    pixels = np.random.default_rng(5).random((SIDES[name], SIDES[name], 3), dtype=np.float32)
    by_litert, by_opencv = LiteRtNetwork(path)(pixels), OpenCvNetwork(path)(pixels)
    assert set(by_litert) == set(by_opencv)
    for output, numbers in by_litert.items():
        assert numbers.shape == by_opencv[output].shape
        assert np.abs(numbers - by_opencv[output]).max() < 0.005


def test_litert_and_opencv_agree_on_a_face(networks: Path, at_rest: NDArray[np.uint8]) -> None:
    placed, opened = [], []
    for engine in ("litert", "opencv"):
        detector, mesh, iris = (
            open_network(network_path(name, networks), engine) for name in SIDES
        )
        face = FaceDetector(detector)(at_rest)[0]
        points = FaceLandmarks(mesh)(at_rest, crop_of_detection(face)).points
        placed.append(points)
        opened.append([eye.opening for eye in FaceIris(iris)(at_rest, points)])
    assert np.abs(placed[0] - placed[1]).max() < 0.01  # pixels of a 190 pixel face
    assert np.abs(np.subtract(*opened)).max() < 0.001


def test_litert_is_used_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert available_engine() == "litert"
    monkeypatch.setattr("scoring.face.engine.find_spec", lambda name: None)
    assert available_engine() == "opencv"


def test_the_runtime_writes_nothing_into_the_terminal(
    networks: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    LiteRtNetwork(network_path("iris_landmark", networks))
    assert capfd.readouterr().err == ""
