"""Do chances mean what they say? Forecast chances of doing well against what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from estimation.forecast_error import calibration_details, in_the_large
from estimation.proportion import proportion
from estimation.quantile import t_quantile
from estimation.table_columns import numbers, yes_no
from interview import Estimate, Finding, InputError, Withheld

METHOD_BRIER = "calibration.brier"
METHOD_ECE = "calibration.expected_error"
METHOD_SLOPE = "calibration.slope"
METHOD_RATIO = "calibration.observed_over_expected"
FEWEST = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class CalibrationBin:
    """People of similar forecast: the mean forecast and the share that did well."""

    forecast: float
    happened: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibrated:
    """``in_the_large`` is outcome less forecast; ``ratio`` observed over expected; ``slope`` is 1
    where forecasts are neither too bold nor too timid; ``error`` the mean distance of forecast and
    rate, of which ``error_by_chance`` is to be expected; ``error_p`` how often chance gives more.
    """

    brier: Finding
    in_the_large: Finding
    ratio: Finding
    slope: Finding
    error: Finding
    error_by_chance: float | None
    error_p: float | None
    bins: tuple[CalibrationBin, ...]
    excluded: Mapping[str, int]


def calibration(
    frame: pd.DataFrame,
    *,
    probability: str,
    outcome: str,
    bins: int = 10,
    replicates: int = 1000,
    level: float = 0.95,
    seed: int = 2026,
) -> Calibrated:
    """How well forecast chances fit what happened, over everybody with both.

    Formula: Brier ``mean((y - p)^2)`` with a t interval; calibration in the large ``mean(y - p)``;
    observed over expected after Debray; slope of the outcome on the logit of the forecast (Cox
    1958); expected calibration error over ``bins`` of equal mass, its interval by bootstrap. By
    group: `fairness.calibration_by_group`.

    Raises
    ------
    InputError
        ``calibration.not_probability``, ``table.missing_column``, ``table.not_a_number``,
        ``table.not_yes_no``.

    Examples
    --------
    >>> people = pd.DataFrame({"chance": [.1, .1, .3, .3, .3, .6, .6, .9, .9, .9],
    ...                        "good": [0, 0, 0, 1, 0, 1, 0, 1, 1, 1]})
    >>> found = calibration(people, probability="chance", outcome="good")
    >>> round(found.brier.value, 3), round(found.ratio.value, 2), round(found.error.value, 2)
    (0.124, 1.0, 0.08)
    """
    p, y = numbers(frame, probability), yes_no(frame, outcome)
    wrong = np.flatnonzero((p < 0) | (p > 1))
    if wrong.size:
        row = int(wrong[0])
        raise InputError(
            "calibration.not_probability",
            f"column '{probability}' holds {p[row]:g} in row {row + 1}: no chance",
            "give chances between 0 and 1",
            column=probability,
            value=float(p[row]),
            row=row + 1,
        )
    excluded = {
        code: int(why.sum())
        for code, why in (
            ("table.unscored", np.isnan(p)),
            ("outcome.none", ~np.isnan(p) & np.isnan(y)),
        )
        if why.any()
    }
    kept = ~np.isnan(p) & ~np.isnan(y)
    p, y = p[kept], y[kept]
    n = int(y.size)
    if n < FEWEST:
        none = Withheld(code="outcome.none_yet" if n == 0 else "calibration.too_few", n=n)
        return Calibrated(
            brier=none, in_the_large=none, ratio=none, slope=none, error=none,
            error_by_chance=None, error_p=None, bins=(), excluded=excluded,
        )  # fmt: skip
    held = calibration_details(p, y, bins, level, replicates, seed)
    squares = (y - p) ** 2
    half = t_quantile(0.5 + level / 2, n - 1) * float(squares.std(ddof=1)) / n**0.5
    brier = float(squares.mean())
    return Calibrated(
        brier=Estimate(
            value=brier, low=max(brier - half, 0.0), high=min(brier + half, 1.0), n=n,
            method=METHOD_BRIER,
        ),
        in_the_large=in_the_large(p, y, level),
        ratio=_held(held, "o_e", n, METHOD_RATIO),
        slope=_held(held, "slope", n, METHOD_SLOPE),
        error=_held(held, "ece", n, METHOD_ECE),
        error_by_chance=_number(held["ece_by_chance"]),
        error_p=_number(held["ece_p"]),
        bins=_bins(p, y, bins, level),
        excluded=excluded,
    )  # fmt: skip


def _held(held: Mapping[str, object], name: str, n: int, method: str) -> Finding:
    value, low, high = (_number(held[key]) for key in (name, f"{name}_low", f"{name}_high"))
    if value is None or low is None or high is None:
        return Withheld(code="outcome.constant", n=n)
    return Estimate(value=value, low=min(low, value), high=max(high, value), n=n, method=method)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _bins(p: np.ndarray, y: np.ndarray, many: int, level: float) -> tuple[CalibrationBin, ...]:
    """Bins of equal mass; equal forecasts stay together."""
    edges = np.unique(np.quantile(p, np.linspace(0, 1, many + 1)[1:], method="inverted_cdf"))
    place = np.minimum(np.searchsorted(edges, p, side="left"), edges.size - 1)
    return tuple(
        CalibrationBin(
            forecast=float(p[place == i].mean()),
            happened=proportion(int(y[place == i].sum()), int((place == i).sum()), level=level),
        )
        for i in range(edges.size)
        if (place == i).any()
    )
