"""Does a score still tell who will do well? Validity by month, its trend, and a break if any."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.joined import cohorts
from analysis.rated_people import SCALE, Repeated, rated_people
from estimation.change_point import ChangePoint, change_point
from estimation.grouped_correlation import grouped_correlation
from estimation.quantile import normal_quantile
from estimation.random_effects import random_effects
from interview import Estimate, Finding, Withheld

METHOD_LEVEL = "validity.pooled_fisher_z"
METHOD_TREND = "validity.trend_reml"
FEWEST = 5
"""People in a period before it counts: Fisher's z of fewer says nothing."""
FEWEST_PERIODS = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class ValidityPeriod:
    """The validity of those interviewed in one period."""

    period: str
    finding: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class ValidityBreak:
    """The break most likely: people interviewed from ``at`` on; ``low`` to ``high`` is where it may
    stand. ``shown`` when its p is at most .05."""

    at: str
    low: str
    high: str
    before: Finding
    after: Finding
    fall: Finding
    p_value: float

    @property
    def shown(self) -> bool:
        """Whether there is a break at all."""
        return self.p_value <= 0.05


@dataclass(frozen=True, kw_only=True, slots=True)
class ValidityOverTime:
    """Periods in order, the best break (None where there are too few periods), and the trend.

    ``trend`` is the change of ``atanh(r)`` per period; ``label_share`` the share of scored people
    whose outcome is in, period by period: recent ones lag behind.
    """

    periods: tuple[ValidityPeriod, ...]
    broken: ValidityBreak | None
    trend: Finding
    label_share: tuple[tuple[str, float], ...]
    excluded: Mapping[str, int]


def validity_over_time(
    frame: pd.DataFrame,
    *,
    score: str,
    outcome: str,
    interviewed_at: str,
    outcome_at: str | None = None,
    period: Literal["month", "quarter"] = "month",
    person: str | None = None,
    repeated: Repeated = "refuse",
    scale: tuple[float, float] | None = SCALE,
    level: float = 0.95,
    seed: int = 2026,
) -> ValidityOverTime:
    """Validity by the time of the interview, with the one break that explains it best.

    Formula: r within each period, ``atanh`` with variance ``1 / (n - 3)``; `change_point` for the
    break, its p and the interval of its date; the trend by random effects on time (REML). Read it
    role by role: a mix of roles that changes moves the validity too.

    Examples
    --------
    >>> rng = np.random.default_rng(6)
    >>> month = np.repeat(np.arange(24), 60)
    >>> x = rng.normal(size=month.size)
    >>> y = np.where(month < 14, 0.5, 0.0) * x + rng.normal(size=month.size)
    >>> people = pd.DataFrame({"score": x, "rating": y, "at":
    ...     [f"{2024 + m // 12}-{m % 12 + 1:02d}-05" for m in month]})
    >>> found = validity_over_time(people, score="score", outcome="rating", interviewed_at="at",
    ...                            scale=None)
    >>> found.broken.shown, found.broken.low <= "2025-03" <= found.broken.high
    (True, True)
    """
    made = pd.DataFrame({"cohort": cohorts(frame, interviewed_at, period=period)})
    held = frame.reset_index(drop=True).assign(_cohort=made["cohort"])
    people = rated_people(
        held,
        score=score,
        outcome=outcome,
        by=["_cohort"],
        person=person,
        interviewed_at=interviewed_at,
        outcome_at=outcome_at,
        repeated=repeated,
        scale=scale,
    )
    order = sorted(range(len(people.names)), key=lambda i: people.names[i][0])
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    names = [people.names[i][0] for i in order]
    found = grouped_correlation(
        people.score, people.outcome, rank[people.codes], len(names), level=level
    )
    usable = np.flatnonzero(np.isfinite(found.low) & (found.n >= FEWEST))
    z, v = np.arctanh(found.r[usable]), 1 / (found.n[usable] - 3)
    total = int(found.n[usable].sum())
    broken = None
    trend: Finding = Withheld(code="periods.too_few", n=int(usable.size))
    if usable.size >= FEWEST_PERIODS:
        point = change_point(z, v, level=level, seed=seed)
        broken = _broken(point, [names[int(i)] for i in usable], found.n[usable], level)
        # time in periods since the first, gaps included
        fit = random_effects(z, v, _elapsed([names[int(i)] for i in usable]))
        if fit is not None:
            low, high = fit.limits(1, level=level)
            value = float(fit.coefficients[1])
            trend = Estimate(value=value, low=low, high=high, n=total, method=METHOD_TREND)
    rated = pd.Series(people.rows).map(held["_cohort"]).value_counts()
    scored = held.loc[held[score].notna(), "_cohort"].value_counts()
    return ValidityOverTime(
        periods=tuple(
            ValidityPeriod(period=name, finding=found.finding(i)) for i, name in enumerate(names)
        ),
        broken=broken,
        trend=trend,
        label_share=tuple(
            (str(name), float(rated.get(name, 0)) / float(scored[name]))
            for name in sorted(scored.index)
        ),
        excluded=people.excluded,
    )


def _broken(
    point: ChangePoint | None, names: list[str], n: np.ndarray, level: float
) -> ValidityBreak | None:
    if point is None:
        return None
    q = normal_quantile(0.5 + level / 2)

    def pooled(z: float, se: float, people: int) -> Estimate:
        return Estimate(
            value=math.tanh(z),
            low=math.tanh(z - q * se),
            high=math.tanh(z + q * se),
            n=people,
            method=METHOD_LEVEL,
        )

    first = pooled(point.before, point.before_se, int(n[: point.at].sum()))
    second = pooled(point.after, point.after_se, int(n[point.at :].sum()))
    down = math.hypot(first.value - first.low, second.high - second.value)
    up = math.hypot(first.high - first.value, second.value - second.low)
    fall = first.value - second.value
    return ValidityBreak(
        at=names[point.at],
        low=names[point.low],
        high=names[point.high],
        before=first,
        after=second,
        fall=Estimate(
            value=fall, low=fall - down, high=fall + up, n=int(n.sum()), method=METHOD_LEVEL
        ),
        p_value=point.p_value,
    )


def _elapsed(names: list[str]) -> np.ndarray:
    """Periods since the first: 2025-03 is two after 2025-01, 2025-Q3 two after 2025-Q1."""
    places = []
    for name in names:
        year, part = name.split("-")
        quarter = part.startswith("Q")
        places.append(int(year) * (4 if quarter else 12) + int(part.removeprefix("Q")))
    return np.asarray(places, dtype=np.float64) - places[0]
