"""May expression enter a score at all? Only where it forecasts performance beyond what was said."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from estimation.least_squares import centred, least_squares, nested_f
from estimation.quantile import normal_quantile
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]
State = Literal["open", "closed", "cannot_tell"]
SMALLEST = 100
LEVEL = 0.90


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """Whether expression earned a weight, and the figures behind it.

    ``groups`` hold the cross-validated gain in explained variance per group with its 90 % interval;
    ``slopes_p`` tests that expression means the same for performance in every group. ``because`` is
    the code of the reason. A gate that is not open means weight 0.
    """

    state: State
    because: str
    overall: Finding
    groups: Mapping[str, Finding] = field(default_factory=dict)
    slopes_p: float | None = None
    n: int = 0


def incremental_gate(
    outcome: Floats,
    verbal: Floats,
    expression: Floats,
    codes: NDArray[np.int32],
    names: Sequence[str],
    judged: Sequence[int],
    *,
    strata: NDArray[np.int64] | None = None,
    folds: int = 5,
    repeats: int = 4,
    alpha: float = 0.05,
    seed: int = 2026,
) -> Gate:
    """Cross-validated gain of ``outcome ~ verbal + expression`` over ``outcome ~ verbal``.

    Formula: both lines are fitted on all groups together (one weight for everybody, as a score
    must have) in ``folds - 1`` folds and tried on the fold left out, ``repeats`` times; per person
    the gain is the mean drop in squared error, per group ``sum(gain) / sum((y - mean)^2)`` with the
    normal interval of that mean at 90 %. Open when the lower limit is above 0 in every group of at
    least 100 people with an outcome and the F test of ``expression x group`` stays silent; closed
    when a lower limit is not; cannot tell without such groups. Rows without outcome are left out.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> v, e, g = rng.normal(size=600), rng.normal(size=(600, 1)), np.arange(600) % 2
    >>> gate = incremental_gate(v + rng.normal(size=600), v, e, g.astype(np.int32), "ab", (0, 1))
    >>> gate.state, gate.because
    ('closed', 'gate.adds_nothing')
    """
    known = ~np.isnan(outcome) & np.isin(codes, list(judged))
    jobs = None if strata is None else np.unique(strata[known], return_inverse=True)[1]
    n = int(known.sum())
    nothing = Withheld(code="outcome.too_few", n=n)
    if n < SMALLEST:
        return Gate(state="cannot_tell", because="outcome.too_few", overall=nothing, n=n)
    y, v = centred(outcome[known], jobs), centred(verbal[known], jobs)
    e, place = centred(expression[known], jobs), codes[known]
    base = np.column_stack([np.ones(n), v])
    full = np.column_stack([base, e])
    gain = np.zeros(n)
    rng = np.random.default_rng(seed)
    for _ in range(repeats):
        fold = rng.permutation(n) % folds
        for held in range(folds):
            out, rest = fold == held, fold != held
            errors = [
                y[out] - x[out] @ np.linalg.lstsq(x[rest], y[rest], rcond=None)[0]
                for x in (base, full)
            ]
            gain[out] += (errors[0] ** 2 - errors[1] ** 2) / repeats
    large = [i for i in judged if int((place == i).sum()) >= SMALLEST]
    groups = {names[i]: _share(gain[place == i], y[place == i]) for i in large}
    overall = _share(gain, y)
    slopes = _slopes(y, v, e, place, judged)
    if not groups:
        return Gate(state="cannot_tell", because="outcome.too_few", overall=overall, n=n)
    lowest = [g.low if isinstance(g, Estimate) else -math.inf for g in groups.values()]
    state: State = "open"
    because = "gate.adds_in_every_group"
    if min(lowest) <= 0:
        state, because = "closed", "gate.adds_nothing"
    elif slopes is not None and slopes < alpha:
        state, because = "closed", "gate.slopes_differ"
    return Gate(state=state, because=because, overall=overall, groups=groups, slopes_p=slopes, n=n)


def _share(gain: Floats, y: Floats) -> Finding:
    n, total = gain.size, float(((y - y.mean()) ** 2).sum())
    if total <= 0:
        return Withheld(code="score.constant", n=n)
    value = float(gain.sum()) / total
    half = normal_quantile(0.5 + LEVEL / 2) * float(gain.std(ddof=1)) * math.sqrt(n) / total
    return Estimate(
        value=value, low=value - half, high=value + half, n=n, method="r2.cross_validated"
    )


def _slopes(
    y: Floats, v: Floats, e: Floats, place: NDArray[np.int32], judged: Sequence[int]
) -> float | None:
    dummies = [(place == i).astype(np.float64) for i in judged[1:]]
    same = np.column_stack([np.ones(y.size), v, e, *dummies])
    own = np.column_stack([same, *[e * d[:, None] for d in dummies]])
    smaller, larger = least_squares(same, y), least_squares(own, y)
    tested = nested_f(smaller, larger) if smaller and larger else None
    return tested[1] if tested else None
