"""How many of each group were selected, with the interval that the group's size allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from estimation import proportion
from fairness.column_values import yes_no
from fairness.population import groups_of
from interview import Finding, Withheld


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupRate:
    """One group's selection rate: ``selected`` of ``n`` people, and the rate (0 to 1)."""

    attribute: str
    group: str
    selected: int
    n: int
    rate: Finding


def selection_rates(
    frame: pd.DataFrame, *, attribute: str | Sequence[str], selected: str, floor: int = 1
) -> tuple[GroupRate, ...]:
    """The share of each group that was selected.

    Formula: selected / assessed within the group, Wilson interval at 95 %. One row of ``frame``
    is one person at one stage; ``selected`` holds true or false. People without the attribute
    form the group ``not_stated``, so that the sizes add up to the people with a decision; an empty
    decision is no decision. Groups below ``floor`` people are withheld with ``group.too_small``
    and still listed with their size.

    Raises
    ------
    InputError
        ``table.missing_column`` when a column is absent, ``table.not_yes_no`` when ``selected``
        holds anything but true, false, 1 or 0.

    Examples
    --------
    >>> people = pd.DataFrame({"sex": ["f", "f", None, "m"], "hired": [True, False, True, True]})
    >>> [(r.group, r.selected, r.n) for r in selection_rates(people, attribute="sex",
    ...                                                      selected="hired")]
    [('f', 1, 2), ('m', 1, 1), ('not_stated', 1, 1)]
    """
    chosen = yes_no(frame, selected)
    decided = ~np.isnan(chosen)
    found = groups_of(frame, attribute)
    sizes = np.bincount(found.codes, weights=decided, minlength=len(found.names))
    counts = np.bincount(
        found.codes, weights=np.where(decided, chosen, 0.0), minlength=len(found.names)
    )
    return tuple(
        GroupRate(
            attribute=found.attribute,
            group=name,
            selected=int(k),
            n=int(n),
            rate=proportion(int(k), int(n))
            if n >= floor
            else Withheld(code="group.too_small", n=int(n)),
        )
        for name, k, n in zip(found.names, counts, sizes, strict=True)
    )
