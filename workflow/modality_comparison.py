"""All combinations of words, voice and face compared on one table of interviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.modality_frontier import (
    MARGIN,
    SUBSETS,
    ModalityFrontier,
    criterion_validity,
    modality_frontier,
)
from interview import InputError
from scoring.learned.design import DesignTable
from scoring.learned.folds import codes, plan_folds
from scoring.learned.training_spec import Kind
from workflow.modality_predictions import LeftOut, OnStep, left_out_predictions

Floats = NDArray[np.float64]
FOLDS = 5


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ModalityComparison:
    """The frontier with the predictions it rests on, by criterion; ``lacking`` says why a
    criterion is not there, ``grouping`` how people were left out (`scoring.learned.folds`)."""

    frontier: ModalityFrontier
    predictions: Mapping[str, LeftOut]
    lacking: Mapping[str, str]
    grouping: str


def compare_modalities(
    design: DesignTable,
    targets: Mapping[str, Floats],
    *,
    kind: Kind = "linear",
    margin: float = MARGIN,
    seed: int = 2026,
    on_step: OnStep | None = None,
) -> ModalityComparison:
    """Train every combination on each target, on the same folds, and judge what each step adds.

    Correlations are taken inside roles and folds, because every fold's scorer has a mean of its
    own; their error comes from drawing whole openings again.

    Parameters
    ----------
    design : DesignTable
        One row per interview, with features of all three modalities.
    targets : mapping
        ``ratings`` and ``performance`` by row, not-a-number where there is none.

    Raises
    ------
    InputError
        ``frontier.too_few`` when no target has enough people, ``folds.too_few``.
    """
    plan = plan_folds(design, folds=FOLDS, seed=seed)
    criteria, found, lacking = [], {}, {}
    refused: InputError | None = None
    for name, target in targets.items():
        try:
            made = left_out_predictions(design, target, plan, kind=kind, seed=seed, on_step=on_step)
        except InputError as error:
            if error.code != "frontier.too_few":
                raise
            lacking[name], refused = error.code, error
            continue
        found[name] = made
        rows = made.trained & np.isfinite(made.predictions[SUBSETS[-1]])
        cells = codes(design.role) * plan.folds + plan.fold
        criteria.append(
            criterion_validity(
                name,
                {s: p[rows] for s, p in made.predictions.items()},
                target[rows],
                codes(design.requisition)[rows],
                cells=cells[rows],
                features=Counter(design.modality[name] for name in design.names),
                margin=margin,
                seed=seed,
            )
        )
    if refused is not None and not criteria:
        raise refused
    return ModalityComparison(
        frontier=modality_frontier(criteria, margin=margin),
        predictions=found,
        lacking=lacking,
        grouping=plan.grouping,
    )
