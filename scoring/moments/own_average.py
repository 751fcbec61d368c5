"""A person's own average in the answers that ask for no pressure, and how far it spreads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.gate_thresholds import limit
from scoring.moments.seconds import MEASURES, WINDOW_S, Measure, Seconds

LEAST_S = limit("moments.least_baseline")
FLOORS: Mapping[Measure, float] = {
    "pause": limit("moments.floor_pause"),
    "rate": limit("moments.floor_rate"),
    "pitch": limit("moments.floor_pitch"),
}
CONSISTENT = 1.4826  # makes the median absolute deviation a standard deviation in normal data
FEWEST_WINDOWS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnAverage:
    """Median and robust spread of each measure over windows of the person's other answers.

    Source: Leys and others 2013, Journal of Experimental Social Psychology 49, 764-766.
    """

    middle: Mapping[Measure, float]
    spread: Mapping[Measure, float]
    seconds: int

    def departure(self, measure: Measure, value: float) -> float:
        """How many robust standard deviations a value lies from the own average."""
        return (value - self.middle[measure]) / self.spread[measure]


def own_average(others: Sequence[Seconds]) -> OwnAverage | None:
    """The own average, or None when the other answers are too short to tell.

    A measure with fewer than eight windows (no pitch network, a whisper) is left out.

    Examples
    --------
    >>> own_average([]) is None
    True
    """
    seconds = sum(one.length for one in others)
    if seconds < LEAST_S:
        return None
    windows = [
        one.window(start, start + WINDOW_S)
        for one in others
        for start in range(one.length - WINDOW_S + 1)
    ]
    middle: dict[Measure, float] = {}
    spread: dict[Measure, float] = {}
    for measure in MEASURES:
        values = np.array([w[measure] for w in windows if measure in w])
        if len(values) >= FEWEST_WINDOWS:
            middle[measure] = float(np.median(values))
            deviation = float(np.median(np.abs(values - middle[measure])))
            spread[measure] = max(CONSISTENT * deviation, FLOORS[measure])
    return OwnAverage(middle=middle, spread=spread, seconds=seconds)
