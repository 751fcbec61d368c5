"""Every question of a role: what it showed, what it shows in the light of the others."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis import JudgedValidity, ValidityStudy
from interview import Estimate, Withheld
from ui.charts.validity_forest import validity_forest
from ui.here import Here
from ui.parts.address_choice import address_choice
from ui.parts.drawn import drawn
from ui.parts.empty import empty
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.say import say
from ui.validity_names import ValidityNames
from ui.validity_words import (
    SHOWN_FROM,
    evidence_text,
    needed_text,
    number_text,
    question_ref,
    r_text,
)
from ui.wording import per_cent


def validity_questions(where: Here, study: ValidityStudy, names: ValidityNames) -> None:
    """The role's questions as a sentence, a picture and a table."""
    tongue = where.locale
    roles = list(dict.fromkeys(one.label("role") for one in study.by_question))
    if not roles:
        empty(say("validity.none_title", tongue), say("validity.few_pairs", tongue))
        return
    left, _ = st.columns([1, 2])
    with left:
        titles = {role: names.role(role) for role in roles}
        role = address_choice("role", say("validity.role", tongue), titles) or roles[0]
    rows = [one for one in study.by_question if one.label("role") == role]
    st.markdown(f"**{plain(_lead(rows, tongue))}**")
    st.markdown(plain(_rule(rows, tongue)))
    drawn(
        validity_forest(
            rows, lambda ref: names.question(ref, 56), study.minimum, where.palette, tongue
        ),
        f"validity_forest_{role}",
    )
    st.caption(say("validity.forest_note", tongue))
    if not isinstance(study.pooled, Withheld):
        low, high = study.pooled.prediction
        st.caption(
            plain(
                say(
                    "validity.pooled",
                    tongue,
                    k=study.pooled.k,
                    mean=r_text(study.pooled.mean, tongue),
                    low=number_text(low),
                    high=number_text(high),
                )
            )
        )
    _table(rows, study.minimum, names, tongue)
    table_download(_rows_for_file(rows), f"validity_questions_{role}", tongue, key="questions_csv")


def _lead(rows: list[JudgedValidity], tongue: str) -> str:
    said = [one.evidence for one in rows]
    return say(
        "validity.questions_lead",
        tongue,
        works=said.count("works"),
        total=len(rows),
        open=said.count("cannot_tell"),
        fails=said.count("does_not"),
    )


def _rule(rows: list[JudgedValidity], tongue: str) -> str:
    usual = [one.usual for one in rows]
    return say(
        "validity.questions_rule",
        tongue,
        rewrite=usual.count("rewrite"),
        keep=usual.count("keep"),
    )


def _table(rows: list[JudgedValidity], minimum: float, names: ValidityNames, tongue: str) -> None:
    config = st.column_config
    made = [
        {
            "evidence": evidence_text(one, tongue),
            "question": f"{question_ref(one)}: {names.question(question_ref(one), 60)}",
            "n": one.finding.n,
            "needed": needed_text(one.needed, tongue),
            "shrunken": _shown(one.shrunken, tongue),
            "p": None if one.p_above_minimum is None else per_cent(one.p_above_minimum),
            "r": _shown(one.finding, tongue) if one.finding.n >= SHOWN_FROM else None,
            "usual": say(f"validity.usual_{one.usual}", tongue) if one.usual else None,
            "criterion": _shown(one.criterion, tongue),
            "direct": _shown(one.direct, tongue),
        }
        for one in sorted(rows, key=lambda one: -(one.p_above_minimum or 0))
    ]
    st.dataframe(
        pd.DataFrame(made),
        hide_index=True,
        height="content",
        placeholder="—",
        alt=say("validity.view_questions", tongue),
        column_config={
            "question": config.TextColumn(say("validity.col_question", tongue), width="large"),
            "n": config.NumberColumn(say("validity.col_n", tongue), format="localized"),
            "evidence": config.TextColumn(say("validity.col_evidence", tongue), pinned=True),
            "needed": config.TextColumn(say("validity.col_needed", tongue), alignment="right"),
            "shrunken": config.TextColumn(say("validity.col_shrunken", tongue), alignment="right"),
            "p": config.TextColumn(
                say("validity.col_p", tongue, minimum=number_text(minimum)), alignment="right"
            ),
            "r": config.TextColumn(say("validity.col_r", tongue), alignment="right"),
            "usual": config.TextColumn(say("validity.col_usual", tongue)),
            "criterion": config.TextColumn(
                say("validity.col_criterion", tongue), alignment="right"
            ),
            "direct": config.TextColumn(say("validity.col_direct", tongue), alignment="right"),
        },
    )


def _shown(found: object, tongue: str) -> str | None:
    return r_text(found, tongue) if isinstance(found, Estimate) else None


def _rows_for_file(rows: list[JudgedValidity]) -> list[dict[str, object]]:
    """Data keep their keys in every language."""
    made: list[dict[str, object]] = []
    for one in rows:
        row: dict[str, object] = {
            "question": one.label("question"),
            "version": one.label("version"),
            "role": one.label("role"),
            "n": one.finding.n,
        }
        for name, found in (
            ("r", one.finding), ("shrunken", one.shrunken), ("criterion", one.criterion),
            ("direct", one.direct),
        ):  # fmt: skip
            known = isinstance(found, Estimate)
            row[name] = found.value if isinstance(found, Estimate) else None
            row[f"{name}_low"] = found.low if isinstance(found, Estimate) else None
            row[f"{name}_high"] = found.high if isinstance(found, Estimate) else None
            row[f"{name}_withheld"] = "" if known else found.code  # type: ignore[union-attr]
        row |= {
            "p_above_minimum": one.p_above_minimum, "evidence": one.evidence,
            "usual_rule": one.usual,
        }  # fmt: skip
        made.append(row)
    return made
