"""Syllables: counted in what was said, or heard as peaks of loudness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from scoring.gate_thresholds import limit
from scoring.voice.energy import FRAME_S, decibels

# Between two syllables the level falls by at least this. De Jong and Wempe's 2 dB is for a band
# as wide as the sound; in the vowel band 1.5 came closest on English and Chinese read aloud
# (counts within a tenth on six of seven clips, low rather than high).
DIP_DB = 1.5
BELOW_LOUDEST_DB = 25.0
STRETCH_S = 2.0
KERNEL_S = 3.0
STEP_S = 0.25
FINE = 10  # steps of counting within one step of the rate
FEWEST_STRETCHES = limit("voice.rate_stretches")

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"[a-zà-ÿ']+", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouyà-ÿ]+")
_DIGIT = re.compile(r"\d")
_SILENT = re.compile(r"(?<=[^aeiouy])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzgh])es$")

Floats = np.ndarray[Any, np.dtype[np.float32]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


def spoken_syllables(text: str) -> int:
    """Syllables in a text: one per Chinese character, groups of vowels in Latin words.

    English spelling gives about nine syllables in ten right, errors on both sides; a digit counts
    as one.

    Examples
    --------
    >>> spoken_syllables("I planned the whole launch"), spoken_syllables("我负责整个项目")
    (5, 7)
    """
    count = len(_HAN.findall(text)) + len(_DIGIT.findall(text))
    for word in _WORD.findall(text.lower()):
        bare = _SILENT.sub("", word.replace("'", ""))
        # "-le" after a consonant sounds: ta-ble
        extra = bool(re.search(r"[^aeiouy]le$", word))
        count += max(1, len(_VOWELS.findall(bare)) + extra)
    return count


def syllable_peaks(band: Floats, voiced: Mask) -> Floats:
    """Times in seconds of the loudness peaks that stand for syllables.

    A peak counts when it is voiced, within 25 dB of the loudest and set off from its neighbours
    by dips of 1.5 dB. Method: de Jong and Wempe 2009, Behavior Research Methods 41, 385-390.

    Parameters
    ----------
    band : array
        Power of the vowel band per 16 ms.
    voiced : array of bool
        Whether the voice sounds (and speech is there), same length.
    """
    from scipy.signal import find_peaks

    if band.size < 3:
        return np.zeros(0, dtype=np.float32)
    smooth = np.convolve(band, np.array([0.5, 0.5]), mode="same")
    level = decibels(smooth.astype(np.float32))
    loudest = float(np.percentile(level, 99))
    peaks, _ = find_peaks(level, height=loudest - BELOW_LOUDEST_DB, prominence=DIP_DB)
    kept = peaks[voiced[peaks]]
    return np.asarray(kept * FRAME_S, dtype=np.float32)


def rate_spread(peaks: Floats, stretches: Sequence[tuple[float, float]]) -> float | None:
    """Standard deviation, syllables per second, of the rate as it goes along, pauses left out.

    The rate at a moment is the number of syllables around it, each weighted by a raised cosine
    3 s wide (as sharp as a window of 2 s, but a syllable that moves by a frame moves nothing), over
    the same weight of speech; it is taken every quarter of a second, 1 s from either end. None
    when there are less than 6 s of speech.

    Examples
    --------
    >>> steady = np.arange(0, 8, 0.25)
    >>> bool(rate_spread(steady, [(0.0, 8.0)]) < 0.05)
    True
    >>> bool(rate_spread(np.concatenate([steady, np.arange(8, 16, 0.5)]), [(0.0, 16.0)]) > 0.8)
    True
    """
    # lay the stretches end to end, so that pauses take no time
    spoken: list[Floats] = [np.zeros(0, dtype=np.float32)]
    elapsed = 0.0
    for start, end in stretches:
        inside = peaks[(peaks >= start) & (peaks < end)]
        spoken.append(np.asarray(inside - start + elapsed, dtype=np.float32))
        elapsed += end - start
    if elapsed + 1e-6 < STRETCH_S * FEWEST_STRETCHES:
        return None
    step = STEP_S / FINE
    counts, _ = np.histogram(np.concatenate(spoken), bins=round(elapsed / step), range=(0, elapsed))
    window = np.hanning(round(KERNEL_S / step) + 2)[1:-1]
    weighted = np.convolve(counts, window, mode="same")
    weight = np.convolve(np.full(counts.size, step), window, mode="same")
    edge = round(STRETCH_S / 2 / step)
    rates = (weighted / weight)[edge:-edge:FINE]
    return float(np.std(rates, ddof=1))
