"""The audit's ratio by month or quarter, with limits that tell a shift from noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation import ewma, ratio
from fairness.audit_policy import ReferenceRule
from fairness.column_values import yes_no
from fairness.dates import dates
from fairness.impact_ratios import impact_ratios_of_counts
from fairness.population import groups_of
from interview import Finding

Period = Literal["month", "quarter"]
Counts = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class MonitoredPeriod:
    """One group in one month or quarter against the reference group.

    ``rate_low`` and ``rate_high`` are the limits that the group's rate keeps to when nothing has
    changed (a p-chart); ``log_odds`` is the log odds ratio to the reference with half a person
    added to each cell, ``ewma`` its weighted average with limits. ``signals`` names what lies
    beyond: ``monitor.rate_low``, ``monitor.rate_high``, ``monitor.ratio_fell``,
    ``monitor.ratio_rose``.
    """

    period: str
    n: int
    selected: int
    reference_n: int
    reference_selected: int
    ratio: Finding
    rate_low: float
    rate_high: float
    log_odds: float
    ewma: float
    ewma_low: float
    ewma_high: float
    signals: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Monitored:
    """One group over time. ``centre`` is its rate and ``centre_log_odds`` its log odds ratio over
    the first ``baseline`` periods, which the limits are drawn around."""

    attribute: str
    group: str
    reference: str
    centre: float
    centre_log_odds: float
    baseline: int
    periods: tuple[MonitoredPeriod, ...]
    undated: int

    @property
    def signals(self) -> tuple[tuple[str, str], ...]:
        """Every signal as period and code."""
        return tuple((p.period, code) for p in self.periods for code in p.signals)


def ratio_over_time(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    selected: str,
    at: str,
    period: Period = "month",
    baseline: int | None = None,
    reference: ReferenceRule | str = "highest_rate",
    floor: int = 5,
    smallest_share: float = 0.02,
    width: float = 3.0,
    weight: float = 0.2,
    level: float = 0.95,
) -> tuple[Monitored, ...]:
    """Each group's rate and impact ratio by month or quarter, with control limits.

    Formula: the p-chart draws ``centre +- width sqrt(centre (1 - centre) / n)`` around the group's
    rate of the baseline; the exponentially weighted mean of the log odds ratio to the reference,
    each month's error being ``sqrt(1/a + 1/b + 1/c + 1/d)`` of the four cells plus one half
    expected at the baseline's rates, keeps within ``width`` of its own errors. One month beyond the
    limits of the p-chart may be an unusual month; the weighted mean beyond its own is a shift.
    Limits of three are passed by chance once in some hundred months, and with many groups sooner.

    Parameters
    ----------
    baseline : int, optional
        How many first periods describe the usual state; by default the first half, at least one.
    reference : str
        As in `impact_ratios`, taken over the baseline, and the same for all periods.

    Returns
    -------
    tuple of Monitored
        One per group that can be compared; rows without a date or decision are counted.

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_yes_no``, ``table.not_a_date``,
        ``table.ambiguous_date``, ``group.too_many``, ``group.no_reference``.

    Examples
    --------
    >>> rows = [(f"2026-{m:02d}-10", sex, int(i < (20 if sex == "m" or m < 5 else 6)))
    ...         for m in range(1, 9) for sex in "fm" for i in range(40)]
    >>> people = pd.DataFrame(rows, columns=["at", "sex", "hired"])
    >>> (women,) = ratio_over_time(people, attribute="sex", selected="hired", at="at",
    ...                            reference="m")
    >>> women.signals[0]
    ('2026-05', 'monitor.rate_low')
    """
    chosen, when, found = yes_no(frame, selected), dates(frame, at), groups_of(frame, attribute)
    kept = ~np.isnan(chosen) & ~np.isnat(when)
    months = when[kept].astype("datetime64[M]").astype(np.int64)
    if period == "quarter":
        months = months // 3
    if not months.size:
        return ()
    first, size = int(months.min()), len(found.names)
    many = int(months.max()) - first + 1
    cell = (months - first) * size + found.codes[kept]
    n = np.bincount(cell, minlength=many * size).reshape(many, size).astype(np.float64)
    picks = np.bincount(cell, weights=chosen[kept], minlength=many * size)
    k = picks.reshape(many, size).astype(np.float64)
    usual = min(max(baseline if baseline is not None else many // 2, 1), many)
    base_n, base_k = n[:usual].sum(axis=0), k[:usual].sum(axis=0)
    table = impact_ratios_of_counts(
        [(name, int(base_k[i]), int(base_n[i])) for i, name in enumerate(found.names)],
        attribute=found.attribute,
        reference=reference,
        floor=floor,
        smallest_share=smallest_share,
        level=level,
    )
    if not table.reference:
        return ()
    b = found.names.index(table.reference)
    names = [_name(first + i, period) for i in range(many)]
    return tuple(
        Monitored(
            attribute=found.attribute,
            group=group.group,
            reference=table.reference,
            centre=base_k[i] / base_n[i],
            centre_log_odds=_log_odds(base_k[i], base_n[i], base_k[b], base_n[b]),
            baseline=usual,
            periods=_periods(
                names, k[:, i], n[:, i], k[:, b], n[:, b], usual, width, weight, level
            ),
            undated=int((~kept).sum()),
        )
        for i, group in enumerate(table.groups)
        if not group.excluded and not group.reference
    )


def _periods(
    names: list[str],
    k: Counts,
    n: Counts,
    ref_k: Counts,
    ref_n: Counts,
    usual: int,
    width: float,
    weight: float,
    level: float,
) -> tuple[MonitoredPeriod, ...]:
    centre = float(k[:usual].sum() / n[:usual].sum())
    base = float(ref_k[:usual].sum() / ref_n[:usual].sum())
    middle = _log_odds(k[:usual].sum(), n[:usual].sum(), ref_k[:usual].sum(), ref_n[:usual].sum())
    there = np.flatnonzero((n > 0) & (ref_n > 0))
    odds = np.array([_log_odds(k[i], n[i], ref_k[i], ref_n[i]) for i in there])
    errors = np.array([_error(centre, n[i], base, ref_n[i]) for i in there])
    chart = ewma(odds, mean=middle, sd=errors, weight=weight, width=width)
    made = []
    for place, i in enumerate(there):
        half = width * math.sqrt(centre * (1 - centre) / n[i])
        low, high = max(centre - half, 0.0), min(centre + half, 1.0)
        rate = k[i] / n[i]
        tests = {
            "monitor.rate_low": rate < low,
            "monitor.rate_high": rate > high,
            "monitor.ratio_fell": chart.values[place] < chart.low[place],
            "monitor.ratio_rose": chart.values[place] > chart.high[place],
        }
        made.append(
            MonitoredPeriod(
                period=names[i],
                n=int(n[i]),
                selected=int(k[i]),
                reference_n=int(ref_n[i]),
                reference_selected=int(ref_k[i]),
                ratio=ratio(int(k[i]), int(n[i]), int(ref_k[i]), int(ref_n[i]), level=level),
                rate_low=low,
                rate_high=high,
                log_odds=float(odds[place]),
                ewma=float(chart.values[place]),
                ewma_low=float(chart.low[place]),
                ewma_high=float(chart.high[place]),
                signals=tuple(code for code, seen in tests.items() if seen),
            )
        )
    return tuple(made)


def _log_odds(k: float, n: float, ref_k: float, ref_n: float) -> float:
    mine = (k + 0.5) / (n - k + 0.5)
    return math.log(mine * (ref_n - ref_k + 0.5) / (ref_k + 0.5))


def _error(rate: float, n: float, ref_rate: float, ref_n: float) -> float:
    cells = (n * rate, n * (1 - rate), ref_n * ref_rate, ref_n * (1 - ref_rate))
    return math.sqrt(sum(1 / (cell + 0.5) for cell in cells))


def _name(place: int, period: Period) -> str:
    if period == "quarter":
        year, quarter = divmod(place, 4)
        return f"{1970 + year}-Q{quarter + 1}"
    year, month = divmod(place, 12)
    return f"{1970 + year}-{month + 1:02d}"
