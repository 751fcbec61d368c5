"""Common factors of a correlation matrix by minimum residuals, their rotation, and one above them.

Linear algebra alone: no rows, no names, no interval. `estimation.matrix_statistic` gives a number
made from such a solution its interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interview import InputError

Floats = NDArray[np.float64]
MOST_ROUNDS = 5000
CLOSE = 1e-8
STARTS = 6
LARGEST_SHARE = 0.995
"""A communality goes no higher: an item without any error of its own is no solution."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Factors:
    """``loadings`` (items x factors) and ``unique``, each item's variance that no factor holds."""

    loadings: Floats
    unique: Floats


def minres(correlations: Floats, *, factors: int = 1) -> Factors:
    """Factors that leave the smallest squares off the diagonal.

    Principal axes repeated until the communalities stay: at rest they solve
    ``min sum_{i != j} (r_ij - sum_k l_ik l_jk)^2`` (Harman and Jones 1966), which is what the R
    package psych calls minres. Each factor points to where most of its loadings are positive.

    Parameters
    ----------
    correlations : array, shape (..., k, k)
        One matrix or a stack of them; ones on the diagonal.
    factors : int
        Below k.

    Raises
    ------
    InputError
        ``factors.too_many``.

    Examples
    --------
    >>> r = np.array([[1, .56, .48], [.56, 1, .42], [.48, .42, 1]])
    >>> minres(r).loadings[:, 0].round(3).tolist()
    [0.8, 0.7, 0.6]
    """
    r = np.asarray(correlations, dtype=np.float64)
    k = r.shape[-1]
    if not 1 <= factors < k:
        raise InputError(
            "factors.too_many",
            f"{factors} factors of {k} items",
            f"ask for 1 to {k - 1} factors",
            factors=factors,
            items=k,
        )
    diagonal = np.arange(k)
    reduced = r.copy()
    # start from the squared multiple correlations, where the matrix allows them
    ridge = r + 1e-6 * np.eye(k)
    share = np.clip(1 - 1 / np.diagonal(np.linalg.pinv(ridge), axis1=-2, axis2=-1), 0.05, 0.95)
    loadings = np.zeros((*r.shape[:-1], factors))
    for _ in range(MOST_ROUNDS):
        reduced[..., diagonal, diagonal] = share
        values, vectors = np.linalg.eigh(reduced)
        top = np.maximum(values[..., -factors:], 0.0)
        loadings = vectors[..., -factors:] * np.sqrt(top)[..., None, :]
        now = np.minimum((loadings**2).sum(axis=-1), LARGEST_SHARE)
        moved = float(np.abs(now - share).max())
        share = now
        if moved < CLOSE:
            break
    loadings = loadings[..., ::-1]
    sign = np.where(loadings.sum(axis=-2) < 0, -1.0, 1.0)
    return Factors(loadings=loadings * sign[..., None, :], unique=1 - share)


def oblimin(loadings: Floats, *, rounds: int = 1000) -> tuple[Floats, Floats]:
    """Loadings turned until each item loads on few factors, and the factors' correlations.

    Quartimin by gradient projection (Jennrich 2002; Bernaards and Jennrich 2005): minimises
    ``sum_{j != k} sum_i l_ij^2 l_ik^2 / 4``. Of six starts, five of them seeded at random, the
    lowest is kept: symmetric loadings hold the first one on a saddle.

    Examples
    --------
    >>> plain = np.array([[.8, 0], [.7, 0], [0, .6], [0, .9]])
    >>> turned, between = oblimin(plain @ np.array([[.8, .6], [-.6, .8]]))
    >>> np.abs(turned).max(axis=1).round(2).tolist(), round(abs(float(between[0, 1])), 4)
    ([0.8, 0.7, 0.6, 0.9], 0.0)
    """
    turned, turn = _best(np.asarray(loadings, dtype=np.float64), rounds)
    return turned, turn.T @ turn


def _descend(start: Floats, turn: Floats, rounds: int) -> tuple[float, Floats, Floats]:
    k = start.shape[1]
    others, step = np.ones((k, k)) - np.eye(k), 1.0

    def at(t: Floats) -> tuple[Floats, float, Floats]:
        inverse = np.linalg.inv(t)
        l = start @ inverse.T  # noqa: E741
        cross = (l * l) @ others
        gradient = -((l.T @ (l * cross) @ inverse).T)
        return l, float((l * l * cross).sum()) / 4, gradient

    turned, height, slope = at(turn)
    for _ in range(rounds):
        projected = slope - turn * (turn * slope).sum(axis=0)
        size = float(np.sqrt((projected**2).sum()))
        if size < 1e-7:
            break
        step *= 2
        for _ in range(12):
            tried = turn - step * projected
            tried = tried / np.sqrt((tried**2).sum(axis=0))
            found, now, next_slope = at(tried)
            if height - now > 0.5 * size**2 * step:
                break
            step /= 2
        turn, turned, height, slope = tried, found, now, next_slope
    return height, turned, turn


def general_loadings(correlations: Floats, *, groups: int) -> tuple[Floats, Floats]:
    """Each item's loading on one factor above ``groups`` oblique ones, and its unique variance.

    Schmid and Leiman (1957): ``groups`` factors turned obliquely; one factor of their
    correlations; an item's general loading is its loadings times those of the factors. A stack of
    matrices should hold small changes of its first.

    Examples
    --------
    >>> l = np.kron(np.eye(3), np.full((3, 1), .8))
    >>> phi = np.full((3, 3), .36) + .64 * np.eye(3)
    >>> r = l @ phi @ l.T; np.fill_diagonal(r, 1)
    >>> general_loadings(r, groups=3)[0].round(3).tolist()[:2]
    [0.48, 0.48]
    """
    found = minres(correlations, factors=groups)
    if found.loadings.ndim == 2:
        return _above(*_best(found.loadings)), found.unique
    # matrices that differ a little from the first are turned from where the first came to rest
    base = found.loadings[0]
    turned, turn = _best(base)
    general = [_above(turned, turn)]
    for loadings in found.loadings[1:]:
        aligned = loadings * np.where((loadings * base).sum(axis=0) < 0, -1.0, 1.0)
        _, near, rest = _descend(aligned, turn, 1000)
        general.append(_above(near, rest))
    return np.array(general), found.unique


def _above(turned: Floats, turn: Floats) -> Floats:
    """Loadings on one factor above the oblique ones."""
    between = turn.T @ turn
    sign = np.where(turned.sum(axis=0) < 0, -1.0, 1.0)
    above = minres(between * np.outer(sign, sign)).loadings[:, 0]
    return np.asarray((turned * sign) @ above)


def _best(start: Floats, rounds: int = 1000) -> tuple[Floats, Floats]:
    k = start.shape[1]
    rng = np.random.default_rng(STARTS)
    first = [np.eye(k)] + [np.linalg.qr(rng.standard_normal((k, k)))[0] for _ in range(STARTS - 1)]
    _, turned, turn = min((_descend(start, t, rounds) for t in first), key=lambda one: one[0])
    return turned, turn
