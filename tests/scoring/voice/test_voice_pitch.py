"""Pitch against contours that were put in, and against an independent method."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_samples.synthetic_voice import RATE, join, say
from interview import ModelMissing
from scoring.voice import PitchTracker
from scoring.voice import pitch as module
from scoring.voice.pitch import own_register, pitch_range, semitones

Array = np.ndarray[Any, Any]


def track(sound: Array, cuts: list[int] | None = None) -> Array:
    tracker = PitchTracker()
    for piece in np.split(sound, sorted(cuts or [])):
        tracker.feed(piece)
    return tracker.finish()


@pytest.mark.parametrize("hz", [80.0, 110.0, 165.0, 220.0, 330.0])
def test_a_steady_voice(hz: float) -> None:
    found = track(say(2.0, pitch=hz))
    voiced = own_register(found[np.isfinite(found)])
    assert voiced.size > 0.8 * found.size
    assert np.median(voiced) == pytest.approx(hz, rel=0.01)
    assert pitch_range(voiced) < 0.7


@pytest.mark.parametrize("depth", [0.1, 0.25, 0.5])
def test_a_known_melody_comes_back(depth: float) -> None:
    """f(t) = 130 * 2^(depth sin): the range between percentiles follows from the sine alone."""

    def melody(t: Array) -> Array:
        return 130.0 * 2.0 ** (depth * np.sin(2 * np.pi * 0.5 * t))

    found = track(say(6.0, pitch=melody))
    times = np.arange(found.size) * 0.016
    voiced = np.isfinite(found)
    error = 12 * np.log2(found[voiced] / melody(times[voiced]))
    assert np.percentile(np.abs(error), 90) < 0.5
    # a sine is below its value at the 5th percentile for 5 % of its period: sin(pi * .45)
    expected = 12 * 2 * depth * np.sin(np.pi * 0.45)
    assert pitch_range(own_register(found[voiced])) == pytest.approx(expected, rel=0.1, abs=0.4)


def test_agrees_with_an_independent_method() -> None:
    """Mauch and Dixon's probabilistic YIN, as librosa has it."""
    import librosa

    sound = say(3.0, pitch=lambda t: 150.0 + 40.0 * np.sin(2 * np.pi * 0.4 * t))
    other, voiced, _ = librosa.pyin(
        sound, fmin=55, fmax=600, sr=RATE, hop_length=256, frame_length=1024
    )
    ours = track(sound)
    size = min(ours.size, other.size)
    both = voiced[:size] & np.isfinite(ours[:size])
    assert both.mean() > 0.8
    assert np.median(np.abs(12 * np.log2(ours[:size][both] / other[:size][both]))) < 0.3


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 20 * RATE), max_size=6))
def test_the_blocks_do_not_matter(cuts: list[int]) -> None:
    np.testing.assert_allclose(track(LONG, cuts), WHOLE, rtol=1e-4)


def test_octave_errors_do_not_widen_the_range() -> None:
    rng = np.random.default_rng(4)
    voice = 120.0 * 2 ** rng.normal(0, 0.15, 1000)
    wrong = voice.copy()
    wrong[::12] /= 2
    wrong[5::15] *= 2
    assert pitch_range(own_register(wrong.astype(np.float32))) == pytest.approx(
        pitch_range(voice.astype(np.float32)), rel=0.1
    )


def test_silence_and_hiss_have_no_pitch() -> None:
    assert np.isnan(track(np.zeros(2 * RATE, np.float32))).all()
    hiss = 0.05 * np.random.default_rng(2).standard_normal(2 * RATE).astype(np.float32)
    assert np.isnan(track(hiss)).mean() > 0.97


def test_one_value_per_16_ms() -> None:
    assert track(np.zeros(RATE, np.float32)).size == 62
    assert track(np.zeros(0, np.float32)).size == 0


def test_semitones_of_an_octave() -> None:
    assert semitones(np.array([55.0, 440.0], np.float32), 220.0).tolist() == [-24.0, 12.0]


def test_without_the_package_there_is_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "swift_f0", None)
    module._network.cache_clear()
    try:
        with pytest.raises(ModelMissing) as caught:
            PitchTracker()
    finally:
        module._network.cache_clear()
    assert caught.value.code == "voice.pitch_model_missing"


LONG = join([0.5, say(9.0, pitch=140), 1.0, say(9.5, pitch=230, seed=3)])
WHOLE = track(LONG)
