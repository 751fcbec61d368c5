"""What people say of an interview: their ratings, where they differ, overruling, deciding."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

import workflow
from interview import CandorError, Locale, Outcome, ScoreCard, Stage, Withheld
from scoring.competencies import library
from ui.acting import actor_names
from ui.here import Here
from ui.names import competency_names
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.say import say
from ui.session import session
from ui.wording import day, joined, listing, score_text
from workflow import Record

LEVELS = {1: "low", 3: "middle", 5: "high"}
STAGES: tuple[Stage, ...] = ("screened", "advance", "hire")
OUTCOMES: tuple[Outcome, ...] = ("yes", "hold", "no")


def rating_form(where: Here, record: Record) -> None:
    """One number per competency the reviewer has not rated; saved together, then uncovered."""
    tongue = where.locale
    if not record.to_rate:
        return
    st.subheader(say("record.rate_title", tongue))
    if "rate" not in record.may:
        st.caption(say("record.rate_not_allowed", tongue))
        return
    blind = not isinstance(record.card, ScoreCard)
    hints = [say("record.rate_note", tongue)]
    if blind:
        hints.append(say("record.rate_blind_note", tongue))
    st.caption(joined(hints, tongue))
    names = competency_names(record.role, tongue)
    with st.form("rating", border=True):
        given: dict[str, float | None] = {}
        with st.grid(2, min_column_width=190):
            for key in record.to_rate:
                given[key] = st.number_input(
                    names.get(key, key),
                    min_value=0.0,
                    max_value=10.0,
                    value=None,
                    step=0.5,
                    format="%.1f",
                    placeholder="0 – 10",
                    key=f"rate_{record.interview}_{key}",
                )
        remark = st.text_area(say("record.rate_remark", tongue), height=70, max_chars=2000)
        sent = st.form_submit_button(
            say("record.rate_submit", tongue), type="primary", icon=":material/check:"
        )
    _levels(record, names, tongue)
    scores = {key: value for key, value in given.items() if value is not None}
    if sent and scores:
        # one remark for the whole rating stands with its first competency
        notes = {next(iter(scores)): remark.strip()} if remark.strip() else None
        try:
            workflow.rate(where.actor, where.store, record.interview, scores, notes=notes)
        except CandorError as error:
            show_error(error, tongue)
            return
        session().notice(say("record.rate_saved", tongue))
        st.rerun()


def _levels(record: Record, names: dict[str, str], tongue: str) -> None:
    own = {value.key: value.anchors for value in record.role.values}
    known = [key for key in record.to_rate if key in library() or key in own]
    if not known:
        return
    with st.expander(say("record.levels", tongue)):
        for key in known:
            st.markdown(f"**{names.get(key, key)}**")
            anchors = in_locale_levels(own.get(key) or library()[key].anchors, tongue)
            for level, word in LEVELS.items():
                if level in anchors:
                    st.caption(f"{say(f'record.level_{word}', tongue)} {plain(anchors[level])}")


def in_locale_levels(anchors: Mapping[Locale, Mapping[int, str]], locale: str) -> dict[int, str]:
    """The level descriptions of a competency in the reader's language."""
    return dict(anchors.get(locale) or anchors.get("en") or {})


def differences(where: Here, record: Record, card: ScoreCard) -> None:
    """Machine, own and others' ratings side by side; a person's overruling stands beside them."""
    tongue = where.locale
    if not record.ratings and not record.reviews:
        return
    st.subheader(say("record.disagree_title", tongue))
    names = competency_names(record.role, tongue)
    mine = {r.competency: r for r in record.my_ratings}
    rows = []
    for score in card.competencies:
        others = [
            r.score
            for r in record.ratings
            if r.competency == score.competency and r.rater != where.actor.id
        ]
        own = mine.get(score.competency)
        rows.append(
            {
                "competency": names.get(score.competency, score.competency),
                "machine": score_text(score.finding, tongue),
                "you": own.score if own else None,
                "others": listing((f"{value:.1f}" for value in others), tongue),
            }
        )
    config = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="—",
        alt=say("record.disagree_title", tongue),
        column_config={
            "competency": config.TextColumn(say("record.col_competency", tongue), pinned=True),
            "machine": config.TextColumn(say("record.col_machine", tongue), alignment="right"),
            "you": config.NumberColumn(say("record.col_you", tongue), format="%.1f"),
            "others": config.TextColumn(say("record.col_others", tongue), alignment="right"),
        },
    )
    apart = _furthest(record, card)
    if apart is not None:
        key, points = apart
        st.caption(
            say(
                "record.disagree",
                tongue,
                points=f"{points:.1f}",
                competency=plain(names.get(key, key)),
            )
        )
    named = actor_names(where.store, tongue)
    for review in record.reviews:
        line = say(
            "record.overruled",
            tongue,
            who=plain(named(review.reviewer)),
            competency=plain(names.get(review.competency, review.competency)),
            score=f"{review.score:.1f}",
            reason=plain(review.reason),
        )
        st.markdown(f":material/edit: {line}")


