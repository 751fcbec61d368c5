"""The golden set: what was frozen, and how a model does on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from interview import CandorError
from ui.here import Here
from ui.model_card_sections import golden_text
from ui.model_words import short_ref
from ui.parts.empty import empty
from ui.parts.model_head import done
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.say import known, say
from ui.wording import count_text, day
from workflow import may
from workflow.golden_check import check_golden_set, golden_checks
from workflow.golden_set import GoldenSet, freeze_golden_set, golden_set
from workflow.register import RegisteredModel


def golden_view(where: Here, roles: Mapping[str, str]) -> None:
    """The set in force by role and language, and the button that freezes one."""
    import pandas as pd

    tongue = where.locale
    held = golden_set(where.actor, where.store)
    if held is None:
        _none(where)
        return
    st.subheader(_frozen(held, tongue), anchor="golden")
    _freeze(where, "golden_again")
    rows = [
        {
            say("models.col_role", tongue): roles.get(role, role),
            say("models.col_language", tongue): _language(locale, tongue),
            say("models.col_count", tongue): count,
        }
        for (role, locale), count in sorted(held.strata.items())
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        alt=say("models.strata", tongue),
        key="golden_strata",
    )


def golden_of(where: Here, model: RegisteredModel) -> None:
    """What the newest check of one model found, and the button that makes another."""
    tongue = where.locale
    st.subheader(say("models.golden", tongue), anchor="golden")
    held = golden_set(where.actor, where.store)
    if held is None:
        _none(where)
        return
    found = golden_checks(where.actor, where.store, model.ref)
    if not found:
        st.markdown(say("models.golden_unchecked", tongue))
    else:
        for text in golden_text(found[0], tongue):
            st.markdown(plain(text))
    st.caption(plain(_frozen(held, tongue)))
    if may(where.actor, "validate") and st.button(
        say("models.golden_check", tongue), icon=":material/fact_check:", key="golden_check"
    ):
        try:
            with st.spinner(say("models.golden_checking", tongue)):
                check_golden_set(where.actor, where.store, model.ref)
        except CandorError as error:
            show_error(error, tongue)
            return
        st.rerun()


def _none(where: Here) -> None:
    tongue = where.locale
    empty(say("models.golden_none_title", tongue), say("models.golden_none", tongue))
    _freeze(where, "golden_freeze")


def _freeze(where: Here, label: str) -> None:
    tongue = where.locale
    if not may(where.actor, "change_model"):
        st.caption(say("models.golden_ask", tongue))
        return
    if not st.button(
        say(f"models.{label}", tongue), icon=":material/ac_unit:", key="golden_freeze"
    ):
        return
    try:
        held = freeze_golden_set(where.actor, where.store)
    except CandorError as error:
        show_error(error, tongue)
        return
    done(say("models.golden_done", tongue, count=count_text(len(held.items))))


def _frozen(held: GoldenSet, tongue: str) -> str:
    return say(
        "models.golden_frozen",
        tongue,
        count=count_text(len(held.items)),
        day=day(datetime.fromisoformat(held.made_at), tongue),
        model=short_ref(held.model),
    )


def _language(locale: str, tongue: str) -> str:
    key = f"language.{locale}"
    return say(key, tongue) if locale and known(key) else locale or "—"
