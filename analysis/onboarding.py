"""The interview as a baseline: what it led to expect of each person, and what came later."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.rated_people import SCALE, RatedPeople, Repeated, labels, rated_people
from estimation.correlation import correlation_interval
from estimation.left_out_line import left_out_line, mean_off_line
from estimation.multiplicity import benjamini_hochberg
from estimation.table_columns import column, numbers
from interview import Estimate, Finding, InputError, Withheld

FEWEST = 30
FEWEST_IN_COHORT = 5
METHOD = "onboarding.leave_one_out"
Standing = Literal["as_expected", "above", "below", "not_yet"]
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpectedPerson:
    """One person: the range the interview led to expect, and where the later rating lies.

    ``row`` is the row of the table. ``later`` is None before there is a rating. ``distance`` counts
    standard errors of the prediction. ``inside`` says whether the rating lies in the range;
    ``standing`` is ``above`` or ``below`` only where that is more than chance among so many people.
    """

    row: int
    score: float
    expected: Estimate
    later: float | None
    distance: float | None
    inside: bool | None
    p_adjusted: float | None
    standing: Standing


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpectedCohort:
    """Those who began together: their mean rating less what everybody else's line expects.

    ``later``, their mean, is None where they are so few that it would be a person's own rating.
    """

    cohort: str
    n: int
    later: float | None
    expected: float | None
    difference: Finding
    p_value: float | None
    p_adjusted: float | None
    standing: Standing


@dataclass(frozen=True, kw_only=True, slots=True)
class OnboardingLine:
    """One role (or role and KPI): how ratings went with scores, then every person and cohort.

    ``validity`` is the correlation of score and later rating. ``informs`` is False where its
    interval holds 0: the ranges then say little more than what is usual for everybody.
    ``outside`` of the ``n`` rated people lie beyond their range; ``outside_by_chance`` would
    anyway.
    """

    labels: tuple[str, ...]
    n: int
    validity: Finding
    slope: Finding
    informs: bool
    outside: int
    outside_by_chance: float
    people: tuple[ExpectedPerson, ...]
    cohorts: tuple[ExpectedCohort, ...]
    withheld: Withheld | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Onboarding:
    """Every line; ``excluded`` counts the rows that took no part."""

    by: tuple[str, ...]
    lines: tuple[OnboardingLine, ...]
    level: float
    excluded: Mapping[str, int]

    def line(self, *labels: str) -> OnboardingLine | None:
        """The line of these labels, or None."""
        return next((one for one in self.lines if one.labels == labels), None)


def onboarding(
    frame: pd.DataFrame,
    *,
    score: str,
    outcome: str,
    by: Sequence[str] = (),
    cohort: str | None = None,
    person: str | None = None,
    interviewed_at: str | None = None,
    outcome_at: str | None = None,
    repeated: Repeated = "refuse",
    scale: tuple[float, float] | None = SCALE,
    outcome_scale: tuple[float, float] | None = None,
    fewest: int = FEWEST,
    level: float = 0.95,
) -> Onboarding:
    """Each person's expected range from the interview, and each cohort's, beside what came.

    Formula: within each label of ``by`` the later rating is a straight line of the score, fitted
    without the person concerned (`estimation.left_out_line`). With leverage ``h``, residual ``e``
    and ``s(i)`` of the fit without person i the expectation is ``y - e / (1 - h)``, its range ``+-
    t(n - 3) s(i) / sqrt(1 - h)`` (the prediction interval of a new case; Cook and Weisberg 1982).
    About ``1 - level`` of all people fall outside by chance, so ``standing`` names somebody only
    where Benjamini and Hochberg's adjustment over all people of the table stays at ``1 - level``. A
    cohort's mean is set beside the line of all others: ``s^2 (1/m + 1/k + (xm - xk)^2 / Sxx)`` with
    ``m`` in the cohort, ``k`` others. Those with a score and no rating yet get their range from
    everybody rated. Assumes a straight line, like spread along it and independent people: one
    strict supervisor moves a whole cohort.

    Parameters
    ----------
    by : sequence of str
        Columns that make lines of their own: the role, the KPI.
    cohort : str, optional
        The column that says who began together.
    outcome_scale : (float, float), optional
        Ends that a range cannot pass, 1 and 5 for a supervisor's rating.

    Raises
    ------
    InputError
        See `rated_people`; ``onboarding.fewest`` when fewer than 8 people are asked for.

    Examples
    --------
    >>> hired = pd.DataFrame({"score": [2.0, 4, 6, 8] * 10, "rating": [2.1, 3, 4, 4.9] * 10})
    >>> hired.loc[7, "rating"] = 1.0
    >>> (line,) = onboarding(hired, score="score", outcome="rating").lines
    >>> [(one.row, one.standing) for one in line.people if one.standing != "as_expected"]
    [(7, 'below')]
    """
    if fewest < 8:
        raise InputError(
            "onboarding.fewest",
            f"{fewest} people draw no line with a range around it",
            f"ask for 8 or more; the usual {FEWEST} is safer",
            fewest=fewest,
        )
    people = rated_people(
        frame, score=score, outcome=outcome, by=by, person=person, repeated=repeated, scale=scale,
        interviewed_at=interviewed_at, outcome_at=outcome_at,
    )  # fmt: skip
    waiting = _waiting(frame, score, outcome, by, people, person)
    begun = None if cohort is None else column(frame, cohort).to_numpy(dtype=object)
    lines = []
    for code, name in enumerate(people.names):
        mine = np.flatnonzero(people.codes == code)
        lines.append(
            _line(name, people, mine, waiting.get(name, []), begun, fewest, level, outcome_scale)
        )
    alone = [
        _no_line(name, 0, Withheld(code="outcome.none_yet", n=len(rows)))
        for name, rows in waiting.items()
        if name not in people.names
    ]
    counted = dict(people.excluded)
    if waiting:
        left = counted.get("outcome.none", 0) - sum(len(rows) for rows in waiting.values())
        counted.pop("outcome.none", None)
        if left > 0:
            counted["outcome.none"] = left
    return Onboarding(
        by=tuple(by), lines=_judged((*lines, *alone), level), level=level, excluded=counted
    )


def _waiting(
    frame: pd.DataFrame,
    score: str,
    outcome: str,
    by: Sequence[str],
    people: RatedPeople,
    person: str | None,
) -> dict[tuple[str, ...], list[tuple[int, float]]]:
    """Rows with a score and no rating, by label; somebody rated in that label is not waiting."""
    x, y = numbers(frame, score), numbers(frame, outcome)
    codes, names, unlabelled = labels(frame, by)
    who = None if person is None else column(frame, person).to_numpy(dtype=object)
    rated = set()
    if who is not None:
        rated = {(people.names[c], who[r]) for c, r in zip(people.codes, people.rows, strict=True)}
    found: dict[tuple[str, ...], list[tuple[int, float]]] = {}
    seen: set[tuple[tuple[str, ...], object]] = set()
    for row in np.flatnonzero(~np.isnan(x) & np.isnan(y) & ~unlabelled).tolist():
        name = names[int(codes[row])]
        if who is not None and who[row] is not None:
            key = (name, who[row])
            if key in rated or key in seen:
                continue
            seen.add(key)
        found.setdefault(name, []).append((row, float(x[row])))
    return found


def _line(
    name: tuple[str, ...],
    people: RatedPeople,
    mine: NDArray[np.intp],
    waiting: Sequence[tuple[int, float]],
    begun: NDArray[np.object_] | None,
    fewest: int,
    level: float,
    ends: tuple[float, float] | None,
) -> OnboardingLine:
    x, y, rows = people.score[mine], people.outcome[mine], people.rows[mine]
    n = int(mine.size)
    line = (
        left_out_line(x, y, [value for _, value in waiting], level=level)
        if n >= fewest
        else Withheld(code="onboarding.too_few", n=n)
    )
    if isinstance(line, Withheld):
        return _no_line(name, n, line)
    found = [
        ExpectedPerson(
            row=int(rows[i]),
            score=float(x[i]),
            expected=_range(float(line.expected[i]), float(line.half_width[i]), n - 1, ends),
            later=float(y[i]),
            distance=float(line.distance[i]),
            inside=bool(abs(y[i] - line.expected[i]) <= line.half_width[i]),
            # the p by itself until all people of the table are known
            p_adjusted=float(line.p_values[i]),
            standing="as_expected",
        )
        for i in range(n)
    ]
    found += [
        ExpectedPerson(
            row=row,
            score=value,
            expected=_range(float(middle), float(half), n, ends),
            later=None,
            distance=None,
            inside=None,
            p_adjusted=None,
            standing="not_yet",
        )
        for (row, value), middle, half in zip(
            waiting, line.new_expected, line.new_half_width, strict=True
        )
    ]
    validity = correlation_interval(line.r, n, level=level)
    return OnboardingLine(
        labels=name,
        n=n,
        validity=validity,
        slope=line.slope,
        informs=isinstance(validity, Estimate) and not validity.low <= 0 <= validity.high,
        outside=sum(one.inside is False for one in found),
        outside_by_chance=(1 - level) * n,
        people=tuple(sorted(found, key=lambda one: one.row)),
        cohorts=() if begun is None else _cohorts(x, y, begun[rows], fewest, level),
    )


def _no_line(name: tuple[str, ...], n: int, why: Withheld) -> OnboardingLine:
    return OnboardingLine(
        labels=name,
        n=n,
        validity=why,
        slope=why,
        informs=False,
        outside=0,
        outside_by_chance=0.0,
        people=(),
        cohorts=(),
        withheld=why,
    )


def _range(value: float, half: float, n: int, ends: tuple[float, float] | None) -> Estimate:
    bottom, top = (-math.inf, math.inf) if ends is None else ends
    value = min(max(value, bottom), top)
    return Estimate(
        value=value,
        low=max(value - half, bottom),
        high=min(value + half, top),
        n=n,
        method=METHOD,
    )


def _cohorts(
    x: Floats, y: Floats, begun: NDArray[np.object_], fewest: int, level: float
) -> tuple[ExpectedCohort, ...]:
    found = []
    known = np.array([value is not None and value == value for value in begun], dtype=bool)
    named = np.array([str(value) for value in begun], dtype=object)
    for cohort in sorted(set(named[known])):
        inside = known & (named == cohort)
        m, k = int(inside.sum()), int((~inside).sum())
        gap: Finding
        if m < FEWEST_IN_COHORT:
            gap, expected, p = Withheld(code="onboarding.cohort_small", n=m), None, None
        elif k < fewest:
            gap, expected, p = Withheld(code="onboarding.too_few", n=k), None, None
        else:
            gap, expected, p = mean_off_line(x, y, inside, level=level)
        found.append(
            ExpectedCohort(
                cohort=cohort,
                n=m,
                later=None if m < FEWEST_IN_COHORT else float(y[inside].mean()),
                expected=expected,
                difference=gap,
                p_value=p,
                p_adjusted=None,
                standing="as_expected",
            )
        )
    return tuple(found)


def _judged(lines: Sequence[OnboardingLine], level: float) -> tuple[OnboardingLine, ...]:
    """Who stands out among all people of the table, and which cohort among all cohorts."""
    every = [one for line in lines for one in line.people]
    people = iter(benjamini_hochberg([one.p_adjusted for one in every]))
    cohorts = iter(benjamini_hochberg([one.p_value for line in lines for one in line.cohorts]))
    alpha = 1 - level
    judged = []
    for line in lines:
        told = []
        for one in line.people:
            p = next(people)
            beyond = p is not None and p <= alpha
            side: Standing = "above" if (one.distance or 0) > 0 else "below"
            told.append(replace(one, p_adjusted=p, standing=side if beyond else one.standing))
        groups = []
        for group in line.cohorts:
            p = next(cohorts)
            beyond = p is not None and p <= alpha
            up = isinstance(group.difference, Estimate) and group.difference.value > 0
            side = "above" if up else "below"
            groups.append(replace(group, p_adjusted=p, standing=side if beyond else group.standing))
        judged.append(replace(line, people=tuple(told), cohorts=tuple(groups)))
    return tuple(judged)
