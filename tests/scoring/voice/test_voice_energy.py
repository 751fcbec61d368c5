"""Levels against what a sine and a step in loudness must give."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_samples.synthetic_voice import RATE, join, say
from scoring.voice.energy import Levels, decibels, energy_range, voiced_levels

Array = np.ndarray[Any, Any]


def levels(sound: Array, cuts: list[int] | None = None) -> tuple[Array, Array]:
    meter = Levels()
    for piece in np.split(sound, sorted(cuts or [])):
        meter.feed(piece)
    return meter.finish()


@pytest.mark.parametrize("amplitude", [1.0, 0.1, 0.01])
def test_a_sine_has_the_level_of_its_amplitude(amplitude: float) -> None:
    sine = amplitude * np.sin(2 * np.pi * 1000 * np.arange(2 * RATE) / RATE).astype(np.float32)
    wide, band = levels(sine)
    expected = 20 * np.log10(amplitude) - 3.01
    assert decibels(wide[10:-1]).mean() == pytest.approx(expected, abs=0.1)
    assert decibels(band[10:-1]).mean() == pytest.approx(expected, abs=0.3)


def test_rumble_and_offset_do_not_count() -> None:
    t = np.arange(2 * RATE) / RATE
    wide, band = levels((0.3 + 0.3 * np.sin(2 * np.pi * 20 * t)).astype(np.float32))
    assert decibels(wide[40:]).max() < -25
    assert decibels(band[40:]).max() < -55


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 3 * RATE), max_size=10))
def test_the_blocks_do_not_matter(cuts: list[int]) -> None:
    for got, expected in zip(levels(SPEECH, cuts), levels(SPEECH), strict=True):
        np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-12)


def test_one_value_per_16_ms_the_last_one_short() -> None:
    assert [track.size for track in levels(np.ones(1000, np.float32))] == [4, 4]
    assert [track.size for track in levels(np.zeros(0, np.float32))] == [0, 0]


@pytest.mark.parametrize("step_db", [6.0, 12.0, 20.0])
def test_a_known_step_between_soft_and_loud(step_db: float) -> None:
    loud = say(5.0, level=0.1, rate=5.2)
    soft = say(5.0, level=0.1 * 10 ** (-step_db / 20), rate=5.2)
    steady, _ = levels(join([loud, loud]))
    within = energy_range(voiced_levels(steady, np.ones(steady.size, np.bool_)))
    both, _ = levels(join([loud, soft]))
    between = energy_range(voiced_levels(both, np.ones(both.size, np.bool_)))
    # the voice's own movement stays; the step is added to it
    assert between == pytest.approx(step_db + within, abs=0.4 * within)


def test_only_voiced_sound_counts() -> None:
    power = np.full(400, 0.01, np.float32)
    power[100:300] = 1e-8
    voiced = power > 1e-3
    voiced[90:310] = False  # a syllable away from the silence
    assert energy_range(voiced_levels(power, voiced)) == pytest.approx(0.0, abs=1e-3)


def test_digital_silence_is_a_number() -> None:
    assert float(decibels(0.0)) == pytest.approx(-120.0)


SPEECH = say(3.0)
