"""The parts of a study: roles, cohorts, modalities, raters, questions and the map of KPIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analysis.joined import cohorts
from analysis.judged_validity import JudgedValidity, judged_validities
from analysis.pool_validities import PooledValidities
from analysis.study_rules import StudyRules
from analysis.validity_columns import LINE, OVERALL, ValidityColumns, averaged
from analysis.validity_map import KpiMap, MapCell, validity_map
from estimation.table_columns import column
from interview import InputError, Withheld

COHORT = "_cohort"
KPI = "_kpi"
Judged = tuple[tuple[JudgedValidity, ...], PooledValidities | Withheld]
NOBODY: Judged = ((), Withheld(code="validity.not_asked"))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class StudyTables:
    """The tables of one study, each with quarters where it has dates of interviews.

    ``frame`` as it was handed in, ``answers`` and ``modalities`` the same or what was handed in
    apart, ``figures`` scores beside KPIs by how they are divided.
    """

    frame: pd.DataFrame
    answers: pd.DataFrame
    modalities: pd.DataFrame
    figures: Mapping[str, pd.DataFrame]


def study_tables(
    frame: pd.DataFrame,
    columns: ValidityColumns,
    answers: pd.DataFrame | None,
    modalities: pd.DataFrame | None,
    figures: Mapping[str, pd.DataFrame] | None,
    *,
    apart: bool,
) -> StudyTables:
    """Every row keeps the number of its line; what was not handed in is found in ``frame``.

    Raises
    ------
    InputError
        ``table.empty``.
    """
    if not len(frame):
        raise InputError(
            "table.empty", "the table has no rows", "give a table with one row per person"
        )

    def ready(table: pd.DataFrame) -> pd.DataFrame:
        table = table.reset_index(drop=True)
        return with_cohort(table.assign(**{LINE: table.index}), columns)

    whole = ready(frame)
    if figures is None:
        figures = {} if apart else figures_of(whole, columns)
    else:
        figures = {split: ready(rows) for split, rows in figures.items()}
    return StudyTables(
        frame=whole,
        answers=whole if answers is None else ready(answers),
        modalities=whole if modalities is None else ready(modalities),
        figures=figures,
    )


def with_cohort(frame: pd.DataFrame, columns: ValidityColumns) -> pd.DataFrame:
    """The table with a column of quarters, where it has dates of interviews and no cohorts."""
    if columns.cohort or not columns.interviewed_at:
        return frame
    return frame.assign(**{COHORT: cohorts(frame, columns.interviewed_at)})


def cohort_columns(columns: ValidityColumns) -> ValidityColumns:
    """The same columns with the quarters that `with_cohort` adds."""
    added = not columns.cohort and bool(columns.interviewed_at)
    return replace(columns, cohort=COHORT) if added else columns


def by_part(frame: pd.DataFrame, columns: ValidityColumns, part: str, rules: StudyRules) -> Judged:
    """Each role, cohort, modality or rater; nothing where the table has no such column."""
    name = str(getattr(columns, part))
    if not name or name not in frame:
        return NOBODY
    over = [one for one in ("question", "version", "competency") if one != part]
    if part in ("modality", "rater"):
        over.append("rater" if part == "modality" else "modality")
        frame = averaged(frame, columns, over=columns.named(*over), keep=[name])
    return judged_validities(frame, columns, [part], rules, prior=rules.prior)


def by_question(frame: pd.DataFrame, columns: ValidityColumns, rules: StudyRules) -> Judged:
    """Each question (and version) within each role."""
    if not columns.question or columns.question not in frame:
        return NOBODY
    columns = columns.within(frame)
    by = columns.named("role", "question", "version")
    if columns.kpi:
        alike = _of_one_kind(frame, columns)
        if alike is None:
            return (), Withheld(code="validity.several_outcomes")
        frame = alike
    over = columns.named("competency", "rater", "modality")
    frame = averaged(frame, columns, over=over, keep=by)
    return judged_validities(
        frame, columns, ("role", "question", "version"), rules, prior=rules.question_prior
    )


def kpi_cells(
    figures: Mapping[str, pd.DataFrame],
    columns: ValidityColumns,
    kpi_of: KpiMap | None,
    rules: StudyRules,
) -> tuple[MapCell, ...]:
    """The map of competency by KPI undivided, by cohort, and by every other division handed in."""
    cells: list[MapCell] = []
    for split, frame in figures.items():
        columns_here = columns.within(frame)
        if not columns_here.kpi:
            # one outcome for all: each competency is set against it
            frame = frame.assign(**{KPI: columns.outcome})
            columns_here = replace(columns_here, kpi=KPI)
        named = str(getattr(columns_here, split)) if split else ""
        keep = columns_here.named("competency", "kpi") + ([named] if named else [])
        parts = ("question", "version", "rater", "modality")
        over = [name for name in columns_here.named(*parts) if name != named]
        frame = averaged(frame, columns_here, over=over, keep=keep)
        cells += validity_map(
            frame, columns_here, kpi_of=kpi_of, split=named, name=split, rules=rules
        )
        if not split and columns_here.cohort:
            cells += validity_map(
                frame,
                columns_here,
                kpi_of=kpi_of,
                split=columns_here.cohort,
                name="cohort",
                rules=rules,
            )
    return tuple(cells)


def figures_of(frame: pd.DataFrame, columns: ValidityColumns) -> Mapping[str, pd.DataFrame]:
    """What one table holds for the map: rows of a competency, divided as it has columns for."""
    if not columns.competency:
        return {}
    splits: Sequence[str] = [s for s in ("question", "modality") if getattr(columns, s)]
    return {"": frame, **dict.fromkeys(splits, frame)}


def _of_one_kind(frame: pd.DataFrame, columns: ValidityColumns) -> pd.DataFrame | None:
    """The rows of overall outcomes, or all where each question stands beside one KPI."""
    said = column(frame, columns.kpi).astype("string").str.strip().str.lower()
    asked = column(frame, columns.question).notna()
    whole = frame[(said.isin(OVERALL) & asked).to_numpy(dtype=bool)]
    if len(whole):
        return whole
    each = said[asked].groupby(frame.loc[asked, columns.question]).nunique()
    return frame if bool((each <= 1).all()) else None
