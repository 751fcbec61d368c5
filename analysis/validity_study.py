"""Does the interview tell who will do well? Every answer to that from one table, as one value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from analysis.correlation import USEFUL, UsualRule, correlation, usual_rule
from analysis.judged_validity import JudgedValidity, corrections
from analysis.pool_validities import FEWEST_STUDIES, PooledValidities, ValidityPrior
from analysis.rated_people import on_scale, rated_people
from analysis.study_rules import StudyRules
from analysis.validity_columns import LINE, ValidityColumns, as_persons, lines_named
from analysis.validity_map import KpiMap, MapCell
from analysis.validity_notes import concerns_of, notes_of
from analysis.validity_parts import (
    NOBODY,
    by_part,
    by_question,
    cohort_columns,
    kpi_cells,
    study_tables,
)
from analysis.validity_path import ValidityPath, validity_path
from analysis.within_role_validity import within_role_validity
from estimation.correlation_power import people_needed
from estimation.range_restriction import disattenuated
from estimation.table_columns import column, numbers
from interview import Estimate, Finding, Flag, InputError, Withheld

LARGEST = 1e100
NOT_ASKED = Withheld(code="validity.not_asked")


@dataclass(frozen=True, kw_only=True, slots=True)
class ValidityStudy:
    """What a table of scores and outcomes says of the instrument.

    ``overall`` mixes all roles; ``within`` takes differences between roles out and is the one to
    read where there are several (``between`` is that of the roles' means, ``misleading`` that both
    tell different stories). ``criterion`` and ``direct`` are the corrections of the overall value.
    ``by_...`` are empty where the table has no such column; ``by_question`` is labelled by role,
    question and version as far as there are columns for them. ``pooled`` is of the questions, of
    the roles where no question is named. ``cells`` are the map of competency by KPI.
    ``drawn_to`` is the stated belief towards which single values were drawn because there were too
    few to be drawn towards each other. ``reliability`` is that of one outcome as it was given,
    below zero too. ``notes`` say what a
    reader must know, ``concerns`` what needs somebody's attention.
    """

    overall: Finding
    p_value: float | None
    needed: int
    usual: UsualRule | None
    criterion: Finding
    direct: Finding
    within: Finding
    between: Finding
    misleading: bool
    by_role: tuple[JudgedValidity, ...]
    by_cohort: tuple[JudgedValidity, ...]
    by_modality: tuple[JudgedValidity, ...]
    by_rater: tuple[JudgedValidity, ...]
    by_question: tuple[JudgedValidity, ...]
    pooled: PooledValidities | Withheld
    pooled_roles: PooledValidities | Withheld
    drawn_to: ValidityPrior | None
    cells: tuple[MapCell, ...]
    path: ValidityPath
    reliability: float | None
    minimum: float
    notes: tuple[Flag, ...] = ()
    concerns: tuple[Flag, ...] = ()

    @property
    def headline(self) -> Finding:
        """The validity to read first: within roles where there are several, else overall."""
        return self.within if isinstance(self.within, Estimate) else self.overall

    @property
    def by_competency(self) -> tuple[MapCell, ...]:
        """Each competency with its own KPI, by role and over all roles, undivided."""
        return tuple(cell for cell in self.cells if cell.own and not cell.split)

    @property
    def refusal(self) -> Withheld | None:
        """Why nothing at all can be told; None where something can."""
        findings = [self.overall, self.within, *(c.finding for c in self.cells)]
        for part in (self.by_role, self.by_cohort, self.by_modality, self.by_rater):
            findings += [one.finding for one in part]
        findings += [one.finding for one in self.by_question]
        if any(isinstance(found, Estimate) for found in findings):
            return None
        return self.overall if isinstance(self.overall, Withheld) else None


def validity_study(
    frame: pd.DataFrame,
    columns: ValidityColumns,
    *,
    answers: pd.DataFrame | None = None,
    figures: Mapping[str, pd.DataFrame] | None = None,
    modalities: pd.DataFrame | None = None,
    kpi_of: KpiMap | None = None,
    rules: StudyRules | None = None,
) -> ValidityStudy:
    """Everything that scores and later outcomes say, from whatever columns there are.

    One row is one score and one outcome of one person; the same person may have a row per question,
    competency, KPI, modality or rater. For the overall value those become one pair per person: the
    mean score and the one outcome. Applicants who were not taken belong in the table too, with an
    empty outcome: they are counted, and corrections need them.

    Parameters
    ----------
    frame : DataFrame
        Any table; ``columns`` says which column is what.
    answers, modalities : DataFrame, optional
        One row per answer or modality, where ``frame`` holds one per person.
    figures : mapping, optional
        Scores beside KPIs where ``frame`` holds none: under "" by competency, under "modality" and
        "question" divided further. Tables handed in apart have what columns of the names they need.
    kpi_of : mapping, optional
        Competency (or ``role/competency``) to its own KPI.

    Raises
    ------
    InputError
        ``validity.kpi_alone`` for a KPI without a competency, ``person.twice`` for somebody rated
        twice while the rules do not say what to do, ``score.out_of_range``,
        ``correction.reliability`` above 1, and what `rated_people` refuses.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(4)
    >>> skill = rng.normal(size=200)
    >>> people = pd.DataFrame({"score": np.clip(5 + skill, 0, 10), "role": ["a", "b"] * 100,
    ...                        "rating": 0.4 * skill + rng.normal(size=200)})
    >>> found = validity_study(people, ValidityColumns(score="score", outcome="rating",
    ...                                                role="role"))
    >>> found.overall.n, [one.labels for one in found.by_role], found.path.stages
    (200, [('a',), ('b',)], {'scored': 200, 'rated': 200})
    """
    rules = rules or StudyRules()
    apart = answers is not None or figures is not None or modalities is not None
    _check(frame, columns, rules, kpi_of, apart=apart)
    tables = study_tables(frame, columns, answers, modalities, figures, apart=apart)
    columns = cohort_columns(columns)
    named = columns.within(tables.frame) if apart else columns
    met = as_persons(tables.frame, named)
    persons = met.frame.reset_index(drop=True)
    path = validity_path(persons, named, {})
    overall: Finding = Withheld(code="validity.several_outcomes", n=path.stages["rated"])
    within: Finding = NOT_ASKED
    between: Finding = NOT_ASKED
    p_value, misleading = None, False
    roles = when = signals = raters = NOBODY
    if not met.several:
        with lines_named(persons):
            whole = correlation(persons, **rules.reading(named))
        overall, p_value = whole.finding, whole.p_value
        path = replace(path, excluded=whole.excluded)
        roles = by_part(persons, named, "role", rules)
        when = by_part(persons, named, "cohort", rules)
        signals = by_part(tables.modalities, columns, "modality", rules)
        raters = by_part(tables.frame, named, "rater", rules)
        if named.role:
            taken = within_role_validity(
                persons, role=named.role, minimum=rules.minimum, **rules.reading(named)
            )
            within, between, misleading = taken.within, taken.between, taken.misleading
    questions = by_question(tables.answers, columns, rules)
    criterion, direct = corrections(persons, named, overall, rules)
    study = ValidityStudy(
        overall=overall,
        p_value=p_value,
        needed=people_needed(USEFUL),
        usual=usual_rule(overall),
        criterion=criterion,
        direct=direct,
        within=within,
        between=between,
        misleading=misleading,
        by_role=roles[0],
        by_cohort=when[0],
        by_modality=signals[0],
        by_rater=raters[0],
        by_question=questions[0],
        pooled=questions[1] if questions[0] else roles[1],
        pooled_roles=roles[1],
        drawn_to=_drawn_to(questions[0], roles[0], rules),
        cells=kpi_cells(tables.figures, columns, kpi_of, rules),
        path=path,
        reliability=rules.reliability,
        minimum=rules.minimum,
    )
    return replace(study, notes=notes_of(study, named), concerns=concerns_of(study))


def _drawn_to(
    questions: Sequence[JudgedValidity], roles: Sequence[JudgedValidity], rules: StudyRules
) -> ValidityPrior | None:
    seen = [one for one in questions or roles if isinstance(one.finding, Estimate)]
    if not seen or len(seen) >= FEWEST_STUDIES:
        return None
    return rules.question_prior if questions else rules.prior


def _check(
    frame: pd.DataFrame,
    columns: ValidityColumns,
    rules: StudyRules,
    kpi_of: KpiMap | None,
    *,
    apart: bool,
) -> None:
    """Refuse what is asked wrongly before anything is computed."""
    if not apart:
        for part in fields(columns):
            if name := str(getattr(columns, part.name)):
                column(frame, name)
    if columns.kpi and not columns.competency and not apart:
        raise InputError(
            "validity.kpi_alone",
            f"the column of KPIs '{columns.kpi}' stands without one of competencies",
            "name the column that says which competency a score is of",
            column=columns.kpi,
        )
    if not apart:
        # before anything is averaged, so that the refusal names what stands in the table
        on_scale(numbers(frame, columns.score), columns.score, rules.scale)
        _countable(frame, columns)
        _known_kpis(frame, columns, kpi_of)
        _each_measured_once(frame, columns, rules)
    if rules.reliability is not None and rules.reliability > 1:
        disattenuated(0.0, ryy=rules.reliability)


def _countable(frame: pd.DataFrame, columns: ValidityColumns) -> None:
    """Numbers whose squares leave the range of a computer's are no measurements."""
    for name in (columns.score, columns.outcome):
        wrong = np.flatnonzero(np.abs(numbers(frame, name)) > LARGEST)
        if wrong.size:
            row = int(wrong[0])
            raise InputError(
                "table.not_a_number",
                f"column '{name}' holds {frame[name].iloc[row]} in row {row + 1}",
                "use plain numbers such as 7.5; leave the cell empty where there is none",
                column=name,
                value=str(frame[name].iloc[row]),
                row=row + 1,
            )


