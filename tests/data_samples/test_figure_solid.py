"""A turned head is a solid seen through a camera: textbook geometry, written out here."""

from __future__ import annotations

import numpy as np
import pytest

from data_samples.figure.portrait import SIDE
from data_samples.figure.solid import (
    CAMERA_CM,
    PIVOT_CM,
    PIVOT_X,
    PIVOT_Y,
    PX_PER_CM,
    SolidHead,
    rotation,
    solid_head,
)

NOSE_X, NOSE_Y, NOSE_CM = 239.0, 231.0, 7.59


def landed(head: SolidHead, angles: tuple[float, float, float]) -> tuple[float, float]:
    """Where the tip of the nose is drawn: the pixel whose source lies nearest to it."""
    x, y = head.map(*angles)
    row, column = np.unravel_index(np.argmin(np.hypot(x - NOSE_X, y - NOSE_Y)), x.shape)
    return float(column), float(row)


@pytest.mark.parametrize("angles", [(10, 0, 0), (-10, 0, 0), (0, 10, 0), (0, -10, 0), (0, 0, 12)])
def test_the_nose_lands_where_a_camera_would_see_it(angles: tuple[float, float, float]) -> None:
    far, depth = CAMERA_CM * PX_PER_CM, (NOSE_CM - PIVOT_CM) * PX_PER_CM
    zoom = (far - depth) / far
    place = np.array([(NOSE_X - PIVOT_X) * zoom, (PIVOT_Y - NOSE_Y) * zoom, depth])
    a, b, c = rotation(*angles) @ place
    expected = PIVOT_X + a * far / (far - c), PIVOT_Y - b * far / (far - c)
    assert landed(solid_head(), angles) == pytest.approx(expected, abs=3.0)


def test_a_head_at_rest_stays_where_it_is() -> None:
    x, y = solid_head().map(0.0, 0.0, 0.0)
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    assert np.abs(x - columns).max() < 1e-3
    assert np.abs(y - rows).max() < 1e-3


def test_the_room_does_not_turn() -> None:
    x, y = solid_head().map(12.0, 8.0, 10.0)
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    assert np.abs(x - columns)[:, :10].max() < 1e-3
    assert np.abs(y - rows)[-20:].max() < 1e-3


def test_a_nearer_camera_distorts_more() -> None:
    near, far = SolidHead(camera_cm=40.0), SolidHead(camera_cm=400.0)
    assert landed(near, (10, 0, 0))[0] > landed(far, (10, 0, 0))[0] + 2


def test_rotations_are_rotations() -> None:
    turn = rotation(20.0, -10.0, 30.0)
    assert np.allclose(turn @ turn.T, np.eye(3))
    assert np.linalg.det(turn) == pytest.approx(1.0)
    assert (rotation(0.0, 90.0, 0.0) @ [0.0, 0.0, 1.0]).round(6).tolist() == [0.0, 1.0, 0.0]
    assert (rotation(0.0, 0.0, 90.0) @ [0.0, 1.0, 0.0]).round(6).tolist() == [1.0, 0.0, 0.0]
