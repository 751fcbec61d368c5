"""How much of a score each modality carries, and holding voice and face to what the law allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interview import EXPRESSION, InputError
from scoring.learned.design import DesignTable
from scoring.learned.fit import Columns
from scoring.learned.training_spec import TrainingSpec

Floats = NDArray[np.float64]


def modality_shares(points: Floats, table: DesignTable) -> dict[str, float]:
    """The share of each modality in what moves scores.

    Formula: ``s_m = mean |sum of m's points| / sum over modalities of the same``, points (n, p)
    being each feature's contribution against the ordinary row.

    Examples
    --------
    >>> from scoring.learned.example import example_table
    >>> modality_shares(np.ones((3, 4)), example_table(10)[0])
    {'language': 1.0}
    """
    sizes = {}
    for modality in dict.fromkeys(table.modality[name] for name in table.names):
        mine = [j for j, name in enumerate(table.names) if table.modality[name] == modality]
        sizes[str(modality)] = float(np.abs(points[:, mine].sum(axis=1)).mean())
    total = sum(sizes.values())
    if total <= 0:
        return {m: (1.0 if m == "language" else 0.0) for m in sizes}
    return {m: size / total for m, size in sizes.items()}


def held_to_caps(
    model: Any, z: Floats, columns: Columns, table: DesignTable, spec: TrainingSpec
) -> None:
    """Shrinks a linear model's voice and face coefficients until no share exceeds its cap.

    Trees cannot be shrunk: `over_cap` refuses them after the fit.
    """
    if not hasattr(model, "coef_") or not _capped(spec):
        return
    for _ in range(50):
        shares = modality_shares(_linear_points(model, z, columns, table), table)
        over = _over(shares, spec)
        if not over:
            return
        owner = np.array([table.modality[table.names[i]] for i in columns.source])
        for modality, cap in over.items():
            share = shares[modality]
            # with the rest as it is, this factor brings the share to its cap
            factor = 0.0 if cap <= 0 else cap * (1 - share) / ((1 - cap) * share)
            model.coef_ = np.where(owner == modality, model.coef_ * factor, model.coef_)


def over_cap(shares: Mapping[str, float], spec: TrainingSpec) -> None:
    """Refuses a model whose voice or face carry more than the law preset allows.

    Raises
    ------
    InputError
        ``training.over_cap``.
    """
    for modality, cap in _over(shares, spec, slack=1e-6).items():
        raise InputError(
            "training.over_cap",
            f"{modality} carries {shares[modality]:.0%} of the score; {cap:.0%} is allowed",
            "train a linear scorer, which can be held to the cap, or one of language alone",
            modality=modality,
            share=f"{shares[modality]:.0%}",
            cap=f"{cap:.0%}",
        )


def _capped(spec: TrainingSpec) -> bool:
    return bool(spec.caps) or spec.expression_cap < 1.0


def _over(shares: Mapping[str, float], spec: TrainingSpec, slack: float = 1e-9) -> dict[str, float]:
    """The modalities beyond their cap, with the cap; together they keep to the common one."""
    found: dict[str, float] = {
        m: spec.caps.get(m, 1.0)
        for m in EXPRESSION
        if shares.get(m, 0.0) > spec.caps.get(m, 1.0) + slack
    }
    together = sum(shares.get(m, 0.0) for m in EXPRESSION)
    if not found and together > spec.expression_cap + slack:
        part = spec.expression_cap / together
        found = {m: shares[m] * part for m in EXPRESSION if shares.get(m, 0.0) > 0}
    return found


def _linear_points(model: Any, z: Floats, columns: Columns, table: DesignTable) -> Floats:
    points = np.zeros((z.shape[0], len(table.names)))
    each = np.asarray(model.coef_) * (z - z.mean(axis=0))
    np.add.at(points.T, np.asarray(columns.source), each.T)
    return points
