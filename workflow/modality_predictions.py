"""What scorers of each set of modalities predict for people they were not trained on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.modality_frontier import SUBSETS, Subset
from interview import InputError, Modality
from scoring.learned.design import DesignTable
from scoring.learned.fit import centred
from scoring.learned.folds import FoldPlan
from scoring.learned.nested import Fitted, fitted
from scoring.learned.training_spec import Kind, TrainingSpec

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
FEWEST = 50
"""Fewer people than this train nothing worth comparing."""
MIDDLE, SPREAD = 5.0, 1.5
"""Targets are brought to this mean and standard deviation: those of ratings from 0 to 10."""
OnStep = Callable[[Subset], None]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class LeftOut:
    """Predictions by subset, shape (n,): not-a-number where a row lacks a modality.

    ``trained`` are the rows with a target; ``carried`` is how much of what moves a subset's scores
    comes from each of its modalities, 0 to 1, with no law's cap applied.
    """

    predictions: Mapping[Subset, Floats]
    trained: Bools
    carried: Mapping[Subset, Mapping[Modality, float]]


def left_out_predictions(
    table: DesignTable,
    target: Floats,
    plan: FoldPlan,
    *,
    kind: Kind = "linear",
    seed: int = 2026,
    on_step: OnStep | None = None,
) -> LeftOut:
    """Train a learned scorer of every subset without each fold's openings and let it predict them.

    Rows lacking a whole modality are left out for every subset, so that all are compared on the
    same people. The target is taken around its role's mean among those trained on; how strongly to
    regularise is chosen by folds inside the training. Rows without a target are predicted too, by
    the scorer that has not seen their opening: they show what selecting with it does to applicants.

    Parameters
    ----------
    table : DesignTable
        One row per interview, with the features of all three modalities.
    target : array, shape (n,)
        Not-a-number where there is none.
    plan : FoldPlan
        The folds of all rows, the same for every subset and target.

    Raises
    ------
    InputError
        ``frontier.too_few`` with fewer than 50 people who have a target and all modalities.
    """
    whole = complete(table)
    trained = whole & np.isfinite(target)
    if int(trained.sum()) < FEWEST:
        raise InputError(
            "frontier.too_few",
            f"{int(trained.sum())} people have words, voice, face and something to predict",
            f"wait until at least {FEWEST} have",
            n=int(trained.sum()),
            needed=FEWEST,
        )
    made: dict[Subset, Floats] = {}
    carried: dict[Subset, dict[Modality, float]] = {}
    for subset in SUBSETS:
        if on_step is not None:
            on_step(subset)
        part = table.columns([n for n in table.names if table.modality[n] in subset])
        spec = TrainingSpec(kind=kind, target="performance", modalities=subset, seed=seed)
        held = np.full(len(table), np.nan)
        moved = dict.fromkeys(subset, 0.0)
        for k in range(plan.folds):
            fit, out = trained & plan.train(k), whole & plan.test(k)
            if not out.any() or int(fit.sum()) < FEWEST // 2:
                continue
            y = _around_roles(target[fit], part.role[fit])
            if float(y.std()) <= 0:
                held[out] = MIDDLE
                continue
            one = fitted(part.rows(fit), MIDDLE + SPREAD * y / float(y.std()), spec)
            rows = part.rows(out)
            held[out] = one.predict(rows)
            for modality in subset:
                moved[modality] += float(np.abs(_points(one, rows, modality)).sum())
        made[subset] = held
        total = sum(moved.values())
        carried[subset] = {m: v / total if total > 0 else 0.0 for m, v in moved.items()}
    return LeftOut(predictions=made, trained=trained, carried=carried)


def complete(table: DesignTable) -> Bools:
    """Rows of which something was measured in every modality."""
    found = np.ones(len(table), dtype=bool)
    for modality in sorted(set(table.modality.values())):
        mine = np.array([table.modality[n] == modality for n in table.names])
        found &= ~np.isnan(table.X[:, mine]).all(axis=1)
    return found


def _points(one: Fitted, rows: DesignTable, modality: Modality) -> Floats:
    """What a modality moves each score by, against its own ordinary values."""
    x = centred(rows.X, rows.locale, one.centres)
    mine = np.array([rows.modality[n] == modality for n in rows.names])
    still = np.where(mine[None, :], 0.0, x)
    return np.asarray(one.pipeline.predict(x) - one.pipeline.predict(still), dtype=np.float64)


def _around_roles(y: Floats, role: NDArray[np.object_]) -> Floats:
    _, codes = np.unique(role.astype(str), return_inverse=True)
    mean = np.bincount(codes, weights=y) / np.bincount(codes)
    return np.asarray(y - mean[codes])
