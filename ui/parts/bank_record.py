"""One question: its versions as a line of life, the evidence in sentences, and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

import workflow.bank_history
from analysis import QuestionAssessment
from interview import Question
from ui.acting import actor_names
from ui.asked import asked
from ui.bank_desk import standing
from ui.bank_evidence import (
    ahead_sentence,
    change_sentence,
    other_sentences,
    reason_slots,
    reason_texts,
    usual_sentence,
    validity_sentences,
)
from ui.bank_words import action_chip, bank_question, weak_texts
from ui.charts import LifeLine, question_life, question_validity
from ui.choices import choices
from ui.codes import said
from ui.here import Here
from ui.names import competency_name, question_facts, question_text, role_title
from ui.parts.address_choice import address_choice
from ui.parts.bank_decide import bank_decide
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.say import say
from ui.wording import count_text, day, joined, listing
from workflow.bank_found import QuestionFacts, name_of
from workflow.bank_history import LifeEvent
from workflow.bank_store import StoredBank

SHORT = 8


def bank_record(where: Here, kept: StoredBank, known: Mapping[str, Question]) -> None:
    """The chosen question, its version in use first."""
    tongue, found = where.locale, kept.found
    keys = dict.fromkeys(one.question for one in found.ordered())
    names = {key: _title(key, found.ordered(), known, tongue) for key in keys}
    key = address_choice("question", say("record_bank.choose", tongue), names) or next(iter(keys))
    versions = [one for one in found.assessment.questions if one.question == key]
    now = standing(where)
    # what is asked today is what is decided about; where nothing is, the newest
    versions.sort(key=lambda one: (now.get(name_of(one), "active") != "active", -_order(one)))
    life = asked(
        where,
        ("question_life", key),
        lambda: workflow.bank_history.question_life(where.actor, where.store, key),
    )
    one = versions[0]
    _head(where, one, found.facts[name_of(one)], known, now.get(name_of(one), "active"))
    for text in [*validity_sentences(one, found, tongue), usual_sentence(one, tongue)]:
        st.markdown(plain(text))
    bank_decide(where, kept, one, known.get(name_of(one)), life)
    _versions(where, versions, found.facts, life)
    _evidence(where, one, kept, known)
    for other in versions[1:]:
        label = say(
            "record_bank.life_asked",
            tongue,
            version=other.version,
            first=_day(found.facts[name_of(other)].first, tongue),
            last=_day(found.facts[name_of(other)].last, tongue),
            answers=count_text(found.facts[name_of(other)].answers),
        )
        with st.expander(plain(label), icon=":material/history:"):
            _head(where, other, found.facts[name_of(other)], known, now.get(name_of(other), ""))
            told = [*validity_sentences(other, found, tongue), usual_sentence(other, tongue)]
            told += other_sentences(other, found.facts[name_of(other)], tongue)
            st.markdown("\n".join(f"- {plain(text)}" for text in told))


def _head(
    where: Here,
    one: QuestionAssessment,
    facts: QuestionFacts,
    known: Mapping[str, Question],
    status: str,
) -> None:
    tongue = where.locale
    with st.container(horizontal=True, vertical_alignment="center"):
        action_chip(one.recommendation, tongue)
        if status and status != "active":
            words = (
                say("record_bank.replaced", tongue)
                if status == "replaced"
                else say(f"bank.status_{status}", tongue)
            )
            st.badge(say("record_bank.now", tongue, status=words), color="gray")
    question = known.get(name_of(one))
    if question is None:
        st.subheader(plain(name_of(one)), anchor=False)
        st.caption(say("record_bank.unknown_text", tongue))
    else:
        st.subheader(plain(question_text(question, tongue)), anchor=False)
        titles = {key: role_title(model, tongue) for key, model in choices(where).roles.items()}
        parts = [
            name_of(one),
            say(
                "record_bank.measures",
                tongue,
                competency=competency_name(question.competency, tongue),
                kind=question_facts(question, tongue),
            ),
            say(
                "record_bank.asked_in",
                tongue,
                roles=listing((titles.get(role, role) for role in facts.roles if role), tongue),
            ),
        ]
        st.caption(plain(" · ".join(parts)))
    st.markdown(
        f"**{plain(said(one.sentence.code, tongue, reason_slots(one.sentence.slots)).what)}**"
    )


def _versions(
    where: Here,
    versions: list[QuestionAssessment],
    facts: Mapping[str, QuestionFacts],
    life: tuple[LifeEvent, ...],
) -> None:
    tongue = where.locale
    st.subheader(say("record_bank.versions", tongue), anchor="life")
    assessed = {one.version: one for one in versions}
    numbers = sorted({int(v) for v in assessed if v.isdigit()} | {one.version for one in life})
    lines = []
    for number in numbers:
        one = assessed.get(str(number))
        held = facts.get(name_of(one)) if one else None
        lines.append(
            LifeLine(
                words=_asked_words(number, held, tongue),
                first=held.first if held else "",
                last=held.last if held else "",
                action=one.recommendation if one else None,
                marks=tuple(
                    (event.at, say(f"decide.{event.decision.action}", tongue))
                    for event in life
                    if event.version == number and event.decision is not None
                ),
            )
        )
    drawing = question_life(lines, where.palette, tongue)
    if drawing is not None:
        drawn(drawing, "life")
    named = actor_names(where.store, tongue)
    st.markdown(
        "\n".join(f"- {plain(_event(event, named(event.actor), tongue))}" for event in life)
    )


def _asked_words(number: int, held: QuestionFacts | None, tongue: str) -> str:
    if held is None or not held.first:
        return say("record_bank.life_unasked", tongue, version=number)
    return say(
        "record_bank.life_asked",
        tongue,
        version=number,
        first=_day(held.first, tongue),
        last=_day(held.last, tongue),
        answers=count_text(held.answers),
    )


def _event(event: LifeEvent, who: str, tongue: str) -> str:
    at = day(event.at, tongue)
    report = event.because[:SHORT]
    if event.decision is None:
        key = "record_bank.saved_because" if report else "record_bank.saved"
        slots = {"report": report} if report else {}
        return say(key, tongue, day=at, who=who, version=event.version, **slots)
    made = event.decision
    return say(
        "record_bank.decided",
        tongue,
        day=at,
        who=who,
        version=event.version,
        action=say(f"decide.{made.action}", tongue),
        recommended=say(f"bank.{made.recommended}", tongue),
        reason=made.reason,
        report=report,
    )


def _evidence(
    where: Here, one: QuestionAssessment, kept: StoredBank, known: Mapping[str, Question]
) -> None:
    tongue, found = where.locale, kept.found
    facts = found.facts[name_of(one)]
    changes = found.changes.get(one.question, ())
    if changes:
        st.subheader(say("record_bank.compare", tongue), anchor="compare")
        same = [o for o in found.assessment.questions if o.question == one.question]
        drawn(question_validity(same, known, found.minimum, where.palette, tongue), "both_versions")
        for change in changes:
            st.markdown(plain(change_sentence(change, tongue)))
    st.subheader(say("record_bank.evidence", tongue), anchor="evidence")
    st.markdown(plain(joined(reason_texts(one, tongue), tongue)))
    told = other_sentences(one, facts, tongue)
    st.markdown("\n".join(f"- {plain(text)}" for text in told))
    st.markdown(f"**{say('record_bank.weak', tongue)}**")
    weak = weak_texts(one, tongue) or [say("record_bank.weak_none", tongue)]
    st.markdown("\n".join(f"- {plain(text)}" for text in weak))
    st.markdown(f"**{say('record_bank.ahead', tongue)}**")
    st.markdown(plain(ahead_sentence(one, facts, found, tongue)))
    with st.expander(say("record_bank.usual", tongue), icon=":material/compare:"):
        st.markdown(plain(usual_sentence(one, tongue)))
        st.markdown(say("evidence.usual_why", tongue))


def _title(
    key: str, ordered: tuple[QuestionAssessment, ...], known: Mapping[str, Question], tongue: str
) -> str:
    newest = max((one for one in ordered if one.question == key), key=_order)
    return bank_question(newest, known, tongue, 80)


def _order(one: QuestionAssessment) -> int:
    return int(one.version) if one.version.isdigit() else 0


def _day(text: str, tongue: str) -> str:
    return day(datetime.fromisoformat(text), tongue) if text else "—"
