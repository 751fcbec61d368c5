"""The parts of a study: roles, cohorts, modalities, raters, questions and the map of KPIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from analysis.joined import cohorts
from analysis.judged_validity import JudgedValidity, judged_validities
from analysis.pool_validities import PooledValidities
from analysis.study_rules import StudyRules
from analysis.validity_columns import OVERALL, ValidityColumns, averaged
from analysis.validity_map import KpiMap, MapCell, validity_map
from estimation.table_columns import column
from interview import Withheld

COHORT = "_cohort"
KPI = "_kpi"
Judged = tuple[tuple[JudgedValidity, ...], PooledValidities | Withheld]
NOBODY: Judged = ((), Withheld(code="validity.not_asked"))


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
    if not name:
        return NOBODY
    over = [one for one in ("question", "version", "competency") if one != part]
    if part in ("modality", "rater"):
        over.append("rater" if part == "modality" else "modality")
        frame = averaged(frame, columns, over=columns.named(*over), keep=[name])
    return judged_validities(frame, columns, [part], rules, prior=rules.prior)


def by_question(frame: pd.DataFrame | None, columns: ValidityColumns, rules: StudyRules) -> Judged:
    """Each question (and version) within each role."""
    if frame is None or not columns.question:
        return NOBODY
    by = columns.named("role", "question", "version")
    if columns.kpi and columns.kpi in frame:
        frame = _of_one_kind(frame, columns)
        if frame is None:
            return (), Withheld(code="validity.several_outcomes")
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
        columns_here = columns
        if not columns.kpi or columns.kpi not in frame:
            # one outcome for all: each competency is set against it
            frame = frame.assign(**{KPI: columns.outcome})
            columns_here = replace(columns, kpi=KPI)
        named = str(getattr(columns, split)) if split else ""
        keep = columns_here.named("competency", "kpi") + ([named] if named else [])
        parts = ("question", "version", "rater", "modality")
        over = [name for name in columns.named(*parts) if name in frame and name != named]
        frame = averaged(frame, columns_here, over=over, keep=keep)
        cells += validity_map(
            frame, columns_here, kpi_of=kpi_of, split=named, name=split, rules=rules
        )
        if not split and columns.cohort:
            cells += validity_map(
                frame, columns_here, kpi_of=kpi_of, split=columns.cohort, name="cohort", rules=rules
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
