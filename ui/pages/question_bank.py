"""Question bank: which questions deserve to stay, the evidence on each, and what to improve."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

import workflow.bank_store
from interview import CandorError
from ui.bank_desk import bank_questions, kept_banks
from ui.codes import said
from ui.here import Here, here
from ui.parts.address_choice import address_choice
from ui.parts.bank_export import bank_export
from ui.parts.bank_list import bank_head, bank_list
from ui.parts.bank_method import bank_method
from ui.parts.bank_optimiser import bank_optimiser
from ui.parts.bank_record import bank_record
from ui.parts.empty import empty
from ui.parts.notice import notice
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.say import say
from ui.session import session
from ui.wording import count_text, day, joined
from workflow import require
from workflow.bank_store import StoredBank

LIST, RECORD, OPTIMISER = "list", "record", "optimiser"


def page() -> None:
    """The newest assessment as a list, one question with its life, or what to improve."""
    where = here()
    tongue = where.locale
    st.title(say("page.question_bank", tongue))
    require(where.actor, "assess_bank")
    notice()
    kept = kept_banks(where)
    if not kept:
        st.markdown(say("bank.intro", tongue))
        empty(say("bank.none_title", tongue), say("bank.none", tongue))
        if st.button(
            say("bank.run", tongue), type="primary", icon=":material/quiz:", key="run_bank"
        ):
            _assess(where)
        return
    newest = kept[0]
    views = {one: say(f"bank.view_{one}", tongue) for one in (LIST, RECORD, OPTIMISER)}
    view = address_choice("view", say("bank.view", tongue), views, buttons=True, quiet=True)
    if view == RECORD:
        bank_record(where, newest, bank_questions(where))
    elif view == OPTIMISER:
        bank_optimiser(where, newest, bank_questions(where))
    else:
        _list(where, newest)
    bank_method(where, newest)


def _list(where: Here, newest: StoredBank) -> None:
    tongue = where.locale
    bank_head(where, newest.found)
    st.caption(plain(_scope(newest, tongue)))
    if not newest.found.looked_at:
        unseen = said("bank.dif_not_looked_at", tongue)
        st.caption(plain(joined([unseen.what, unseen.remedy], tongue)))
    with st.container(horizontal=True, vertical_alignment="center"):
        bank_export(newest, tongue)
        asks = st.button(say("bank.run_again", tongue), icon=":material/quiz:", key="run_bank")
    if asks:
        _assess(where)
    bank_list(where, newest, bank_questions(where))


def _assess(where: Here) -> None:
    tongue = where.locale
    bar = st.progress(0.0, text=say("bank.running", tongue))

    def tell(done: int, total: int) -> None:
        words = say("bank.comparing", tongue, done=done, total=total)
        bar.progress(done / total, text=words)

    try:
        workflow.bank_store.bank_store(where.actor, where.store, on_progress=tell)
    except CandorError as error:
        bar.empty()
        show_error(error, tongue)
        return
    session().notice(say("bank.saved", tongue))
    st.rerun()


def _scope(kept: StoredBank, tongue: str) -> str:
    found = kept.found
    parts = [
        say(
            "bank.scope",
            tongue,
            interviews=count_text(found.interviews),
            rated=count_text(found.rated),
        ),
        say(f"bank.occasion_{kept.scope['outcome_kind']}", tongue),
        say(
            "bank.made",
            tongue,
            day=day(datetime.fromisoformat(kept.made_at), tongue),
            name=kept.name[:8],
        ),
    ]
    return " · ".join(parts)


page()
