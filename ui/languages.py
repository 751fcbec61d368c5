"""Which language a page speaks: the choice in this tab, else the kept one, else the browser's."""

from __future__ import annotations

import streamlit as st

from ui.parts.component import component
from ui.say import LOCALES, say
from ui.session import session, widget_values
from workflow import settings

COOKIE = "candor_locale"
SWITCH = "language_switch"


def locale() -> str:
    """The language in force, ``en`` or ``zh``."""
    chosen = session().locale
    if chosen:
        return chosen
    kept = st.context.cookies.get(COOKIE)
    if kept in LOCALES:
        return str(kept)
    browser = (st.context.locale or "")[:2].lower()
    return browser if browser in LOCALES else settings().locale


def language_switch(current: str) -> None:
    """Two names side by side; the choice holds at once and is kept for the next visit."""
    st.segmented_control(
        say("shell.language", current),
        LOCALES,
        default=current,
        required=True,
        key=SWITCH,
        format_func=lambda key: say(f"language.{key}", key),
        label_visibility="collapsed",
        on_change=_chosen,
        wrap=False,
    )


def _chosen() -> None:
    value = widget_values().get(SWITCH)
    if value in LOCALES:
        session().locale = str(value)


def remember_language(current: str) -> None:
    """Keep the choice in a cookie and tell the document which language it is in."""
    component("remember", "remember")(
        key="remember", data={"locale": current, "keep": session().locale is not None}
    )
