"""Which columns of a table say what, and one row per person out of one row per answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from estimation.table_columns import column, numbers
from interview import InputError

OVERALL = frozenset({"overall", "all", "total", "总体", "综合", "全部"})
"""How a table calls the row that speaks of a person as a whole."""
LINE = "_line"


@dataclass(frozen=True, kw_only=True, slots=True)
class ValidityColumns:
    """Names of columns; empty where the table has none.

    ``score`` is what the interview gave, ``outcome`` what came later. ``question`` (with its
    ``version``), ``competency``, ``modality`` and ``rater`` (who gave the score) say what a row's
    score is of, ``kpi`` what its outcome is of. ``selected`` and ``left`` are yes or no.
    """

    score: str
    outcome: str
    question: str = ""
    version: str = ""
    competency: str = ""
    kpi: str = ""
    role: str = ""
    rater: str = ""
    requisition: str = ""
    person: str = ""
    interviewed_at: str = ""
    outcome_at: str = ""
    selected: str = ""
    left: str = ""
    modality: str = ""
    cohort: str = ""

    def named(self, *names: str) -> list[str]:
        """The columns there are among these parts, in their order.

        Examples
        --------
        >>> ValidityColumns(score="s", outcome="y", role="job").named("role", "question")
        ['job']
        """
        return [found for name in names if (found := str(getattr(self, name)))]

    def within(self, frame: pd.DataFrame) -> ValidityColumns:
        """Only those columns that this table has, where several tables share the names.

        Examples
        --------
        >>> named = ValidityColumns(score="s", outcome="y", question="q")
        >>> named.within(pd.DataFrame(columns=["s", "y"])).question
        ''
        """
        absent = {f.name: "" for f in fields(self) if getattr(self, f.name) not in frame}
        return replace(self, **absent)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Occasions:
    """``frame`` has one row per person and occasion; ``several`` says that outcomes of unlike
    kinds stand in the table and none of them is called overall."""

    frame: pd.DataFrame
    several: bool


def as_persons(frame: pd.DataFrame, columns: ValidityColumns) -> Occasions:
    """Everybody once per outcome: scores on questions, competencies or by raters become their mean.

    Of a table with several KPIs or modalities the rows called overall count. Without a column that
    names the person every row stays a person of its own.

    Examples
    --------
    >>> rows = pd.DataFrame({"id": [1, 1, 2], "q": ["a", "b", "a"], "score": [4.0, 6.0, 7.0],
    ...                      "rating": [3.0, 3.0, 4.0]})
    >>> named = ValidityColumns(score="score", outcome="rating", question="q", person="id")
    >>> as_persons(rows, named).frame["score"].tolist()
    [5.0, 7.0]
    """
    kept, several = frame, False
    for name in columns.named("kpi", "modality"):
        said = column(kept, name).astype("string").str.strip().str.lower()
        if said.dropna().nunique() < 2:
            continue
        whole = said.isin(OVERALL).to_numpy(dtype=bool)
        if whole.any():
            kept = kept[whole]
        else:
            several = several or name == columns.kpi
    marked = kept.assign(**{LINE: kept.index}) if LINE not in kept else kept
    parts = ("question", "version", "competency", "rater", "modality")
    return Occasions(frame=averaged(marked, columns, over=columns.named(*parts)), several=several)


def averaged(
    frame: pd.DataFrame, columns: ValidityColumns, *, over: Sequence[str], keep: Sequence[str] = ()
) -> pd.DataFrame:
    """One row per person, occasion and label of ``keep``: the mean score over the columns ``over``.

    An occasion is an outcome with its dates. Rows that repeat each other count once. Nothing
    changes where no person or nothing to average
    over is named. Other columns keep the value of the first row.
    """
    if not columns.person or not over:
        return frame
    scored = frame.assign(**{columns.score: numbers(frame, columns.score)})
    own = ("person", "role", "requisition", "cohort", "outcome", "interviewed_at", "outcome_at")
    by = list(dict.fromkeys([*columns.named(*own), *keep]))
    unnamed = column(scored, columns.person).isna().to_numpy()
    if unnamed.any():
        # people without an id cannot be told apart: each row stays a person of its own
        scored = scored.assign(_own=np.where(unnamed, np.arange(len(scored)), -1))
        by = [*by, "_own"]
    # what stands in the table twice was said once and must not weigh double in a mean
    told = [*by, *(name for name in over if name in scored), columns.score]
    scored = scored[~scored.duplicated(told)]
    place = scored.groupby(by, dropna=False, sort=False).ngroup().to_numpy()
    mean = pd.Series(scored[columns.score].to_numpy()).groupby(place).mean()
    _, first = np.unique(place, return_index=True)
    made = scored.iloc[first].copy()
    made[columns.score] = mean.to_numpy()
    return made.drop(columns="_own", errors="ignore")


@contextmanager
def lines_named(frame: pd.DataFrame) -> Iterator[None]:
    """A person found twice is told by the lines of the table as it was handed in."""
    try:
        yield
    except InputError as error:
        if error.code != "person.twice" or LINE not in frame:
            raise
        one, other = (
            int(frame[LINE].iloc[int(str(error.slots[name])) - 1]) + 1 for name in ("row", "other")
        )
        raise InputError(
            "person.twice",
            f"rows {one} and {other} are one person with different values",
            error.remedy,
            row=one,
            other=other,
        ) from None
