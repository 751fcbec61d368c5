"""Should a role weigh its competencies otherwise? Judged on hires left out of the fitting."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.complete_people import CompletePeople, complete_people
from estimation.correlation import correlation_interval
from estimation.cross_validation import corrected_interval, repeated_folds
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]
FOLDS = 5
INNER = 4
NEEDED = 100
"""Hires with every score and an outcome below which fitted weights lose to any sensible ones."""
PULLS = (0.0, *np.logspace(-1.5, 3.0, 10).tolist())
"""How strongly fitted weights are held to the present ones, in parts of the number of people."""
LEVEL = 0.90


@dataclass(frozen=True, kw_only=True, slots=True)
class WeightChange:
    """One competency's share of the overall score now and as proposed; both sum to 1."""

    competency: str
    present: float
    proposed: float


@dataclass(frozen=True, kw_only=True, slots=True)
class WeightProposal:
    """Weights fitted to later performance beside the present ones.

    ``present`` and ``proposed`` are correlations with the outcome among people left out; ``gain``
    their difference paired by fold, with a 90 % interval. ``refused`` is empty when the lower limit
    is above zero; else ``weights.too_few``, ``weights.no_gain``, ``outcome.constant``,
    ``score.constant``, ``outcome.none_yet`` or ``folds.too_few_people``, and nothing is proposed.
    ``n`` people were complete, ``needed`` is how many it takes at least.
    """

    weights: tuple[WeightChange, ...]
    present: Finding
    proposed: Finding
    gain: Finding
    refused: str
    n: int
    needed: int
    pull: float
    excluded: Mapping[str, int]

    @property
    def offered(self) -> bool:
        """Whether the weights may be accepted."""
        return not self.refused


def propose_weights(
    frame: pd.DataFrame,
    present: Mapping[str, float],
    *,
    outcome: str,
    requisition: str | None = None,
    repeats: int = 10,
    seed: int = 2026,
) -> WeightProposal:
    """Weights of 0 or more, fitted to the outcome and held to the present ones.

    Formula: with scores centred, minimise ``|y - b X w|^2 + a n |S (w - w0)|^2`` over ``w >= 0``, b
    the slope of y on the present composite and S the spreads of the scores, ``a`` chosen by folds
    inside the training (a very large one keeps the present weights). Judged by the correlation with
    the outcome in five folds, ten times, whole requisitions on one side; the gain over the present
    weights is paired by fold, with the 90 % interval of Nadeau and Bengio. Scores keep their unit:
    the overall score stays a mean of competencies from 0 to 10.

    Parameters
    ----------
    frame : DataFrame
        One row per hired person: a column per competency, and the outcome.
    present : mapping
        Competency to its present weight; normalised to sum to 1.

    Raises
    ------
    InputError
        ``table.empty``, ``table.missing_column``, ``table.not_a_number``, ``scores.none``;
        ``weights.one_only`` with fewer than two competencies, ``weights.negative``.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> x = rng.normal(6, 1.5, size=(500, 3))
    >>> people = pd.DataFrame(x, columns=["a", "b", "c"])
    >>> people["rating"] = 0.5 * x[:, 0] + rng.normal(size=500)
    >>> found = propose_weights(people, {"a": 0.2, "b": 0.4, "c": 0.4}, outcome="rating")
    >>> found.offered, found.weights[0].proposed > 0.8
    (True, True)
    """
    keys = list(present)
    start = np.array([present[k] for k in keys], dtype=np.float64)
    if len(keys) < 2 or (start < 0).any() or start.sum() <= 0:
        raise InputError(
            "weights.one_only" if len(keys) < 2 else "weights.negative",
            f"weights {start.tolist()} cannot be changed against one another",
            "give two or more competencies, with weights of 0 or more and one above 0",
            weights=", ".join(f"{v:g}" for v in start),
        )
    start = start / start.sum()
    people = complete_people(frame, scores=keys, outcome=outcome, requisition=requisition)

    def refused(code: str) -> WeightProposal:
        nothing = Withheld(code=code, n=people.n)
        return _proposal(keys, start, start, people, (nothing, nothing, nothing), code, math.inf)

    if people.n == 0:
        return refused("outcome.none_yet")
    if people.n < NEEDED:
        return refused("weights.too_few")
    if float(np.ptp(people.y)) <= 0:
        return refused("outcome.constant")
    if (np.ptp(people.x, axis=0) <= 0).any():
        return refused("score.constant")
    units = people.n if people.groups is None else int(np.unique(people.groups).size)
    if units < FOLDS:
        return refused("folds.too_few_people")
    old, new = _unseen(people, start, repeats, seed)
    gain = corrected_interval(new - old, test_over_train=1 / (FOLDS - 1), n=people.n, level=LEVEL)
    pull = _pull(people.x, people.y, people.groups, start, seed)
    weights = fitted_to(people.x, people.y, start, pull)
    better = isinstance(gain, Estimate) and gain.low > 0
    found = (
        correlation_interval(float(np.nanmean(old)), people.n),
        correlation_interval(float(np.nanmean(new)), people.n),
        gain,
    )
    return _proposal(keys, start, weights, people, found, "" if better else "weights.no_gain", pull)


