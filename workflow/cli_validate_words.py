"""A study of validity at the terminal: the answer in words, then what it rests on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from interview import Estimate, Finding, Flag, Withheld
from workflow.fitted_table import fitted
from workflow.printable import printable
from workflow.withheld_words import WithheldWords, reason

if TYPE_CHECKING:
    from analysis import JudgedValidity, PooledValidities, ValidityStudy

SHOWN = 40
SHOWN_FROM = 30
"""Below this many people a question's own r is not printed, only the band it leaves possible."""
NO_PERSON = "validity.no_person"
EVIDENCE = {"works": "works", "does_not": "does not", "cannot_tell": "cannot tell"}
STYLES = {"works": "green", "does_not": "red", "cannot_tell": "yellow"}
FLAGS: Mapping[str, str] = {
    NO_PERSON: "rows were counted, not people: somebody with several rows counts several times, "
    "and the intervals are then too narrow; name the column of the person with --person",
    "validity.one_question": "one question only: it cannot be compared with others",
    "validity.roles_mislead": "pooling over roles tells another story than the roles do: read the "
    "value within roles",
    "validity.early_outcomes": "{n} outcomes are older than their interview and were left out",
    "validity.repeated": "{n} rows of somebody already counted became part of one",
    "validity.reliability_not_positive": "a reliability of {reliability:.2f} corrects nothing: "
    "ratings that do not agree with each other carry no information",
    "validity.score_says_little": "the score says little about later performance: at most "
    "{high:.2f} with {n} {unit}",
    "validity.role_says_little": "role {role}: the score says little, chance to exceed the minimum "
    "{p:.2f} with {n} {unit}",
    "validity.question_says_little": "question {question}: chance to exceed the minimum {p:.2f} "
    "with {n} {unit}",
    "validity.competency_says_little": "{competency} against {kpi}: chance to exceed the minimum "
    "{p:.2f} with {n} {unit}",
}


def show_study(study: ValidityStudy, console: Console) -> None:
    """Print a study: one sentence, the parts as tables, what to know and what to look at."""
    unit = counted(study)
    console.print(Text(_headline(study, unit)), style="bold")
    if (words := in_words(study.headline)) is not None:
        console.print(Text(words))
    for line in _beside(study):
        console.print(Text(line), style="dim")
    console.print(Text(_path(study, unit)), style="dim")
    _table(console, "By role", study.by_role)
    _competencies(console, study)
    _table(console, "By question", study.by_question)
    for title, part in (("By modality", study.by_modality), ("By rater", study.by_rater)):
        _table(console, title, part)
    pooled = _pooled(study.pooled, "questions" if study.by_question else "roles")
    if pooled and (study.by_question or study.by_role):
        console.print(Text(pooled))
    if study.drawn_to is not None:
        source = study.drawn_to.source
        console.print(Text(f"Too few to compare with each other: drawn towards {source}."))
    for flag in study.notes:
        console.print(Text(f"Note: {_said(flag, unit)}."), style="yellow")
    for flag in study.concerns:
        console.print(Text(f"Look at this: {_said(flag, unit)}."), style="red")


def in_words(found: Finding) -> str | None:
    """A correlation for people without statistics; None where there is none.

    Formula: of two people drawn at random the one with the better score does better later with
    probability ``1/2 + asin(r) / pi``, when both are normally distributed.

    Examples
    --------
    >>> in_words(Estimate(value=0.34, low=0.3, high=0.4, n=900, method="x"))
    'Of two people, the one with the higher score does better later in about 61 of 100 pairs.'
    """
    if not isinstance(found, Estimate):
        return None
    share = 0.5 + math.asin(found.value) / math.pi
    return (
        "Of two people, the one with the higher score does better later in about "
        f"{share * 100:.0f} of 100 pairs."
    )


def r_text(found: Finding) -> str:
    """A correlation with its interval, or why there is none.

    Examples
    --------
    >>> r_text(Withheld(code="correlation.too_few", n=3))
    'withheld: there are too few cases to say [correlation.too_few]'
    >>> r_text(Estimate(value=-0.001, low=-0.1, high=0.1, n=400, method="x"))
    '0.00 [-0.10, 0.10]'
    """
    if isinstance(found, Withheld):
        return f"withheld: {reason(found.code)} [{found.code}]"
    # a nought has no sign
    value, low, high = (f"{round(x, 2) + 0.0:.2f}" for x in (found.value, found.low, found.high))
    return f"{value} [{low}, {high}]"


def counted(study: ValidityStudy) -> str:
    """What n counts: people where a column names them, else rows."""
    return "rows" if any(one.code == NO_PERSON for one in study.notes) else "people"


