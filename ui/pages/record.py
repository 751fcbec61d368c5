"""One interview: recording and scores side by side, then answers, people's judgement, the rest."""

from __future__ import annotations

import streamlit as st

import workflow
from interview import CandorError, Covered, ScoreCard
from ui.choices import choices
from ui.here import Here, here
from ui.parts.empty import empty
from ui.parts.notice import notice
from ui.parts.player import is_test_figure, player
from ui.parts.record_explanation import record_explanation
from ui.parts.record_export import record_export
from ui.parts.record_facts import (
    record_answers,
    record_flags,
    record_history,
    record_measured,
)
from ui.parts.record_head import covered_note, overall_line, record_head
from ui.parts.record_letter import record_letter
from ui.parts.record_moments import record_care, record_moments
from ui.parts.record_rating import decision_form, differences, overrule_form, rating_form
from ui.parts.record_scores import record_contributions, record_scores
from ui.say import say
from ui.session import session
from ui.site import address
from workflow import Record, may


def page() -> None:
    """Who, the conclusion, the recording beside the scores; evidence one click away."""
    where = here()
    tongue = where.locale
    interview = st.query_params.get("interview", "")
    if not interview:
        st.title(say("page.record", tongue))
        empty(say("record.choose_title", tongue), say("record.choose", tongue))
        if st.button(say("record.choose_do", tongue), type="primary"):
            st.switch_page(address("candidates"))
        return
    try:
        record = workflow.view_record(where.actor, where.store, interview)
    except CandorError:
        st.title(say("page.record", tongue))
        raise
    card = record.card if isinstance(record.card, ScoreCard) else None
    if st.button(say("common.back", tongue), icon=":material/arrow_back:", type="tertiary"):
        st.switch_page(address("candidates"))
    record_head(where, record, choices(where))
    notice()
    if isinstance(record.card, Covered):
        covered_note(where, record.card)
    elif card is None:
        empty(say("record.not_scored_title", tongue), say("record.not_scored", tongue))
    else:
        overall_line(where, record, card)
    _actions(where, record, card)
    left, right = st.columns([11, 10], gap="large")
    with left:
        st.subheader(say("record.player", tongue))
        player(record, tongue, test_figure=is_test_figure(where, record))
    with right:
        if card is not None:
            record_scores(where, record, card)
        else:
            rating_form(where, record)
    record_answers(where, record, card)
    if card is not None:
        record_moments(where, record, card)
        record_explanation(where, record, card)
        record_contributions(where, record, card)
        _people(where, record, card)
        record_flags(where, record, card)
        record_measured(where, card)
        record_care(where, record, card)
    record_history(where, record, card)


def _people(where: Here, record: Record, card: ScoreCard) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        differences(where, record, card)
        rating_form(where, record)
        overrule_form(where, record, card)
    with right:
        decision_form(where, record)


def _actions(where: Here, record: Record, card: ScoreCard | None) -> None:
    tongue = where.locale
    if card is None:
        return
    with st.container(horizontal=True):
        record_export(where, record, card)
        record_letter(where, record, card)
        if may(where.actor, "compare") and st.button(
            say("candidates.compare", tongue), icon=":material/compare_arrows:"
        ):
            session().ticked = (record.interview,)
            st.switch_page(
                address("candidates"), query_params={"role": record.role.key, "order": "overall"}
            )


page()
