"""What a change may have done something to: one row per interview, one column per measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["number", "yes_no"]
PAUSE_MINUTES = 30.0
"""A pause longer than this is not work on the same interview."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """``lag_days`` pass before it is known; ``better`` is +1 where more is better, -1 where less.

    ``missing`` is the code that says why there is nothing, should there be nothing.
    """

    key: str
    kind: Kind
    lag_days: int
    better: int
    missing: str


MEASURES: tuple[Measure, ...] = (
    Measure(key="fit_90", kind="number", lag_days=120, better=1, missing="effect.no_fit"),
    Measure(key="stayed_90", kind="yes_no", lag_days=120, better=1, missing="effect.no_retention"),
    Measure(key="stayed_365", kind="yes_no", lag_days=395, better=1, missing="effect.no_retention"),
    Measure(key="advanced", kind="yes_no", lag_days=21, better=0, missing="effect.no_decisions"),
    Measure(key="hired", kind="yes_no", lag_days=35, better=1, missing="effect.no_decisions"),
    Measure(key="days", kind="number", lag_days=21, better=-1, missing="effect.no_decisions"),
    Measure(key="hours", kind="number", lag_days=21, better=-1, missing="effect.no_hours"),
    Measure(key="satisfaction", kind="number", lag_days=14, better=1,
            missing="effect.no_satisfaction"),
    Measure(key="drop_out", kind="yes_no", lag_days=14, better=-1, missing="effect.no_drop_out"),
)  # fmt: skip
# outcome kind and figure behind each measure that is read from outcomes
OF_OUTCOMES: Mapping[str, tuple[str, str | None]] = {
    "fit_90": ("90_days", "overall"),
    "stayed_90": ("retention", "90_days"),
    "stayed_365": ("retention", "12_months"),
    "satisfaction": ("satisfaction", None),
    "drop_out": ("drop_out", None),
}


def effect_measures(
    interviews: pd.DataFrame,
    outcomes: pd.DataFrame,
    decisions: pd.DataFrame,
    decided: pd.DataFrame,
    handling: pd.DataFrame,
) -> pd.DataFrame:
    """The interviews with a column per measure, empty where it is not known.

    ``fit_90`` is the rating at 90 days, ``stayed_90`` and ``stayed_365`` whether somebody is still
    there, ``advanced`` the decision after the interview, ``hired`` the next stage's decision on
    those advanced, ``days`` from interview to first decision, ``hours`` what people spent on the
    interview, ``satisfaction`` and ``drop_out`` outcomes of that kind, where somebody records them.
    """
    table = interviews.set_index("interview_id", drop=False)
    for key, (kind, figure) in OF_OUTCOMES.items():
        rows = outcomes[outcomes["outcome_kind"] == kind]
        if figure is not None:
            rows = rows[rows["kpi"] == figure]
        table[key] = rows.groupby("interview_id")["outcome"].mean().reindex(table.index)
    for key, stage in (("advanced", "advance"), ("hired", "hire")):
        rows = decisions[decisions["stage"] == stage].drop_duplicates("interview_id", keep="last")
        table[key] = rows.set_index("interview_id")["selected"].reindex(table.index)
    first = decided.groupby("interview_id")["decided_at"].min().reindex(table.index)
    waited = (first - table["interviewed_at"]).dt.total_seconds() / 86400
    table["days"] = waited.where(waited >= 0)
    table["hours"] = hours_spent(handling).reindex(table.index)
    return table.reset_index(drop=True)


def hours_spent(handling: pd.DataFrame) -> pd.Series[float]:
    """Hours that people spent on each interview, as far as the trail shows.

    Formula: for each person and interview the times between one act and the next (card revealed,
    media viewed, rated, overruled, decided), pauses above 30 minutes left out. An interview counts
    when at least one act opened it (a card revealed or a medium viewed): a rating alone says when
    somebody was ready, not how long it took. What went before the first act is not seen, so this is
    a lower bound, to be compared with itself.
    """
    from interview import Action

    opening = {Action.CARD_REVEALED.value, Action.MEDIA_VIEWED.value}
    rows = handling.sort_values(["interview_id", "actor", "at"], kind="stable")
    groups = rows.groupby(["interview_id", "actor"])
    minutes = groups["at"].diff().dt.total_seconds() / 60
    work = minutes.where(minutes <= PAUSE_MINUTES, 0.0).fillna(0.0) / 60
    total = work.groupby(rows["interview_id"]).sum()
    opened = rows["action"].isin(opening).groupby(rows["interview_id"]).any()
    several = groups["at"].transform("size").groupby(rows["interview_id"]).max() > 1
    found: pd.Series[float] = total.where(opened & several, np.nan)
    return found