def _headline(study: ValidityStudy, unit: str) -> str:
    found = study.headline
    if isinstance(found, Withheld):
        return f"Score and later performance, {found.n} {unit}: {r_text(found)}."
    within = found is study.within
    where = f" within {len(study.by_role)} roles" if within and len(study.by_role) > 1 else ""
    return f"Score and later performance: r = {r_text(found)}{where}, {found.n} {unit}."


def _beside(study: ValidityStudy) -> list[str]:
    said = []
    if isinstance(study.overall, Estimate) and study.headline is not study.overall:
        said.append(f"Pooled over everybody: {r_text(study.overall)}.")
    corrected = (
        ("Corrected for the outcome's unreliability", study.criterion),
        ("Corrected for selection too", study.direct),
    )
    for what, found in corrected:
        if isinstance(found, Withheld) and found.code == _code(study.headline):
            continue
        said.append(f"{what}: {r_text(found)}.")
    if study.usual is not None:
        said.append(f"The usual rule (keep at .7, rewrite at .3) would say: {study.usual}.")
    return said


def _code(found: Finding) -> str:
    return found.code if isinstance(found, Withheld) else ""


def _path(study: ValidityStudy, unit: str) -> str:
    path = study.path
    said = " -> ".join(f"{n} {stage}" for stage, n in path.stages.items())
    lost = f"; {path.left} left, {path.not_yet_rated} without an outcome"
    lag = ""
    if path.lag_months is not None:
        lag = f"; {path.lag_months[1]:.0f} months from interview to outcome"
    return f"{unit.capitalize()}: {said}{lost}{lag}."


def _table(console: Console, title: str, rows: tuple[JudgedValidity, ...]) -> None:
    if not rows:
        return
    hidden = "question" in rows[0].parts
    why = WithheldWords()
    order = sorted(rows, key=lambda one: -(one.p_above_minimum or 0))
    cells: list[tuple[str | Text, ...]] = []
    for one in order[:SHOWN]:
        few = hidden and one.finding.n < SHOWN_FROM and isinstance(one.finding, Estimate)
        p = "" if one.p_above_minimum is None else f"{one.p_above_minimum:.2f}"
        criterion = f"{one.criterion.value:.2f}" if isinstance(one.criterion, Estimate) else ""
        cells.append(
            (
                *(printable(label) for label in one.labels), str(one.finding.n),
                "too few to print" if few else _cell(one.finding, why),
                _cell(one.shrunken, why), p,
                Text(EVIDENCE[one.evidence], style=STYLES[one.evidence]), one.usual or "",
                criterion,
            )
        )  # fmt: skip
    headings = (
        *rows[0].parts, "n", "r", "shrunken", "P > minimum", "evidence", "usual rule", "corrected",
    )  # fmt: skip
    spare = ("usual rule", "corrected", "shrunken", "P > minimum")
    shown = fitted(headings, cells, console, names=set(rows[0].parts), spare=spare, title=title)
    _print(shown, console)
    why.show(console)
    if len(rows) > SHOWN:
        console.print(f"... and {len(rows) - SHOWN} more: see --json", style="dim")


def _competencies(console: Console, study: ValidityStudy) -> None:
    cells = study.by_competency
    if not cells:
        return
    why = WithheldWords()
    rows: list[tuple[str | Text, ...]] = [
        (
            printable(cell.competency), printable(cell.kpi), printable(cell.role or "all roles"),
            str(cell.finding.n), _cell(cell.finding, why), _cell(cell.shrunken, why),
            Text(EVIDENCE[cell.evidence], style=STYLES[cell.evidence]),
        )
        for cell in cells[:SHOWN]
    ]  # fmt: skip
    headings = ("competency", "its KPI", "role", "n", "r", "shrunken", "evidence")
    names = set(headings[:3])
    title = "Competency against its own KPI"
    _print(fitted(headings, rows, console, names=names, spare=("shrunken",), title=title), console)
    why.show(console)
    if len(cells) > SHOWN:
        console.print(f"... and {len(cells) - SHOWN} more: see --json", style="dim")


def _print(shown: Table, console: Console) -> None:
    console.print(shown)
    if "shrunken" not in [column.header for column in shown.columns]:
        console.print("Evidence is judged by the shrunken value, not by r alone.", style="dim")


def _cell(found: Finding, why: WithheldWords) -> str:
    return why.cell(found) if isinstance(found, Withheld) else r_text(found)


def _pooled(found: PooledValidities | Withheld, what: str) -> str:
    if isinstance(found, Withheld):
        return ""
    low, high = found.prediction
    return (
        f"Over {found.k} {what}: mean {r_text(found.mean)}, I2 {found.i2:.0%}; the true validity "
        f"of one more lies between {low:.2f} and {high:.2f}."
    )


def _said(flag: Flag, unit: str) -> str:
    # names come from a foreign table
    slots = {k: printable(v) if isinstance(v, str) else v for k, v in flag.slots.items()}
    return FLAGS[flag.code].format(**slots, unit=unit)
