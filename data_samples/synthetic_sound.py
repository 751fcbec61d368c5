"""Sound that is no voice: a melody with chords, and noise of a known power."""

from __future__ import annotations

from typing import Any

import numpy as np

RATE = 16_000
NOTE_S = 0.5
CHORD = (0, 4, 7)  # semitones above the root: a major triad
PARTIALS = 5

Array = np.ndarray[Any, np.dtype[np.float32]]


def melody(seconds: float, *, steady: bool = False, level: float = 0.15, seed: int = 5) -> Array:
    """Plucked major chords on changing roots from 220 Hz up, or one steady tone of 440 Hz.

    Examples
    --------
    >>> melody(2.0).size
    32000
    """
    t = np.arange(round(seconds * RATE)) / RATE
    if steady:
        return np.asarray(level * np.sqrt(2) * np.sin(2 * np.pi * 440 * t), dtype=np.float32)
    rng = np.random.default_rng(seed)
    sound = np.zeros(t.size)
    note = round(NOTE_S * RATE)
    x = np.arange(note) / RATE
    pluck = np.exp(-3 * x) * np.minimum(1, x / 0.01)
    for start in range(0, t.size - note + 1, note):
        root = 220 * 2 ** (rng.integers(0, 12) / 12)
        for step in CHORD:
            for partial in range(1, PARTIALS + 1):
                hz = root * 2 ** (step / 12) * partial
                sound[start : start + note] += pluck * np.sin(2 * np.pi * hz * x) / partial
    return np.asarray(level * sound / np.sqrt(np.mean(sound**2)), dtype=np.float32)


def noise_at(power: float, size: int, *, colour: str = "white", seed: int = 4) -> Array:
    """White or pink noise of a mean power (full scale is 1).

    Examples
    --------
    >>> round(float(np.mean(noise_at(0.01, 16000, colour="pink") ** 2)), 4)
    0.01
    """
    noise = np.random.default_rng(seed).standard_normal(size)
    if colour == "pink":
        hz = np.fft.rfftfreq(size, 1 / RATE)
        # flat below 50 Hz, where a microphone hears nothing anyway
        noise = np.fft.irfft(np.fft.rfft(noise) / np.sqrt(np.maximum(hz, 50)), size)
    return np.asarray(noise * np.sqrt(power / np.mean(noise**2)), dtype=np.float32)
