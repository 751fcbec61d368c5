"""Weights for training that make group and outcome independent, without touching any score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairness.column_values import yes_no
from fairness.population import NOT_STATED, groups_of
from interview import InputError


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Reweighing:
    """``row_weights`` for every row of the table (1 for people in no group or without an outcome).

    ``weights`` is one number per group and outcome, ``rates`` the share of yes per group before,
    ``weighted_rate`` after, the same for all.
    """

    attribute: str
    weights: Mapping[tuple[str, bool], float]
    row_weights: NDArray[np.float64]
    rates: Mapping[str, float]
    weighted_rate: float
    excluded: Mapping[str, int]


def reweighing(frame: pd.DataFrame, *, attribute: str | Sequence[str], outcome: str) -> Reweighing:
    """Weights ``w(g, y) = P(g) P(y) / P(g, y)`` (Kamiran and Calders 2012).

    They are for *training* a scorer on past outcomes: weighted, each group has the same share of
    yes, and the total weight is unchanged. They alter no score, no cut and no decision; whoever is
    scored later is scored without regard to group. Past outcomes that are themselves unfair stay
    unfair within each group. People who did not state the attribute keep weight 1.

    Raises
    ------
    InputError
        ``reweighing.empty_cell`` when a group has only one kind of outcome,
        ``table.missing_column``, ``table.not_yes_no``, ``group.too_many``.

    Examples
    --------
    >>> people = pd.DataFrame({"g": ["a"] * 100 + ["b"] * 50,
    ...                        "good": [1] * 30 + [0] * 70 + [1] * 10 + [0] * 40})
    >>> found = reweighing(people, attribute="g", outcome="good")
    >>> [round(w, 4) for w in found.weights.values()], round(found.weighted_rate, 4)
    ([0.8889, 1.0476, 1.3333, 0.9167], 0.2667)
    """
    y = yes_no(frame, outcome)
    groups = groups_of(frame, attribute)
    stated = np.array([name != NOT_STATED for name in groups.names], dtype=bool)[groups.codes]
    known = ~np.isnan(y)
    used = known & stated
    codes, good = groups.codes[used], y[used] == 1
    size = len(groups.names)
    n = np.bincount(codes, minlength=size).astype(np.float64)
    yes = np.bincount(codes, weights=good, minlength=size)
    total, all_yes = float(n.sum()), float(yes.sum())
    weights: dict[tuple[str, bool], float] = {}
    table = np.ones((size, 2))
    for i, name in enumerate(groups.names):
        if n[i] == 0:
            continue
        for kind, cell, margin in (
            (True, yes[i], all_yes),
            (False, n[i] - yes[i], total - all_yes),
        ):
            if cell == 0:
                raise InputError(
                    "reweighing.empty_cell",
                    f"nobody of '{name}' has outcome '{'yes' if kind else 'no'}'",
                    "merge groups, or widen the period until every group has both outcomes",
                    group=name,
                )
            weights[name, kind] = float(n[i] * margin / (total * cell))
            table[i, int(kind)] = weights[name, kind]
    row_weights = np.ones(len(frame))
    row_weights[used] = table[codes, good.astype(np.int64)]
    excluded = {
        "outcome.none": int((~known).sum()),
        "group.not_stated": int((known & ~stated).sum()),
    }
    return Reweighing(
        attribute=groups.attribute,
        weights=weights,
        row_weights=row_weights,
        rates={name: float(yes[i] / n[i]) for i, name in enumerate(groups.names) if n[i]},
        weighted_rate=all_yes / total if total else 0.0,
        excluded={code: count for code, count in excluded.items() if count},
    )
