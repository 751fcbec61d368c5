"""What a reader of a study must know, and what in it needs somebody's attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.validity_columns import ValidityColumns
from interview import Estimate, Flag

if TYPE_CHECKING:
    from analysis.validity_study import ValidityStudy

ENOUGH = 144
"""People with whom a validity of .30 is told from .10 four times in five."""


def notes_of(study: ValidityStudy, columns: ValidityColumns) -> tuple[Flag, ...]:
    """Circumstances of the table that change how its numbers are to be read."""
    found = []
    if not columns.person:
        parts = columns.named("question", "competency", "kpi", "rater", "modality")
        slots: dict[str, object] = {"column": parts[0] if parts else columns.score}
        found.append(Flag(code="validity.no_person", slots=slots))
    if len({(one.label("question"), one.label("version")) for one in study.by_question}) == 1:
        found.append(Flag(code="validity.one_question"))
    if study.misleading and isinstance(study.overall, Estimate):
        found.append(Flag(code="validity.roles_mislead", slots={"naive": study.overall.value}))
    if early := study.path.excluded.get("outcome.before_interview"):
        found.append(Flag(code="validity.early_outcomes", slots={"n": early}))
    if again := study.path.excluded.get("table.repeated"):
        found.append(Flag(code="validity.repeated", slots={"n": again}))
    if study.reliability is not None and study.reliability <= 0:
        slots = {"reliability": study.reliability}
        found.append(Flag(code="validity.reliability_not_positive", slots=slots))
    return tuple(found)


def concerns_of(study: ValidityStudy) -> tuple[Flag, ...]:
    """What the evidence says does not work, each with enough people behind it.

    The whole score where its interval lies below the minimum; a role, question or competency where
    the chance to exceed the minimum is .20 or less.
    """
    found = []
    head = study.headline
    if isinstance(head, Estimate) and head.n >= ENOUGH and head.high < study.minimum:
        slots: dict[str, object] = {"high": head.high, "n": head.n, "minimum": study.minimum}
        found.append(Flag(code="validity.score_says_little", slots=slots))
    for what, part in (("role", study.by_role), ("question", study.by_question)):
        for one in part:
            if one.evidence != "does_not":
                continue
            slots = {what: one.label(what), "p": one.p_above_minimum, "n": one.finding.n}
            if what == "question":
                slots |= {"role": one.label("role"), "version": one.label("version")}
            found.append(Flag(code=f"validity.{what}_says_little", slots=slots))
    for cell in study.by_competency:
        if cell.evidence == "does_not":
            slots = {"competency": cell.competency, "kpi": cell.kpi, "role": cell.role}
            slots |= {"p": cell.p_above_minimum, "n": cell.finding.n}
            found.append(Flag(code="validity.competency_says_little", slots=slots))
    return tuple(found)
