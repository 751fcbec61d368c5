"""Whether the two channels of a recording hold the same sound, watched at no cost worth naming."""

from __future__ import annotations

from typing import Any

import numpy as np

ALIKE = 0.9
"""Correlation of left and right from which on they are one sound: one microphone, two channels."""
SIDE_DB = 6.0
"""How far the level difference may move before somebody else seems to speak."""
SILENT_POWER = 10**-6.5  # -65 dB: below this a channel holds nothing anybody said
WIDEST_DB = 40.0  # beyond this a level difference is "one side only", however much beyond

Samples = np.ndarray[Any, np.dtype[np.float32]]


class ChannelWatch:
    """Adds up how long a stereo recording differs between left and right.

    A block of sound differs when left and right correlate below .9, or when the level difference
    between them has moved by more than 6 dB since the first block: so two people on a channel each
    are noticed whether they speak together or in turn. It is a reason to look closer (two stereo
    microphones differ as well), not a finding.

    Examples
    --------
    >>> watch = ChannelWatch()
    >>> voice = np.sin(np.arange(8000) * 0.1).astype(np.float32)
    >>> watch.feed(np.stack([voice, 0.5 * voice]), 16000)
    >>> watch.apart_s
    0.0
    >>> watch.feed(np.stack([0.1 * voice, voice]), 16000)
    >>> watch.apart_s
    0.5
    """

    def __init__(self) -> None:
        self.apart_s = 0.0
        self._first_side: float | None = None

    def feed(self, channels: Samples, rate: int) -> None:
        """The next block, shape (channels, n); anything but two channels is passed over."""
        if channels.shape[0] != 2 or channels.shape[1] < 2:
            return
        centred = channels - channels.mean(axis=1, keepdims=True)
        left, right = (float(np.mean(one**2)) for one in centred)
        if max(left, right) < SILENT_POWER:
            return
        floor = SILENT_POWER * 10 ** (-WIDEST_DB / 10)
        side = 10 * np.log10(max(left, floor) / max(right, floor))
        side = float(np.clip(side, -WIDEST_DB, WIDEST_DB))
        if self._first_side is None:
            self._first_side = side
        moved = abs(side - self._first_side) > SIDE_DB
        both = min(left, right) >= SILENT_POWER
        alike = float(np.mean(centred[0] * centred[1])) / np.sqrt(left * right) if both else 1.0
        if moved or abs(alike) < ALIKE:
            self.apart_s += channels.shape[1] / rate
