"""Confirmatory factor models of several groups at once, by maximum likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Model = Literal["configural", "metric", "scalar"]
WORST = 1e10


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Moments:
    """One group's means and covariances (divided by n, as maximum likelihood has it)."""

    n: int
    means: Floats
    covariance: Floats


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class FactorFit:
    """A fitted model: ``chi2`` and ``df`` against the saturated one, and its parts per group."""

    model: Model
    chi2: float
    df: int
    loadings: tuple[Floats, ...]
    factors: tuple[Floats, ...]
    unique: tuple[Floats, ...]
    intercepts: tuple[Floats, ...]
    factor_means: tuple[Floats, ...]
    converged: bool

    def implied(self, group: int) -> tuple[Floats, Floats]:
        """Means and covariances that the model implies for one group."""
        load = self.loadings[group]
        covariance = load @ self.factors[group] @ load.T + np.diag(self.unique[group])
        return self.intercepts[group] + load @ self.factor_means[group], covariance


def moments_of(x: Floats) -> Moments:
    """Means and covariances of one group's rows.

    Examples
    --------
    >>> moments_of(np.array([[0.0, 1.0], [2.0, 3.0]])).covariance.tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    centre = x - x.mean(axis=0)
    return Moments(n=len(x), means=x.mean(axis=0), covariance=centre.T @ centre / len(x))


def fit_factors(groups: Sequence[Moments], pattern: NDArray[np.bool_], model: Model) -> FactorFit:
    """Fit ``Sigma = L F L' + U``, ``mu = t + L k`` in every group; ``pattern`` marks free loadings.

    Formula: minimise ``sum (n_g / n)(log|Sigma| + tr(S Sigma^-1) + (m - mu)' Sigma^-1 (m - mu))``
    with its analytic gradient; ``chi2`` is ``n`` times its distance to the saturated model
    (Joreskog 1971). *configural*: all free, factors of variance 1 and mean 0. *metric*: the same
    loadings, factor variances free in later groups. *scalar*: the same intercepts too, factor means
    free in later groups.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(400, 1)) * [.8, .7, .6, .5] + rng.normal(size=(400, 4))
    >>> halves = [moments_of(x[:200]), moments_of(x[200:])]
    >>> fit = fit_factors(halves, np.ones((4, 1), dtype=bool), "metric")
    >>> fit.df, fit.converged
    (7, True)
    """
    from scipy.optimize import minimize

    layout = _Layout(groups, pattern, model)
    solve: Any = minimize
    found = solve(
        layout.value, layout.start(), jac=True, method="L-BFGS-B", bounds=layout.bounds(),
        options={"maxiter": 4000, "maxfun": 8000, "ftol": 1e-14, "gtol": 1e-8, "maxcor": 30},
    )  # fmt: skip
    parts = layout.parts(np.asarray(found.x))
    total = sum(g.n for g in groups)
    saturated = sum(
        g.n / total * (np.linalg.slogdet(g.covariance)[1] + g.means.size) for g in groups
    )
    p = pattern.shape[0]
    return FactorFit(
        model=model,
        chi2=max(total * (float(found.fun) - float(saturated)), 0.0),
        df=len(groups) * (p * (p + 1) // 2 + p) - layout.size,
        loadings=parts[0],
        factors=parts[1],
        unique=parts[2],
        intercepts=parts[3],
        factor_means=parts[4],
        converged=bool(float(np.abs(np.asarray(found.jac)[layout.inner(found.x)]).max()) < 1e-3),
    )


_Parts = tuple[
    tuple[Floats, ...], tuple[Floats, ...], tuple[Floats, ...], tuple[Floats, ...],
    tuple[Floats, ...],
]  # fmt: skip


class _Layout:
    """Where each free number of the model stands in one long vector."""

    def __init__(self, groups: Sequence[Moments], pattern: NDArray[np.bool_], model: Model) -> None:
        self.groups, self.pattern, self.model = groups, pattern, model
        self.p, self.k = pattern.shape
        self.free = np.nonzero(pattern)
        self.pairs = np.tril_indices(self.k, -1)
        self.size = 0
        self.load = [self._take(len(self.free[0]), g == 0 or model == "configural")
                     for g in range(len(groups))]  # fmt: skip
        self.load = [self.load[g] if model == "configural" else self.load[0]
                     for g in range(len(groups))]  # fmt: skip
        self.corr = [self._take(len(self.pairs[0])) for _ in groups]
        own_scale = model != "configural"
        self.scale = [self._take(self.k, own_scale and g > 0) for g in range(len(groups))]
        self.unique = [self._take(self.p) for _ in groups]
        shared = model == "scalar"
        self.level = [self._take(self.p, g == 0 or not shared) for g in range(len(groups))]
        self.level = [self.level[0] if shared else at for at in self.level]
        self.mean = [self._take(self.k, shared and g > 0) for g in range(len(groups))]

    def _take(self, many: int, really: bool = True) -> slice:
        many = many if really else 0
        self.size += many
        return slice(self.size - many, self.size)

    def start(self) -> Floats:
        x = np.zeros(self.size)
        for g, group in enumerate(self.groups):
            sd = np.sqrt(np.diag(group.covariance))
            correlation = group.covariance / np.outer(sd, sd)
            signs = np.ones(self.p)
            for factor in range(self.k):
                own = np.flatnonzero(self.pattern[:, factor])
                vector = np.linalg.eigh(correlation[np.ix_(own, own)])[1][:, -1]
                signs[own] = np.sign(vector * np.sign(vector.sum() or 1.0)) + (vector == 0)
            if g == 0 or self.model == "configural":
                x[self.load[g]] = (0.7 * signs * sd)[self.free[0]]
            x[self.corr[g]] = 0.2
            x[self.scale[g]] = 1.0
            x[self.unique[g]] = 0.5 * sd**2
            if g == 0 or self.model != "scalar":
                x[self.level[g]] = group.means
        return x

    def bounds(self) -> list[tuple[float | None, float | None]]:
        limits: list[tuple[float | None, float | None]] = [(None, None)] * self.size
        for g, group in enumerate(self.groups):
            for j, at in enumerate(range(self.unique[g].start, self.unique[g].stop)):
                limits[at] = (1e-4 * float(group.covariance[j, j]), None)
            for at in range(self.scale[g].start, self.scale[g].stop):
                limits[at] = (1e-3, None)
        return limits

    def inner(self, x: Floats) -> NDArray[np.bool_]:
        """Which numbers do not lie on their bound: only there must the slope vanish."""
        low = np.array([-np.inf if b[0] is None else b[0] for b in self.bounds()])
        return np.asarray(x > low * (1 + 1e-6))

    def parts(self, x: Floats) -> _Parts:
        out: tuple[list[Floats], ...] = ([], [], [], [], [])
        for g in range(len(self.groups)):
            for held, part in zip(out, self._group(x, g), strict=True):
                held.append(part)
        return tuple(out[0]), tuple(out[1]), tuple(out[2]), tuple(out[3]), tuple(out[4])

    def _group(self, x: Floats, g: int) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        load = np.zeros((self.p, self.k))
        load[self.free] = x[self.load[g]]
        factors = np.eye(self.k)
        if self.scale[g].stop > self.scale[g].start:
            np.fill_diagonal(factors, x[self.scale[g]])
        factors[self.pairs] = x[self.corr[g]]
        factors[self.pairs[1], self.pairs[0]] = x[self.corr[g]]
        mean = np.zeros(self.k)
        if self.mean[g].stop > self.mean[g].start:
            mean = x[self.mean[g]]
        return load, factors, x[self.unique[g]], x[self.level[g]], mean

    def value(self, x: Floats) -> tuple[float, Floats]:
        total = sum(g.n for g in self.groups)
        value, slope = 0.0, np.zeros(self.size)
        for g, group in enumerate(self.groups):
            load, factors, unique, level, mean = self._group(x, g)
            sigma = load @ factors @ load.T + np.diag(unique)
            try:
                root = np.linalg.cholesky(sigma)
            except np.linalg.LinAlgError:
                return WORST, slope
            inverse = np.linalg.inv(sigma)
            off = group.means - level - load @ mean
            share = group.n / total
            seen = group.covariance + np.outer(off, off)
            value += share * (
                2 * float(np.log(np.diag(root)).sum()) + float((seen * inverse).sum())
            )
            by_sigma = share * (inverse - inverse @ seen @ inverse)
            by_mean = -2 * share * (inverse @ off)
            by_load = 2 * by_sigma @ load @ factors + np.outer(by_mean, mean)
            by_factors = load.T @ by_sigma @ load
            slope[self.load[g]] += by_load[self.free]
            slope[self.corr[g]] += 2 * by_factors[self.pairs]
            if self.scale[g].stop > self.scale[g].start:
                slope[self.scale[g]] += np.diag(by_factors)
            slope[self.unique[g]] += np.diag(by_sigma)
            slope[self.level[g]] += by_mean
            if self.mean[g].stop > self.mean[g].start:
                slope[self.mean[g]] += load.T @ by_mean
        return value, slope
