"""The speaker's own baseline across the answers of one interview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from interview import AnswerSignals

FEWEST_ANSWERS = 2
MEDIAN, SHIFT = "voice_pitch_median", "voice_pitch_shift"


def own_baseline(medians: Sequence[float]) -> float | None:
    """The speaker's middle pitch in Hz: the median of the answers' medians, None below two.

    Of the answers, not of all their frames, so that one long answer does not become the rule it is
    measured by.

    Examples
    --------
    >>> own_baseline([100.0, 110.0, 180.0]), own_baseline([100.0])
    (110.0, None)
    """
    return float(np.median(medians)) if len(medians) >= FEWEST_ANSWERS else None


def against_own_baseline(signals: Sequence[AnswerSignals]) -> tuple[AnswerSignals, ...]:
    """The answers of one interview with their pitch placed against the speaker's own baseline.

    ``voice_pitch_shift`` is ``12 log2(median of the answer / baseline)`` in semitones. The pitch
    track of the timeline, which until then counts from the answer's own middle, is moved by the
    same amount, so that an answer spoken higher throughout shows. With one voiced answer alone
    nothing is changed: the answer is its own baseline, and the shift is withheld.

    Examples
    --------
    >>> from interview import FeatureSet
    >>> two = [AnswerSignals(features=FeatureSet(answer=a, values={"voice_pitch_median": hz},
    ...                      missing={}, extractor="")) for a, hz in (("a", 100.0), ("b", 200.0))]
    >>> [round(s.features.values["voice_pitch_shift"], 2) for s in against_own_baseline(two)]
    [-7.02, 4.98]
    """
    medians = [s.features.values[MEDIAN] for s in signals if MEDIAN in s.features.values]
    baseline = own_baseline(medians)
    if baseline is None:
        return tuple(signals)
    return tuple(
        _placed(one, 12.0 * float(np.log2(one.features.values[MEDIAN] / baseline)))
        if MEDIAN in one.features.values
        else one
        for one in signals
    )


def _placed(one: AnswerSignals, shift: float) -> AnswerSignals:
    values: Mapping[str, float] = {**one.features.values, SHIFT: shift}
    missing = {name: code for name, code in one.features.missing.items() if name != SHIFT}
    timeline = one.timeline
    if timeline is not None and "pitch" in timeline.tracks:
        moved = tuple(
            None if semitones is None else round(semitones + shift, 2)
            for semitones in timeline.tracks["pitch"]
        )
        timeline = replace(timeline, tracks={**timeline.tracks, "pitch": moved})
    features = replace(one.features, values=values, missing=missing)
    return replace(one, features=features, timeline=timeline)
