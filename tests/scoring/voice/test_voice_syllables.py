"""Syllables: counted in words whose number is known, heard in a voice whose rate is known."""

from __future__ import annotations

import numpy as np
import pytest

from data_samples.synthetic_voice import join, say
from scoring.voice.energy import Levels
from scoring.voice.pitch import PitchTracker
from scoring.voice.syllables import rate_spread, spoken_syllables, syllable_peaks

# the count a dictionary gives (hyphenation points of the headword, Merriam-Webster)
DICTIONARY = {
    1: "work led team time year people day best made plan asked through changed helped worked",
    2: "customer's problem project meeting manage question answer before after money table simple "
    "people's careful result because support wanted needed about",
    3: "customer manager deliver remember beginning important company industry solution decided "
    "engineer marketing employee together department",
    4: "information communicate experience responsible analysis development technology particular "
    "certificate priority",
    5: "opportunity organization university communication electricity",
    6: "responsibility",
}


def test_most_words_have_the_number_of_syllables_a_dictionary_gives() -> None:
    # "customer's" and "people's" stand in the wrong row on purpose of no one: leave possessives out
    right = total = error = 0
    for count, words in DICTIONARY.items():
        for word in words.split():
            if "'" in word:
                continue
            found = spoken_syllables(word)
            right += found == count
            error += found - count
            total += 1
    assert right / total >= 0.85
    assert abs(error) / total < 0.1  # errors on both sides: a text's sum is closer than its words


def test_chinese_characters_digits_and_mixtures() -> None:
    assert spoken_syllables("广州市房地产中介协会分析") == 12
    assert spoken_syllables("我们提高了35") == 7
    assert spoken_syllables("我用 table 做") == 5
    assert spoken_syllables("，。！ ... —") == 0


def heard(sound: np.ndarray) -> np.ndarray:
    levels, tracker = Levels(), PitchTracker()
    levels.feed(sound)
    tracker.feed(sound)
    band, hz = levels.finish()[1], tracker.finish()
    voiced = np.zeros(band.size, dtype=bool)
    voiced[: hz.size] = np.isfinite(hz)[: band.size]
    return syllable_peaks(band, voiced)


@pytest.mark.parametrize("rate", [2.5, 4.0, 5.5, 6.5])
@pytest.mark.parametrize("hiss", [1e-4, 0.01])
def test_a_known_rate_is_heard(rate: float, hiss: float) -> None:
    sound = join([0.5, say(8.0, rate=rate), 0.5], hiss=hiss)
    assert heard(sound).size / 8.0 == pytest.approx(rate, rel=0.1)


def test_hiss_and_silence_have_no_syllables() -> None:
    assert heard(join([3.0])).size <= 1
    assert heard(np.zeros(16_000, np.float32)).size == 0
    assert syllable_peaks(np.zeros(2, np.float32), np.ones(2, dtype=bool)).size == 0


def test_an_even_rate_varies_less_than_one_that_changes() -> None:
    even = join([say(12.0, rate=4.0)])
    uneven = join([say(4.0, rate=2.5), say(4.0, rate=6.0, seed=2), say(4.0, rate=2.5, seed=3)])
    a, b = rate_spread(heard(even), [(0.0, 12.0)]), rate_spread(heard(uneven), [(0.0, 12.0)])
    assert a is not None
    assert b is not None
    assert a < 0.5
    # rates 2.5, 6, 2.5 over six stretches: sd with n - 1
    assert b == pytest.approx(np.std([2.5, 2.5, 6, 6, 2.5, 2.5], ddof=1), rel=0.2)


def test_pauses_take_no_time() -> None:
    peaks = np.array([0.5, 1.5, 11.5, 12.5, 13.5, 14.5], np.float32)
    spaced = rate_spread(peaks, [(0.0, 2.0), (11.0, 15.0)])
    joined = rate_spread(np.where(peaks > 5, peaks - 9, peaks), [(0.0, 6.0)])
    assert spaced == joined


def test_too_little_for_a_spread() -> None:
    assert rate_spread(np.array([0.1, 0.2], np.float32), [(0.0, 5.9)]) is None
