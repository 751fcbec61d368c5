"""How far forecast chances lie from what happened."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from estimation.bootstrap import percentile_interval
from estimation.logistic import logistic
from estimation.quantile import normal_quantile
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]
Details = dict[str, float | int | str | bool | None]


def in_the_large(p: Floats, y: Floats, level: float) -> Finding:
    """The mean of outcome less forecast: below zero where forecasts were too hopeful.

    Formula: ``mean(y - p)`` with a normal interval whose spread is the observed one, or that which
    right forecasts would have if larger.

    Examples
    --------
    >>> found = in_the_large(np.array([0.2, 0.4, 0.6]), np.array([0.0, 0.0, 1.0]), 0.95)
    >>> round(found.value, 3), found.n
    (-0.067, 3)
    """
    off = y - p
    n = off.size
    if n < 2:
        return Withheld(code="sample.too_few", n=n)
    # the spread that right forecasts would have, or the observed one if that is larger
    error = math.sqrt(max(float(off.var(ddof=1)), float((p * (1 - p)).mean())) / n)
    half = normal_quantile(0.5 + level / 2) * error
    value = float(off.mean())
    return Estimate(
        value=value, low=value - half, high=value + half, n=n, method="calibration.in_the_large"
    )


def calibration_details(
    p: Floats, y: Floats, bins: int, level: float, replicates: int, seed: int
) -> Details:
    """Brier score, observed over expected, slope on the logit and expected calibration error.

    ``ece`` is the mean distance of forecast and rate over bins of equal mass; it is above zero by
    chance alone, so ``ece_by_chance`` (its mean if every forecast were right) and ``ece_p`` stand
    beside it. Intervals by bootstrap; the slope is Cox's (1958), the interval of ``o_e`` Debray's.

    Examples
    --------
    >>> p = np.array([.1, .1, .3, .3, .3, .6, .6, .9, .9, .9])
    >>> y = np.array([0, 0, 0, 1, 0, 1, 0, 1, 1, 1.0])
    >>> held = calibration_details(p, y, 10, 0.95, 200, 1)
    >>> round(held["brier"], 3), round(held["o_e"], 2), round(held["ece"], 2)
    (0.124, 1.0, 0.08)
    """
    n, happened, expected = p.size, float(y.sum()), float(p.sum())
    z = normal_quantile(0.5 + level / 2)
    found: Details = {
        "observed_rate": happened / n,
        "forecast_rate": expected / n,
        "brier": float(((y - p) ** 2).mean()),
        "o_e": happened / expected if expected > 0 else None,
        "o_e_low": None,
        "o_e_high": None,
    }
    if happened > 0 and expected > 0:
        half = z * math.sqrt((1 - happened / n) / happened)
        found["o_e_low"] = happened / expected * math.exp(-half)
        found["o_e_high"] = happened / expected * math.exp(half)
    found |= _slope(p, y, z)
    place = _places(p, bins)
    rng = np.random.default_rng(seed)
    value = float(_ece(p[None, :], y[None, :], place[None, :])[0])
    drawn, chance = [], []
    # in pieces, so that a large group does not need all replicates at once
    step = max(1, int(2e6) // max(n, 1))
    for start in range(0, replicates, step):
        many = min(step, replicates - start)
        rows = rng.integers(0, n, (many, n))
        drawn.append(_ece(p[rows], y[rows], place[rows]))
        again = (rng.random((many, n)) < p).astype(np.float64)
        chance.append(_ece(np.broadcast_to(p, (many, n)), again, np.broadcast_to(place, (many, n))))
    by_chance = np.concatenate(chance)
    interval = percentile_interval(value, np.concatenate(drawn), n=n, level=level)
    found["ece"] = value
    found["ece_low"] = interval.low if isinstance(interval, Estimate) else None
    found["ece_high"] = interval.high if isinstance(interval, Estimate) else None
    found["ece_by_chance"] = float(by_chance.mean())
    found["ece_p"] = float((1 + (by_chance >= value - 1e-12).sum()) / (1 + by_chance.size))
    return found


def _slope(p: Floats, y: Floats, z: float) -> Details:
    inside = (p > 0) & (p < 1)
    held = p[inside]
    fit = None
    if held.size > 3 and held.min() < held.max():
        fit = logistic(np.column_stack([np.ones(held.size), np.log(held / (1 - held))]), y[inside])
    if fit is None:
        return {"slope": None, "slope_low": None, "slope_high": None}
    slope, half = float(fit.coefficients[1]), z * math.sqrt(float(fit.covariance[1, 1]))
    return {"slope": slope, "slope_low": slope - half, "slope_high": slope + half}


def _places(p: Floats, bins: int) -> NDArray[np.int64]:
    """The bin of each forecast: equal mass, never splitting equal forecasts."""
    edges = np.unique(np.quantile(p, np.linspace(0, 1, bins + 1)[1:], method="inverted_cdf"))
    return np.asarray(np.minimum(np.searchsorted(edges, p, side="left"), len(edges) - 1))


def _ece(p: Floats, y: Floats, place: NDArray[np.int64]) -> Floats:
    many, n = p.shape
    width = int(place.max(initial=0)) + 1
    flat = (place + width * np.arange(many)[:, None]).ravel()
    off = np.bincount(flat, weights=(y - p).ravel(), minlength=many * width)
    return np.asarray(np.abs(off).reshape(many, width).sum(axis=1) / n)
