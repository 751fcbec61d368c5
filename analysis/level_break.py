"""Since when does a measure stand at another level? Means by week or month, and the best break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation.change_point import change_point
from estimation.quantile import normal_quantile
from estimation.table_columns import numbers
from estimation.table_dates import dates
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]
Period = Literal["week", "month"]
METHOD_LEVEL = "level.mean"
METHOD_CHANGE = "level.break"
FEWEST = 5
FEWEST_PERIODS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodMean:
    """The mean of one week (named by its Monday) or month."""

    period: str
    n: int
    mean: float
    error: float


@dataclass(frozen=True, kw_only=True, slots=True)
class LevelBreak:
    """The most likely break: another level from ``at`` on; it may stand from ``low`` to ``high``.

    ``before`` and ``after`` are the levels, ``change`` their difference, in units of the measure;
    ``p_value`` how often the best of all breaks is as large where there is none.
    """

    at: str
    low: str
    high: str
    before: Finding
    after: Finding
    change: Finding
    p_value: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """Means in order and the break; None where there are too few periods to look for one."""

    periods: tuple[PeriodMean, ...]
    broken: LevelBreak | None
    excluded: Mapping[str, int]


def level_break(
    frame: pd.DataFrame,
    *,
    value: str,
    at: str,
    period: Period = "week",
    look: bool = True,
    level: float = 0.95,
    seed: int = 2026,
) -> Level:
    """A measure's mean by period, and the one break in its level that explains it best.

    Formula: period means with variance ``sd^2 / n``, sd within periods; `change_point` for the
    break, its p and the interval of its date. Where means of neighbouring periods differ more than
    their people explain (other openings, other sites), the variances are widened by the square of
    their mean moving range over 1.128 (Laney 2002), so that such comings and goings are not taken
    for a break. Assumes one lasting change; a slow slide shows as a break in its middle. Limits of
    the levels are those around the date found, so they are a little too narrow.

    Parameters
    ----------
    look : bool
        False gives the means alone, which is a hundred times faster.

    Returns
    -------
    Level
        ``broken`` is None below 8 periods of at least 5 people each, or where nothing differs.

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_a_number``, ``table.not_a_date``,
        ``table.ambiguous_date``.

    Examples
    --------
    >>> days = pd.date_range("2026-01-05", periods=280, freq="D").strftime("%Y-%m-%d")
    >>> loud = np.random.default_rng(4).normal(30, 3, 280) - 6.0 * (np.arange(280) >= 140)
    >>> found = level_break(pd.DataFrame({"at": days, "snr": loud}), value="snr", at="at")
    >>> found.broken.at, round(found.broken.change.value), found.broken.p_value < 0.01
    ('2026-05-25', -6, True)
    """
    x, when = numbers(frame, value), dates(frame, at)
    excluded: dict[str, int] = {}
    kept = np.ones(len(frame), dtype=bool)
    for code, why in (("table.undated", np.isnat(when)), ("table.unmeasured", np.isnan(x))):
        if lost := int((kept & why).sum()):
            excluded[code] = lost
        kept &= ~why
    periods = period_means(x[kept], when[kept], period)
    if not look or len(periods) < FEWEST_PERIODS or periods[0].error <= 0:
        return Level(periods=periods, broken=None, excluded=excluded)
    means = np.array([p.mean for p in periods])
    errors = np.array([p.error for p in periods])
    middle = float(np.average(means, weights=1 / errors**2))
    errors = errors * dispersion((means - middle) / errors)
    point = change_point(means, errors**2, level=level, seed=seed)
    if point is None:
        return Level(periods=periods, broken=None, excluded=excluded)
    q = normal_quantile(0.5 + level / 2)
    n = np.array([p.n for p in periods])

    def finding(value: float, error: float, people: int, method: str) -> Finding:
        if not error > 0:
            return Withheld(code="correlation.perfect", n=people)
        return Estimate(
            value=value, low=value - q * error, high=value + q * error, n=people, method=method
        )

    gap = float(np.hypot(point.before_se, point.after_se))
    return Level(
        periods=periods,
        broken=LevelBreak(
            at=periods[point.at].period,
            low=periods[point.low].period,
            high=periods[point.high].period,
            before=finding(point.before, point.before_se, int(n[: point.at].sum()), METHOD_LEVEL),
            after=finding(point.after, point.after_se, int(n[point.at :].sum()), METHOD_LEVEL),
            change=finding(point.after - point.before, gap, int(n.sum()), METHOD_CHANGE),
            p_value=point.p_value,
        ),
        excluded=excluded,
    )


def period_means(x: Floats, when: NDArray[np.datetime64], period: Period) -> tuple[PeriodMean, ...]:
    """Means of the periods with at least 5 people, in order; their sd is the one within periods."""
    if not x.size:
        return ()
    place, first = places(when, period)
    n = np.bincount(place)
    means = np.bincount(place, weights=x) / np.maximum(n, 1)
    within = float(((x - means[place]) ** 2).sum())
    free = int((n - 1)[n > 0].sum())
    sd = (within / free) ** 0.5 if free > 0 else 0.0
    return tuple(
        PeriodMean(
            period=period_name(first + i, period),
            n=int(n[i]),
            mean=float(means[i]),
            error=float(sd / n[i] ** 0.5),
        )
        for i in np.flatnonzero(n >= FEWEST).tolist()
    )


def places(when: NDArray[np.datetime64], period: Period) -> tuple[NDArray[np.int64], int]:
    """Each date's period counted from the first one, and the first one's number."""
    # numpy's weeks begin on Thursdays; three days later they begin on Mondays
    shift = np.timedelta64(3 if period == "week" else 0, "D")
    unit = "datetime64[W]" if period == "week" else "datetime64[M]"
    number = (when.astype("datetime64[D]") + shift).astype(unit).astype(np.int64)
    first = int(number.min())
    return number - first, first


def period_name(number: int, period: Period) -> str:
    """A period's Monday, or its month."""
    if period == "month":
        return str(np.datetime64(number, "M"))
    return str(np.datetime64(number, "W").astype("datetime64[D]") - np.timedelta64(3, "D"))


def dispersion(z: Floats) -> float:
    """How much more neighbouring periods differ than their own errors explain; at least 1.

    Examples
    --------
    >>> dispersion(np.array([0.0, 3.0, 0.0, 3.0, 0.0])) > 2.6, dispersion(np.zeros(5))
    (True, 1.0)
    """
    if z.size < 3:
        return 1.0
    return max(1.0, float(np.abs(np.diff(z)).mean()) / 1.128)