def fitted_to(x: Floats, y: Floats, start: Floats, pull: float) -> Floats:
    """Weights of 0 or more that sum to 1, between least squares and the present ones.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(400, 2))
    >>> fitted_to(x, x[:, 0], np.array([0.5, 0.5]), 0.0).round(2).tolist()
    [1.0, 0.0]
    """
    from scipy.optimize import nnls

    a, b = x - x.mean(axis=0), y - y.mean()
    spread = a.std(axis=0)
    whole = a @ start
    slope = float(whole @ b) / max(float(whole @ whole), 1e-300)
    if slope <= 0:
        # the present composite tells the wrong way round: scale by the outcome's own spread
        slope = float(b.std()) / max(float(whole.std()), 1e-300)
    hold = math.sqrt(pull * b.size) * np.diag(spread)
    # shrinking w (b times a weight) towards b w0
    found = np.asarray(
        nnls(np.vstack([a, hold]), np.concatenate([b, slope * hold @ start]))[0], dtype=np.float64
    )
    total = float(found.sum())
    return found / total if total > 0 else start


def _unseen(
    people: CompletePeople, start: Floats, repeats: int, seed: int
) -> tuple[Floats, Floats]:
    """Correlations in each left-out fold with the present and with fitted weights."""
    folds = repeated_folds(people.n, groups=people.groups, folds=FOLDS, repeats=repeats, seed=seed)
    old, new = [], []
    for row in folds:
        for k in range(FOLDS):
            out = row == k
            groups = None if people.groups is None else people.groups[~out]
            pull = _pull(people.x[~out], people.y[~out], groups, start, seed)
            weights = fitted_to(people.x[~out], people.y[~out], start, pull)
            old.append(_correlation(people.x[out] @ start, people.y[out]))
            new.append(_correlation(people.x[out] @ weights, people.y[out]))
    return np.array(old), np.array(new)


def _pull(
    x: Floats, y: Floats, groups: NDArray[np.int64] | None, start: Floats, seed: int
) -> float:
    """How strongly to hold to the present weights: best correlation in folds of the training."""
    units = y.size if groups is None else int(np.unique(groups).size)
    if units < INNER:
        return float(PULLS[-1])
    fold = repeated_folds(y.size, groups=groups, folds=INNER, repeats=1, seed=seed)[0]
    told = []
    for pull in PULLS:
        kept = [
            _correlation(
                x[fold == k] @ fitted_to(x[fold != k], y[fold != k], start, pull), y[fold == k]
            )
            for k in range(INNER)
        ]
        told.append(float(np.nanmean(kept)) if np.isfinite(kept).any() else -1.0)
    # among equals the one that changes least
    best = max(told)
    return float(max(p for p, t in zip(PULLS, told, strict=True) if t >= best - 1e-9))


def _correlation(a: Floats, b: Floats) -> float:
    a, b = a - a.mean(), b - b.mean()
    below = math.sqrt(float(a @ a) * float(b @ b))
    return float(a @ b) / below if below > 1e-12 else float("nan")


def _proposal(
    keys: list[str],
    start: Floats,
    weights: Floats,
    people: CompletePeople,
    found: tuple[Finding, Finding, Finding],
    refused: str,
    pull: float,
) -> WeightProposal:
    return WeightProposal(
        weights=tuple(
            WeightChange(competency=k, present=float(p), proposed=float(w))
            for k, p, w in zip(keys, start, weights, strict=True)
        ),
        present=found[0],
        proposed=found[1],
        gain=found[2],
        refused=refused,
        n=people.n,
        needed=NEEDED,
        pull=pull if math.isfinite(pull) else 0.0,
        excluded=people.excluded,
    )
