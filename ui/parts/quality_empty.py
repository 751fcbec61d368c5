"""The evidence of quality before there is any: what will be here, and the action that fills it."""

from __future__ import annotations

import streamlit as st

from ui.here import Here
from ui.parts.empty import empty
from ui.say import say
from ui.site import address
from workflow import may


def quality_empty(where: Here) -> None:
    """A sentence and the way to scoring."""
    tongue = where.locale
    empty(say("quality.nothing_title", tongue), say("quality.nothing", tongue))
    if may(where.actor, "score"):
        st.page_link(
            address("score"), label=say("quality.to_score", tongue), icon=":material/upload_file:"
        )
