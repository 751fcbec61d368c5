"""The best set of questions for a role's next interviews, within the limits somebody states."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

import workflow.bank_set
from analysis import QuestionSet
from interview import CandorError, Estimate, Question, Withheld
from ui.asked import asked
from ui.bank_words import bank_question, range_text
from ui.codes import said
from ui.here import Here
from ui.names import competency_name
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.say import say
from ui.wording import count_text, listing
from workflow.bank_found import name_of
from workflow.bank_role import RoleBank
from workflow.bank_set import SetLimits
from workflow.bank_store import StoredBank

MOST_MINUTES = 60
ANY_EXPOSURE = 100


def bank_set(where: Here, kept: StoredBank, bank: RoleBank, known: Mapping[str, Question]) -> None:
    """The limits, and the set they lead to; found anew only when one of them changes."""
    tongue = where.locale
    st.subheader(say("set.title", tongue), anchor="set")
    # what is to go is not proposed, so it does not count
    total = len(bank.questions) - len(bank.to("quarantine", "retire"))
    if total < 2:
        st.markdown(said("set.too_few", tongue).what)
        return
    limits = _limits(bank, total, tongue)
    try:
        found = asked(
            where,
            ("bank_set", kept.name, bank.role, limits),
            lambda: workflow.bank_set.best_set(where.actor, where.store, kept, bank.role, limits),
        )
    except CandorError as error:
        show_error(error, tongue)
        return
    if isinstance(found, Withheld):
        words = said(found.code, tongue)
        st.markdown(plain(f"{words.what} {words.remedy}"))
        return
    _result(kept, found, known, tongue)


def _limits(bank: RoleBank, total: int, tongue: str) -> SetLimits:
    usual = round(bank.use.asked) if bank.use else 5
    with st.grid(4, min_column_width=190):
        k = st.slider(
            say("set.k", tongue), 2, max(total, 3), min(max(usual, 2), total), key="set_k"
        )
        minutes = st.slider(say("set.minutes", tongue), 2, MOST_MINUTES, 30, key="set_minutes")
        use = st.slider(say("set.use", tongue), 10, ANY_EXPOSURE, ANY_EXPOSURE, 5, key="set_use")
        least = st.slider(say("set.least", tongue), 0.0, 0.9, 0.0, 0.05, key="set_least")
    cover = st.toggle(say("set.cover", tongue), value=True, key="set_cover")
    return SetLimits(
        k=int(k),
        most_seconds=60.0 * minutes,
        most_exposure=None if use == ANY_EXPOSURE else use / 100,
        least_reliability=float(least) if least > 0 else None,
        cover=bool(cover),
    )


def _result(
    kept: StoredBank, found: QuestionSet, known: Mapping[str, Question], tongue: str
) -> None:
    validity, reliability = found.validity, found.reliability
    st.markdown(
        plain(
            say(
                "set.result",
                tongue,
                validity=range_text(validity, tongue)
                if isinstance(validity, Estimate)
                else said(validity.code, tongue).what,
                reliability=range_text(reliability, tongue)
                if isinstance(reliability, Estimate)
                else said(reliability.code, tongue).what,
                minutes=f"{found.seconds / 60:.0f}",
            )
        )
    )
    assessed = {name_of(one): one for one in kept.found.assessment.questions}
    rows = [
        {
            "question": bank_question(assessed[name], known, tongue, 90),
            "measures": competency_name(kept.found.facts[name].competency, tongue),
            "validity": assessed[name].shrunken.value,
            "minutes": known[name].time_limit_s / 60 if name in known else None,
        }
        for name in found.questions
    ]
    config = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="—",
        alt=say("set.title", tongue),
        column_config={
            "question": config.TextColumn(say("bank.col_question", tongue), width="large"),
            "measures": config.TextColumn(say("bank.competency", tongue)),
            "validity": config.NumberColumn(say("bank.col_validity", tongue), format="%.2f"),
            "minutes": config.NumberColumn(say("set.col_minutes", tongue), format="%.0f"),
        },
    )
    left = [
        say("set.left", tongue, why=said(code, tongue).what, count=count_text(n))
        for code, n in found.left_out.items()
    ]
    if left:
        st.caption(plain(listing(left, tongue)))
    st.caption(say("set.note" if found.exact else "set.note_exchange", tongue))
