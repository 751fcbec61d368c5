"""May a combination count? One chip per law preset."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from analysis.modality_frontier import SUBSETS
from ui.modality_words import law_text, laws_of, set_text
from ui.names import policy_name
from ui.parts.address_choice import address_choice
from ui.parts.safe import plain
from ui.say import say
from workflow.modality_report import ModalityStudy

ICONS = {
    "yes": ":material/check_circle:",
    "decision": ":material/help:",
    "no": ":material/block:",
}
COLOURS: dict[str, Literal["green", "gray", "orange"]] = {
    "yes": "green",
    "decision": "gray",
    "no": "orange",
}
FIRST = "language_face"


def modality_law_chips(study: ModalityStudy, tongue: str) -> None:
    """The chosen combination, and what every preset says of it."""
    st.subheader(say("modalities.law", tongue))
    names = {"_".join(s): set_text(s, tongue) for s in SUBSETS}
    chosen = address_choice("set", say("modalities.law_set", tongue), names, first=FIRST, width=320)
    subset = next(s for s in SUBSETS if "_".join(s) == (chosen or FIRST))
    for law in laws_of(study, subset):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(
                law_text(law, subset, tongue), icon=ICONS[law.counts], color=COLOURS[law.counts]
            )
            name = policy_name(law.preset, tongue)
            if law.consent and law.counts != "no":
                name = say("modalities.law_with_consent", tongue, name=name)
            st.markdown(plain(name))
    st.caption(say("modalities.law_note", tongue))
