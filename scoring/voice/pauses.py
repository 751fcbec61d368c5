"""Pauses: how often, how long, and how soon the first word comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

PAUSE_S = 0.5
LONG_S = 3.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Pauses:
    """Silence inside an answer. Silence before the first and after the last speech is no pause.

    ``latency`` is when speech begins, ``talk`` lasts from first to last speech, ``speech`` is the
    sum of the stretches; all in seconds. ``count`` are pauses over 0.5 s, ``long`` over 3 s.
    """

    latency: float
    talk: float
    speech: float
    count: int
    long: int
    longest: float


def measure_pauses(stretches: Sequence[tuple[float, float]]) -> Pauses | None:
    """Pauses between stretches of speech; None when there is no speech.

    Parameters
    ----------
    stretches : sequence of (start, end)
        Seconds, in order, not overlapping.

    Examples
    --------
    >>> found = measure_pauses([(1.0, 3.0), (3.4, 5.0), (9.0, 10.0)])
    >>> found.count, found.long, found.longest, found.latency
    (1, 1, 4.0, 1.0)
    """
    if not stretches:
        return None
    # to the microsecond: 10.1 - 7.1 is a little more than 3 to a computer
    gaps = [round(b[0] - a[1], 6) for a, b in pairwise(stretches)]
    return Pauses(
        latency=stretches[0][0],
        talk=stretches[-1][1] - stretches[0][0],
        speech=sum(end - start for start, end in stretches),
        count=sum(gap > PAUSE_S for gap in gaps),
        long=sum(gap > LONG_S for gap in gaps),
        longest=max(gaps, default=0.0),
    )
