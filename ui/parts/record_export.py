"""The card to take along: a page that opens alone, or data; made only when asked for."""

from __future__ import annotations

import json

import streamlit as st

import workflow
from interview import ScoreCard
from ui.card_html import card_html
from ui.here import Here
from ui.names import policy_name
from ui.parts.record_head import who
from ui.say import say
from workflow import Record


def record_export(where: Here, record: Record, card: ScoreCard) -> None:
    """Two downloads; each is an act of its own in the trail, recorded when it is clicked."""
    if "export_card" not in record.may:
        return
    tongue = where.locale

    def as_page() -> str:
        workflow.export_card(where.actor, where.store, record.interview)
        return card_html(
            card,
            record.role,
            tongue,
            policy_title=policy_name(card.policy, tongue),
            who=who(record, tongue),
        )

    def as_data() -> str:
        content = workflow.export_card(where.actor, where.store, record.interview)
        return json.dumps(content, ensure_ascii=False, indent=2)

    with st.popover(say("record.export", tongue), icon=":material/download:"):
        st.caption(say("record.export_note", tongue))
        st.download_button(
            say("record.export_html", tongue),
            as_page,
            file_name=f"card_{record.interview}.html",
            mime="text/html",
            key="export_html",
            on_click="ignore",
            icon=":material/description:",
            width="stretch",
        )
        st.download_button(
            say("record.export_json", tongue),
            as_data,
            file_name=f"card_{record.interview}.json",
            mime="application/json",
            key="export_json",
            on_click="ignore",
            icon=":material/data_object:",
            width="stretch",
        )
