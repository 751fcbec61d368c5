"""The way from a score to an outcome: who is left at each step, and how long it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.joined import DAYS_PER_MONTH
from analysis.validity_columns import ValidityColumns
from estimation.table_columns import column, numbers, yes_no
from estimation.table_dates import dates


@dataclass(frozen=True, kw_only=True, slots=True)
class ValidityPath:
    """People at each stage: ``scored``, ``selected``, ``employed`` (not known to have left),
    ``rated``; a stage of which the table says nothing is not among them.

    ``lag_months`` holds the shortest, the middle and the longest time from interview to outcome;
    None without dates. ``excluded`` counts people or rows left out, by code.
    """

    stages: Mapping[str, int]
    left: int
    not_yet_rated: int
    lag_months: tuple[float, float, float] | None
    excluded: Mapping[str, int]

    def count(self, stage: str) -> int | None:
        """People at one stage; None where the table says nothing of it."""
        return self.stages.get(stage)


def validity_path(
    persons: pd.DataFrame, columns: ValidityColumns, excluded: Mapping[str, int]
) -> ValidityPath:
    """Count everybody from scored to rated; ``persons`` as `as_persons` gives them.

    Who left is counted unless their performance was rated before. An outcome rated before the
    interview is none.

    Examples
    --------
    >>> people = pd.DataFrame({"score": [5.0, 6.0, 7.0, None], "hired": [1, 0, 1, 1],
    ...                        "rating": [3.5, None, None, 4.0]})
    >>> named = ValidityColumns(score="score", outcome="rating", selected="hired")
    >>> found = validity_path(people, named, {})
    >>> found.stages, found.not_yet_rated
    ({'scored': 3, 'selected': 2, 'rated': 1}, 1)
    """
    scored = ~np.isnan(numbers(persons, columns.score))
    rated = scored & ~np.isnan(numbers(persons, columns.outcome))
    lag = None
    if columns.interviewed_at and columns.outcome_at:
        begun, told = dates(persons, columns.interviewed_at), dates(persons, columns.outcome_at)
        with np.errstate(invalid="ignore"):
            rated &= ~(told < begun)
        days = (told - begun)[rated & ~np.isnat(told) & ~np.isnat(begun)].astype(np.float64)
        if days.size:
            months = np.quantile(days, [0.0, 0.5, 1.0]) / DAYS_PER_MONTH
            lag = (float(months[0]), float(months[1]), float(months[2]))
    masks = [("scored", scored)]
    if columns.selected:
        # whoever has an outcome was taken, whatever the log of decisions says
        masks.append(("selected", rated | (scored & (yes_no(persons, columns.selected) == 1))))
    if columns.left:
        gone = ~rated & (yes_no(persons, columns.left) == 1)
        masks.append(("employed", masks[-1][1] & ~gone))
    masks.append(("rated", rated))

    def people(mask: NDArray[np.bool_]) -> int:
        if not columns.person:
            return int(mask.sum())
        who = column(persons, columns.person)[mask]
        return int(who.nunique() + who.isna().sum())

    stages = {stage: people(mask) for stage, mask in masks}
    before = stages[masks[-2][0]]
    selected = stages.get("selected", stages["scored"])
    return ValidityPath(
        stages=stages,
        left=selected - stages.get("employed", selected),
        not_yet_rated=before - stages["rated"],
        lag_months=lag,
        excluded=dict(excluded),
    )
