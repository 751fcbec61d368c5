"""What does a score add to what is known already?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.complete_people import CompletePeople, complete_people
from estimation.bootstrap import percentile_interval
from estimation.composite import adjusted_r2
from estimation.cross_validation import corrected_interval, repeated_folds
from estimation.least_squares import LinearFit, least_squares
from interview import Finding, Withheld

Floats = NDArray[np.float64]
METHOD = "incremental.bootstrap"
FOLDS = 5
FEWEST_PER_FOLD = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class IncrementalValidity:
    """Share of the outcome's variance explained without and with the added scores.

    ``gain`` is R2 full less R2 base with its bootstrap interval, which never falls below zero by
    construction: judge by ``p_value`` of the F test or by ``unseen_gain``, the gain among people
    the weights were not fitted on, which may well be negative. ``coefficients`` are those of the
    full fit with robust errors, named.
    """

    r2_base: float
    r2_full: float
    gain: Finding
    adjusted_gain: float
    f: float | None
    df: tuple[int, int]
    p_value: float | None
    unseen_gain: Finding
    coefficients: tuple[tuple[str, Finding], ...]
    n: int
    excluded: Mapping[str, int]


def incremental_validity(
    frame: pd.DataFrame,
    *,
    outcome: str,
    base: Sequence[str],
    added: Sequence[str],
    requisition: str | None = None,
    role: str | None = None,
    person: str | None = None,
    replicates: int = 2000,
    repeats: int = 10,
    level: float = 0.95,
    seed: int = 2026,
) -> IncrementalValidity | Withheld:
    """Hierarchical regression: the base alone, then base and added scores together.

    Formula: ``F = (dR2 / q) / ((1 - R2_full) / (n - k - 1))`` for q added scores; the interval of
    dR2 from 2,000 bootstrap samples of people (percentile), each one row of weights against all
    cross-products at once; ``unseen_gain`` from repeated five-fold cross-validation, whole
    requisitions on one side, with the corrected t of Nadeau and Bengio. With ``role`` every column
    is centred within its role. Assumes a linear relation and independent people.

    Parameters
    ----------
    base : sequence of str
        What is known already: the other questions, a human rating, the score of a CV. May be empty.

    Returns
    -------
    IncrementalValidity or Withheld
        ``outcome.none_yet``, ``incremental.too_few`` when people do not outnumber the columns by
        ten, ``regression.collinear``, ``outcome.constant``.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> a, b = rng.normal(size=(2, 300))
    >>> people = pd.DataFrame({"cv": a, "interview": b, "y": 0.3 * a + 0.3 * b
    ...                        + rng.normal(size=300)})
    >>> found = incremental_validity(people, outcome="y", base=["cv"], added=["interview"])
    >>> found.p_value < 0.001, found.unseen_gain.low > 0
    (True, True)
    """
    people = complete_people(
        frame,
        scores=[*base, *added],
        outcome=outcome,
        requisition=requisition,
        role=role,
        person=person,
    )
    n, k, q = people.n, people.x.shape[1], len(added)
    if n == 0:
        return Withheld(code="outcome.none_yet")
    if n < k + people.means + 10:
        return Withheld(code="incremental.too_few", n=n)
    if float(np.ptp(people.y)) <= 1e-12 * max(float(np.abs(people.y).max()), 1e-300):
        return Withheld(code="outcome.constant", n=n)
    ones = np.ones((n, 1 if people.roles is None else 0))
    outer = np.hstack([ones, people.x])
    robust = least_squares(outer, people.y, absorbed=people.roles)
    if robust is None or q == 0:
        return Withheld(code="regression.collinear", n=n)
    tss = float(((people.y - people.y.mean()) ** 2).sum())
    rss0, rss1 = (_rss(people, k0) for k0 in (len(base), k))
    df = n - k - people.means
    f = (rss0 - rss1) / q / (rss1 / df) if rss1 > 1e-12 * tss else None
    draws = _drawn(people, len(base), replicates, seed)
    r2_base, r2_full = 1 - rss0 / tss, 1 - rss1 / tss
    rows = n - people.means + 1
    return IncrementalValidity(
        r2_base=r2_base,
        r2_full=r2_full,
        gain=percentile_interval(r2_full - r2_base, draws, n=n, level=level, method=METHOD),
        adjusted_gain=adjusted_r2(r2_full, rows, k) - adjusted_r2(r2_base, rows, len(base)),
        f=f,
        df=(q, df),
        p_value=None if f is None else _tail(q, df, f),
        unseen_gain=_unseen(people, len(base), repeats, level, seed),
        coefficients=_coefficients(robust, people, [*base, *added], level),
        n=n,
        excluded=people.excluded,
    )


def _coefficients(
    fit: LinearFit, people: CompletePeople, names: Sequence[str], level: float
) -> tuple[tuple[str, Finding], ...]:
    """Named slopes; the constant, where there is one, under an empty name."""
    said = names if people.roles is not None else ["", *names]
    return tuple((name, fit.coefficient(i, level=level)) for i, name in enumerate(said))


def _rss(people: CompletePeople, columns: int) -> float:
    """What the first columns leave over; all means are out already or go with the constant."""
    x = people.x[:, :columns] - people.x[:, :columns].mean(axis=0)
    y = people.y - people.y.mean()
    if columns:
        y = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return float(y @ y)


def _tail(q: int, df: int, f: float) -> float:
    from scipy.special import fdtrc

    return float(fdtrc(q, df, max(f, 0.0)))


def _drawn(people: CompletePeople, inner: int, replicates: int, seed: int) -> Floats:
    """Gains of bootstrap samples: how often each person is drawn, times their cross-products."""
    z = np.column_stack([np.ones(people.n), people.x - people.x.mean(axis=0),
                         people.y - people.y.mean()])  # fmt: skip
    p = z.shape[1]
    upper = np.triu_indices(p)
    products = z[:, upper[0]] * z[:, upper[1]]
    rng = np.random.default_rng(seed)
    found = []
    step = max(1, int(4e6) // people.n)
    for start in range(0, replicates, step):
        many = min(step, replicates - start)
        weights = rng.multinomial(people.n, np.full(people.n, 1 / people.n), size=many)
        moments = np.empty((many, p, p))
        moments[:, upper[0], upper[1]] = weights.astype(np.float64) @ products
        moments[:, upper[1], upper[0]] = moments[:, upper[0], upper[1]]
        found.append(_r2(moments, p - 1) - _r2(moments, inner + 1))
    return np.concatenate(found)


def _r2(moments: Floats, columns: int) -> Floats:
    """R2 on the first ``columns`` (the constant among them) from moment matrices."""
    a = moments[:, :columns, :columns]
    b = moments[:, :columns, -1]
    n, total, squares = moments[:, 0, 0], moments[:, 0, -1], moments[:, -1, -1]
    around = squares - total**2 / n
    inverse = np.linalg.pinv(a, hermitian=True)
    explained = np.einsum("ij,ijk,ik->i", b, inverse, b)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1 - (squares - explained) / around)


def _unseen(people: CompletePeople, inner: int, repeats: int, level: float, seed: int) -> Finding:
    units = people.n if people.groups is None else int(np.unique(people.groups).size)
    if units < FOLDS or people.n < FOLDS * FEWEST_PER_FOLD:
        return Withheld(code="folds.too_few_people", n=people.n)
    folds = repeated_folds(people.n, groups=people.groups, folds=FOLDS, repeats=repeats, seed=seed)
    gains = []
    for row in folds:
        for fold in range(FOLDS):
            test = row == fold
            gains.append(
                _unseen_r2(people, test, people.x.shape[1]) - _unseen_r2(people, test, inner)
            )
    return corrected_interval(gains, test_over_train=1 / (FOLDS - 1), n=people.n, level=level)


def _unseen_r2(people: CompletePeople, test: NDArray[np.bool_], columns: int) -> float:
    ones = np.ones((people.n, 1))
    x = np.hstack([ones, people.x[:, :columns]])
    b, *_ = np.linalg.lstsq(x[~test], people.y[~test], rcond=None)
    off = people.y[test] - x[test] @ b
    around = people.y[test] - people.y[~test].mean()
    below = float(around @ around)
    return 1 - float(off @ off) / below if below > 0 else float("nan")
