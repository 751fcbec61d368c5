"""Which questions are harder for a group: asked by role and attribute, kept, told and drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pandas as pd
import streamlit as st

import workflow.question_bias
from fairness import DifReport, ItemDif
from interview import CandorError, Estimate, Question
from store import questions
from ui.asked import asked
from ui.audit_words import SIGNS, attribute_text, group_text, p_text
from ui.charts import question_effects
from ui.choices import choices
from ui.codes import said
from ui.here import Here
from ui.names import question_text, role_title
from ui.parts.address_choice import address_choice
from ui.parts.audit_store_form import attribute_names
from ui.parts.audit_verdicts import chip
from ui.parts.drawn import drawn
from ui.parts.empty import empty
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.question_words import question_sentences
from ui.say import say
from ui.wording import count_text, day, listing
from workflow import may
from workflow.audit_people import AuditScope
from workflow.question_bias import StoredQuestionBias, question_bias

FIRST = "region"


def audit_questions(where: Here) -> None:
    """The choice of role and attribute, the button, and the newest kept answer below."""
    tongue = where.locale
    st.markdown(say("questions.intro", tongue))
    titles = {key: role_title(model, tongue) for key, model in choices(where).roles.items()}
    left, right = st.columns(2, gap="medium")
    with left:
        role = address_choice("role", say("questions.role", tongue), titles) or ""
    with right:
        names = attribute_names(tongue)
        attribute = (
            address_choice("attribute", say("fairness.attribute", tongue), names, first=FIRST)
            or FIRST
        )
    if may(where.actor, "audit"):
        _ask(where, role, attribute)
    kept = asked(
        where,
        "kept_question_bias",
        lambda: workflow.question_bias.stored_question_bias(where.actor, where.store),
    )
    about = (one for one in kept if one.attribute == attribute and role in one.people)
    newest = next(about, None)
    if newest is None:
        empty(say("questions.none_title", tongue), say("questions.none", tongue))
    elif role in newest.left_out:
        empty(say("fairness.nothing_title", tongue), said(newest.left_out[role], tongue).what)
    else:
        _result(where, newest, role, titles.get(role, role))


def _ask(where: Here, role: str, attribute: str) -> None:
    tongue = where.locale
    purpose = st.text_input(
        say("fairness.purpose", tongue),
        key="purpose_questions",
        placeholder=say("fairness.purpose_hint", tongue),
        help=say("fairness.purpose_help", tongue),
        max_chars=200,
    )
    st.caption(say("fairness.purpose_note", tongue))
    if not st.button(
        say("questions.run", tongue), type="primary", icon=":material/quiz:", key="run_questions"
    ):
        return
    if not (purpose or "").strip():
        st.warning(say("fairness.purpose_needed", tongue), icon=":material/edit:")
        return
    try:
        with st.spinner(say("questions.running", tongue)):
            question_bias(
                where.actor,
                where.store,
                AuditScope(purpose=purpose or "", roles=(role,)),
                attribute=attribute,
            )
    except CandorError as error:
        show_error(error, tongue)


def _result(where: Here, kept: StoredQuestionBias, role: str, title: str) -> None:
    tongue, found = where.locale, kept.roles[role]
    with where.store.read() as reading:
        known = {one.ref: one for one in questions(reading)}
    chip(found.verdict, tongue)
    lead, *more = question_sentences(found, title, known, tongue)
    st.subheader(plain(lead), anchor=False)
    for text in more:
        st.markdown(plain(text))
    made = day(datetime.fromisoformat(kept.made_at), tongue)
    scope = [
        say("questions.people", tongue, count=count_text(kept.people[role])),
        attribute_text(kept.attribute, tongue),
    ]
    if found.reference:
        reference = group_text(found.reference, tongue)
        scope.append(say("display.against", tongue, reference=reference))
    scope.append(say("fairness.made", tongue, day=made, name=kept.name[:8]))
    st.caption(plain(" · ".join(scope)))
    drawing = question_effects(found, known, where.palette, tongue)
    if drawing is not None:
        drawn(drawing, "questions")
        st.caption(say("questions.note", tongue))
        _table(found, known, tongue)
    _method(kept, found, tongue)


def _table(found: DifReport, known: Mapping[str, Question], tongue: str) -> None:
    config = st.column_config
    st.dataframe(
        pd.DataFrame([_row(one, known, tongue) for one in found.items]),
        hide_index=True,
        placeholder="—",
        alt=say("questions.alt", tongue),
        column_config={
            "question": config.TextColumn(say("questions.col_question", tongue), width="large"),
            "group": config.TextColumn(say("audit_report.group", tongue)),
            "n": config.NumberColumn(say("questions.col_n", tongue), format="localized"),
            "mean": config.TextColumn(say("questions.col_mean", tongue), alignment="right"),
            "other": config.TextColumn(say("questions.col_other", tongue), alignment="right"),
            "effect": config.TextColumn(say("questions.col_effect", tongue), alignment="right"),
            "class": config.TextColumn(say("questions.col_class", tongue)),
            "p": config.TextColumn(say("fairness.col_p", tongue), alignment="right"),
            "verdict": config.TextColumn(say("audit_report.verdict", tongue), width="medium"),
        },
    )


def _row(one: ItemDif, known: Mapping[str, Question], tongue: str) -> dict[str, object]:
    found = one.finding
    judged = isinstance(found, Estimate)
    name = question_text(known[one.item], tongue) if one.item in known else one.item
    row: dict[str, object] = {
        "question": name,
        "group": group_text(one.group, tongue),
        "n": one.n + one.n_reference if judged else None,
        "mean": _points(one.details.get("mean")),
        "other": _points(one.details.get("mean_reference")),
        "effect": None,
        "class": one.size_class or None,
        "p": None if one.adjusted_p is None else p_text(one.adjusted_p),
        "verdict": f"{SIGNS[one.verdict]} {say(f'audit_verdict.{one.verdict}', tongue)}",
    }
    if isinstance(found, Estimate):
        row["effect"] = f"{found.value:+.2f}".replace("-", "−")
    else:
        row["verdict"] = said(found.code, tongue).what
    return row


def _points(value: object) -> str | None:
    return f"{value:.1f}" if isinstance(value, (int, float)) else None


def _method(kept: StoredQuestionBias, found: DifReport, tongue: str) -> None:
    with st.expander(say("common.how", tongue), icon=":material/calculate:"):
        st.markdown(say("questions.how", tongue))
        st.markdown(say("questions.how_classes", tongue))
        st.markdown(say("questions.how_care", tongue))
        rows = [
            f"- {plain(group_text(name, tongue))}: {count_text(n)}"
            for name, n in found.groups.items()
        ]
        rows += [
            f"- {plain(said(reason, tongue).what)} {count_text(n)}"
            for reason, n in found.excluded.items()
        ]
        st.markdown(f"**{say('audit_report.who', tongue)}**")
        st.markdown("\n".join(rows))
        for note in found.notes:
            st.markdown(plain(said(note.code, tongue, note.slots).what))
        purified = [group_text(name, tongue) for name, n in found.rounds.items() if n]
        if purified:
            st.markdown(plain(say("questions.purified", tongue, groups=listing(purified, tongue))))
        st.markdown(
            f"- {say('audit_report.digest', tongue)}: `{kept.name}`\n"
            f"- {say('audit_report.trail_digest', tongue)}: `{kept.trail_digest}`"
        )
