"""How many of each group were selected, with the interval that the group's size allows."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from estimation import proportion
from interview import Finding, InputError, Withheld

NOT_STATED = "not_stated"


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupRate:
    """One group's selection rate: ``selected`` of ``n`` people, and the rate (0 to 1)."""

    attribute: str
    group: str
    selected: int
    n: int
    rate: Finding


def selection_rates(
    frame: pd.DataFrame, *, attribute: str, selected: str, floor: int = 1
) -> tuple[GroupRate, ...]:
    """The share of each group that was selected.

    Formula: selected / assessed within the group, Wilson interval at 95 %. One row of ``frame``
    is one person at one stage; ``selected`` holds true or false. People without the attribute
    form the group ``not_stated``, so that the sizes add up to the population. Groups below
    ``floor`` people are withheld with ``group.too_small`` and still listed with their size.

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
    for column in (attribute, selected):
        if column not in frame.columns:
            raise InputError(
                "table.missing_column",
                f"the table has no column '{column}'",
                f"it has: {', '.join(map(str, frame.columns))}",
                column=column,
            )
    chosen = frame[selected]
    wrong = chosen[~chosen.isin([True, False, 0, 1])]
    if len(wrong):
        raise InputError(
            "table.not_yes_no",
            f"column '{selected}' holds {wrong.iloc[0]!r} in row {wrong.index[0]}",
            "use true and false, or 1 and 0",
            column=selected,
        )
    groups = frame[attribute].astype("object").where(frame[attribute].notna(), NOT_STATED)
    counts = (
        pd.DataFrame({"group": groups.astype(str), "chosen": chosen.astype(int)})
        .groupby("group", sort=True)["chosen"]
        .agg(["sum", "count"])
    )
    return tuple(
        GroupRate(
            attribute=attribute,
            group=str(group),
            selected=int(row["sum"]),
            n=int(row["count"]),
            rate=proportion(int(row["sum"]), int(row["count"]))
            if row["count"] >= floor
            else Withheld(code="group.too_small", n=int(row["count"])),
        )
        for group, row in counts.iterrows()
    )
