"""How a modality study was computed, who was left out, and which report it is."""

from __future__ import annotations

import streamlit as st

from ui.codes import said
from ui.parts.safe import plain
from ui.say import say
from ui.wording import count_text
from workflow.modality_report import StoredModalities


def modality_method(kept: StoredModalities, tongue: str) -> None:
    """Closed by default: method in plain words, exclusions, digests."""
    study = kept.study
    with st.expander(say("common.how", tongue), icon=":material/calculate:"):
        st.markdown(
            plain(
                say(
                    "modalities.how_text",
                    tongue,
                    kind=say(f"modalities.kind_{study.kind}", tongue).lower(),
                    occasion=say(f"modalities.occasion_{study.occasion}", tongue),
                )
            )
        )
        if not study.groups_left_out:
            st.markdown(plain(say("modalities.how_groups", tongue)))
        st.markdown(
            say(
                "modalities.how_features",
                tongue,
                words=study.features.get("language", 0),
                voice=study.features.get("voice", 0),
                face=study.features.get("face", 0),
            )
        )
        rows = [
            f"- {plain(said(code, tongue).what)} {count_text(n)}"
            for code, n in study.excluded.items()
        ]
        if rows:
            st.markdown(f"**{say('modalities.how_left_out', tongue)}**")
            st.markdown("\n".join(rows))
        st.markdown(
            f"- {say('modalities.digest', tongue)}: `{kept.name}`\n"
            f"- {say('modalities.trail_digest', tongue)}: `{kept.trail_digest}`"
        )
