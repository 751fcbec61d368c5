"""How firm a list of reasons is: which of them stay when everything behind them is drawn anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from estimation import midranks, percentile_interval
from interview import Finding, Withheld
from scoring.explanation.explanation import UNSTABLE_BELOW, By, Part, PartGroup, View, key_of

Floats = NDArray[np.float64]
DRAWS = 200
MOST_NAMED = 3
LEAST_NAMED = 0.05
"""Reasons that move a score by less than this, in points, are not named."""
METHOD = "stability.bootstrap"


def views(
    parts: Sequence[Part],
    draws: Floats | None,
    feature_groups: Sequence[Sequence[str]],
    hows: Sequence[By] = ("feature", "competency", "question", "modality"),
    *,
    nothing: str = "explanation.no_comparison",
) -> Mapping[By, View]:
    """The parts gathered in each way, with how firm each list is.

    Parameters
    ----------
    parts : sequence of Part
    draws : array, shape (draws, len(parts)), optional
        The same points with comparison and model drawn anew; None when nothing could be drawn.
    feature_groups : sequence
        Features that stand as one reason.
    nothing : str
        Code of the refusal where there are no draws.
    """
    together = {name: tuple(group) for group in feature_groups for name in group}
    found: dict[By, View] = {}
    for how in hows:
        names: dict[str, tuple[str, ...]] = {}
        place: list[int] = []
        order: dict[str, int] = {}
        for part in parts:
            group = together.get(part.feature, (part.feature,)) if how == "feature" else ()
            key = "+".join(group) if group else key_of(part, how)
            names[key] = group or (key,)
            place.append(order.setdefault(key, len(order)))
        found[how] = _view(parts, draws, np.array(place, dtype=np.int64), names, nothing)
    return found


def _view(
    parts: Sequence[Part],
    draws: Floats | None,
    place: NDArray[np.int64],
    names: Mapping[str, tuple[str, ...]],
    nothing: str,
) -> View:
    size = len(names)
    points = np.zeros(size)
    np.add.at(points, place, [p.points for p in parts])
    keys = list(names)
    ranked = sorted(range(size), key=lambda j: (-abs(points[j]), keys[j]))
    named = [j for j in ranked[:MOST_NAMED] if abs(points[j]) >= LEAST_NAMED]
    if draws is None:
        held, low, high = np.ones(size), points, points
        stability: Finding = Withheld(code=nothing)
        order = None
    else:
        drawn = gathered(draws, place, size)
        held, kept = holds(points, drawn, named)
        low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
        stability = (
            percentile_interval(float(kept.mean()), kept, n=len(kept), method=METHOD)
            if named
            else Withheld(code="explanation.nothing_stands_out", n=len(draws))
        )
        order = _rank_correlation(points, drawn)
    groups = tuple(
        PartGroup(
            key=keys[j],
            names=names[keys[j]],
            points=float(points[j]),
            low=float(min(low[j], points[j])),
            high=float(max(high[j], points[j])),
            holds=float(held[j]),
            named=j in named,
        )
        for j in ranked
    )
    loose = not isinstance(stability, Withheld) and stability.value < UNSTABLE_BELOW
    return View(groups=groups, stability=stability, rank_correlation=order, unstable=loose)


def gathered(draws: Floats, place: NDArray[np.int64], size: int) -> Floats:
    """Sums of columns that share a place: (draws, parts) to (draws, size)."""
    sums = np.zeros((draws.shape[0], size))
    order = np.argsort(place, kind="stable")
    starts = np.searchsorted(place[order], np.arange(size))
    if size and draws.shape[1]:
        sums = np.add.reduceat(draws[:, order], starts, axis=1)
    return np.asarray(sums)


def holds(points: Floats, drawn: Floats, named: Sequence[int]) -> tuple[Floats, Floats]:
    """How often each reason stays, and in each draw the share of the named ones that do.

    A reason stays in a draw when its sign does and, for a named one, when it is again among the
    ``len(named)`` largest.

    Examples
    --------
    >>> drawn = np.array([[1.0, 0.5, 0.1], [0.9, 0.2, 0.3], [1.1, -0.4, 0.1], [1.0, 0.6, -0.1]])
    >>> each, together = holds(np.array([1.0, 0.5, 0.1]), drawn, [0, 1])
    >>> each.tolist(), together.tolist()
    ([1.0, 0.5, 0.75], [1.0, 0.5, 0.5, 1.0])
    """
    stays = np.sign(drawn) == np.sign(points)
    if named:
        size = np.abs(drawn)
        # the smallest of the largest: ties count as staying
        least = np.sort(size, axis=1)[:, -len(named)]
        for j in named:
            stays[:, j] &= size[:, j] >= least
    each = stays.mean(axis=0)
    together = stays[:, list(named)].mean(axis=1) if named else np.ones(len(drawn))
    return np.asarray(each, dtype=np.float64), np.asarray(together, dtype=np.float64)


def _rank_correlation(points: Floats, drawn: Floats) -> float | None:
    """Mean Spearman correlation of the points with each draw; None with fewer than three."""
    if points.size < 3:
        return None
    own = midranks(points, np.zeros(points.size, dtype=np.int64))
    own = own - own.mean()
    ranks = np.argsort(np.argsort(drawn, axis=1), axis=1).astype(np.float64)
    ranks -= ranks.mean(axis=1, keepdims=True)
    below = np.sqrt((own**2).sum() * (ranks**2).sum(axis=1))
    return float(np.mean((ranks @ own) / np.where(below > 0, below, 1.0)))
