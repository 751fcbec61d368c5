"""A flag for display at odds with the rest: without weight, without a judgement, easily wrong."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import fmean, stdev

from interview import AnswerSignals, Flag
from scoring.catalogue import feature
from scoring.gate_thresholds import limit

AT_ODDS = "display.at_odds"
SMILE = "face_smile_share"
REST = ("voice_pitch_range", "voice_energy_range")
FEWEST = limit("display.least_answers")
UNIFORM = limit("display.uniform_smile")
LEAST_SMILE = limit("display.least_smile")
ABOVE = limit("display.above_rest")


def display_at_odds(signals: Iterable[AnswerSignals]) -> tuple[Flag, ...]:
    """One flag when smiling hardly varies between answers and stands far above the voice's range.

    Both at once: the standard deviation of the share of time smiled is .012 or less over four or
    more answers, and its mean lies half a scale of the catalogue or more above the mean of pitch
    range and loudness range. Whoever smiles less than 15 % of the time is never flagged. It says
    that two things that usually move together did not, and nothing about why.

    Parameters
    ----------
    signals : iterable of AnswerSignals
        What law and quality gate let through.

    Examples
    --------
    >>> from interview import FeatureSet
    >>> shown = {SMILE: 0.33, "voice_pitch_range": 4.8, "voice_energy_range": 11.6}
    >>> alike = [AnswerSignals(features=FeatureSet(answer=f"a{n}", values=shown, missing={},
    ...                                            extractor="x")) for n in range(4)]
    >>> [flag.code for flag in display_at_odds(alike)]
    ['display.at_odds']
    """
    values = [one.features.values for one in signals]
    complete = [found for found in values if all(name in found for name in (SMILE, *REST))]
    if len(complete) < FEWEST:
        return ()
    smiles = [found[SMILE] for found in complete]
    mean = fmean(smiles)
    if mean < LEAST_SMILE or stdev(smiles) > UNIFORM:
        return ()
    rest = fmean(_place(name, found[name]) for found in complete for name in REST)
    if _place(SMILE, mean) - rest < ABOVE:
        return ()
    slots = {
        "low": round(100 * min(smiles)),
        "high": round(100 * max(smiles)),
        "answers": len(complete),
    }
    return (Flag(code=AT_ODDS, slots=slots),)


def _place(name: str, value: float) -> float:
    """Where a value lies on its catalogue scale, 0 at its low and 1 at its high end."""
    spec = feature(name)
    low, high = spec.low or 0.0, spec.high or 1.0
    return (value - low) / (high - low)
