"""Scores and later outcomes joined by person, with everybody counted at each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation.table_columns import column, numbers, yes_no
from estimation.table_dates import dates
from interview import InputError

DAYS_PER_MONTH = 30.4375


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class JoinedOutcomes:
    """One row per score and later outcome of the same person, ``lag_months`` between them.

    ``stages`` counts people from ``scored`` over ``selected``, ``employed`` (selected and not known
    to have left) to ``rated``; ``left`` and ``not_yet_rated`` are those lost on the way.
    ``excluded`` counts outcome rows that found no place.
    """

    table: pd.DataFrame
    stages: tuple[tuple[str, int], ...]
    left: int
    not_yet_rated: int
    excluded: Mapping[str, int]


def join_outcomes(
    scores: pd.DataFrame,
    outcomes: pd.DataFrame,
    *,
    person: str,
    outcome: str,
    score: str | None = None,
    interviewed_at: str | None = None,
    outcome_at: str | None = None,
    selected: str | None = None,
    left: str | None = None,
    keep: Sequence[str] = (),
    longest_lag_months: float | None = None,
) -> JoinedOutcomes:
    """Give each outcome to the person's latest interview before it.

    Formula: an outcome belongs to the interview with the latest date not after its own; with
    several score rows for that interview (competencies, questions) it is joined to each. Lag in
    months of 30.4375 days. An outcome older than every interview of the person is refused and
    counted (``outcome.before_interview``), one of nobody in the scores too
    (``outcome.unknown_person``), one later than ``longest_lag_months`` too (``outcome.too_late``),
    an empty one too (``outcome.none``). Without dates each outcome joins all the person's rows.

    Parameters
    ----------
    selected, left : str, optional
        Columns of ``scores``: who was selected, and who has left since.
    keep : sequence of str
        Columns of ``outcomes`` to carry along (``kpi``, the occasion).

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_a_number``, ``table.not_a_date``,
        ``table.column_twice``, ``table.empty``.

    Examples
    --------
    >>> scores = pd.DataFrame({"id": [1, 1, 2], "score": [5.0, 7.0, 6.0],
    ...                        "at": ["2025-01-10", "2025-06-10", "2025-02-01"]})
    >>> later = pd.DataFrame({"id": [1, 2], "rating": [4.0, 3.0],
    ...                       "rated": ["2025-12-10", "2025-01-01"]})
    >>> found = join_outcomes(scores, later, person="id", outcome="rating", score="score",
    ...                       interviewed_at="at", outcome_at="rated")
    >>> found.table[["score", "rating"]].values.tolist(), found.excluded
    ([[7.0, 4.0]], {'outcome.before_interview': 1})
    """
    for frame, what in ((scores, "scores"), (outcomes, "outcomes")):
        if not len(frame):
            raise InputError(
                "table.empty", f"the table of {what} has no rows", "give one row per person"
            )
    who = column(scores, person)
    value = numbers(outcomes, outcome)
    carried = [name for name in keep if name not in (person, outcome)]
    twice = next((n for n in (*carried, outcome) if n in scores.columns), None)
    if twice is not None:
        raise InputError(
            "table.column_twice",
            f"both tables have a column '{twice}'",
            "rename it in one of them",
            column=twice,
        )
    right = pd.DataFrame({person: column(outcomes, person).to_numpy(), outcome: value})
    for name in carried:
        right[name] = column(outcomes, name).to_numpy()
    excluded: dict[str, int] = {}
    excluded_none = np.isnan(value) | right[person].isna().to_numpy()
    known = right[person].isin(who.dropna()).to_numpy()
    _count(excluded, "outcome.none", excluded_none)
    _count(excluded, "outcome.unknown_person", ~excluded_none & ~known)
    dated = interviewed_at is not None and outcome_at is not None
    base = scores.reset_index(drop=True)
    base = base.assign(_interview=_interview_days(base, str(interviewed_at)) if dated else 0)
    right = right.assign(_outcome=dates(outcomes, str(outcome_at)) if dated else 0, _row=np.arange(
        len(right)))  # fmt: skip
    right = right[known & ~excluded_none]
    if dated:
        right, base = _latest(right, base, person, excluded)
        on = [person, "_interview"]
    else:
        on = [person]
    table = right.merge(base, on=on, how="inner")
    if dated:
        days = (table["_outcome"] - table["_interview"]).dt.days
        table["lag_months"] = days / DAYS_PER_MONTH
        if longest_lag_months is not None:
            late = table["lag_months"] > longest_lag_months
            _count(excluded, "outcome.too_late", late.groupby(table["_row"]).first().to_numpy())
            table = table[~late]
    rated = int(table[person].nunique())
    table = table.drop(columns=["_row", "_interview", "_outcome"], errors="ignore")
    people = _stages(scores, who, score, selected, left)
    counts = (("scored", people[0]), ("selected", people[1]), ("employed", people[2]))
    return JoinedOutcomes(
        table=table.reset_index(drop=True),
        stages=(*counts, ("rated", rated)),
        left=people[1] - people[2],
        not_yet_rated=max(people[2] - rated, 0),
        excluded=excluded,
    )


def cohorts(frame: pd.DataFrame, at: str, *, period: str = "quarter") -> NDArray[np.object_]:
    """The ``month``, ``quarter`` or ``year`` of a column of dates, None where there is none.

    Examples
    --------
    >>> cohorts(pd.DataFrame({"at": ["2025-05-02", None]}), "at").tolist()
    ['2025-Q2', None]
    """
    when = dates(frame, at)
    months = when.astype("datetime64[M]").astype(np.int64)
    missing = np.isnat(when)
    found = np.empty(len(frame), dtype=object)
    for i, month in enumerate(months.tolist()):
        if missing[i]:
            found[i] = None
            continue
        year, of_year = 1970 + month // 12, month % 12
        found[i] = {
            "month": f"{year}-{of_year + 1:02d}",
            "quarter": f"{year}-Q{of_year // 3 + 1}",
            "year": str(year),
        }[period]
    return found


def _interview_days(frame: pd.DataFrame, name: str) -> NDArray[np.datetime64]:
    return dates(frame, name).astype("datetime64[s]")


def _latest(
    right: pd.DataFrame, base: pd.DataFrame, person: str, excluded: dict[str, int]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The date of the interview that each outcome belongs to."""
    undated = right["_outcome"].isna()
    _count(excluded, "outcome.undated", undated.to_numpy())
    right = right[~undated].assign(_outcome=lambda f: f["_outcome"].astype("datetime64[s]"))
    base = base[base["_interview"].notna() & base[person].notna()]
    held = base[[person, "_interview"]].drop_duplicates().sort_values("_interview")
    placed = pd.merge_asof(
        right.sort_values("_outcome", kind="stable"),
        held.assign(_begun=held["_interview"]),
        left_on="_outcome",
        right_on="_begun",
        by=person,
        direction="backward",
    ).drop(columns="_begun")
    early = placed["_interview"].isna()
    _count(excluded, "outcome.before_interview", early.to_numpy())
    return placed[~early].sort_values("_row", kind="stable"), base


def _stages(
    scores: pd.DataFrame, who: pd.Series, score: str | None, selected: str | None, left: str | None
) -> tuple[int, int, int]:
    scored = np.ones(len(scores), dtype=bool)
    if score is not None:
        scored = ~np.isnan(numbers(scores, score))
    chosen = scored if selected is None else scored & (yes_no(scores, selected) == 1)
    gone = np.zeros(len(scores), dtype=bool) if left is None else yes_no(scores, left) == 1
    everybody = set(who[scored].dropna())
    taken = set(who[chosen].dropna())
    return len(everybody), len(taken), len(taken - set(who[gone].dropna()))


def _count(excluded: dict[str, int], code: str, why: NDArray[np.bool_]) -> None:
    if lost := int(np.asarray(why, dtype=bool).sum()):
        excluded[code] = lost