def _furthest(record: Record, card: ScoreCard) -> tuple[str, float] | None:
    machine = {
        s.competency: s.finding.value
        for s in card.competencies
        if not isinstance(s.finding, Withheld)
    }
    gaps = {
        r.competency: abs(r.score - machine[r.competency])
        for r in record.my_ratings
        if r.competency in machine
    }
    if not gaps:
        return None
    key = max(gaps, key=lambda one: gaps[one])
    return (key, gaps[key]) if gaps[key] >= 1.0 else None


def overrule_form(where: Here, record: Record, card: ScoreCard) -> None:
    """Set one competency aside for a person's own score, with a reason."""
    tongue = where.locale
    if "overrule" not in record.may:
        return
    names = competency_names(record.role, tongue)
    with st.expander(say("record.overrule", tongue)):
        st.caption(say("record.overrule_note", tongue))
        with st.form("overrule", border=False):
            key = st.selectbox(
                say("record.overrule_competency", tongue),
                [s.competency for s in card.competencies],
                format_func=lambda one: names.get(one, one),
            )
            score = st.number_input(
                say("record.overrule_score", tongue), 0.0, 10.0, value=None, step=0.5, format="%.1f"
            )
            reason = st.text_area(say("record.overrule_reason", tongue), max_chars=2000)
            sent = st.form_submit_button(say("record.overrule_submit", tongue))
        if not sent or key is None:
            return
        if score is None or not reason.strip():
            st.warning(say("record.reason_needed", tongue), icon=":material/edit:")
            return
        try:
            workflow.overrule(
                where.actor, where.store, record.interview, key, score, reason.strip()
            )
        except CandorError as error:
            show_error(error, tongue)
            return
        session().notice(say("record.overrule_saved", tongue))
        st.rerun()


def decision_form(where: Here, record: Record) -> None:
    """A person decides, with a reason; earlier decisions stand above."""
    tongue = where.locale
    if "decide" not in record.may and not record.decisions:
        return
    st.subheader(say("record.decide", tongue))
    named = actor_names(where.store, tongue)
    for decision in record.decisions:
        line = say(
            "record.decided",
            tongue,
            stage=say(f"decision_stage.{decision.stage}", tongue),
            outcome=say(f"outcome.{decision.outcome}", tongue),
            who=plain(named(decision.actor)),
            day=day(decision.at, tongue),
        )
        st.markdown(f":material/gavel: {line}  \n{plain(decision.reasons)}")
    if "decide" not in record.may:
        return
    if not isinstance(record.card, ScoreCard):
        st.caption(say("record.decide_first_rate", tongue))
        return
    st.caption(say("record.decide_note", tongue))
    with st.form("decide", border=True):
        stage = st.selectbox(
            say("record.decide_stage", tongue),
            STAGES,
            index=1,
            format_func=lambda one: say(f"decision_stage.{one}", tongue),
        )
        outcome = st.segmented_control(
            say("record.decide_outcome", tongue),
            OUTCOMES,
            format_func=lambda one: say(f"outcome.{one}", tongue),
        )
        reasons = st.text_area(say("record.decide_reasons", tongue), height=80, max_chars=2000)
        sent = st.form_submit_button(say("record.decide_submit", tongue), icon=":material/gavel:")
    if not sent:
        return
    if outcome is None or not reasons.strip():
        st.warning(say("record.reason_needed", tongue), icon=":material/edit:")
        return
    try:
        workflow.decide(
            where.actor,
            where.store,
            record.interview,
            stage,
            outcome,
            reasons.strip(),
        )
    except CandorError as error:
        show_error(error, tongue)
        return
    session().notice(say("record.decide_saved", tongue))
    st.rerun()
