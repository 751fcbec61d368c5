"""Has what we measure moved? Recent values against a reference period, and week by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.level_break import dispersion, period_means
from estimation.control_chart import cusum, ewma
from estimation.distribution_shift import (
    StabilityIndex,
    classifier_shift,
    kolmogorov_smirnov,
    stability_index,
)
from estimation.standardised_gap import Sample, standardised_gap
from estimation.table_columns import numbers
from estimation.table_dates import dates
from interview import Finding, InputError, Withheld

Floats = NDArray[np.float64]
Period = Literal["week", "month"]
FEWEST = 20
FEWEST_PER_PERIOD = 5
"""People in a period before it stands on the chart."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DriftPeriod:
    """One week or month: its mean, how many standard errors it lies from the reference (``z``), the
    weighted mean of those with its limits, both cumulative sums, and what signals:
    ``drift.ewma_low``, ``drift.ewma_high``, ``drift.cusum_low``, ``drift.cusum_high``."""

    period: str
    n: int
    mean: float
    z: float
    ewma: float
    ewma_low: float
    ewma_high: float
    cusum_up: float
    cusum_down: float
    signals: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drift:
    """Everything said of one measure before and since a date.

    ``stability`` is the population stability index with its critical value, ``ks`` and ``ks_p``
    Kolmogorov and Smirnov's distance, ``gap`` the shift of the mean in standard deviations (now
    less then), ``classifier`` the area under the curve of telling new from old by all measures.
    ``alarms`` names the tests at .05 that see a change: ``drift.stability``, ``drift.ks``,
    ``drift.classifier``, ``drift.chart``.
    """

    reference_n: int
    current_n: int
    stability: StabilityIndex | None
    ks: float | None
    ks_p: float | None
    gap: Finding
    classifier: Finding
    classifier_p: float | None
    periods: tuple[DriftPeriod, ...]
    alarms: tuple[str, ...]
    excluded: Mapping[str, int]


def drift(
    frame: pd.DataFrame,
    *,
    value: str,
    at: str,
    since: str,
    measures: Sequence[str] = (),
    period: Period = "week",
    bins: int = 10,
    weight: float = 0.1,
    width: float = 2.7,
    slack: float = 0.5,
    limit: float = 5.0,
    dispersed: bool = False,
    alpha: float = 0.05,
    seed: int = 2026,
) -> Drift:
    """Compare a measure since a date with all that was before it.

    Formula: population stability index over reference quantiles, an alarm only beyond its critical
    value ``(1/n + 1/m) chi2_(B - 1)`` and above .10; Kolmogorov and Smirnov's distance (by
    permutation where values are tied); with ``measures`` a classifier that tries to tell new from
    old by all of them. Chart: each period's ``z = (mean - reference mean) / (sd / sqrt(n))``, its
    exponentially weighted mean (Lucas and Saccucci 1990) and cumulative sums (Page 1954). A drift
    of scores may be a change of applicants: compare human ratings over the same time.

    Parameters
    ----------
    since : str
        The first day that is not reference, as 2026-03-01.
    dispersed : bool
        Widen the error of a period's mean by how much more neighbouring periods of the reference
        differ than their people explain (Laney 2002), and by the error of the reference itself.

    Returns
    -------
    Drift
        ``gap`` withheld as ``drift.too_few`` when either side has fewer than 20 values.

    Raises
    ------
    InputError
        ``drift.since`` when the date cannot be read; ``table.missing_column``,
        ``table.not_a_number``, ``table.not_a_date``, ``table.ambiguous_date``.

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> days = pd.date_range("2026-01-01", periods=400, freq="D").strftime("%Y-%m-%d")
    >>> values = rng.normal(6, 1, 400) + 0.8 * (np.arange(400) > 250)
    >>> found = drift(pd.DataFrame({"at": days, "score": values}), value="score", at="at",
    ...               since="2026-07-01")
    >>> "drift.ks" in found.alarms, found.gap.low > 0.1
    (True, True)
    """
    x, when = numbers(frame, value), dates(frame, at)
    cut = _day(since)
    others = (
        np.column_stack([numbers(frame, name) for name in measures])
        if measures
        else np.empty((len(frame), 0))
    )
    excluded: dict[str, int] = {}
    kept = np.ones(len(frame), dtype=bool)
    for code, why in (
        ("table.undated", np.isnat(when)),
        ("table.unmeasured", np.isnan(x) | np.isnan(others).any(axis=1)),
    ):
        if lost := int((kept & why).sum()):
            excluded[code] = lost
        kept &= ~why
    x, when, others = x[kept], when[kept], others[kept]
    old = when < cut
    reference, current = x[old], x[~old]
    n, m = int(reference.size), int(current.size)
    if n < FEWEST or m < FEWEST:
        none = Withheld(code="drift.too_few", n=min(n, m))
        return Drift(
            reference_n=n, current_n=m, stability=None, ks=None, ks_p=None, gap=none,
            classifier=none, classifier_p=None, periods=(), alarms=(), excluded=excluded,
        )  # fmt: skip
    stability = stability_index(reference, current, bins=bins)
    ks, ks_p = kolmogorov_smirnov(reference, current, seed=seed)
    classifier: Finding = Withheld(code="drift.no_measures", n=n + m)
    classifier_p = None
    if measures:
        z = np.column_stack([x, others])
        classifier, classifier_p = classifier_shift(z[old], z[~old], seed=seed)
    mean, sd = float(reference.mean()), float(reference.std(ddof=1))
    wider = _wider(x[old], when[old], period, mean, sd) if dispersed and sd > 0 else 1.0
    base = sd * sd / n if dispersed else 0.0
    periods = (
        _chart(x, when, period, mean, sd * wider, base, weight, width, slack, limit, cut)
        if sd > 0
        else ()
    )
    tests = {
        "drift.stability": stability.alarm,
        "drift.ks": ks_p <= alpha,
        "drift.classifier": classifier_p is not None and classifier_p <= alpha,
        "drift.chart": any(p.signals for p in periods),
    }
    return Drift(
        reference_n=n,
        current_n=m,
        stability=stability,
        ks=ks,
        ks_p=ks_p,
        gap=standardised_gap(_sample(current), _sample(reference)),
        classifier=classifier,
        classifier_p=classifier_p,
        periods=periods,
        alarms=tuple(code for code, seen in tests.items() if seen),
        excluded=excluded,
    )


