"""Who rates higher than the others, and who uses less of the scale, on the same people?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.ratings import Ratings, ratings
from estimation.multiplicity import holm
from estimation.quantile import t_quantile
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Targets = Literal["fixed", "random"]
FEWEST = 10
"""Targets shared with others below which nothing is said of a rater."""
MOST_ROUNDS = 10
METHOD_LENIENCY = "rater.within_targets"
METHOD_SPREAD = "rater.spread_ratio"


@dataclass(frozen=True, kw_only=True, slots=True)
class RaterLimits:
    """From where on a rater is named, provided that it is significant after Holm."""

    leniency: float = 0.3
    narrow: float = 0.80
    wide: float = 1.25


@dataclass(frozen=True, kw_only=True, slots=True)
class RaterSeverity:
    """One rater against the others of the same panel.

    ``leniency`` is in points (above 0: lenient), ``spread`` the standard deviation of the ratings
    over that of the others on the same targets. ``shared`` targets were rated by others too.
    ``panel`` numbers the raters that are linked by targets in common; raters of two panels cannot
    be compared. ``flags`` are codes.
    """

    rater: str
    n: int
    shared: int
    panel: int
    leniency: Finding
    leniency_p: float | None
    spread: Finding
    spread_p: float | None
    flags: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RaterReport:
    """All raters, and the variances that the model found: of targets and of chance.

    Both are means over panels, weighted by their ratings; None where no panel has two raters.
    """

    raters: tuple[RaterSeverity, ...]
    panels: int
    between_targets: float | None
    chance: float | None

    def of(self, rater: str) -> RaterSeverity | None:
        """One rater, or None."""
        return next((one for one in self.raters if one.rater == rater), None)

    @property
    def flagged(self) -> tuple[RaterSeverity, ...]:
        """The raters who stand out."""
        return tuple(one for one in self.raters if one.flags)


def rater_severity(
    frame: pd.DataFrame,
    *,
    raters: Sequence[str] = (),
    target: str | Sequence[str] = "",
    rater: str = "",
    rating: str = "",
    cluster: str = "",
    targets: Targets = "fixed",
    limits: RaterLimits | None = None,
    alpha: float = 0.05,
    level: float = 0.95,
) -> RaterReport:
    """Leniency and spread of every rater, from targets that several have rated.

    Formula: ``y_tj = a_j + u_t + e_tj``, the variances of u and e by restricted maximum likelihood
    with u random. Severities a come from differences within targets alone (u fixed), so that who
    got the better people is never taken for lenient; with targets ``random`` they are those of the
    mixed model, a little surer where raters are drawn by lot. Their errors are robust and clustered
    (Liang and Zeger 1986). A rater is compared with the
    mean of the panel's raters who do not stand out themselves: starting from the median, those
    flagged are dropped from the comparison and all are looked at again, at most ten rounds. The
    spread is ``sd_j / sd`` of the others' ratings of the same targets, each less the rater's own
    mean, with the delta method over clusters.

    Flags need p < alpha after Holm over all raters and a size: ``rater.lenient`` and
    ``rater.severe`` .3 points, ``rater.narrow`` below .80, ``rater.wide`` above 1.25.

    Parameters
    ----------
    targets : str
        ``fixed`` or ``random``.
    target : str or sequence of str
        What was rated; several columns (interview and competency) together name a target.
    cluster : str
        What targets belong to (the interview), since its ratings are not independent.

    Returns
    -------
    RaterReport
        Findings withheld with ``raters.never_overlap`` for a rater nobody else's targets link, and
        ``rater.few_shared`` below 10 shared targets, ``correlation.perfect`` where two raters never
        differ and no error can be stated.

    Raises
    ------
    InputError
        As `ratings`.

    Examples
    --------
    >>> rng = np.random.default_rng(6)
    >>> true = rng.normal(6, 1, size=(200, 1))
    >>> seen = true + rng.normal(0, .7, size=(200, 4)) + np.array([0, 0, .8, 0])
    >>> found = rater_severity(pd.DataFrame(seen, columns=list("abcd")), raters=list("abcd"))
    >>> [(one.rater, one.flags) for one in found.flagged]
    [('c', ('rater.lenient',))]
    """
    limits = limits or RaterLimits()
    read = ratings(frame, raters=raters, target=target, rater=rater, rating=rating, cluster=cluster)
    panels = _panels(read.seen)
    fits: dict[int, _Fit] = {}
    for panel in np.unique(panels).tolist():
        seats = np.flatnonzero(panels == panel)
        if seats.size > 1:
            fits[panel] = _fit(read, seats, targets)
    k = len(read.raters)
    odd: list[frozenset[int]] = [frozenset(), frozenset()]
    lenient: list[_Contrast | None] = [None] * k
    spread: list[_Contrast | None] = [None] * k
    flags: list[list[str]] = [[] for _ in range(k)]
    for turn in range(MOST_ROUNDS):
        flags = [[] for _ in range(k)]
        for fit in fits.values():
            for i, seat in enumerate(fit.seats.tolist()):
                enough = fit.shared[i] >= FEWEST
                lenient[seat] = fit.against(i, odd[0], first=turn == 0) if enough else None
                spread[seat] = fit.spread(i, odd[1]) if enough else None
        p_lenient = holm([one.p if one else None for one in lenient])
        p_spread = holm([one.p if one else None for one in spread])
        found: list[set[int]] = [set(), set()]
        for j in range(k):
            one, p = lenient[j], p_lenient[j]
            if one and p is not None and p < alpha and abs(one.value) >= limits.leniency:
                found[0].add(j)
                flags[j].append("rater.lenient" if one.value > 0 else "rater.severe")
            one, p = spread[j], p_spread[j]
            ratio = float(np.exp(one.value)) if one else 1.0
            if one and p is not None and p < alpha and not limits.narrow <= ratio <= limits.wide:
                found[1].add(j)
                flags[j].append("rater.narrow" if ratio < 1 else "rater.wide")
        now = [frozenset(found[0]), frozenset(found[1])]
        if turn > 0 and now == odd:
            break
        odd = now
    told = []
    for j, name in enumerate(read.raters):
        held = fits.get(int(panels[j]))
        place = int(np.flatnonzero(held.seats == j)[0]) if held else 0
        code = "rater.few_shared" if held else "raters.never_overlap"
        count = int(read.seen[:, j].sum())
        told.append(
            RaterSeverity(
                rater=name,
                n=count,
                shared=int(held.shared[place]) if held else 0,
                panel=int(panels[j]),
                leniency=_finding(lenient[j], count, code, level, ratio=False),
                leniency_p=p_lenient[j],
                spread=_finding(spread[j], count, code, level, ratio=True),
                spread_p=p_spread[j],
                flags=tuple(flags[j]),
            )
        )
    weight = np.array([fit.n for fit in fits.values()], dtype=np.float64)
    return RaterReport(
        raters=tuple(told),
        panels=int(np.unique(panels).size),
        between_targets=float(np.average([f.between for f in fits.values()], weights=weight))
        if fits
        else None,
        chance=float(np.average([f.chance for f in fits.values()], weights=weight))
        if fits
        else None,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Contrast:
    value: float
    error: float
    df: int

    @property
    def p(self) -> float | None:
        if self.error <= 0:
            return None
        from scipy.special import stdtr

        return float(2 * stdtr(self.df, -abs(self.value) / self.error))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Fit:
    """One panel: rater means with their robust covariance, and ratings less those means."""

    seats: Ints
    means: Floats
    covariance: Floats
    left: Floats
    seen: Bools
    cluster: Ints
    shared: Ints
    between: float
    chance: float
    n: int

    def against(self, i: int, odd: frozenset[int], *, first: bool) -> _Contrast:
        """Rater i less the mean of the others that do not stand out, or less their median."""
        others = np.delete(np.arange(self.seats.size), i)
        plain = np.array([o for o in others.tolist() if int(self.seats[o]) not in odd], dtype=int)
        if first:
            # the one or two in the middle: a single lenient rater does not make the rest severe
            ranked = others[np.argsort(self.means[others], kind="stable")]
            m = ranked.size
            plain = ranked[(m - 1) // 2 : m // 2 + 1]
            if m == 2:
                # of three the one in the middle: half way to the odd one both others would be odd
                plain = np.argsort(self.means, kind="stable")[1:2]
        elif plain.size == 0:
            plain = others
        weights = np.zeros(self.seats.size)
        weights[plain] = -1 / plain.size
        weights[i] += 1  # nothing is left where the one in the middle is this rater
        variance = float(weights @ self.covariance @ weights)
        clusters = int(self.cluster.max()) + 1
        return _Contrast(
            value=float(weights @ self.means), error=max(variance, 0.0) ** 0.5,
            df=max(clusters - 1, 1),
        )  # fmt: skip

    def spread(self, i: int, odd: frozenset[int]) -> _Contrast | None:
        """Logarithm of rater i's standard deviation over the others' on the same targets."""
        others = [o for o in range(self.seats.size) if o != i]
        plain = np.array([o for o in others if int(self.seats[o]) not in odd] or others, dtype=int)
        both = self.seen[:, i] & self.seen[:, plain].any(axis=1)
        if int(both.sum()) < FEWEST:
            return None
        own = self.left[both, i] - self.left[both, i].mean()
        theirs = self.seen[np.ix_(np.flatnonzero(both), plain)]
        x = np.where(theirs, self.left[np.ix_(np.flatnonzero(both), plain)], 0.0)
        # one mean for all: each rater's own is off already, and most met few of these targets
        x = np.where(theirs, x - x.sum() / int(theirs.sum()), 0.0)
        n, m = own.size, int(theirs.sum())
        mine, other = float((own**2).sum()) / (n - 1), float((x**2).sum()) / (m - 1)
        if mine <= 0 or other <= 0:
            return None
        influence = (own**2 / mine - 1) / n - ((x**2).sum(axis=1) / other - theirs.sum(axis=1)) / m
        summed = np.bincount(self.cluster[both], weights=influence / 2)
        groups = int(np.unique(self.cluster[both]).size)
        error = (float((summed**2).sum()) * groups / max(groups - 1, 1)) ** 0.5
        return _Contrast(
            value=0.5 * float(np.log(mine / other)), error=error, df=max(groups - 1, 1)
        )


def _fit(read: Ratings, seats: Ints, targets: Targets) -> _Fit:
    """Restricted maximum likelihood of the panel's variances; means of its raters."""
    from scipy.optimize import minimize_scalar

    rows = read.seen[:, seats].any(axis=1)
    seen = read.seen[np.ix_(rows, seats)]
    base = float(np.nanmean(read.values[np.ix_(rows, seats)]))
    y = np.where(seen, read.values[np.ix_(rows, seats)] - base, 0.0)
    _, cluster = np.unique(read.cluster[rows], return_inverse=True)
    mask = seen.astype(np.float64)
    size, total = mask.sum(axis=1), y.sum(axis=1)
    n, k = int(mask.sum()), seats.size
    plain, sums = mask.sum(axis=0), y.sum(axis=0)
    # targets of equal size share one weight: their cross-products are added up once
    sizes, which = np.unique(size, return_inverse=True)
    cross = [mask[which == s].T @ mask[which == s] for s in range(sizes.size)]
    moved = [mask[which == s].T @ total[which == s] for s in range(sizes.size)]
    squares = [float((total[which == s] ** 2).sum()) for s in range(sizes.size)]
    count = np.bincount(which)
    everything = float((y**2).sum())

    def equations(w: Floats) -> tuple[Floats, Floats]:
        a = np.diag(plain) - sum(v * c for v, c in zip(w, cross, strict=True))
        return np.asarray(a), np.asarray(sums - sum(v * c for v, c in zip(w, moved, strict=True)))

    def solve(gamma: float) -> tuple[Floats, Floats, float]:
        w = gamma / (1 + gamma * sizes)
        a, b = equations(w)
        means = np.linalg.solve(a, b)
        rss = everything - float(w @ np.array(squares)) - float(b @ means)
        return a, np.asarray(means, dtype=np.float64), max(rss, 1e-300)

    def criterion(log_gamma: float) -> float:
        gamma = float(np.exp(log_gamma))
        a, _, rss = solve(gamma)
        logs = float(count @ np.log1p(gamma * sizes))
        return (n - k) * float(np.log(rss)) + logs + float(np.linalg.slogdet(a)[1])

    best = minimize_scalar(criterion, bounds=(-12.0, 12.0), method="bounded")
    gamma = float(np.exp(best.x))
    a, means, rss = solve(gamma)
    chance = rss / max(n - k, 1)
    w = gamma / (1 + gamma * size)
    if targets == "fixed":
        # differences within targets leave the common level open: only contrasts are used
        a, b = equations(1 / sizes)
        means, w = np.linalg.pinv(a, hermitian=True) @ b, 1 / size
    left = np.where(seen, y - means, 0.0)
    score = np.where(seen, left - (w * left.sum(axis=1))[:, None], 0.0)
    clusters = int(cluster.max()) + 1
    summed = np.stack(
        [np.bincount(cluster, weights=score[:, j], minlength=clusters) for j in range(k)], axis=1
    )
    inverse = np.linalg.pinv(a, hermitian=True)
    meat = summed.T @ summed * clusters / max(clusters - 1, 1)
    several = size > 1
    return _Fit(
        seats=seats, means=means + base, covariance=inverse @ meat @ inverse, left=left,
        seen=seen, cluster=cluster, shared=(seen & several[:, None]).sum(axis=0),
        between=gamma * chance, chance=chance, n=n,
    )  # fmt: skip


def _panels(seen: Bools) -> Ints:
    """Raters linked by targets in common, directly or through others, have one number."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    mask = csr_array(seen.astype(np.float64))
    _, labels = connected_components(mask.T @ mask, directed=False)
    return np.asarray(labels, dtype=np.int64)


def _finding(one: _Contrast | None, n: int, code: str, level: float, *, ratio: bool) -> Finding:
    if one is None:
        return Withheld(code=code, n=n)
    if one.error <= 1e-12:
        return Withheld(code="correlation.perfect", n=n)
    half = t_quantile(0.5 + level / 2, one.df) * one.error
    low, value, high = one.value - half, one.value, one.value + half
    if ratio:
        low, value, high = (float(np.exp(v)) for v in (low, value, high))
    method = METHOD_SPREAD if ratio else METHOD_LENIENCY
    return Estimate(value=value, low=low, high=high, n=n, method=method)
