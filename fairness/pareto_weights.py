"""The trade between validity and impact: weights for everybody alike, from one end to the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from estimation import correlation
from fairness.column_values import numbers
from fairness.complete_rows import compared
from fairness.expression_weight import expected_impact_ratio
from interview import Finding, InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class ParetoPoint:
    """One set of weights: none other is as valid with a smaller gap.

    ``gap`` is the composite's standardised difference (reference minus focal), ``impact_ratio``
    what it means when the top ``selection_ratio`` are selected. The ``_cross_validated`` figures
    are those of weights found on other people: the rest is what the frontier promises too much.
    """

    weights: Mapping[str, float]
    validity: float
    gap: float
    impact_ratio: float
    validity_cross_validated: float | None = None
    gap_cross_validated: float | None = None
    impact_ratio_cross_validated: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ParetoWeights:
    """The frontier, from the most valid composite to the one with the smallest gap.

    ``unit`` is the point of equal weights, which is hard to beat with fewer than about 200 people.
    """

    attribute: str
    group: str
    reference: str
    points: tuple[ParetoPoint, ...]
    unit: ParetoPoint
    validity: Finding
    selection_ratio: float
    share: float
    n: int
    excluded: Mapping[str, int]


def pareto_frontier(
    correlations: ArrayLike,
    validities: ArrayLike,
    gaps: ArrayLike,
    *,
    names: Sequence[str] = (),
    selection_ratio: float,
    share: float,
    points: int = 11,
    at_most: Sequence[float] = (),
) -> tuple[ParetoPoint, ...]:
    """Maximise ``w'r / sqrt(w'Rw)`` with ``w'd / sqrt(w'Rw) <= t`` and ``w >= 0``, tracing ``t``.

    The weights hold for the job family as a whole: one composite and one cut for everybody. Source:
    De Corte, Lievens and Sackett (2007). ``at_most`` gives the gaps ``t`` to trace; by default
    ``points`` of them between the gap of the most valid composite and the smallest possible.

    Raises
    ------
    InputError
        ``pareto.bad_matrix`` when sizes do not fit or the correlations are not positive definite.

    Examples
    --------
    >>> front = pareto_frontier([[1, .2], [.2, 1]], [.5, .3], [1.0, 0.1], names=("test", "talk"),
    ...                         selection_ratio=.3, share=.25, points=3)
    >>> [round(p.validity, 2) for p in front], [round(p.gap, 2) for p in front]
    ([0.54, 0.46, 0.3], [0.89, 0.49, 0.1])
    """
    r = np.asarray(correlations, dtype=np.float64)
    v, d = np.asarray(validities, dtype=np.float64), np.asarray(gaps, dtype=np.float64)
    k = v.size
    if r.shape != (k, k) or d.shape != (k,) or not np.allclose(r, r.T):
        raise InputError(
            "pareto.bad_matrix",
            f"correlations {r.shape}, validities {v.shape} and gaps {d.shape} do not fit together",
            "give a symmetric matrix and one validity and one gap per predictor",
        )
    if np.linalg.eigvalsh(r).min() <= 1e-10:
        raise InputError(
            "pareto.bad_matrix",
            "the correlations are not positive definite",
            "drop predictors that are sums of others, or estimate them on the same people",
        )
    keys = tuple(names) or tuple(f"x{j + 1}" for j in range(k))
    best = _most_valid(r, v)
    top = float(d @ best)
    lowest = min(float(x) for x in d)
    limits = list(at_most) or np.linspace(top, min(lowest, top), points).tolist()
    found = []
    before = best
    for limit in limits:
        w = best if top <= limit + 1e-9 else _constrained(r, v, d, limit, before)
        if w is None:
            continue
        before = w
        found.append(_point(w, r, v, d, keys, selection_ratio, share))
    return tuple(found)


def pareto_weights(
    frame: pd.DataFrame,
    *,
    attribute: str,
    predictors: Sequence[str],
    outcome: str,
    group: str = "",
    reference: str = "largest_group",
    selection_ratio: float = 0.25,
    points: int = 7,
    folds: int = 5,
    repeats: int = 4,
    floor: int = 30,
    seed: int = 2026,
) -> ParetoWeights:
    """`pareto_frontier` of a table, with what is left of it on people it was not fitted to.

    Formula: correlations and validities on the people with an outcome, each predictor's gap on
    everybody with all predictors (reference minus focal mean over the pooled standard deviation).
    Cross-validated: the weights of each frontier point are found in ``folds - 1`` folds and their
    validity, gap and impact ratio measured in the fold left out, averaged (diversity shrinkage:
    Song, Wee and Newman 2017). Validities on the hired only are restricted; the trade-off's shape
    survives that better than its level.

    Parameters
    ----------
    group : str
        The focal group; by default the largest one besides the reference.

    Raises
    ------
    InputError
        ``pareto.bad_matrix``, ``pareto.too_few``, ``table.missing_column``,
        ``table.not_a_number``, ``group.too_many``, ``group.no_reference``.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(800, 2)) - np.outer(np.arange(800) % 2, [0.8, 0.1])
    >>> people = pd.DataFrame({"test": x[:, 0], "talk": x[:, 1],
    ...                        "g": np.where(np.arange(800) % 2, "b", "a")})
    >>> people["kpi"] = people["test"] + 0.7 * people["talk"] + rng.normal(0, 2, 800)
    >>> found = pareto_weights(people, attribute="g", predictors=["test", "talk"], outcome="kpi",
    ...                        reference="a")
    >>> found.points[0].validity > found.points[-1].validity
    True
    """
    x = np.column_stack([numbers(frame, name) for name in predictors])
    y = numbers(frame, outcome)
    found = compared(
        frame, attribute, {"feature.not_measured": x.sum(axis=1)}, reference=reference, floor=floor
    )
    focal = [i for i in found.focal if not group or found.names[i] == group]
    if found.reference is None or not focal:
        raise InputError(
            "pareto.too_few",
            f"no two groups of '{attribute}' have {floor} people with all predictors",
            "widen the period, or name other groups",
            attribute=attribute,
            floor=floor,
        )
    i = max(focal, key=lambda j: int(found.sizes[j]))
    rows = found.rows(i, found.reference)
    at = found.kept[rows]
    x, y, mine = x[at], y[at], found.codes[rows] == i
    known = ~np.isnan(y)
    if int(known.sum()) < max(floor, 5 * len(predictors)):
        raise InputError(
            "pareto.too_few",
            f"{int(known.sum())} people have an outcome",
            f"at least {max(floor, 5 * len(predictors))} are needed to find weights",
            attribute=attribute,
            floor=floor,
        )
    flat = [
        name
        for name, column in zip((*predictors, outcome), (*x[known].T, y[known]), strict=True)
        if float(column.std()) <= 1e-12 * max(1.0, float(np.abs(column).max()))
    ]
    if flat:
        raise InputError(
            "pareto.bad_matrix",
            f"'{flat[0]}' does not vary",
            "leave it out",
            column=flat[0],
        )
    share = float(mine.mean())
    r, v, d = _moments(x, y, mine)
    first = pareto_frontier(
        r, v, d, names=predictors, selection_ratio=selection_ratio, share=share, points=points
    )
    held = _cross_validated(x, y, mine, len(first), folds, repeats, seed)
    shown = tuple(
        ParetoPoint(
            weights=p.weights,
            validity=p.validity,
            gap=p.gap,
            impact_ratio=p.impact_ratio,
            validity_cross_validated=float(c[0]),
            gap_cross_validated=float(c[1]),
            impact_ratio_cross_validated=expected_impact_ratio(
                float(c[1]), selection_ratio=selection_ratio, share=share
            ),
        )
        for p, c in zip(first, held, strict=True)
    )
    even = np.ones(len(predictors)) / np.sqrt(r.sum())
    composite = (x[known] / x.std(axis=0, ddof=1)) @ np.array(list(first[0].weights.values()))
    return ParetoWeights(
        attribute=found.attribute,
        group=found.names[i],
        reference=found.names[found.reference],
        points=shown,
        unit=_point(even, r, v, d, tuple(predictors), selection_ratio, share),
        validity=correlation(composite, y[known]),
        selection_ratio=selection_ratio,
        share=share,
        n=int(known.sum()),
        excluded=found.excluded,
    )


def _moments(x: Floats, y: Floats, mine: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    known = ~np.isnan(y)
    both = np.asarray(np.corrcoef(np.column_stack([x[known], y[known]]), rowvar=False))
    n1, n0 = int(mine.sum()), int((~mine).sum())
    spread = np.sqrt(
        ((n1 - 1) * x[mine].var(axis=0, ddof=1) + (n0 - 1) * x[~mine].var(axis=0, ddof=1))
        / (n1 + n0 - 2)
    )
    gaps = (x[~mine].mean(axis=0) - x[mine].mean(axis=0)) / spread
    return both[:-1, :-1], both[:-1, -1], gaps


def _cross_validated(
    x: Floats, y: Floats, mine: NDArray[np.bool_], points: int, folds: int, repeats: int, seed: int
) -> Floats:
    rng = np.random.default_rng(seed)
    sums, times = np.zeros((points, 2)), np.zeros(points)
    for _ in range(repeats):
        fold = np.empty(y.size, dtype=np.int64)
        # each fold gets its share of both groups and of those with an outcome
        for cell in ((mine, 0), (~mine, 1)):
            for known in (np.isnan(y), ~np.isnan(y)):
                rows = np.flatnonzero(cell[0] & known)
                fold[rng.permutation(rows)] = (np.arange(rows.size) + cell[1]) % folds
        for held in range(folds):
            out = fold == held
            front = pareto_frontier(
                *_moments(x[~out], y[~out], mine[~out]), selection_ratio=0.25, share=0.5,
                points=points,
            )  # fmt: skip
            scale = x[~out].std(axis=0, ddof=1)
            known = out & ~np.isnan(y)
            for j, point in enumerate(front):
                score = (x / scale) @ np.array(list(point.weights.values()))
                a, b = score[out & ~mine], score[out & mine]
                pooled = np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2)
                sums[j] += (
                    np.corrcoef(score[known], y[known])[0, 1],
                    (a.mean() - b.mean()) / pooled,
                )
                times[j] += 1
    return np.asarray(sums / np.maximum(times, 1)[:, None])


def _most_valid(r: Floats, v: Floats) -> Floats:
    """Non-negative weights of the highest validity: ``min w'Rw / 2 - v'w`` is the same problem."""
    from scipy.optimize import nnls

    lower = np.linalg.cholesky(r)
    w, _ = nnls(lower.T, np.linalg.solve(lower, v))
    if not w.any():
        w = (np.arange(v.size) == int(v.argmax())).astype(np.float64)
    return np.asarray(w / np.sqrt(w @ r @ w))


def _constrained(r: Floats, v: Floats, d: Floats, limit: float, start: Floats) -> Floats | None:
    from scipy.optimize import minimize

    k = v.size
    least = np.eye(k)[int(d.argmin())]
    best: Floats | None = None
    solve: Any = minimize
    # on the sphere w'Rw = 1 both validity and gap are linear
    constraints = [
        {"type": "ineq", "fun": lambda w: limit - d @ w, "jac": lambda w: -d},
        {"type": "eq", "fun": lambda w: w @ r @ w - 1.0, "jac": lambda w: 2 * (r @ w)},
    ]
    # from the point before, from the predictor with the smallest gap, and from between
    for first in (start, least, (start + least) / 2):
        found = solve(
            lambda w: -(v @ w),
            first / np.sqrt(first @ r @ first),
            jac=lambda w: -v,
            method="SLSQP",
            bounds=[(0.0, None)] * k,
            constraints=constraints,
            options={"maxiter": 200, "ftol": 1e-10},
        )
        w = np.maximum(np.asarray(found.x, dtype=np.float64), 0.0)
        if not w.any():
            continue
        w = w / np.sqrt(w @ r @ w)
        fits = float(d @ w) <= limit + 1e-5
        if fits and (best is None or float(v @ w) > float(v @ best) + 1e-12):
            best = w
    if best is None and float(d.min()) <= limit + 1e-9:
        best = least
    return best


def _point(
    w: Floats, r: Floats, v: Floats, d: Floats, names: Sequence[str], sr: float, share: float
) -> ParetoPoint:
    w = w / np.sqrt(w @ r @ w)
    gap = float(d @ w)
    return ParetoPoint(
        weights={name: float(x) for name, x in zip(names, w, strict=True)},
        validity=float(v @ w),
        gap=gap,
        impact_ratio=expected_impact_ratio(gap, selection_ratio=sr, share=share),
    )
