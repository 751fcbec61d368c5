"""What each thing a person could change would do alone, and how everything was computed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from interview import Estimate
from scoring.explanation import WhatIf, actionable
from ui.explanation_words import feature_name
from ui.here import Here
from ui.say import say
from ui.wording import listing, score_text


def each_alone(where: Here, asked: WhatIf) -> None:
    """One row per thing, the most telling first."""
    tongue = where.locale
    st.subheader(say("what_if.each", tongue))
    st.caption(say("what_if.each_note", tongue))
    table = gains_table(asked, tongue)
    config = st.column_config
    st.dataframe(
        table,
        hide_index=True,
        placeholder="—",
        alt=say("what_if.each", tongue),
        column_config={
            say("what_if.col_now", tongue): config.NumberColumn(format="%.2f"),
            say("what_if.col_end", tongue): config.NumberColumn(format="%.2f"),
            say("what_if.col_score", tongue): config.TextColumn(alignment="right"),
            say("what_if.col_gain", tongue): config.NumberColumn(format="%+.2f"),
        },
    )
    st.download_button(
        say("what_if.export", tongue),
        table.to_csv(index=False).encode("utf-8-sig"),
        file_name=f"what_if_{asked.interview.id}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def gains_table(asked: WhatIf, locale: str) -> pd.DataFrame:
    """Feature, where it is, its better end, and the score it would give alone."""
    now = asked.scored(asked.signals).overall
    levers = {lever.feature: lever for lever in asked.levers()}
    rows = []
    for feature, outcome in asked.gains().items():
        lever, then = levers[feature], outcome.overall
        gain = (
            then.value - now.value
            if isinstance(then, Estimate) and isinstance(now, Estimate)
            else None
        )
        rows.append(
            {
                say("what_if.col_what", locale): feature_name(feature, locale),
                say("what_if.col_now", locale): round(lever.value, 2),
                say("what_if.col_end", locale): round(
                    lever.high if lever.direction > 0 else lever.low, 2
                ),
                say("what_if.col_score", locale): score_text(then, locale),
                say("what_if.col_gain", locale): None if gain is None else round(gain, 2),
                say("what_if.col_suggestion", locale): say(
                    f"recommendation.{outcome.recommendation.code}", locale
                ),
            }
        )
    gain_name = say("what_if.col_gain", locale)
    return pd.DataFrame(rows).sort_values(gain_name, ascending=False) if rows else pd.DataFrame()


def method(locale: str) -> None:
    """How the page computes, closed by default."""
    with st.expander(say("common.how", locale)):
        listed = listing((feature_name(name, locale) for name in actionable()), locale)
        st.markdown(say("what_if.how", locale, list=listed))
