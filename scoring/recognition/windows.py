"""A recording cut into stretches short enough for a model, at pauses, and only where one speaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.voice.vad import FRAME, FRAME_S, RATE, SpeechDetector, speech_stretches

Floats = np.ndarray[Any, np.dtype[np.float32]]
LONGEST_S = 30.0
EARLIEST_CUT_S = 18.0  # a cut before this would waste most of a window on a breath
MARGIN_S = 0.3  # a word's quiet first and last sounds are no speech to the detector


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """At most 30 s of sound with speech in it; ``start_s`` counts from the answer's start."""

    samples: Floats
    start_s: float

    @property
    def end_s(self) -> float:
        """Where it ends, in seconds from the answer's start."""
        return self.start_s + self.samples.size / RATE


class Windows:
    """Takes sound in blocks and hands on windows; holds no more than one window at a time.

    A window ends in the longest pause of its last twelve seconds, or where speech is least
    likely when nobody pauses, so that hardly a word is cut. Silence is left out: models make up
    words for it.

    Parameters
    ----------
    on_window : callable
        Gets each `Window` as soon as it is complete.

    Examples
    --------
    >>> found = []
    >>> windows = Windows(found.append)
    >>> windows.feed(np.zeros(40 * RATE, dtype=np.float32), 0.0)
    >>> windows.finish()
    >>> found
    []
    """

    def __init__(self, on_window: Callable[[Window], None]) -> None:
        self._on_window = on_window
        self._waiting: list[Floats] = []
        self._held = 0
        self._start = 0  # sample at which what is held begins

    def feed(self, block: Floats, _: float) -> None:
        """The next samples, float32 mono at 16 kHz, as `scoring.media.stream` gives them."""
        self._waiting.append(block)
        self._held += block.size
        while self._held >= LONGEST_S * RATE:
            samples = self._all()
            longest = samples[: int(LONGEST_S * RATE)]
            speech, likely = _speech(longest)
            cut = _cut(speech, likely)
            self._give(samples[:cut], speech)
            self._waiting, self._held = [samples[cut:].copy()], samples.size - cut
            self._start += cut

    def finish(self) -> None:
        """The sound has ended; what is left is handed on."""
        samples = self._all()
        if samples.size:
            self._give(samples, _speech(samples)[0])
        self._start += samples.size
        self._waiting, self._held = [], 0

    def _all(self) -> Floats:
        return np.concatenate(self._waiting) if self._waiting else np.zeros(0, dtype=np.float32)

    def _give(self, samples: Floats, speech: list[tuple[float, float]]) -> None:
        inside = [stretch for stretch in speech if stretch[0] * RATE < samples.size]
        if not inside:
            return
        first = max(0, int((inside[0][0] - MARGIN_S) * RATE))
        last = min(samples.size, int((inside[-1][1] + MARGIN_S) * RATE))
        self._on_window(Window(samples[first:last], (self._start + first) / RATE))


def _speech(samples: Floats) -> tuple[list[tuple[float, float]], Floats]:
    detector = SpeechDetector()
    detector.feed(samples)
    likely = detector.finish()
    return speech_stretches(likely), likely


def _cut(speech: list[tuple[float, float]], likely: Floats) -> int:
    """The sample at which the window ends, between 18 and 30 s."""
    ends = [0.0, *(end for _, end in speech)]
    starts = [*(start for start, _ in speech), LONGEST_S]
    gaps = [
        (max(a, EARLIEST_CUT_S), b)
        for a, b in zip(ends, starts, strict=True)
        if b > max(a, EARLIEST_CUT_S)
    ]
    if gaps:
        a, b = max(gaps, key=lambda gap: gap[1] - gap[0])
        # at the window's end the pause may go on: all of it belongs to this window
        return int(LONGEST_S * RATE) if b == LONGEST_S else int((a + b) / 2 * RATE)
    earliest = int(EARLIEST_CUT_S / FRAME_S)
    quietest = earliest + int(np.argmin(likely[earliest:]))
    return min(quietest * FRAME + FRAME // 2, int(LONGEST_S * RATE))
