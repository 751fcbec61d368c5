"""Lips that move are measured by how far, and lips that rest are not."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.face.mouth_movement import mouth_movement


@pytest.mark.parametrize("fps", [12.5, 15.0, 25.0, 30.0])
@pytest.mark.parametrize("amplitude", [1.0, 4.0])
def test_a_wave_by_its_mean_distance(fps: float, amplitude: float) -> None:
    """The mean of |sin| is 2 / pi; the mean of three waves is their middle."""
    t = np.arange(round(20 * fps)) / fps
    found = mouth_movement(t, 10 + amplitude * np.sin(2 * np.pi * 3.0 * t))
    assert found == pytest.approx(amplitude * 2 / np.pi, rel=0.08)


def test_a_mouth_that_opens_once_and_stays_open_hardly_moves() -> None:
    t = np.arange(250) / 12.5
    assert mouth_movement(t, np.where(t < 10, 0.0, 20.0)) < 0.3


def test_two_frames_say_nothing() -> None:
    assert mouth_movement(np.array([0.0, 0.1]), np.array([1.0, 9.0])) == 0.0
