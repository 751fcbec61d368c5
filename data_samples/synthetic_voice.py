"""A voice made by rule, so that its truth is known: pitch, syllables, pauses, level.

A train of glottal pulses runs through three resonances per vowel (Peterson and Barney 1952, men's
averages); every syllable rises and falls once and opens with a little breath noise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.signal import lfilter

RATE = 16_000
VOWELS = (
    (730, 1090, 2440),
    (270, 2290, 3010),
    (570, 840, 2410),
    (530, 1840, 2480),
    (300, 870, 2240),
)
WIDTHS = (80, 100, 150)
Array = np.ndarray[Any, np.dtype[np.float32]]


def say(
    seconds: float,
    *,
    pitch: float | Callable[[Array], Array] = 120.0,
    rate: float = 4.0,
    level: float = 0.1,
    seed: int = 0,
) -> Array:
    """``seconds`` of speech at ``rate`` syllables a second, root mean square ``level``."""
    rng = np.random.default_rng(seed)
    n = round(seconds * RATE)
    t = np.arange(n) / RATE
    if isinstance(pitch, int | float):
        f0 = np.full(n, float(pitch))
    else:
        f0 = np.asarray(pitch(t.astype(np.float32)), dtype=np.float64)
    phase = np.cumsum(f0) / RATE
    pulses = np.diff(np.floor(phase), prepend=0.0)
    # a falling spectrum, as the glottis gives it
    source = lfilter([1.0], [1.0, -1.8, 0.81], pulses) + 0.002 * rng.standard_normal(n)
    out = np.zeros(n)
    length = 1.0 / rate
    for number in range(int(np.ceil(seconds * rate))):
        a, b = round(number * length * RATE), min(n, round((number + 1) * length * RATE))
        if b - a < 64:
            continue
        piece = source[a:b]
        for centre, width in zip(VOWELS[rng.integers(len(VOWELS))], WIDTHS, strict=True):
            radius = np.exp(-np.pi * width / RATE)
            angle = 2 * np.pi * centre / RATE
            piece = lfilter([1 - radius], [1, -2 * radius * np.cos(angle), radius**2], piece)
        piece = piece / (np.sqrt(np.mean(piece**2)) + 1e-9)
        x = np.arange(b - a) / (b - a)
        shape = 0.08 + 0.92 * np.sin(np.pi * x) ** 1.2
        onset = np.exp(-x * 12) * 0.25 * rng.standard_normal(b - a)
        out[a:b] = piece * shape + onset
    out *= level / np.sqrt(np.mean(out**2))
    return out.astype(np.float32)


def join(parts: Sequence[Array | float], *, hiss: float = 1e-4, seed: int = 1) -> Array:
    """Speech and silences (given in seconds) one after another, over a faint hiss."""
    pieces = [
        np.zeros(round(p * RATE), dtype=np.float32) if isinstance(p, int | float) else p
        for p in parts
    ]
    whole = np.concatenate(pieces)
    noise = np.random.default_rng(seed).standard_normal(whole.size) * hiss
    return (whole + noise).astype(np.float32)
