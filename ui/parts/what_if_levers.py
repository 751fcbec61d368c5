"""Sliders for what was said, and apart from them those that nobody is advised to move."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from scoring.catalogue import FEATURES
from scoring.explanation import Lever, SmallestChange, WhatIf
from ui.explanation_words import feature_name
from ui.here import Here
from ui.names import unit_text
from ui.parts.safe import plain
from ui.say import say

ANSWER, EVERY = "what_answer", ""
PREFIX = "what_"


def moved(where: Here, asked: WhatIf) -> tuple[dict[str, float], str]:
    """The features whose slider was moved with their new mean, and the answer that changes."""
    tongue = where.locale
    answers = [EVERY, *(one.features.answer for one in asked.signals)]
    names = {EVERY: say("what_if.all_answers", tongue)}
    names |= {key: say("record.answer", tongue, number=n) for n, key in enumerate(answers[1:], 1)}
    answer = st.selectbox(
        say("what_if.answer", tongue), answers, format_func=lambda key: names[key], key=ANSWER
    )
    levers = asked.levers(answer or "")
    said = [lever for lever in levers if lever.modality == "language"]
    heard = [lever for lever in levers if lever.modality != "language"]
    st.markdown(f"**{say('what_if.said', tongue)}**")
    means = _sliders(where, said, answer or "")
    if heard:
        with st.expander(say("what_if.heard", tongue)):
            st.caption(say("what_if.heard_note", tongue))
            means |= _sliders(where, heard, answer or "")
    return means, answer or ""


def set_sliders(change: SmallestChange) -> None:
    """Put the sliders where the smallest change has them; a callback."""
    st.session_state[ANSWER] = EVERY
    for step in change.steps:
        st.session_state[f"{PREFIX}{step.feature}_"] = float(step.after)


def reset_sliders(levers: Sequence[Lever]) -> None:
    """Put every slider back to what was measured; a callback."""
    st.session_state[ANSWER] = EVERY
    for lever in levers:
        st.session_state[f"{PREFIX}{lever.feature}_"] = lever.value


def _sliders(where: Here, levers: Sequence[Lever], answer: str) -> dict[str, float]:
    tongue = where.locale
    means: dict[str, float] = {}
    for lever in levers:
        if lever.high - lever.low < 1e-9:
            continue
        spec = FEATURES[lever.feature]
        key = f"{PREFIX}{lever.feature}_{answer}"
        # the widget keeps what was chosen; at first it shows what was measured
        st.session_state.setdefault(key, lever.value)
        wanted = st.slider(
            plain(
                say(
                    "explanations.dependence_axis",
                    tongue,
                    name=feature_name(lever.feature, tongue),
                    unit=unit_text(spec.unit, tongue),
                )
            ),
            min_value=lever.low,
            max_value=lever.high,
            step=(lever.high - lever.low) / 200,
            format="%.2f",
            key=key,
            help=say("what_if.range", tongue),
        )
        if abs(wanted - lever.value) > (lever.high - lever.low) / 390:
            means[lever.feature] = wanted
    return means
