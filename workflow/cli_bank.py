"""``candor bank``: which questions deserve to stay? Any table of answers, or the store."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from interview import Actor, InputError, Withheld
from workflow.fitted_table import fitted
from workflow.journal import disk_error
from workflow.printable import printable
from workflow.spoken_errors import spoken_errors
from workflow.store_option import opened

if TYPE_CHECKING:
    import pandas as pd

    from analysis import QuestionAssessment, QuestionRule
    from workflow.bank_found import BankFound

CLEAN, FINDING = 0, 1
SHOWN = 40
NOTES = {
    "items.too_few": "too few questions to compare groups by {attribute}",
    "bank.one_group": "no two groups large enough to compare by {attribute}",
    "bank.left_out": "{count} rows name no question or interview and were left out",
    "bank.dif_not_looked_at": "nobody has looked whether a question is harder for a group",
}
ROW, ITEM, POINTS = "_row", "_question", "_score"
STYLES = {
    "quarantine": "red", "retire": "red", "rewrite": "yellow", "collect": "", "keep": "green",
}  # fmt: skip


def bank(
    table: Annotated[
        Path | None, typer.Argument(help="CSV or Parquet, one row per answer.")
    ] = None,
    question: Annotated[str, typer.Option(help="Column of the question.")] = "question",
    score: Annotated[str, typer.Option(help="Column of the answer's score.")] = "score",
    interview: Annotated[
        str, typer.Option(help="Column of the interview (or person) that answers belong to.")
    ] = "",
    version: Annotated[str, typer.Option(help="Column of the question's version.")] = "",
    outcome: Annotated[str, typer.Option(help="Column of later performance.")] = "",
    competency: Annotated[str, typer.Option(help="Column of what the question measures.")] = "",
    role: Annotated[str, typer.Option(help="Column of the role.")] = "",
    date: Annotated[str, typer.Option(help="Column of the day, to look for leaks.")] = "",
    person: Annotated[str, typer.Option(help="Column that names a person.")] = "",
    seconds: Annotated[str, typer.Option(help="Column of the time an answer took.")] = "",
    language: Annotated[
        str, typer.Option(help="Column of the language; leaks are looked for inside each.")
    ] = "",
    rater: Annotated[
        str, typer.Option(help="Column of the rater; then one row per answer and rater.")
    ] = "",
    text: Annotated[
        str, typer.Option(help="Column of what was said, to look for near copies; not kept.")
    ] = "",
    group: Annotated[
        list[str] | None, typer.Option(help="Column of a protected attribute; repeatable.")
    ] = None,
    item: Annotated[
        list[str] | None,
        typer.Option(help="One row per person instead: a question's column; repeatable."),
    ] = None,
    scale: Annotated[str, typer.Option(help="Lowest and highest score there is.")] = "0:10",
    minimum: Annotated[
        float, typer.Option(help="Smallest validity that makes a question worth asking.")
    ] = 0.10,
    cap: Annotated[float, typer.Option(help="Largest share of interviews to ask it in.")] = 0.25,
    since: Annotated[
        str,
        typer.Option(
            help="First day of the period looked at for leaks (default: the last 91 days)."
        ),
    ] = "",
    store: Annotated[
        str | None, typer.Option("--store", help="Assess this store (folder or address) instead.")
    ] = None,
    purpose: Annotated[
        str, typer.Option(help="With --store and --group: what the attributes are read for.")
    ] = "",
    occasion: Annotated[
        str, typer.Option(help="With --store: 90_days, 6_months or 12_months.")
    ] = "90_days",
    copies: Annotated[
        bool, typer.Option(help="With --store: compare answers with one another.")
    ] = True,
    json_: Annotated[
        str | None, typer.Option("--json", help="Write the findings to FILE, or - for output.")
    ] = None,
) -> None:
    """Say which questions to keep, rewrite, retire, put aside, or ask more often.

    With --store the result is kept there. Whether a question is harder for a group is taken from
    what the fairness page kept, and with --group and --purpose asked anew.

    Exit code: 0 when nothing is pressing, 1 when something is to be retired or put aside, 2 on an
    error.
    """
    from analysis import QuestionRule
    from analysis.exposure import day_of
    from workflow.bank import bank_table
    from workflow.bank_columns import BankColumns
    from workflow.bank_json import bank_json
    from workflow.read_table import read_table

    with spoken_errors():
        rule = QuestionRule(minimum=minimum)
        if since:
            day_of(since)
            if table is not None and not date:
                raise InputError(
                    "bank.since_of_what",
                    "--since is of no use without a column of days",
                    "name the column: --date COLUMN",
                )
        if table is None:
            found = _of_store(store, rule, cap, since, group or [], purpose, occasion, copies)
        else:
            if store is not None:
                raise InputError(
                    "bank.two_sources",
                    "both a table and --store were given",
                    "give one of them",
                )
            answers = read_table(table)
            if item:
                answers, question, score, interview = _long(answers, item, interview or person)
            by = BankColumns(
                question=question, score=score, interview=interview, version=version,
                outcome=outcome, competency=competency, role=role, at=date, person=person,
                seconds=seconds, language=language, rater=rater, text=text,
                groups=tuple(group or ()),
            )  # fmt: skip
            found = bank_table(
                Actor.system(), answers, by, rule=rule, scale=_scale(scale), cap=cap,
                since=since or None,
            )  # fmt: skip
        if json_ is not None:
            made = bank_json(found)
            _write(json_, json.dumps(made, ensure_ascii=False, indent=2) + "\n")
        whole = table is None or bool(item or interview or person)
        _show(found, Console(stderr=json_ == "-"), "interviews" if whole else "rows")
    raise typer.Exit(FINDING if found.pressing else CLEAN)


def _of_store(
    where: str | None,
    rule: QuestionRule,
    cap: float,
    since: str,
    attributes: list[str],
    purpose: str,
    occasion: str,
    copies: bool,
) -> BankFound:
    from workflow.bank_answers import OCCASIONS, BankScope
    from workflow.bank_store import bank_store

    if where is None:
        raise InputError(
            "bank.no_source",
            "nothing to assess was named",
            "give a table (CSV or Parquet), or --store FOLDER",
        )
    if occasion not in OCCASIONS:
        raise InputError(
            "bank.no_occasion",
            f"nobody is rated at '{occasion}'",
            f"use one of: {', '.join(OCCASIONS)}",
            occasion=occasion,
            known=", ".join(OCCASIONS),
        )
    with opened(where) as kept:
        told = bank_store(
            Actor.system(),
            kept,
            BankScope(outcome_kind=occasion),
            attributes=attributes,
            purpose=purpose,
            look_for_copies=copies,
            rule=rule,
            cap=cap,
            leak_since=since or None,
        )
    return told.found


def _long(people: pd.DataFrame, items: list[str], who: str) -> tuple[pd.DataFrame, str, str, str]:
    """One row per person and question from one row per person; empty cells were not asked."""
    from estimation.table_columns import column

    for name in items:
        column(people, name)
    whole = people.assign(**({} if who else {ROW: range(len(people))}))
    rest = [name for name in map(str, whole.columns) if name not in items]
    told = whole.melt(id_vars=rest, value_vars=items, var_name=ITEM, value_name=POINTS)
    return told.dropna(subset=[POINTS]), ITEM, POINTS, who or ROW


def _scale(text: str) -> tuple[float, float]:
    low, colon, high = text.partition(":")
    try:
        ends = float(low), float(high)
    except ValueError:
        ends = (0.0, 0.0)
    if not colon or not ends[0] < ends[1]:
        raise InputError(
            "bank.scale",
            f"'{text}' is no scale",
            "write its lowest and highest score, as 0:10",
            scale=text,
        )
    return ends


def _show(found: BankFound, console: Console, unit: str) -> None:
    counts: dict[str, int] = {}
    for one in found.in_use:
        counts[one.recommendation] = counts.get(one.recommendation, 0) + 1
    told = ", ".join(f"{word} {counts[word]}" for word in STYLES if word in counts)
    console.print(
        f"{len(found.in_use)} questions, {found.assessment.answers} answers, "
        f"{found.rated} of {found.interviews} {unit} with an outcome: {told or 'nothing'}",
        markup=False,
        style="red" if found.pressing else "green",
    )
    # what is asked today comes first; of the others it is said how they stand
    rows = sorted(found.ordered(), key=lambda one: _standing(one, found) != "")
    cells = [_row(one, _standing(one, found)) for one in rows[:SHOWN]]
    headings = ("what to do", "question", "n of needed", "validity", "why")
    console.print(fitted(headings, cells, console, names={"question", "why"}))
    if len(rows) > SHOWN:
        console.print(f"... and {len(rows) - SHOWN} more: see --json", style="dim")
    if unit == "rows":
        console.print(
            "Rows were counted, not interviews: name the column that an interview's answers share "
            "with --interview, and answers can be held against one another.",
            style="yellow",
        )
    for note in found.notes:
        said = NOTES.get(note.code, note.code).format_map(
            {name: printable(str(value)) for name, value in note.slots.items()}
        )
        console.print(said, markup=False, style="dim")


def _standing(one: QuestionAssessment, found: BankFound) -> str:
    from workflow.bank_found import name_of

    status = found.standing.get(name_of(one), "active")
    return "" if status == "active" else status


def _row(one: QuestionAssessment, standing: str) -> tuple[Text, ...]:
    from analysis.assess_question import MOST_PEOPLE
    from workflow.bank_found import name_of

    cells = (
        name_of(one),
        f"{one.n} of {one.needed}" if one.needed < MOST_PEOPLE else f"{one.n}, at the line",
        f"{one.shrunken.value:.2f} [{one.shrunken.low:.2f}, {one.shrunken.high:.2f}]",
        ", ".join([standing] * bool(standing) + _why(one)),
    )
    word = Text(one.recommendation, style=STYLES[one.recommendation])
    # a name from a foreign table is text, never markup and never an order to the terminal
    return (word, *(Text(printable(cell)) for cell in cells))


def _why(one: QuestionAssessment) -> list[str]:
    """What stands out, in the shortest words; the whole evidence is in the JSON."""
    told = []
    if one.dif_class in ("B", "C"):
        told.append(f"harder for a group (class {one.dif_class})")
    if one.leak is not None and one.leak.verdict in ("leaked", "suspected"):
        told.append(one.leak.verdict)
    if isinstance(one.observed, Withheld) and one.observed.code == "question.no_outcome":
        told.append("nobody rated yet")
    spots = (spot.partition(".")[2].replace("_", " ") for spot in one.weak_spots)
    return [*told, *(spot for spot in spots if spot != "one sided")]


def _write(target: str, text: str) -> None:
    if target == "-":
        sys.stdout.write(text)
        return
    path = Path(target)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise disk_error(error, path) from None
