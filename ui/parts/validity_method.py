"""How a study of validity was computed, who was left out, and which report it is."""

from __future__ import annotations

import streamlit as st

from ui.codes import said
from ui.parts.safe import plain
from ui.say import say
from ui.validity_words import number_text
from ui.wording import count_text
from workflow.validate import StoredValidity


def validity_method(kept: StoredValidity, tongue: str) -> None:
    """Closed by default: method in plain words, exclusions, digests."""
    study = kept.study
    with st.expander(say("common.how", tongue), icon=":material/calculate:"):
        text = say("validity.how_text", tongue, minimum=number_text(study.minimum))
        st.markdown(plain(text))
        st.markdown(plain(say("validity.how_people", tongue)))
        rows = [
            f"- {plain(said(code, tongue).what)} {count_text(n)}"
            for code, n in study.path.excluded.items()
        ]
        if rows:
            st.markdown(f"**{say('validity.how_left_out', tongue)}**")
            st.markdown("\n".join(rows))
        st.markdown(
            f"- {say('validity.digest', tongue)}: `{kept.name}`\n"
            f"- {say('validity.trail_digest', tongue)}: `{kept.trail_digest}`"
        )
