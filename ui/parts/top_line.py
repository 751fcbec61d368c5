"""The line above every page: which language, and in the demo as whom one acts."""

from __future__ import annotations

from html import escape

import streamlit as st

from ui.acting import demo_people
from ui.here import Here
from ui.languages import language_switch
from ui.parts.safe import plain
from ui.say import say


def top_line(where: Here) -> None:
    """Language and role switch, always in the same place, one row on any width."""
    with st.container(
        horizontal=True,
        horizontal_alignment="right",
        vertical_alignment="center",
        gap="small",
        key="top_line",
    ):
        if where.settings.demo:
            _role_switch(where)
        language_switch(where.locale)


def _role_switch(where: Here) -> None:
    people = demo_people(where.store)
    mine = next((p for p in people if p.id == where.actor.id), None)
    name = mine.name(where.locale) if mine else where.actor.id
    with st.popover(
        say("shell.acting_as", where.locale, name=plain(name)),
        icon=":material/badge:",
        type="tertiary",
    ):
        st.caption(say("shell.acting_help", where.locale))
        # a plain link loads the page anew, so that the server's cookie and this page agree
        rows = []
        style = f'style="color:{where.palette.accent}"'
        for person in people:
            label = escape(person.name(where.locale))
            if person.id == where.actor.id:
                now = escape(say("shell.acting_now", where.locale))
                rows.append(f"<li><b>{label}</b> ({now})</li>")
            else:
                rows.append(f'<li><a href="{escape(person.link)}" {style}>{label}</a></li>')
        st.html(f"<ul>{''.join(rows)}</ul>")