def _each_measured_once(frame: pd.DataFrame, columns: ValidityColumns, rules: StudyRules) -> None:
    """Two different scores of one person on the same thing are not averaged unasked."""
    if not columns.person or not len(frame):
        return
    parts = ("role", "question", "version", "competency", "kpi", "rater", "modality")
    marked = frame.reset_index(drop=True).assign(**{LINE: range(len(frame))})
    reading = rules.reading(columns)
    reading.pop("level")
    with lines_named(marked):
        rated_people(marked, by=columns.named(*parts), **reading)


def _known_kpis(frame: pd.DataFrame, columns: ValidityColumns, kpi_of: KpiMap | None) -> None:
    """A pair that names a competency or a KPI which the table does not hold was mistyped."""
    if kpi_of is None or not (columns.competency and columns.kpi):
        return
    held = {str(one) for one in column(frame, columns.competency).dropna()}
    figures = {str(one) for one in column(frame, columns.kpi).dropna()}
    for name, figure in kpi_of.items():
        for asked, there in ((name.rpartition("/")[2], held), (figure, figures)):
            if asked not in there:
                known = ", ".join(sorted(there)[:20])
                raise InputError(
                    "validity.kpi_unknown",
                    f"the table has no '{asked}'",
                    f"it has: {known}",
                    name=asked,
                    known=known,
                )