def _wider(
    x: Floats, when: NDArray[np.datetime64], period: Period, mean: float, sd: float
) -> float:
    """How much more the reference's periods differ than their people explain."""
    means = period_means(x, when, period)
    return dispersion(np.array([(p.mean - mean) / (sd / p.n**0.5) for p in means]))


def _sample(values: Floats) -> Sample:
    return Sample(n=int(values.size), mean=float(values.mean()), sd=float(values.std(ddof=1)))


def _chart(
    x: Floats,
    when: NDArray[np.datetime64],
    period: Period,
    mean: float,
    sd: float,
    base: float,
    weight: float,
    width: float,
    slack: float,
    limit: float,
    since: np.datetime64,
) -> tuple[DriftPeriod, ...]:
    """The periods since the date, each against the reference."""
    unit = "W" if period == "week" else "M"
    # numpy's weeks begin on Thursdays; three days earlier they begin on Mondays
    shift = np.timedelta64(3, "D") if period == "week" else np.timedelta64(0, "D")
    late = when >= since
    place = (when[late] + shift).astype(f"datetime64[{unit}]").astype(np.int64)
    if not place.size:
        return ()
    first = int(place.min())
    n = np.bincount(place - first)
    total = np.bincount(place - first, weights=x[late])
    there = np.flatnonzero(n >= FEWEST_PER_PERIOD)
    if not there.size:
        return ()
    means = total[there] / n[there]
    z = (means - mean) / np.sqrt(sd * sd / n[there] + base)
    smooth = ewma(z, mean=0.0, sd=1.0, weight=weight, width=width)
    up, down = cusum(z, mean=0.0, sd=1.0, slack=slack, limit=limit)
    made = []
    for i, at in enumerate(there):
        tests = {
            "drift.ewma_low": smooth.values[i] < smooth.low[i],
            "drift.ewma_high": smooth.values[i] > smooth.high[i],
            "drift.cusum_high": bool(up.signals[i]),
            "drift.cusum_low": bool(down.signals[i]),
        }
        start = np.array([first + int(at)]).astype(f"datetime64[{unit}]")
        day = (start.astype("datetime64[D]") - shift)[0]
        made.append(
            DriftPeriod(
                period=str(day)[: 10 if period == "week" else 7],
                n=int(n[at]),
                mean=float(means[i]),
                z=float(z[i]),
                ewma=float(smooth.values[i]),
                ewma_low=float(smooth.low[i]),
                ewma_high=float(smooth.high[i]),
                cusum_up=float(up.values[i]),
                cusum_down=float(down.values[i]),
                signals=tuple(code for code, seen in tests.items() if seen),
            )
        )
    return tuple(made)


def _day(word: str) -> np.datetime64:
    try:
        found = np.array([word], dtype="datetime64[D]")
    except ValueError:
        found = np.array(["NaT"], dtype="datetime64[D]")
    if np.isnat(found).any():
        raise InputError(
            "drift.since", f"'{word}' is no date", "write it as 2026-03-01", value=word
        )
    return np.datetime64(str(found[0]), "D")
