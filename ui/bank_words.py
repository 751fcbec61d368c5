"""The bank in words: what to do with a question, how sure that is, what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from analysis import QuestionAssessment
from analysis.assess_question import MOST_PEOPLE, Recommendation
from interview import Estimate, Question
from ui.codes import said
from ui.names import question_text
from ui.question_words import shortened
from ui.say import say
from ui.wording import count_text
from workflow.bank_found import ACTIONS, BankFound, name_of

ICONS: Mapping[Recommendation, str] = {
    "keep": ":material/check_circle:",
    "rewrite": ":material/edit:",
    "retire": ":material/archive:",
    "collect": ":material/help:",
    "quarantine": ":material/front_hand:",
}
COLOURS: Mapping[Recommendation, Literal["green", "orange", "gray"]] = {
    "keep": "green",
    "rewrite": "orange",
    "retire": "orange",
    "collect": "gray",
    "quarantine": "orange",
}
# colour never carries a verdict alone
SIGNS: Mapping[Recommendation, str] = {
    "keep": "✓",
    "rewrite": "✎",
    "retire": "✕",
    "collect": "?",
    "quarantine": "!",
}
WIDE = 40


def action_chip(action: Recommendation, locale: str) -> None:
    """A recommendation as sign, word and colour."""
    st.badge(say(f"bank.{action}", locale), icon=ICONS[action], color=COLOURS[action])


def action_text(action: Recommendation, locale: str) -> str:
    """A recommendation with its sign."""
    return f"{SIGNS[action]} {say(f'bank.{action}', locale)}"


def bank_headline(found: BankFound, now: Mapping[str, str], locale: str) -> tuple[str, str]:
    """The conclusion about a whole bank, and how the questions in use divide."""
    used = [o for o in found.assessment.questions if now.get(name_of(o), "active") == "active"]
    total = len(used)
    counts = {action: sum(o.recommendation == action for o in used) for action in ACTIONS}
    pressing = counts["quarantine"] + counts["retire"]
    key = "bank.pressing" if pressing else "bank.calm"
    lead = say(key, locale, count=count_text(pressing), total=count_text(total))
    return lead, say("bank.counts", locale, **counts)


def bank_question(
    one: QuestionAssessment, asked: Mapping[str, Question], locale: str, wide: int = WIDE
) -> str:
    """A question by its own words, shortened, with its version; by its key where there are none."""
    name = name_of(one)
    question = asked.get(name)
    if question is None:
        return name
    return f"{shortened(question_text(question, locale), wide)} ({name})"


def needed_text(one: QuestionAssessment, locale: str) -> str:
    """How many people were rated of how many it takes; that none will tell, where so."""
    if one.needed >= MOST_PEOPLE:
        return say("bank.n_open", locale, n=count_text(one.n))
    return say("bank.n_of", locale, n=count_text(one.n), needed=count_text(one.needed))


def weak_texts(one: QuestionAssessment, locale: str) -> list[str]:
    """The weak spots in sentences, each with what would help."""
    return [f"{said(spot, locale).what} {said(spot, locale).remedy}" for spot in one.weak_spots]


def number(value: float) -> str:
    """A correlation with its sign and two decimals.

    Examples
    --------
    >>> number(-0.123), number(0.3)
    ('−0.12', '0.30')
    """
    return f"{value:.2f}".replace("-", "−")


def range_text(found: Estimate, locale: str) -> str:
    """A correlation with both ends."""
    return say(
        "finding.range",
        locale,
        value=number(found.value),
        low=number(found.low),
        high=number(found.high),
    )
