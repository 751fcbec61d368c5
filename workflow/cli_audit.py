"""``candor audit``: is anybody put at a disadvantage? Any table, or the store."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from interview import Actor, Estimate, InputError
from workflow.journal import disk_error
from workflow.page_rendering import rendered_audit
from workflow.printable import printable
from workflow.spoken_errors import spoken_errors
from workflow.store_option import opened

if TYPE_CHECKING:
    from fairness import AuditReport, AuditTable, GroupFinding

CLEAN, FINDING = 0, 1
SHOWN = 20
WORDS = {"exceeds": "exceeds", "cannot_tell": "cannot tell", "within": "within"}
STYLES = {"exceeds": "red", "cannot_tell": "yellow", "within": "green"}


def audit(
    table: Annotated[
        Path | None, typer.Argument(help="CSV or Parquet, one row per person and decision.")
    ] = None,
    attribute: Annotated[
        list[str] | None, typer.Option(help="Column of a protected attribute; repeatable.")
    ] = None,
    score: Annotated[str, typer.Option(help="Column of the score.")] = "",
    selected: Annotated[str, typer.Option(help="Column of the decision: 1/0, yes/no.")] = "",
    stratum: Annotated[str, typer.Option(help="Column of the opening or job.")] = "",
    human: Annotated[str, typer.Option(help="Column of a person's rating.")] = "",
    outcome: Annotated[str, typer.Option(help="Column of later performance.")] = "",
    person: Annotated[str, typer.Option(help="Column that names a person, to count once.")] = "",
    date: Annotated[str, typer.Option(help="Column of the date.")] = "",
    n: Annotated[str, typer.Option("--n", help="Counts per group: column of people.")] = "",
    selected_n: Annotated[str, typer.Option(help="Counts per group: column of selected.")] = "",
    law: Annotated[str, typer.Option(help="Law preset: what to compute.")] = "none",
    cut: Annotated[
        float | None, typer.Option(help="Select everybody at or above this score instead.")
    ] = None,
    store: Annotated[
        str | None, typer.Option("--store", help="Audit this store (folder or address) instead.")
    ] = None,
    purpose: Annotated[
        str, typer.Option(help="With --store: what the protected attributes are read for.")
    ] = "",
    stage: Annotated[str, typer.Option(help="With --store: advance or hire.")] = "advance",
    json_: Annotated[
        str | None, typer.Option("--json", help="Write the report to FILE, or - for output.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write the report as one HTML file.")] = None,
    language: Annotated[str, typer.Option(help="Language of the HTML: en or zh.")] = "en",
    all_counts: Annotated[
        bool,
        typer.Option("--all-counts", help="With --store: write counts of one to four people too."),
    ] = False,
) -> None:
    """Audit decisions or scores for differences between groups.

    Files made of the store hold no count of one to four people unless --all-counts is given.

    Exit code: 0 within or cannot tell, 1 when a difference exceeds its limit, 2 on an error.
    """
    from fairness import SMALLEST, Columns, report_json
    from workflow.audit import audit_rules, audit_table
    from workflow.read_table import read_table

    with spoken_errors():
        trail = ""
        if table is None:
            report, trail = _of_store(store, purpose, stage, law, attribute or [], cut)
        else:
            if store is not None:
                raise InputError(
                    "audit.two_sources",
                    "both a table and --store were given",
                    "give one of them",
                )
            rules = audit_rules(
                law,
                attribute or [],
                Columns(score=score, selected=selected, stratum=stratum, human=human,
                        outcome=outcome, person=person, at=date, n=n, selected_n=selected_n),
                cut=cut,
            )  # fmt: skip
            report = audit_table(Actor.system(), read_table(table), rules)
        smallest = SMALLEST if table is None and not all_counts else 0
        if json_ is not None:
            made = report_json(report, smallest=smallest)
            _write(json_, json.dumps(made, ensure_ascii=False, indent=2) + "\n")
        if html is not None:
            _write(
                str(html), rendered_audit(report, language, trail_digest=trail, smallest=smallest)
            )
        _show(report, Console(stderr=json_ == "-"))
    raise typer.Exit(FINDING if report.verdict == "exceeds" else CLEAN)


def _of_store(
    store: str | None, purpose: str, stage: str, law: str, attributes: list[str], cut: float | None
) -> tuple[AuditReport, str]:
    from workflow.audit import audit_store
    from workflow.audit_people import AuditScope

    if store is None:
        raise InputError(
            "audit.no_source",
            "nothing to audit was named",
            "give a table (CSV or Parquet), or --store FOLDER --purpose WORDS",
        )
    if stage not in ("advance", "hire"):
        raise InputError(
            "audit.stage", f"there is no stage '{stage}'", "use advance or hire", stage=stage
        )
    with opened(store) as kept:
        scope = AuditScope(purpose=purpose, stage="hire" if stage == "hire" else "advance")
        found = audit_store(Actor.system(), kept, scope, law=law, attributes=attributes, cut=cut)
    return found.report, found.trail_digest


def _show(report: AuditReport, console: Console) -> None:
    left_out = sum(report.excluded.values())
    console.print(
        f"{report.population} rows, {left_out} left out; verdict: {WORDS[report.verdict]}; "
        f"digest {report.digest[:16]}",
        style=STYLES[report.verdict],
    )
    shown = Table("verdict", "metric", "attribute", "group", "finding", "n", "p", box=None)
    rows = [(t, g) for t in report.tables for g in t.groups if not g.excluded and not g.reference]
    order = {"exceeds": 0, "cannot_tell": 1, "within": 2}
    rows.sort(key=lambda row: order[row[1].verdict])
    for table, group in rows[:SHOWN]:
        shown.add_row(*_row(table, group))
    console.print(shown)
    if len(rows) > SHOWN:
        console.print(f"... and {len(rows) - SHOWN} more: see --json or --html", style="dim")


def _row(table: AuditTable, group: GroupFinding) -> tuple[Text, ...]:
    found = group.finding
    text = (
        f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"
        if isinstance(found, Estimate)
        else found.code
    )
    p = "" if group.p_value is None else _p(group.p_value)
    word = Text(WORDS[group.verdict], style=STYLES[group.verdict])
    # a name from a foreign table is text, never markup and never an order to the terminal
    cells = (table.metric, table.attribute, group.group, text, str(group.n), p)
    return (word, *(Text(printable(cell)) for cell in cells))


def _write(target: str, text: str) -> None:
    if target == "-":
        sys.stdout.write(text)
        return
    path = Path(target)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise disk_error(error, path) from None


def _p(value: float) -> str:
    return "<.0001" if value < 0.0001 else f"{value:.4f}"
