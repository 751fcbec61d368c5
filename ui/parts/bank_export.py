"""The assessment to take along: data, and a table safe for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import streamlit as st

from fairness import inert_cell
from interview import Estimate, Finding
from ui.audit_desk import SHORT
from ui.say import say
from workflow.bank_found import BankFound, name_of
from workflow.bank_json import bank_json
from workflow.bank_store import StoredBank

COLUMNS = (
    "question", "version", "standing", "competency", "roles", "recommendation", "n", "n_needed",
    "validity", "validity_low", "validity_high", "p_above_minimum", "observed_r", "usual_rule",
    "item_rest", "discrimination", "agreement", "dif", "exposure", "leakage", "weak_spots",
    "reasons",
)  # fmt: skip


def bank_export(kept: StoredBank, locale: str) -> None:
    """Downloads behind one button; each file is made when it is asked for."""
    name = f"bank_{kept.name[:SHORT]}"
    with st.popover(say("bank.export", locale), icon=":material/download:", key="bank_export"):
        st.download_button(
            say("fairness.export_csv", locale),
            lambda: bank_csv(kept.found),
            file_name=f"{name}.csv",
            mime="text/csv",
            key="bank_csv",
            on_click="ignore",
            icon=":material/table:",
            width="stretch",
        )
        st.download_button(
            say("fairness.export_json", locale),
            lambda: json.dumps(bank_json(kept.found), ensure_ascii=False, indent=2),
            file_name=f"{name}.json",
            mime="application/json",
            key="bank_json",
            on_click="ignore",
            icon=":material/data_object:",
            width="stretch",
        )


def bank_csv(found: BankFound) -> str:
    """Every question as one row of CSV; no cell can run as a formula.

    Starts with a byte order mark, so that spreadsheets read Chinese right.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in found.ordered():
        facts = found.facts[name_of(one)]
        told = one.statistics
        cells = [
            one.question, one.version, found.standing.get(name_of(one), ""), facts.competency,
            " ".join(facts.roles), one.recommendation, one.n, one.needed, one.shrunken.value,
            one.shrunken.low, one.shrunken.high, one.p_above, _value(one.observed),
            one.usual_rule, _value(told.item_rest if told else None),
            _value(told.discrimination if told else None), _value(one.agreement),
            one.dif_class, _value(one.exposure.rate if one.exposure else None),
            one.leak.verdict if one.leak else None, " ".join(one.weak_spots),
            " ".join(flag.code for flag in one.reasons),
        ]  # fmt: skip
        writer.writerow(["" if cell is None else inert_cell(cell) for cell in cells])
    return out.getvalue()


def _value(found: Finding | None) -> float | None:
    return found.value if isinstance(found, Estimate) else None
