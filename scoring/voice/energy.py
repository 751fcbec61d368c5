"""How loud each 16 ms of sound is, and how far the voice moves between soft and loud."""

from __future__ import annotations

from typing import Any

import numpy as np

RATE = 16_000
FRAME = 256
FRAME_S = FRAME / RATE
"""Seconds per level."""
FLOOR = 1e-12  # power; -120 dB, far below any converter's own noise
STRETCH = 12  # frames: 0.192 s, about one syllable

Floats = np.ndarray[Any, np.dtype[np.float32]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


def decibels(power: Floats | float) -> Floats:
    """Ten times the logarithm of power, relative to full scale (a full-scale sine is -3).

    Examples
    --------
    >>> float(decibels(0.01))
    -20.0
    """
    return np.asarray(10.0 * np.log10(np.maximum(power, FLOOR)), dtype=np.float32)


class Levels:
    """Mean power per 16 ms, twice: of all sound above 70 Hz, and of the band that carries vowels.

    The first leaves out rumble and the constant offset of cheap sound cards; the second (300 to
    2500 Hz) has one peak per syllable.

    Examples
    --------
    >>> levels = Levels()
    >>> levels.feed(np.zeros(1600, dtype=np.float32))
    >>> [track.size for track in levels.finish()]
    [7, 7]
    """

    def __init__(self) -> None:
        from scipy.signal import butter, sosfilt

        self._filter = sosfilt
        self._high = butter(2, 70, "highpass", fs=RATE, output="sos")
        self._band = butter(2, (300, 2500), "bandpass", fs=RATE, output="sos")
        self._high_state = np.zeros((self._high.shape[0], 2))
        self._band_state = np.zeros((self._band.shape[0], 2))
        self._rest = np.zeros((2, 0))
        self._found: list[np.ndarray[Any, Any]] = []

    def feed(self, block: Floats) -> None:
        """The next samples, float32 mono at 16 kHz."""
        if not block.size:
            return
        wide, self._high_state = self._filter(self._high, block, zi=self._high_state)
        band, self._band_state = self._filter(self._band, wide, zi=self._band_state)
        both = np.concatenate([self._rest, np.stack([wide, band])], axis=1)
        whole = both.shape[1] // FRAME * FRAME
        self._keep(both[:, :whole])
        self._rest = both[:, whole:]

    def finish(self) -> tuple[Floats, Floats]:
        """Power of all sound, and of the vowel band, per 16 ms."""
        if self._rest.shape[1]:
            # a last part frame is averaged over what is there, not padded with silence
            self._found.append((self._rest**2).mean(axis=1, keepdims=True).astype(np.float32))
            self._rest = np.zeros((2, 0))
        if not self._found:
            return np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32)
        wide, band = np.concatenate(self._found, axis=1)
        return wide, band

    def _keep(self, both: np.ndarray[Any, Any]) -> None:
        if both.shape[1]:
            power = (both.reshape(2, -1, FRAME) ** 2).mean(axis=2)
            self._found.append(power.astype(np.float32))


def voiced_levels(power: Floats, voiced: Mask) -> Floats:
    """Level in dB around each frame in which the voice sounds, over 0.19 s: about one syllable.

    Only voiced sound counts. Between vowels, and at the edges of a stretch, the level falls to
    whatever the room and the codec leave; a range over those moved by up to 10 dB between copies
    of one recording, over voiced sound by less than 1.5.

    Parameters
    ----------
    power : array
        Of all sound, per 16 ms.
    voiced : array of bool
        Where the voice sounds, same length.

    Examples
    --------
    >>> power = np.full(100, 0.01, dtype=np.float32)
    >>> voiced_levels(power, power > 0).round(2).tolist()[:2]
    [-20.0, -20.0]
    """
    total = np.concatenate([[0.0], np.cumsum(power, dtype=np.float64)])
    first = np.maximum(0, np.arange(power.size) - STRETCH // 2)
    after = np.minimum(power.size, first + STRETCH)
    mean = (total[after] - total[first]) / (after - first)
    return decibels(mean[voiced].astype(np.float32))


def energy_range(levels: Floats) -> float:
    """Decibels from the 5th to the 95th percentile of levels.

    Examples
    --------
    >>> energy_range(np.array([-30.0] * 50 + [-20.0] * 50, dtype=np.float32))
    10.0
    """
    low, high = np.percentile(levels, [5, 95])
    return float(high - low)
