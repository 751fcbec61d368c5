"""People who have every score that is asked for and an outcome; the others are counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.rated_people import labels
from estimation.least_squares import centred
from estimation.table_columns import column, numbers
from interview import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CompletePeople:
    """``x`` holds one column per score, ``y`` the outcome; ``groups`` are kept on one side when
    people are split (None: everyone for themselves), ``roles`` those whose means were taken out
    (None: none were); ``excluded`` counts who is left out."""

    x: Floats
    y: Floats
    groups: Ints | None
    roles: Ints | None
    excluded: Mapping[str, int]

    @property
    def n(self) -> int:
        """How many people are complete."""
        return int(self.y.size)

    @property
    def means(self) -> int:
        """How many means were taken out of every column, the common one if no role is named."""
        return 1 if self.roles is None else int(np.unique(self.roles).size)


def complete_people(
    frame: pd.DataFrame,
    *,
    scores: Sequence[str],
    outcome: str,
    requisition: str | None = None,
    role: str | None = None,
    person: str | None = None,
) -> CompletePeople:
    """Read several scores and one outcome per person.

    With ``role`` named, every column is taken around its role's mean, so that differences between
    roles neither make nor hide validity. Scores of unlike people (each asked other questions) leave
    few complete rows: average them into competencies first.

    Raises
    ------
    InputError
        ``table.empty``, ``table.missing_column``, ``table.not_a_number``; ``scores.none`` when no
        score is named, ``scores.twice`` when one is named twice; ``person.twice``.

    Examples
    --------
    >>> people = pd.DataFrame({"a": [1, 2, None], "b": [3, 4, 5], "y": [1, 2, 3]})
    >>> found = complete_people(people, scores=["a", "b"], outcome="y")
    >>> found.x.tolist(), found.excluded
    ([[1.0, 3.0], [2.0, 4.0]], {'table.unscored': 1})
    """
    if not len(frame):
        raise InputError(
            "table.empty", "the table has no rows", "give a table with one row per person"
        )
    if len(set(scores)) != len(scores) or outcome in scores:
        raise InputError(
            "scores.twice",
            "a column is named twice among scores and outcome",
            "name each column once",
        )
    if not scores:
        raise InputError("scores.none", "no score is named", "name at least one column of scores")
    x = np.column_stack([numbers(frame, name) for name in scores])
    y = numbers(frame, outcome)
    sets, _, no_set = labels(frame, [] if requisition is None else [requisition])
    roles, _, no_role = labels(frame, [] if role is None else [role])
    excluded: dict[str, int] = {}
    kept = np.ones(len(frame), dtype=bool)
    for code, why in (
        ("table.unscored", np.isnan(x).any(axis=1)),
        ("outcome.none", np.isnan(y)),
        ("table.unlabelled", no_set | no_role),
    ):
        if lost := int((kept & why).sum()):
            excluded[code] = lost
        kept &= ~why
    if person is not None:
        _one_row_each(column(frame, person)[kept])
    x, y, sets, roles = x[kept], y[kept], sets[kept], roles[kept]
    if role is not None and y.size:
        roles = np.unique(roles, return_inverse=True)[1].ravel().astype(np.int64)
        x, y = centred(x, roles), centred(y, roles)
    return CompletePeople(
        x=x, y=y, groups=sets if requisition is not None else None,
        roles=roles if role is not None else None, excluded=excluded,
    )  # fmt: skip


def _one_row_each(who: pd.Series) -> None:
    repeated = who.duplicated() & who.notna()
    if repeated.any():
        at = int(np.flatnonzero(repeated.to_numpy())[0])
        first = int(np.flatnonzero((who == who.iloc[at]).to_numpy())[0])
        raise InputError(
            "person.twice",
            f"rows {first + 1} and {at + 1} of the complete ones are one person",
            "give one row per person; average their scores, or choose a period",
            row=first + 1,
            other=at + 1,
        )
