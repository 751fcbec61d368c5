"""An audit to take along: a page in either language, data, and a table safe for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from functools import partial

import streamlit as st

from fairness import (
    SMALLEST,
    AuditReport,
    inert_cell,
    people_shown,
    report_json,
    without_small_cells,
)
from fairness.small_cells import hidden
from interview import Estimate, Finding
from ui.audit_desk import SHORT, OnDesk
from ui.audit_html import audit_html
from ui.say import LOCALES, say

COLUMNS = (
    "attribute", "metric", "group", "n", "selected", "rate", "value", "low", "high", "p_value",
    "adjusted_p", "flips", "shortfall", "verdict", "reference", "excluded",
)  # fmt: skip


def audit_export(entry: OnDesk, locale: str) -> None:
    """Downloads behind one button; each file is made when it is asked for."""
    report, name = entry.report, f"audit_{entry.name[:SHORT]}"
    # a table brought along goes back to whoever has it anyway
    smallest = SMALLEST if entry.of_store else 0
    with st.popover(say("fairness.export", locale), icon=":material/download:", key="audit_export"):
        st.caption(say("fairness.export_note", locale))
        for tongue in LOCALES:
            st.download_button(
                say(f"fairness.export_html_{tongue}", locale),
                partial(
                    audit_html, report, tongue, trail_digest=entry.trail_digest, smallest=smallest
                ),
                file_name=f"{name}_{tongue}.html",
                mime="text/html",
                key=f"audit_html_{tongue}",
                on_click="ignore",
                icon=":material/description:",
                width="stretch",
            )
        st.download_button(
            say("fairness.export_json", locale),
            lambda: json.dumps(
                report_json(report, smallest=smallest), ensure_ascii=False, indent=2
            ),
            file_name=f"{name}.json",
            mime="application/json",
            key="audit_json",
            on_click="ignore",
            icon=":material/data_object:",
            width="stretch",
        )
        st.download_button(
            say("fairness.export_csv", locale),
            lambda: audit_csv(report, smallest=smallest),
            file_name=f"{name}.csv",
            mime="text/csv",
            key="audit_csv",
            on_click="ignore",
            icon=":material/table:",
            width="stretch",
        )


def audit_csv(report: AuditReport, *, smallest: int = 0) -> str:
    """Every group of every table as CSV; no cell can run as a formula.

    Starts with a byte order mark, so that spreadsheets read Chinese right. With ``smallest`` counts
    of people below it are written as such.

    Examples
    --------
    >>> import pandas as pd
    >>> from fairness import AuditPolicy, Columns, audit
    >>> people = pd.DataFrame({"g": ["=1+1"] * 40 + ["b"] * 40, "hired": [0, 1] * 40})
    >>> made = audit(people, AuditPolicy(attributes=("g",), columns=Columns(selected="hired")))
    >>> "'=1+1" in audit_csv(made), ",=1+1" in audit_csv(made)
    (True, False)
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    shown = without_small_cells(report, smallest) if smallest else report
    few = f"< {smallest}"
    for table in shown.tables:
        for group in table.groups:
            value, low, high = _numbers(group.finding)
            cells = [
                table.attribute, table.metric, group.group,
                few if people_shown(group.n, smallest) is None else group.n,
                few if hidden(group) else group.selected,
                _numbers(group.rate)[0] if group.rate else None, value, low, high, group.p_value,
                group.adjusted_p, group.flips, group.shortfall, group.verdict, group.reference,
                group.excluded,
            ]  # fmt: skip
            writer.writerow(["" if cell is None else inert_cell(cell) for cell in cells])
    return out.getvalue()


def _numbers(found: Finding) -> tuple[float | None, float | None, float | None]:
    if isinstance(found, Estimate):
        return found.value, found.low, found.high
    return None, None, None
