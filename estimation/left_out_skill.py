"""How well several forecasts meet the truth, and how much better one does than another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.bootstrap import percentile_interval
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]
METHOD = "skill.person_bootstrap"
FEWEST_GROUPS = 8
METRICS = ("r", "rmse", "kappa")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class LeftOutSkill:
    """Figures of each forecast and their replicates, drawn with the same people for all.

    ``values`` are by forecast and metric; ``draws`` the same with one number per replicate. ``n``
    rows of ``groups`` people.
    """

    values: Mapping[str, Mapping[str, float]]
    draws: Mapping[str, Mapping[str, Floats]]
    n: int
    groups: int
    level: float

    def metrics(self, forecast: str) -> dict[str, Finding]:
        """Every figure of one forecast, with its interval."""
        return {
            name: self._finding(value, self.draws[forecast][name])
            for name, value in self.values[forecast].items()
        }

    def gain(self, forecast: str, other: str) -> dict[str, Finding]:
        """One forecast's figures less another's, on the same people."""
        return {
            name: self._finding(
                value - self.values[other][name],
                self.draws[forecast][name] - self.draws[other][name],
            )
            for name, value in self.values[forecast].items()
        }

    def _finding(self, value: float, draws: Floats) -> Finding:
        if self.groups < FEWEST_GROUPS:
            return Withheld(code="sample.too_few", n=self.groups)
        if not np.isfinite(value):
            return Withheld(code="score.constant", n=self.n)
        found = percentile_interval(value, draws, n=self.n, level=self.level, method=METHOD)
        if isinstance(found, Estimate) and found.low > found.high:
            return Withheld(code="bootstrap.undefined", n=self.n)
        return found


def left_out_skill(
    truth: ArrayLike,
    forecasts: Mapping[str, ArrayLike],
    people: ArrayLike,
    *,
    kappa: bool = True,
    step: float = 1.0,
    replicates: int = 1000,
    level: float = 0.95,
    seed: int = 2026,
) -> LeftOutSkill:
    """Correlation, error and agreement of forecasts made for rows that were left out.

    Formula: Pearson's r; ``rmse = sqrt(mean (y - f)^2)``; ``kappa`` is Cohen's with quadratic
    weights after rounding both to whole ``step``: ``2 cov / (var + var + (mean - mean)^2)``.
    Intervals are percentiles over people drawn again with all their rows. They hold the forecasts
    as given: how far another training would have come out differently is not in them.

    Parameters
    ----------
    truth : array, shape (n,)
    forecasts : mapping of name to array, shape (n,)
    people : array, shape (n,)
        Rows that belong together.
    kappa : bool
        Only where truth and forecasts share a scale.

    Raises
    ------
    InputError
        ``estimation.unequal_lengths``.

    Examples
    --------
    >>> y = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    >>> found = left_out_skill(y, {"same": y, "mean": np.full(10, 5.5)}, np.arange(10))
    >>> round(found.metrics("mean")["rmse"].value, 3), found.metrics("mean")["r"].code
    (2.872, 'score.constant')
    >>> found.gain("same", "mean")["rmse"].high < 0
    True
    """
    y = np.asarray(truth, dtype=np.float64)
    _, code = np.unique(np.asarray(people), return_inverse=True)
    for name, forecast in forecasts.items():
        if np.shape(forecast) != y.shape or code.shape != y.shape:
            raise InputError(
                "estimation.unequal_lengths",
                f"{name!r} has {np.shape(forecast)}, the truth {y.shape}, people {code.shape}",
                "give one forecast, one truth and one person per row",
            )
    groups = int(code.max(initial=-1)) + 1
    # around the middle, so that squares lose no digits
    middle = float(y.mean()) if y.size else 0.0
    whole = np.floor(y / step + 0.5)
    sums = {}
    for name, forecast in forecasts.items():
        f = np.asarray(forecast, dtype=np.float64)
        columns = _moments(y - middle, f - middle)
        if kappa:
            columns += _moments(whole - middle / step, np.floor(f / step + 0.5) - middle / step)
        sums[name] = np.column_stack(
            [np.bincount(code, weights=column, minlength=groups) for column in columns]
        )
    values = {n: {k: float(v[0]) for k, v in _figures(s.sum(0)[None]).items()}
              for n, s in sums.items()}  # fmt: skip
    parts: dict[str, list[Floats]] = {name: [] for name in sums}
    rng = np.random.default_rng(seed)
    step_size = max(1, int(4e6) // max(groups, 1))
    for start in range(0, replicates if groups else 0, step_size):
        many = min(step_size, replicates - start)
        drawn = rng.multinomial(groups, np.full(groups, 1 / groups), size=many).astype(np.float64)
        for name, total in sums.items():
            parts[name].append(drawn @ total)
    draws = {n: _figures(np.vstack(p)) if p else {} for n, p in parts.items()}
    return LeftOutSkill(values=values, draws=draws, n=int(y.size), groups=groups, level=level)


def _moments(y: Floats, f: Floats) -> list[Floats]:
    return [np.ones(y.size), y, f, y * y, f * f, y * f]


def _figures(sums: Floats) -> dict[str, Floats]:
    """The metrics of rows of summed moments."""
    n, y, f, yy, ff, yf = sums[:, :6].T
    with np.errstate(divide="ignore", invalid="ignore"):
        found = {
            "r": _correlation(n, y, f, yy, ff, yf),
            "rmse": np.sqrt(np.maximum(yy - 2 * yf + ff, 0.0) / n),
        }
        if sums.shape[1] > 6:
            n, y, f, yy, ff, yf = sums[:, 6:].T
            between = (y - f) ** 2 / n
            spread = (yy - y * y / n) + (ff - f * f / n) + between
            found["kappa"] = np.where(spread > 1e-12, 2 * (yf - y * f / n) / spread, np.nan)
    return found


def _correlation(
    n: Floats, y: Floats, f: Floats, yy: Floats, ff: Floats, yf: Floats
) -> Floats:  # fmt: skip
    vy, vf = yy - y * y / n, ff - f * f / n
    flat = (vy <= 1e-12 * np.maximum(yy, 1e-12)) | (vf <= 1e-12 * np.maximum(ff, 1e-12))
    return np.asarray(np.where(flat, np.nan, (yf - y * f / n) / np.sqrt(vy * vf)))
