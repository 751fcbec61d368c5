"""A study of validity to take along: data for programs and a table safe for a spreadsheet."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

import streamlit as st

from analysis import validity_json
from ui.here import Here
from ui.parts.table_download import table_csv
from ui.say import LOCALES, say
from ui.validity_html import validity_html
from ui.validity_names import validity_names
from workflow.validate import StoredValidity

SHORT = 16
PARTS = ("by_role", "by_cohort", "by_modality", "by_question", "heat_map")


def validity_export(where: Here, kept: StoredValidity) -> None:
    """Downloads behind one button; each file is made when it is asked for."""
    locale = where.locale
    name = f"validity_{kept.name[:SHORT]}"
    with st.popover(
        say("validity.export", locale), icon=":material/download:", key="validity_export"
    ):
        st.caption(say("validity.export_note", locale))
        for tongue in LOCALES:
            st.download_button(
                say(f"validity.export_html_{tongue}", locale),
                partial(_page, where, kept, tongue),
                file_name=f"{name}_{tongue}.html",
                mime="text/html",
                key=f"validity_html_{tongue}",
                on_click="ignore",
                icon=":material/description:",
                width="stretch",
            )
        st.download_button(
            say("validity.export_json", locale),
            lambda: json.dumps(validity_json(kept.study), ensure_ascii=False, indent=2),
            file_name=f"{name}.json",
            mime="application/json",
            key="validity_json",
            on_click="ignore",
            icon=":material/data_object:",
            width="stretch",
        )
        st.download_button(
            say("validity.export_csv", locale),
            lambda: table_csv(validity_rows(kept)),
            file_name=f"{name}.csv",
            mime="text/csv",
            key="validity_csv",
            on_click="ignore",
            icon=":material/table:",
            width="stretch",
        )


def _page(where: Here, kept: StoredValidity, tongue: str) -> str:
    names = replace(validity_names(where), locale=tongue)
    return validity_html(kept.study, names, trail_digest=kept.trail_digest, name=kept.name)


def validity_rows(kept: StoredValidity) -> list[dict[str, object]]:
    """Every correlation of a study as one long table."""
    made = validity_json(kept.study)
    columns = (
        "role", "cohort", "modality", "question", "version", "competency", "kpi", "split", "label",
        "own", "n", "r", "low", "high", "code", "shrunken", "shrunken_low", "shrunken_high",
        "p_above_minimum", "evidence",
    )  # fmt: skip
    rows: list[dict[str, object]] = [
        {"part": part, **{name: one.get(name, "") for name in columns}}
        for part in ("overall", "within_role")
        for one in [made[part]]
    ]
    rows += [
        {"part": part, **{name: one.get(name, "") for name in columns}}
        for part in PARTS
        for one in made[part]
    ]
    return rows
