"""The bank as on a doctor's round: the conclusion, every question's interval, and the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from analysis import QuestionAssessment
from interview import Estimate, Question
from ui.bank_desk import standing
from ui.bank_words import action_text, bank_headline, bank_question
from ui.charts import question_validity
from ui.choices import choices
from ui.codes import said
from ui.here import Here
from ui.names import competency_name, role_title
from ui.parts.address_choice import address_choice
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.say import say
from ui.wording import count_text, listing
from workflow.bank_found import ACTIONS, BankFound, name_of
from workflow.bank_store import StoredBank

MOST_DRAWN = 24
RECORD = "record"


def bank_head(where: Here, found: BankFound) -> None:
    """What the assessment says of the questions in use."""
    lead, counts = bank_headline(found, standing(where), where.locale)
    st.subheader(plain(lead), anchor=False)
    st.markdown(plain(counts))


def bank_list(where: Here, kept: StoredBank, asked: Mapping[str, Question]) -> None:
    """Filters, picture and table; a chosen row opens the question."""
    tongue, found = where.locale, kept.found
    chosen = _filtered(where, found)
    if not chosen:
        st.caption(say("bank.empty_filter", tongue))
        return
    drawn(
        question_validity(chosen[:MOST_DRAWN], asked, found.minimum, where.palette, tongue),
        "validity",
    )
    if len(chosen) > MOST_DRAWN:
        st.caption(say("bank.first_of", tongue, shown=MOST_DRAWN, total=count_text(len(chosen))))
    _table(where, found, chosen, asked)


def _filtered(where: Here, found: BankFound) -> list[QuestionAssessment]:
    tongue = where.locale
    everything = say("common.all", tongue)
    titles = {key: role_title(model, tongue) for key, model in choices(where).roles.items()}
    facts = found.facts
    roles = {role for one in facts.values() for role in one.roles if role}
    topics = {one.competency for one in facts.values() if one.competency}
    first, second, third = st.columns(3, gap="medium")
    with first:
        named = {key: titles.get(key, key) for key in sorted(roles)}
        role = address_choice("role", say("bank.role", tongue), named, empty=everything)
    with second:
        measures = {key: competency_name(key, tongue) for key in sorted(topics)}
        topic = address_choice(
            "competency", say("bank.competency", tongue), measures, empty=everything
        )
    with third:
        verdicts: dict[str, str] = {one: action_text(one, tongue) for one in ACTIONS}
        verdict = address_choice("verdict", say("bank.verdict", tongue), verdicts, empty=everything)
    now = standing(where)
    # what is asked today comes first
    ordered = sorted(found.ordered(), key=lambda o: now.get(name_of(o), "active") != "active")
    return [
        one
        for one in ordered
        if (role is None or role in facts[name_of(one)].roles)
        and (topic is None or topic == facts[name_of(one)].competency)
        and (verdict is None or verdict == one.recommendation)
    ]


def _table(
    where: Here,
    found: BankFound,
    chosen: Sequence[QuestionAssessment],
    asked: Mapping[str, Question],
) -> None:
    tongue = where.locale
    now = standing(where)
    rows = [bank_row(one, found, asked, now.get(name_of(one), "active"), tongue) for one in chosen]
    config = st.column_config
    picked = st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="—",
        on_select="rerun",
        selection_mode="single-row",
        key="bank_rows",
        alt=say("bank.view_list", tongue),
        column_config={
            "verdict": config.TextColumn(say("bank.verdict", tongue), pinned=True),
            "question": config.TextColumn(say("bank.col_question", tongue), width="large"),
            "status": config.TextColumn(say("bank.col_status", tongue)),
            "measures": config.TextColumn(say("bank.competency", tongue)),
            "n": config.NumberColumn(say("bank.col_n", tongue), format="localized"),
            "needed": config.NumberColumn(say("bank.col_needed", tongue), format="localized"),
            "validity": config.NumberColumn(say("bank.col_validity", tongue), format="%.2f"),
            "low": config.NumberColumn(say("bank.col_low", tongue), format="%.2f"),
            "high": config.NumberColumn(say("bank.col_high", tongue), format="%.2f"),
            "rest": config.NumberColumn(say("bank.col_rest", tongue), format="%.2f"),
            "dif": config.TextColumn(say("bank.col_dif", tongue)),
            "exposure": config.NumberColumn(say("bank.col_exposure", tongue), format="%.0f"),
            "leak": config.TextColumn(say("bank.col_leak", tongue)),
            "weak": config.TextColumn(say("bank.col_weak", tongue), width="large"),
        },
    )
    st.caption(say("bank.pick", tongue))
    selected = getattr(picked, "selection", None)
    if selected is not None and selected.rows:
        st.query_params["question"] = chosen[selected.rows[0]].question
        st.query_params["view"] = RECORD
        st.rerun()


def bank_row(
    one: QuestionAssessment,
    found: BankFound,
    asked: Mapping[str, Question],
    status: str,
    locale: str,
) -> dict[str, object]:
    """One question as a row: words for verdicts, plain numbers to sort by."""
    facts = found.facts[name_of(one)]
    rest = one.statistics.item_rest if one.statistics else None
    rate = one.exposure.rate if one.exposure else None
    leak = one.leak.verdict if one.leak else None
    return {
        "verdict": action_text(one.recommendation, locale),
        "question": bank_question(one, asked, locale, 60),
        "status": say(f"bank.status_{status}", locale),
        "measures": competency_name(facts.competency, locale) if facts.competency else None,
        "n": one.n,
        "needed": one.needed,
        "validity": one.shrunken.value,
        "low": one.shrunken.low,
        "high": one.shrunken.high,
        "rest": rest.value if isinstance(rest, Estimate) else None,
        "dif": dif_text(one.dif_class, locale),
        "exposure": 100 * rate.value if isinstance(rate, Estimate) else None,
        "leak": say(f"bank.leak_{leak}", locale) if leak else say("bank.not_looked", locale),
        "weak": listing((said(spot, locale).what for spot in one.weak_spots), locale) or None,
    }


def dif_text(letter: str, locale: str) -> str:
    """The class of a question in words."""
    key = {"A": "dif_none", "B": "dif_some", "C": "dif_strong"}.get(letter, "not_looked")
    return say(f"bank.{key}", locale)
