"""An answer's pauses, rate and pitch second by second, and their means over windows of seconds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from interview import AnswerSignals
from scoring.gate_thresholds import limit

Measure = Literal["pause", "rate", "pitch"]
MEASURES: tuple[Measure, ...] = ("pause", "rate", "pitch")
WINDOW_S = round(limit("moments.window"))
LEAST_SPEECH_S = limit("moments.least_speech")
SPEAKING = 0.1
"""Share of a second's speech from which somebody counts as speaking in it."""

Series = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seconds:
    """The talk of one answer, from its first to its last second of speech.

    ``first`` is the second of the answer at which the talk begins. ``speech`` is the share of each
    second, ``rate`` syllables per second of speech, ``pitch`` semitones over 100 Hz; the latter
    two are not-a-number where nothing was measured.
    """

    answer: str
    first: int
    speech: Series
    rate: Series
    pitch: Series

    @property
    def length(self) -> int:
        """Seconds of talk."""
        return len(self.speech)

    def values(self, measure: Measure) -> Series:
        """One value per second; ``pause`` is the silent share."""
        if measure == "pause":
            return 1.0 - self.speech
        return self.rate if measure == "rate" else self.pitch

    def window(self, start: int, stop: int) -> dict[Measure, float]:
        """The mean of each measure over the seconds ``start`` to ``stop`` (exclusive).

        Rate and pitch are weighed by the speech of each second and left out where the window
        holds too little of it.
        """
        speech = self.speech[start:stop]
        found: dict[Measure, float] = {"pause": float(1.0 - speech.mean())}
        for measure, values in (("rate", self.rate), ("pitch", self.pitch)):
            known = np.isfinite(values[start:stop])
            spoken = float(speech[known].sum())
            if spoken >= LEAST_SPEECH_S:
                mean = float((values[start:stop] * speech)[known].sum()) / spoken
                found[measure] = mean  # type: ignore[index]  # both are measures
        return found

    def centred(self, second: int) -> dict[Measure, float]:
        """Means over the window around a second, cut at both ends of the talk."""
        half = WINDOW_S // 2
        return self.window(max(0, second - half), min(self.length, second + half + 1))


def talk_seconds(signals: AnswerSignals) -> Seconds | None:
    """The talk of one answer from its timeline; None where no voice was measured or none is there.

    Pitch stands in the timeline as semitones from the answer's own median; with that median
    (Hz) answers can be compared with each other: p = t + 12 log2(median / 100).

    Examples
    --------
    >>> from interview import FeatureSet, Timeline
    >>> said = Timeline(step_ms=1000, tracks={"speech": (0.0, 1.0, 0.5, 1.0, 0.0)})
    >>> found = talk_seconds(AnswerSignals(timeline=said, features=FeatureSet(
    ...     answer="a", values={}, missing={}, extractor="x")))
    >>> found.first, found.length, found.values("pause").tolist()
    (1, 3, [0.0, 0.5, 0.0])
    """
    timeline = signals.timeline
    if timeline is None or "speech" not in timeline.tracks:
        return None
    per_second = _per_second(timeline.tracks, timeline.step_ms)
    speech = np.nan_to_num(per_second["speech"])
    spoken = np.flatnonzero(speech >= SPEAKING)
    if not len(spoken):
        return None
    inside = slice(int(spoken[0]), int(spoken[-1]) + 1)
    unknown = np.full(len(speech), np.nan)
    median = signals.features.values.get("voice_pitch_median", math.nan)
    height = 12.0 * math.log2(median / 100.0) if median > 0 else math.nan
    return Seconds(
        answer=signals.features.answer,
        first=inside.start,
        speech=speech[inside],
        rate=per_second.get("rate", unknown)[inside],
        pitch=(per_second.get("pitch", unknown) + height)[inside],
    )


def _per_second(tracks: Mapping[str, tuple[float | None, ...]], step_ms: int) -> dict[str, Series]:
    """The voice's tracks at one value a second; shorter steps are averaged."""
    found = {}
    for name in ("speech", "rate", "pitch"):
        if name not in tracks:
            continue
        values = np.array([math.nan if v is None else v for v in tracks[name]], dtype=np.float64)
        second = np.arange(len(values)) * step_ms // 1000
        known = np.isfinite(values)
        n = np.bincount(second[known], minlength=int(second[-1]) + 1 if len(second) else 0)
        total = np.bincount(second[known], values[known], minlength=len(n))
        found[name] = np.divide(total, n, out=np.full(len(n), np.nan), where=n > 0)
    return found
