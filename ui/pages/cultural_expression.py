"""Cultural expression: does the score take restrained display for lower ability?"""

from __future__ import annotations

import streamlit as st

from ui.here import here
from ui.say import say
from workflow import require


def page() -> None:
    """The question of this page, for those who may see audits."""
    where = here()
    st.title(say("page.cultural_expression", where.locale))
    require(where.actor, "view_audits")
    st.markdown(say("page.cultural_expression_help", where.locale))


page()
