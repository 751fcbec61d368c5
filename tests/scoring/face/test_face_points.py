"""The crop is a plain turned square, and points land on the face they belong to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from scoring.face.engine import open_network
from scoring.face.landmarks import Crop, FaceLandmarks, crop_of_points
from scoring.networks import network_path

WHOLE = Crop(x=242.0, y=225.0, side=290.0, angle=0.0)


@settings(deadline=None)
@given(
    x=st.floats(-500, 500),
    y=st.floats(-500, 500),
    side=st.floats(5, 900),
    angle=st.floats(-3, 3),
    u=st.floats(0, 192),
    v=st.floats(0, 192),
)
def test_into_the_square_and_back(
    x: float, y: float, side: float, angle: float, u: float, v: float
) -> None:
    crop = Crop(x=x, y=y, side=side, angle=angle)
    back = crop.to_frame(np.array([[u, v, 0.0]], dtype=np.float32), 192)[0]
    there = crop.to_square(192).astype(np.float64) @ [back[0], back[1], 1.0]
    assert np.abs(there - (u, v)).max() < 0.05


def test_points_on_the_portrait(networks: Path, at_rest: NDArray[np.uint8]) -> None:
    found = FaceLandmarks(open_network(network_path("face_landmark", networks)))(at_rest, WHOLE)
    assert found.score > 0.99
    # corners of the eyes, measured on the portrait by hand
    for point, place in {33: (186, 186), 133: (221, 190), 263: (299, 190)}.items():
        assert np.abs(found.points[point, :2] - place).max() < 6


def test_no_face_scores_low(networks: Path) -> None:
    wall = np.random.default_rng(1).integers(90, 160, (480, 480, 3)).astype(np.uint8)
    landmarks = FaceLandmarks(open_network(network_path("face_landmark", networks)))
    assert landmarks(wall, WHOLE).score < 0.5


def test_the_next_crop_holds_the_points_and_follows_a_lean() -> None:
    ring = np.linspace(0, 2 * np.pi, 468, endpoint=False)
    points = np.stack([100 * np.cos(ring), 130 * np.sin(ring), 0 * ring], axis=1)
    points[33], points[263] = (-40, -30, 0), (40, -30, 0)
    for lean in (-0.4, 0.0, 0.5):
        cos, sin = np.cos(lean), np.sin(lean)
        turned = points @ np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]]) + (300, 200, 0)
        crop = crop_of_points(turned.astype(np.float32))
        assert abs(crop.angle - lean) < 1e-5
        assert abs(crop.x - 300) < 0.5
        assert abs(crop.y - 200) < 0.5
        assert abs(crop.side - 1.5 * 260) < 1.0
