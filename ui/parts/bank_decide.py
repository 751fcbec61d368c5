"""The decision about a question: as recommended or otherwise, with a reason, and a new wording."""

from __future__ import annotations

import streamlit as st

import workflow.bank_accept
from analysis import QuestionAssessment
from interview import CandorError, Question
from ui.bank_desk import standing
from ui.here import Here
from ui.names import competency_name
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.say import LOCALES, say
from ui.session import session
from workflow import may
from workflow.bank_accept import BankAction
from workflow.bank_found import name_of
from workflow.bank_history import LifeEvent
from workflow.bank_store import StoredBank
from workflow.rewording import LONGEST_S, LONGEST_TEXT, SHORTEST_S, Rewording

LEVELS = (1, 3, 5)
ALWAYS: tuple[BankAction, ...] = ("keep", "collect", "rewrite", "retire", "quarantine")


def bank_decide(
    where: Here,
    kept: StoredBank,
    one: QuestionAssessment,
    question: Question | None,
    life: tuple[LifeEvent, ...],
) -> None:
    """The form, for whoever may change the bank; else who may."""
    tongue = where.locale
    if not may(where.actor, "change_bank"):
        st.caption(say("decide.no_right", tongue))
        return
    if question is None:
        return
    if any(event.at.isoformat() > kept.made_at for event in life):
        st.info(say("decide.stale", tongue), icon=":material/update:")
        return
    advised = say(f"bank.{one.recommendation}", tongue)
    with st.expander(
        say("decide.open", tongue, action=advised), icon=":material/gavel:", key="decide_box"
    ):
        st.caption(say("decide.note", tongue))
        actions = _actions(standing(where).get(name_of(one), "active"))
        action = st.radio(
            say("decide.action", tongue),
            actions,
            index=actions.index(one.recommendation) if one.recommendation in actions else 0,
            format_func=lambda name: _named(name, one.recommendation, tongue),
            key="decide_action",
        )
        new = _wording(question, tongue) if action == "rewrite" else None
        reason = st.text_area(
            say("decide.reason", tongue),
            placeholder=say("decide.reason_hint", tongue),
            key="decide_reason",
            max_chars=2000,
            height=90,
        )
        if st.button(
            say("decide.submit", tongue), type="primary", icon=":material/check:", key="decide_save"
        ):
            _save(where, kept, one, action, reason or "", new)


def _actions(status: str) -> list[BankAction]:
    """What can be decided about a version as it stands."""
    if status in ("quarantined", "retired"):
        return ["reinstate", "keep", "rewrite"]
    return list(ALWAYS) if status == "active" else ["keep", "retire"]


def _named(name: BankAction, recommended: str, tongue: str) -> str:
    words = say(f"decide.{name}", tongue)
    return say("decide.recommended", tongue, action=words) if name == recommended else words


def _wording(question: Question, tongue: str) -> Rewording:
    """Text, anchors, time and competency of the next version, filled with today's."""
    text = {
        locale: st.text_area(
            say(f"decide.text_{locale}", tongue),
            value=question.text.get(locale, ""),
            key=f"decide_text_{locale}",
            max_chars=LONGEST_TEXT,
            height=90,
        )
        or ""
        for locale in LOCALES
    }
    levels = sorted({*LEVELS, *(n for held in question.anchors.values() for n in held)})
    st.markdown(f"**{say('decide.anchors', tongue)}**")
    anchors: dict[str, dict[int, str]] = {locale: {} for locale in LOCALES}
    for level in levels:
        for locale, column in zip(LOCALES, st.columns(len(LOCALES), gap="small"), strict=True):
            language = say(f"language.{locale}", tongue)
            with column:
                anchors[locale][level] = (
                    st.text_input(
                        say("decide.anchor", tongue, level=level, language=language),
                        value=question.anchors.get(locale, {}).get(level, ""),
                        key=f"decide_anchor_{locale}_{level}",
                    )
                    or ""
                )
    seconds = st.number_input(
        say("decide.limit", tongue),
        min_value=SHORTEST_S,
        max_value=LONGEST_S,
        value=question.time_limit_s,
        step=10,
        key="decide_limit",
        width=240,
    )
    measured = (
        f"{competency_name(key, tongue)} {weight:.0%}" for key, weight in question.criteria.items()
    )
    st.caption(plain(f"{say('decide.criteria', tongue)}: {' · '.join(measured)}"))
    return Rewording(text=text, anchors=anchors, time_limit_s=int(seconds))


def _save(
    where: Here,
    kept: StoredBank,
    one: QuestionAssessment,
    action: BankAction,
    reason: str,
    new: Rewording | None,
) -> None:
    tongue = where.locale
    try:
        made = workflow.bank_accept.accept_recommendation(
            where.actor,
            where.store,
            kept.name,
            one.question,
            int(one.version),
            action,
            reason,
            new=new,
        )
    except CandorError as error:
        show_error(error, tongue)
        return
    if made.new_version is None:
        session().notice(say("decide.saved", tongue))
    else:
        session().notice(say("decide.saved_version", tongue, version=made.new_version))
    st.rerun()
