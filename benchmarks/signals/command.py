"""``python -m benchmarks signals [SECTION ...] [--json FILE]``: every figure beside its aim."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.signals.row import Report
from benchmarks.signals.sections import Outcome, run

VERDICT = {True: "met", False: "NOT MET", None: ""}


def _tables(outcome: Outcome) -> list[Table]:
    """One table per ``section`` of the rows, in their order."""
    tables: dict[str, Table] = {}
    for row in outcome.rows:
        if row.section not in tables:
            tables[row.section] = Table(
                "figure", "value", "aim", "", "note", title=row.section, title_justify="left"
            )
        tables[row.section].add_row(row.name, row.value, row.aim, VERDICT[row.met], row.note)
    return list(tables.values())


def signals(arguments: Sequence[str], *, reports: Mapping[str, Report] | None = None) -> int:
    """Print the sections named, all by default; 1 when a section failed or an aim is not met.

    ``--json FILE`` writes the same rows as JSON as well (``-`` is the standard output).
    """
    names = list(arguments)
    target = None
    if "--json" in names:
        at = names.index("--json")
        if at + 1 == len(names):
            print("--json needs a file, or - for the standard output", file=sys.stderr)
            return 2
        target = names[at + 1]
        del names[at : at + 2]
    # with rows on the standard output the tables go to the other one, so that both stay readable
    console = Console(stderr=target == "-", width=None if sys.stdout.isatty() else 160)
    outcomes = []
    for outcome in run(names, reports=reports):
        outcomes.append(outcome)
        for table in _tables(outcome):
            console.print(table)
        if outcome.failure:
            console.print(f"{outcome.name}: FAILED: {outcome.failure}", markup=False)
    unmet = [
        row for outcome in outcomes for row in outcome.rows if row.met is not None and not row.met
    ]
    failed = [outcome for outcome in outcomes if outcome.failure]
    figures = sum(len(outcome.rows) for outcome in outcomes)
    console.print(f"{figures} figures, {len(unmet)} aims not met, {len(failed)} sections failed")
    for row in unmet:
        console.print(f"NOT MET: {row.section}: {row.name}: {row.value} ({row.aim})", markup=False)
    if target is not None:
        text = json.dumps([asdict(o) for o in outcomes], ensure_ascii=False, indent=1)
        if target == "-":
            print(text)
        else:
            Path(target).write_text(text + "\n", "utf-8")
    return 0 if all(outcome.clean for outcome in outcomes) else 1
