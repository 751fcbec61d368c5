"""Two people on a channel each: who of them is measured, and how long they speak together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.gate_thresholds import limit
from scoring.voice.energy import FRAME_S, decibels
from scoring.voice.heard import Heard

RATE = 16_000
BLOCK = 8_000
"""Samples per comparison of the two channels, half a second."""
LAG = 320  # samples: 20 ms, seven metres between two microphones
SAME = 0.5
"""Cross-correlation (at the best lag) from which on both channels hold one and the same voice."""
LOUDER_DB = 6.0
"""By how much the channel of the one who speaks stands above its echo in the other."""
SMOOTH = 16  # frames of 16 ms
LIVE_TOGETHER = 0.7
"""Correlation of the two levels from which on even unlike channels move as one voice does."""
LEAST_S = limit("voice.second_voice")
CLEAR = limit("voice.clear_speaker")

Floats = np.ndarray[Any, np.dtype[np.float32]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


class Likeness:
    """How alike two channels are, half a second at a time: the largest cross-correlation.

    Examples
    --------
    >>> likeness = Likeness()
    >>> voice = np.random.default_rng(0).standard_normal(8100).astype(np.float32)
    >>> likeness.feed(np.stack([voice[100:], voice[:-100]]))
    >>> bool(likeness.finish()[0] > 0.9)
    True
    """

    def __init__(self) -> None:
        self._rest = np.zeros((2, 0), dtype=np.float32)
        self._found: list[float] = []

    def feed(self, pair: Floats) -> None:
        """The next samples of both channels, shape (2, n), 16 kHz."""
        both = np.concatenate([self._rest, pair], axis=1)
        whole = both.shape[1] // BLOCK
        for number in range(whole):
            self._found.append(_best_lag(both[:, number * BLOCK : (number + 1) * BLOCK]))
        self._rest = both[:, whole * BLOCK :]

    def finish(self) -> Floats:
        """One value per half second, the last one for what is left."""
        if self._rest.shape[1]:
            self._found.append(_best_lag(self._rest))
            self._rest = self._rest[:, :0]
        return np.asarray(self._found, dtype=np.float32)


@dataclass(frozen=True, kw_only=True, slots=True)
class TwoVoices:
    """What two channels hold. Seconds; ``channel`` counts from 0 and is the one that is measured.

    ``foreign`` marks the frames in which that channel carries the other person's voice.
    """

    channel: int
    own: float
    other: float
    together: float
    foreign: Mask

    @property
    def share(self) -> float:
        """Share of the measured person's speech during which the other one speaks as well."""
        return self.together / self.own

    @property
    def clear(self) -> bool:
        """Whether one of the two speaks so much longer that the rule may choose."""
        return self.own >= CLEAR * self.other


def two_voices(left: Heard, right: Heard, likeness: Floats) -> TwoVoices | None:
    """Tells two speakers on a channel each from one speaker recorded twice; None for the latter.

    A frame of speech belongs to its channel unless both channels carry the same sound (a
    cross-correlation of .5 and more), when it belongs to the one that is 6 dB louder, if either.
    Two people speak when each channel has 1 s of its own, and their levels do not rise and fall
    together where both sound. The candidate is taken to be the one who speaks longer.

    Parameters
    ----------
    left, right : Heard
        The two channels.
    likeness : array
        Per half second, from `Likeness`.
    """
    size = min(left.speech.size, right.speech.size)
    speech = np.stack([left.speech[:size], right.speech[:size]])
    level = np.stack([decibels(left.wide[:size]), decibels(right.wide[:size])])
    block = np.minimum(np.arange(size) * round(FRAME_S * RATE) // BLOCK, likeness.size - 1)
    same = likeness[block] >= SAME
    # over a quarter of a second: an echo outlasts its syllable by less
    smooth = np.ones(SMOOTH) / SMOOTH
    around = [np.convolve(one.wide[:size], smooth, mode="same") for one in (left, right)]
    side = decibels(around[0].astype(np.float32)) - decibels(around[1].astype(np.float32))
    louder = np.stack([side >= LOUDER_DB, side <= -LOUDER_DB])
    own = speech & (~same | louder)
    together = own[0] & own[1] & ~same
    seconds = own.sum(axis=1) * FRAME_S
    if seconds.min() < LEAST_S:
        return None
    if together.sum() * FRAME_S >= LEAST_S:
        moved = float(np.corrcoef(level[0, together], level[1, together])[0, 1])
        if moved >= LIVE_TOGETHER:
            return None
    channel = int(seconds[1] > seconds[0])
    return TwoVoices(
        channel=channel,
        own=float(seconds[channel]),
        other=float(seconds[1 - channel]),
        together=float(together.sum() * FRAME_S),
        foreign=speech[channel] & ~own[channel],
    )


def _best_lag(pair: Floats) -> float:
    """Largest absolute cross-correlation within 20 ms, 0 where either channel is silent."""
    size = 1 << (pair.shape[1] + LAG).bit_length()
    power = (pair.astype(np.float64) ** 2).sum(axis=1)
    if power.min() <= 1e-9 * pair.shape[1]:
        return 0.0
    left, right = np.fft.rfft(pair, size)
    product = np.fft.irfft(left * np.conj(right), size)
    near = np.concatenate([product[: LAG + 1], product[-LAG:]])
    return float(np.abs(near).max() / np.sqrt(power[0] * power[1]))
