"""What the voice did when the person was asked about pressure, and the quiet hint for HR."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

import workflow
from interview import Flag, ScoreCard, Withheld
from scoring.moments import Departure, Moment
from ui.codes import said
from ui.here import Here
from ui.parts.component import component
from ui.parts.moments import number_of
from ui.say import say
from ui.wording import clock, joined, listing, per_cent
from workflow import Record


def record_moments(where: Here, record: Record, card: ScoreCard) -> None:
    """Moments in answers asked for pressure, in physical words, each with a way to replay it.

    An interview without such a question gets no section: there was nothing to look at.
    """
    tongue, found = where.locale, record.moments
    if found is None or (isinstance(found, Withheld) and found.code == "moments.not_asked"):
        return
    st.subheader(say("record.moments", tongue))
    st.caption(say("record.moments_note", tongue))
    if isinstance(found, Withheld):
        reason = said(found.code, tongue, {"policy": card.policy})
        st.markdown(f":material/visibility_off: {joined((reason.what, reason.remedy), tongue)}")
    elif not found:
        st.markdown(say("record.moments_none", tongue))
    else:
        _list("pressure", record, [_moment_row(m, record, card, tongue) for m in found])


def record_care(where: Here, record: Record, card: ScoreCard) -> None:
    """Who may want a kind word: a section of its own, for those who may see it alone."""
    if "view_care" not in record.may:
        return
    tongue = where.locale
    found = workflow.follow_up(where.actor, where.store, record.interview)
    if found is None:
        return
    with st.container(border=True):
        st.subheader(say("record.care", tongue))
        st.caption(say("record.care_note", tongue))
        if isinstance(found, Withheld):
            reason = said(found.code, tongue, {"policy": card.policy})
            st.markdown(f":material/visibility_off: {reason.what}")
        elif not found:
            st.markdown(say("record.care_none", tongue))
        else:
            _list("care", record, care_rows(found, record, card, tongue))


def _list(key: str, record: Record, rows: list[dict[str, Any]]) -> None:
    component("moments", "moments")(key=f"{key}_{record.interview}", data={"moments": rows})


def care_rows(
    hints: Sequence[Flag], record: Record, card: ScoreCard, locale: str
) -> list[dict[str, Any]]:
    """One row per hint: what was heard, and what could be done."""
    rows = []
    for hint in hints:
        words = said(hint.code, locale, hint.slots)
        passage = hint.evidence[0]
        rows.append(
            _row(
                passage.answer,
                passage.start_ms or 0,
                words.what,
                words.remedy,
                record,
                card,
                locale,
            )
        )
    return rows


def _moment_row(moment: Moment, record: Record, card: ScoreCard, locale: str) -> dict[str, Any]:
    text = moment_text(moment, locale)
    return _row(moment.answer, moment.start_ms, text, _after(moment, locale), record, card, locale)


def _row(
    answer: str, ms: int, text: str, about: str, record: Record, card: ScoreCard, locale: str
) -> dict[str, Any]:
    playable = any(a.id == answer and a.media for a in record.answers)
    number = say("record.answer", locale, number=number_of(answer, card))
    return {
        "ms": ms if playable else None,
        "answer": answer,
        "clock": clock(ms),
        "play": say("record.play_from", locale, clock=clock(ms)),
        "text": text,
        "about": f"{number} · {about}",
    }


def moment_text(moment: Moment, locale: str) -> str:
    """``0:32 to 0:41: speech slows (3.1 syllables/s, own average 4.4), pitch rises ...``"""
    return say(
        "moment.sentence",
        locale,
        start=clock(moment.start_ms),
        end=clock(moment.end_ms),
        changes=listing((_change(d, locale) for d in moment.departures), locale),
    )


def _change(departure: Departure, locale: str) -> str:
    key = f"moment.{departure.measure}_{departure.direction}"
    if departure.measure == "pause":
        return say(key, locale, value=per_cent(departure.value), own=per_cent(departure.own))
    if departure.measure == "rate":
        return say(key, locale, value=f"{departure.value:.1f}", own=f"{departure.own:.1f}")
    return say(key, locale, by=f"{abs(departure.value - departure.own):.1f}")


def _after(moment: Moment, locale: str) -> str:
    if moment.back_after_ms is not None:
        if moment.back_after_ms < 1000:
            return say("moment.back_at_once", locale)
        return say("moment.back", locale, seconds=moment.back_after_ms // 1000)
    if moment.talk_after_ms < 5000:
        return say("moment.ended", locale)
    return say("moment.not_back", locale, seconds=moment.talk_after_ms // 1000)
