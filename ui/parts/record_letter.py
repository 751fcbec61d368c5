"""The letter to the candidate, made when it is asked for; each download is an act in the trail."""

from __future__ import annotations

from functools import partial

import streamlit as st

from interview import ScoreCard
from ui.here import Here
from ui.letter_html import letter_html, letter_text
from ui.say import LOCALES, say
from workflow import Record
from workflow.letter import export_letter

LONGEST_CONTACT = 200


def record_letter(where: Here, record: Record, card: ScoreCard) -> None:
    """Language, what the candidate asked for, and two downloads."""
    if "export_letter" not in record.may:
        return
    tongue = where.locale
    with st.popover(say("letter.button", tongue), icon=":material/mail:", key="letter"):
        st.caption(say("letter.note", tongue))
        named = {one: say(f"spoken.{one}", tongue) for one in LOCALES}
        spoken = record.locale if record.locale in LOCALES else tongue
        language = st.segmented_control(
            say("letter.ask_language", tongue),
            list(LOCALES),
            default=spoken,
            format_func=lambda one: named.get(one, one),
            required=True,
            key="letter_language",
        )
        pace = st.checkbox(say("letter.ask_pace", tongue), key="letter_pace")
        contact = st.text_input(
            say("letter.ask_contact", tongue), max_chars=LONGEST_CONTACT, key="letter_contact"
        )
        chosen = language or spoken

        def made(as_page: bool) -> str:
            letter = export_letter(
                where.actor,
                where.store,
                record.interview,
                locale="zh" if chosen == "zh" else "en",
                pace=pace,
                contact=contact or "",
            )
            return letter_html(letter, chosen) if as_page else letter_text(letter, chosen)

        for kind, as_page, mime, icon in (
            ("html", True, "text/html", "description"),
            ("text", False, "text/plain", "notes"),
        ):
            st.download_button(
                say(f"letter.as_{kind}", tongue),
                partial(made, as_page),
                # a file's name is seen by many: it holds the interview, never the person
                file_name=f"letter_{record.interview}_{chosen}.{'html' if as_page else 'txt'}",
                mime=mime,
                key=f"letter_{kind}",
                on_click="ignore",
                icon=f":material/{icon}:",
                width="stretch",
            )
