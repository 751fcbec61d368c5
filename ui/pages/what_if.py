"""What if: move what was said, see score, interval and suggestion; what the least would be."""

from __future__ import annotations

import streamlit as st

from interview import CandorError
from scoring.explanation import WhatIf
from ui.here import here
from ui.names import role_title
from ui.parts.empty import empty
from ui.parts.safe import plain
from ui.parts.what_if_levers import moved
from ui.parts.what_if_outcome import outcome_shown, smallest_shown
from ui.parts.what_if_table import each_alone, method
from ui.say import say
from ui.site import address
from ui.wording import short_id
from workflow import require
from workflow.what_if import what_if


def page() -> None:
    """One interview's sliders beside its scores; everything follows at once."""
    where = here()
    tongue = where.locale
    require(where.actor, "explain")
    interview = st.query_params.get("interview", "")
    if not interview:
        st.title(say("page.what_if", tongue))
        empty(say("what_if.choose_title", tongue), say("what_if.choose", tongue))
        if st.button(say("record.choose_do", tongue), type="primary"):
            st.switch_page(address("candidates"))
        return
    try:
        asked = what_if(where.actor, where.store, interview)
    except CandorError:
        st.title(say("page.what_if", tongue))
        raise
    if st.button(say("what_if.back", tongue), icon=":material/arrow_back:", type="tertiary"):
        st.switch_page(address("record"), query_params={"interview": interview})
    st.title(say("page.what_if", tongue))
    code = say("record.candidate", tongue, id=short_id(asked.interview.candidate_id))
    st.caption(plain(f"{code} · {role_title(asked.role, tongue)}"))
    st.markdown(say("what_if.lead", tongue))

    @st.fragment
    def follow(asked: WhatIf) -> None:
        head = st.container()
        left, right = st.columns([9, 11], gap="large")
        with left:
            smallest_shown(where, asked)
            means, answer = moved(where, asked)
        now = asked.scored(asked.signals)
        then = asked.outcome(means, answer) if means else now
        outcome_shown(where, asked, now, then, head=head, picture=right)

    follow(asked)
    each_alone(where, asked)
    method(tongue)


page()
