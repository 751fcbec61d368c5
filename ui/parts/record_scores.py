"""Competencies with their intervals; choosing one shows why, moment by moment."""

from __future__ import annotations

import streamlit as st

from interview import ScoreCard, Withheld
from ui.charts import competency_bars, contributions_by_modality, contributions_by_question
from ui.codes import said
from ui.here import Here
from ui.names import competency_names
from ui.parts.drawn import STILL, drawn
from ui.parts.moments import moments
from ui.say import say
from ui.session import widget_values
from ui.wording import joined
from workflow import Record

WHY = "why"


def record_scores(where: Here, record: Record, card: ScoreCard) -> None:
    """The bars and, below them, the reasons for one competency at a time."""
    tongue = where.locale
    names = competency_names(record.role, tongue)
    st.subheader(say("record.competencies", tongue))
    drawing = competency_bars(card.competencies, names, where.palette, tongue)
    st.plotly_chart(
        drawing.figure,
        key="bars",
        config=STILL,
        alt=drawing.alt,
        on_select=_follow_chart,
        selection_mode="points",
    )
    st.caption(say("chart.threshold_key", tongue))
    _why(where, record, card)


def _follow_chart() -> None:
    """A click on a bar chooses that competency below; the choice there works by keyboard too."""
    event = widget_values().get("bars")
    points = event.get("selection", {}).get("points", []) if isinstance(event, dict) else []
    for point in points:
        marked = point.get("customdata")
        values = list(marked.values()) if isinstance(marked, dict) else list(marked or ())
        if values:
            st.session_state[WHY] = values[0]


def _why(where: Here, record: Record, card: ScoreCard) -> None:
    tongue = where.locale
    names = competency_names(record.role, tongue)
    by_key = {score.competency: score for score in card.competencies}
    st.markdown(f"**{say('record.why', tongue)}**")
    chosen = st.pills(
        say("record.why_pick", tongue),
        list(by_key),
        default=next(iter(by_key), None),
        format_func=lambda key: names.get(key, key),
        key=WHY,
        label_visibility="collapsed",
        wrap=True,
    )
    score = by_key.get(chosen or "")
    if score is None:
        return
    if isinstance(score.finding, Withheld):
        reason = said(score.finding.code, tongue)
        st.markdown(joined((reason.what, reason.remedy), tongue))
        return
    points = sum(c.points for c in score.contributions)
    if score.evidence:
        playable = frozenset(a.id for a in record.answers if a.media)
        moments(card, score, playable, tongue)
    else:
        st.caption(say("record.why_none", tongue))
    st.caption(
        say(
            "record.why_base",
            tongue,
            base=f"{score.base:.1f}",
            points=f"{points:+.1f}",
            score=f"{score.finding.value:.1f}",
        )
    )


def record_contributions(where: Here, record: Record, card: ScoreCard) -> None:
    """Where the points came from: which signals, which questions."""
    tongue = where.locale
    scored = [s for s in card.competencies if not isinstance(s.finding, Withheld)]
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say("record.from_modality", tongue))
        if scored:
            names = competency_names(record.role, tongue)
            drawn(contributions_by_modality(scored, names, where.palette, tongue), "by_modality")
            st.caption(say("record.from_modality_note", tongue))
        else:
            st.caption(say("record.nothing_shown", tongue))
    with right:
        st.subheader(say("record.from_question", tongue))
        labels = {
            answer.id: say("record.answer", tongue, number=number)
            for number, answer in enumerate(record.answers, 1)
        }
        drawn(contributions_by_question(card.answers, labels, where.palette, tongue), "by_question")
