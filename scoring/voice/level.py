"""Sound brought to one level before the networks hear it, so that gain changes no finding."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np

BLOCK = 64_000
"""Samples per gain, 4 s: long enough to hold speech where anybody speaks."""
REMEMBERED = 8  # blocks whose loudest sets the gain: a long pause is not turned up at once
FRAME = 256
TARGET_DB = -18.0
"""Level of the loudest twentieth of the 16 ms frames after the change; usual for close speech."""
MOST_DB = 24.0
"""No more is added or taken away: hiss is not made into something that could be a voice."""

Floats = np.ndarray[Any, np.dtype[np.float32]]


class Leveller:
    """Scales sound block by block to a fixed level of its loud parts.

    The speech network hears quiet endings less well than loud ones, and the pitch network is less
    sure of quiet voices: the same recording 12 dB lower gave latencies up to 0.2 s later. The gain
    of a block is ``TARGET_DB - L``, where L is the largest 95th percentile of frame levels among
    this and the last seven blocks, and at most 24 dB either way.

    Examples
    --------
    >>> quiet, loud = Leveller(), Leveller()
    >>> sound = np.sin(np.arange(64000) * 0.1).astype(np.float32)
    >>> bool(np.allclose(quiet.feed(0.1 * sound), loud.feed(sound), atol=1e-5))
    True
    """

    def __init__(self) -> None:
        self._waiting: list[Floats] = []
        self._waiting_n = 0
        self._loudest: deque[float] = deque(maxlen=REMEMBERED)

    def feed(self, samples: Floats) -> Floats:
        """Takes the next samples and gives back those whose level is settled, often none."""
        self._waiting.append(samples)
        self._waiting_n += samples.size
        if self._waiting_n < BLOCK:
            return np.zeros(0, dtype=np.float32)
        joined = np.concatenate(self._waiting)
        whole = joined.size // BLOCK * BLOCK
        self._waiting, self._waiting_n = [joined[whole:]], joined.size - whole
        # gains belong to fixed places in the recording, however it was cut into blocks
        pieces = [self._scaled(piece) for piece in np.split(joined[:whole], whole // BLOCK)]
        return np.concatenate(pieces)

    def finish(self) -> Floats:
        """What is still inside."""
        if not self._waiting_n:
            return np.zeros(0, dtype=np.float32)
        rest = np.concatenate(self._waiting)
        self._waiting, self._waiting_n = [], 0
        return self._scaled(rest)

    def _scaled(self, samples: Floats) -> Floats:
        whole = samples.size // FRAME * FRAME
        if whole:
            # without the constant offset of cheap sound cards, which is no loudness
            power = samples[:whole].reshape(-1, FRAME).var(axis=1)
            self._loudest.append(float(10 * np.log10(np.percentile(power, 95) + 1e-12)))
        if not self._loudest:
            return samples
        gain = float(np.clip(TARGET_DB - max(self._loudest), -MOST_DB, MOST_DB))
        return np.asarray(samples * np.float32(10 ** (gain / 20)), dtype=np.float32)
