"""Moments in one answer's talk where physical measures leave the person's own average."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.gate_thresholds import limit
from scoring.moments.own_average import OwnAverage
from scoring.moments.seconds import MEASURES, WINDOW_S, Measure, Seconds, Series

DEPARTS = limit("moments.departure")
BACK = limit("moments.back")
LEAST_MEASURES = round(limit("moments.least_measures"))
SHORTEST_S = round(limit("moments.shortest"))
BRIDGE_S = 2  # a word at the usual pace inside a moment does not cut it in two
REACH_S = 3  # a window of five seconds tells the edge within its half

Signs = Mapping[Measure, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Departure:
    """One measure inside a moment and the person's own average, both in the measure's unit.

    ``pause`` is a share of the time, ``rate`` syllables per second of speech, ``pitch`` semitones
    over 100 Hz.
    """

    measure: Measure
    value: float
    own: float

    @property
    def direction(self) -> str:
        """``up`` or ``down``."""
        return "up" if self.value > self.own else "down"


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A stretch of an answer in which two or more measures lie apart from the own average.

    ``back_after_ms`` is the time from its end until every measure is back, None when they did not
    come back before the talk ended; ``talk_after_ms`` is how long it still went on. It names what
    was measured and nothing that somebody may have felt.
    """

    answer: str
    start_ms: int
    end_ms: int
    departures: tuple[Departure, ...]
    back_after_ms: int | None
    talk_after_ms: int


def moments_in(talk: Seconds, own: OwnAverage) -> list[Moment]:
    """Every moment of one answer's talk, in order.

    Windows of five seconds around each second are compared with the own average; where two of
    the measures lie 2.5 robust standard deviations or more to one side of it, a moment is. Its
    edges are set to the second: of all stretches there, the one is taken whose seconds together
    pass half of the moment's own height by most.
    """
    windows = [talk.centred(second) for second in range(talk.length)]
    away = [_signs(own, window) for window in windows]
    found: list[Moment] = []
    for start, stop in _runs([len(signs) >= LEAST_MEASURES for signs in away]):
        signs = _common(away[start:stop])
        first, last = _edges(talk, own, signs, start, stop)
        begun = found[-1].end_ms // 1000 - talk.first if found else 0
        first = max(first, begun)
        if last - first >= SHORTEST_S:
            found.append(_moment(talk, own, signs, first, last))
    return found


def _signs(own: OwnAverage, window: Mapping[Measure, float]) -> dict[Measure, int]:
    """The measures of a window that lie far from the own average, and on which side."""
    found = {}
    for measure, value in window.items():
        if measure in own.middle:
            z = own.departure(measure, value)
            if abs(z) >= DEPARTS:
                found[measure] = 1 if z > 0 else -1
    return found


def _runs(marked: Sequence[bool]) -> list[tuple[int, int]]:
    """Stretches of marked seconds; gaps of up to two seconds do not end one."""
    found: list[tuple[int, int]] = []
    for second in np.flatnonzero(marked).tolist():
        if found and second - found[-1][1] <= BRIDGE_S:
            found[-1] = (found[-1][0], second + 1)
        else:
            found.append((second, second + 1))
    return found


def _common(away: Sequence[Signs]) -> dict[Measure, int]:
    """The departures that mark most of a run: at least two, others when half of it shows them."""
    counts = Counter((m, sign) for signs in away for m, sign in signs.items())
    best = sorted(counts.items(), key=lambda one: (-one[1], MEASURES.index(one[0][0])))
    chosen: dict[Measure, int] = {}
    for (measure, sign), n in best:
        if measure not in chosen and (len(chosen) < LEAST_MEASURES or 2 * n >= len(away)):
            chosen[measure] = sign
    return chosen


def _edges(talk: Seconds, own: OwnAverage, signs: Signs, start: int, stop: int) -> tuple[int, int]:
    """First second and the one after the last: the stretch with the largest sum of excess.

    Each second counts with the weaker departure of its two strongest measures, as a part of that
    measure's own height in the moment, less one half; a second that says nothing (silence has no
    rate) counts nothing. Values are medians of three seconds, which move no edge.
    """
    low, high = max(0, start - REACH_S), min(talk.length, stop + REACH_S)
    rows = []
    for measure, sign in signs.items():
        away = sign * (_smooth(talk.values(measure)) - own.middle[measure])
        inside = away[start:stop][np.isfinite(away[start:stop])]
        least = DEPARTS * own.spread[measure]
        height = max(float(np.median(inside)), least) if len(inside) else least
        rows.append(away / height)
    known = np.isfinite(rows).sum(axis=0) >= LEAST_MEASURES
    ranked = -np.sort(-np.nan_to_num(rows, nan=-np.inf), axis=0)
    excess = np.clip(np.where(known, ranked[LEAST_MEASURES - 1] - 0.5, 0.0), -1.0, 1.0)
    best, first, last, total, begun = 0.0, start, stop, 0.0, low
    for second in range(low, high):
        if total <= 0.0:
            total, begun = 0.0, second
        total += float(excess[second])
        if total > best:
            best, first, last = total, begun, second + 1
    return first, last


def _smooth(values: Series) -> Series:
    """The median of each value and its two neighbours, of those that are known."""
    padded = np.pad(values, 1, constant_values=np.nan)
    three = np.lib.stride_tricks.sliding_window_view(padded, 3)
    known = np.isfinite(three).any(axis=1) & np.isfinite(values)
    middle = np.full(len(values), np.nan)
    if known.any():
        middle[known] = np.nanmedian(three[known], axis=1)
    return middle


def _moment(talk: Seconds, own: OwnAverage, signs: Signs, first: int, last: int) -> Moment:
    inside = talk.window(first, last)
    departures = tuple(
        Departure(measure=measure, value=inside[measure], own=own.middle[measure])
        for measure in MEASURES
        if measure in signs and measure in inside
    )
    back = _back(talk, own, last)
    return Moment(
        answer=talk.answer,
        start_ms=1000 * (talk.first + first),
        end_ms=1000 * (talk.first + last),
        departures=departures,
        back_after_ms=None if back is None else 1000 * back,
        talk_after_ms=1000 * (talk.length - last),
    )


def _back(talk: Seconds, own: OwnAverage, last: int) -> int | None:
    """Seconds until the next window lies within the own average in every measure."""
    for second in range(last, talk.length - WINDOW_S + 1):
        window = talk.window(second, second + WINDOW_S)
        if all(
            abs(own.departure(measure, value)) <= BACK
            for measure, value in window.items()
            if measure in own.middle
        ):
            return second - last
    return None
