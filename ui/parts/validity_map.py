"""The map of competency by KPI with its filters: the sentence, the picture, the numbers."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis import MapCell, ValidityStudy
from interview import Estimate, Withheld
from ui.charts.validity_heat_map import validity_heat_map
from ui.codes import said
from ui.here import Here
from ui.parts.address_choice import address_choice
from ui.parts.drawn import drawn
from ui.parts.empty import empty
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.say import known, say
from ui.validity_names import ValidityNames
from ui.validity_words import (
    advice,
    evidence_text,
    kpi_text,
    needed_text,
    number_text,
    r_text,
    what_to_change,
)
from ui.wording import per_cent

SPLITS = ("cohort", "modality", "question")


def validity_map_part(where: Here, study: ValidityStudy, names: ValidityNames) -> None:
    """Role and division on one line; then what they show."""
    tongue = where.locale
    role, split, label = _filters(study, names, tongue)
    cells = [c for c in study.cells if (c.role, c.split, c.label) == (role, split, label)]
    if not any(isinstance(c.finding, Estimate) for c in cells):
        why = cells[0].finding.code if cells and isinstance(cells[0].finding, Withheld) else ""
        text = said(why, tongue).what if why else say("validity.few_pairs", tongue)
        empty(say("validity.map_title", tongue), say("validity.map_empty", tongue, why=text))
        return
    own = [c for c in cells if c.own]

    def competency(key: str) -> str:
        return names.competency(key, role)

    def kpi(key: str) -> str:
        return kpi_text(key, tongue)

    if split != "question":
        st.markdown(f"**{plain(advice(own, tongue, competency))}**")
    if not split:
        for sentence in what_to_change(cells, tongue, competency, kpi):
            st.markdown(plain(sentence))
    title = names.role(role) if role else say("validity.all_roles", tongue)
    drawn(
        validity_heat_map(cells, competency, kpi, title, where.palette, tongue),
        f"validity_map_{role}_{split}",
    )
    note = f"validity.map_note_{split}"
    st.caption(say("validity.map_note", tongue))
    if known(note):
        st.caption(say(f"validity.map_note_{split}", tongue))
    _table(cells, study.minimum, role, names, tongue)
    table_download(_rows_for_file(cells), f"validity_map_{role or 'all'}", tongue, key="map_csv")


def _filters(study: ValidityStudy, names: ValidityNames, tongue: str) -> tuple[str, str, str]:
    left, middle, right = st.columns(3, gap="medium")
    roles = list(dict.fromkeys(c.role for c in study.cells))
    titles = {r or "all": names.role(r) if r else say("validity.all_roles", tongue) for r in roles}
    with left:
        chosen = address_choice("role", say("validity.role", tongue), titles) or "all"
    role = "" if chosen == "all" else chosen
    there = {c.split for c in study.cells if c.role == role}
    splits = {"all": say("validity.divide_all", tongue)}
    splits |= {s: say(f"validity.divide_{s}", tongue) for s in SPLITS if s in there}
    with middle:
        split = address_choice("among", say("validity.divide", tongue), splits) or "all"
    if split == "all":
        return role, "", ""
    labels = sorted({c.label for c in study.cells if (c.role, c.split) == (role, split)})
    shown = {label: names.label(split, label) for label in labels}
    with right:
        label = address_choice("which", say("validity.label", tongue), shown) or ""
    return role, split, label


def _table(
    cells: list[MapCell], minimum: float, role: str, names: ValidityNames, tongue: str
) -> None:
    config = st.column_config
    rows = [
        {
            "competency": names.competency(c.competency, role),
            "kpi": kpi_text(c.kpi, tongue),
            "evidence": evidence_text(c, tongue) if c.p_above_minimum is not None else None,
            "own": c.own,
            "n": c.finding.n,
            "r": r_text(c.finding, tongue),
            "shrunken": r_text(c.shrunken, tongue) if isinstance(c.shrunken, Estimate) else None,
            "p": None if c.p_above_minimum is None else per_cent(c.p_above_minimum),
            "needed": needed_text(c.needed, tongue),
        }
        for c in sorted(cells, key=lambda c: (not c.own, -_r(c)))
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="—",
        alt=say("validity.map_title", tongue),
        column_config={
            "competency": config.TextColumn(say("validity.col_competency", tongue)),
            "kpi": config.TextColumn(say("validity.col_kpi", tongue)),
            "own": config.CheckboxColumn(say("validity.col_own", tongue)),
            "n": config.NumberColumn(say("validity.col_n", tongue), format="localized"),
            "r": config.TextColumn(say("validity.col_r", tongue), alignment="right"),
            "shrunken": config.TextColumn(say("validity.col_shrunken", tongue), alignment="right"),
            "p": config.TextColumn(
                say("validity.col_p", tongue, minimum=number_text(minimum)), alignment="right"
            ),
            "evidence": config.TextColumn(say("validity.col_evidence", tongue)),
            "needed": config.TextColumn(say("validity.col_needed", tongue), alignment="right"),
        },
    )


def _rows_for_file(cells: list[MapCell]) -> list[dict[str, object]]:
    """Data keep their keys in every language."""
    rows: list[dict[str, object]] = []
    for c in cells:
        found = c.finding
        value = (found.value, found.low, found.high) if isinstance(found, Estimate) else (None,) * 3
        rows.append(
            {
                "competency": c.competency, "kpi": c.kpi, "role": c.role, "split": c.split,
                "label": c.label, "own": c.own, "n": found.n, "r": value[0], "low": value[1],
                "high": value[2],
                "withheld": found.code if isinstance(found, Withheld) else "",
                "p_above_minimum": c.p_above_minimum, "evidence": c.evidence,
            }
        )  # fmt: skip
    return rows


def _r(cell: MapCell) -> float:
    return cell.finding.value if isinstance(cell.finding, Estimate) else -2.0
