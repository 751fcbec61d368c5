"""How high the voice is, every 16 ms, and how far it moves around the person's own middle."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from interview import ModelMissing

if TYPE_CHECKING:
    from swift_f0 import SwiftF0

RATE = 16_000
FRAME_S = 256 / RATE
"""Seconds per pitch value."""
LOWEST, HIGHEST = 55.0, 600.0  # Hz; speaking voices of adults, with room for expression
VOICED = 0.5  # the network's confidence is calibrated so that this is "voiced"
BLOCK = 8 * RATE  # a call recomputes 21 frames of surroundings; 8 s makes that 4 %

Floats = np.ndarray[Any, np.dtype[np.float32]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


@lru_cache(maxsize=1)
def _network() -> SwiftF0:
    try:
        from swift_f0 import SwiftF0
    except ImportError as error:
        raise ModelMissing(
            "voice.pitch_model_missing",
            "the pitch network swift-f0 is not installed",
            'install it: pip install "swift-f0==0.3.0"',
        ) from error
    return SwiftF0(threads=1, spin=False)


class PitchTracker:
    """Takes sound in blocks of any length; the pitch does not depend on how it was cut.

    Source: swift-f0 (MIT). Against librosa's pyin, an independent method, it is checked in tests.

    Raises
    ------
    ModelMissing
        ``voice.pitch_model_missing`` when the package is not installed.

    Examples
    --------
    >>> tracker = PitchTracker()
    >>> tracker.feed(np.zeros(16000, dtype=np.float32))
    >>> bool(np.isnan(tracker.finish()).all())
    True
    """

    def __init__(self) -> None:
        self._stream = _network().stream(fmin=LOWEST, fmax=HIGHEST)
        self._waiting: list[Floats] = []
        self._waiting_n = 0
        self._found: list[Floats] = []

    def feed(self, block: Floats) -> None:
        """The next samples, float32 mono at 16 kHz."""
        self._waiting.append(block)
        self._waiting_n += block.size
        if self._waiting_n >= BLOCK:
            self._push()

    def finish(self) -> Floats:
        """Pitch in Hz per 16 ms; not-a-number where the sound is not voiced."""
        if self._waiting_n:
            self._push()
        self._keep(self._stream.flush())
        return np.concatenate(self._found)

    def _push(self) -> None:
        self._keep(self._stream.push(np.concatenate(self._waiting), RATE))
        self._waiting, self._waiting_n = [], 0

    def _keep(self, result: Any) -> None:
        hz = np.where(result.confidence >= VOICED, result.pitch_hz, np.nan)
        self._found.append(hz.astype(np.float32))


def own_register(hz: Floats) -> Floats:
    """Voiced values inside the speaker's own register; octave errors and creaks are left out.

    Kept is what lies between .75 of the lower and 1.5 times the upper quartile.
    Source: De Looze and Hirst 2008, Speech Prosody, 135-138.

    Examples
    --------
    >>> own_register(np.array([60, 118, 120, 120, 122, 240], dtype=np.float32)).tolist()
    [118.0, 120.0, 120.0, 122.0]
    """
    if not hz.size:
        return hz
    lower, upper = np.percentile(hz, [25, 75])
    return np.extract((hz >= 0.75 * lower) & (hz <= 1.5 * upper), hz)


def inside(hz: Floats, mask: Mask) -> Floats:
    """The voiced values within a mask of the same length.

    Examples
    --------
    >>> track = np.array([100.0, np.nan, 120.0, 90.0], dtype=np.float32)
    >>> inside(track, np.array([True, True, True, False])).tolist()
    [100.0, 120.0]
    """
    return np.extract(mask & np.isfinite(hz), hz)


def semitones(hz: Floats, reference: float) -> Floats:
    """Distance from a reference pitch in semitones, 12 log2(f / reference).

    Examples
    --------
    >>> semitones(np.array([100.0, 200.0], dtype=np.float32), 100.0).tolist()
    [0.0, 12.0]
    """
    return np.asarray(12.0 * np.log2(hz / reference), dtype=np.float32)


def pitch_range(hz: Floats) -> float:
    """Semitones from the 5th to the 95th percentile of voiced frames.

    Percentiles, because a tracker's rare octave errors would own the extremes.

    Examples
    --------
    >>> round(pitch_range(np.linspace(100, 200, 1001, dtype=np.float32)), 2)
    10.72
    """
    low, high = np.percentile(hz, [5, 95])
    return float(12.0 * np.log2(high / low))
