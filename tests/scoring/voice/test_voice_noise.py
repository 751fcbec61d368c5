"""The ratio of voice to background comes back as it was mixed."""

from __future__ import annotations

import numpy as np
import pytest

from data_samples.synthetic_voice import RATE, join, say
from scoring.voice.energy import Levels
from scoring.voice.noise import HIGHEST_DB, LOWEST_DB, snr_db

VOICE = join([1.0, say(3.0), 1.0, say(3.0, pitch=200, seed=2), 1.0], hiss=0.0)
TRUE = [(1.0, 4.0), (5.0, 8.0)]


def mask(size: int) -> np.ndarray:
    speech = np.zeros(size, dtype=bool)
    for start, end in TRUE:
        speech[round(start / 0.016) : round(end / 0.016)] = True
    return speech


def power(sound: np.ndarray) -> np.ndarray:
    meter = Levels()
    meter.feed(sound.astype(np.float32))
    return meter.finish()[0]


@pytest.mark.parametrize("planted", [0.0, 5.0, 10.0, 20.0, 30.0, 40.0])
def test_a_known_mixture(planted: float) -> None:
    spoken = np.concatenate([VOICE[round(a * RATE) : round(b * RATE)] for a, b in TRUE])
    sd = np.sqrt(np.mean(spoken**2)) * 10 ** (-planted / 20)
    noise = sd * np.random.default_rng(3).standard_normal(VOICE.size)
    found = power(VOICE + noise)
    assert snr_db(found, mask(found.size)) == pytest.approx(planted, abs=1.0)


def test_a_click_in_a_pause_does_not_move_it() -> None:
    noisy = VOICE + 1e-3 * np.random.default_rng(3).standard_normal(VOICE.size)
    clicked = noisy.copy()
    clicked[round(4.5 * RATE) : round(4.5 * RATE) + 40] = 0.9
    a, b = power(noisy), power(clicked)
    assert snr_db(a, mask(a.size)) == pytest.approx(snr_db(b, mask(b.size)), abs=0.3)


def test_nothing_at_all_between_the_words() -> None:
    found = power(VOICE)
    assert snr_db(found, mask(found.size)) == HIGHEST_DB


def test_no_pause_at_all_gives_a_lower_bound() -> None:
    noise = 0.01 * np.random.default_rng(3).standard_normal(4 * RATE)
    found = power(say(4.0, level=0.1) + noise)
    assert 5 < snr_db(found, np.ones(found.size, dtype=bool)) < 20.5


def test_a_voice_below_its_background_is_bounded() -> None:
    loud_outside = np.where(mask(500), 1e-6, 1e-2).astype(np.float32)
    assert snr_db(loud_outside, mask(500)) == LOWEST_DB
