"""Who rates higher, lower or narrower than the others on the same interviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from analysis import RaterLimits, RaterReport, RaterSeverity
from interview import Estimate
from ui.charts.rater_dots import rater_dots
from ui.codes import said
from ui.here import Here
from ui.parts.address_choice import address_choice
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.quality_words import ends_text, rater_sentences, value_of
from ui.say import say
from workflow.rater_quality import RaterQuality

FIRST = 14


def reliability_raters(where: Here, found: RaterQuality) -> None:
    """Dots with intervals, those who stand out first, then everybody as a table."""
    tongue = where.locale
    st.subheader(say("reliability.raters", tongue), anchor="raters")
    report = found.severity
    if not isinstance(report, RaterReport):
        words = said(report.code, tongue)
        st.info(plain(f"{words.what} {words.remedy}"), icon=":material/info:")
        return
    for one in report.flagged:
        for sentence in rater_sentences(one, tongue):
            st.markdown(f":material/warning: {plain(sentence)}")
    st.caption(
        plain(say("reliability.raters_note", tongue, points=f"{RaterLimits().leniency:.1f}"))
    )
    show = address_choice(
        "show",
        say("reliability.show", tongue),
        {one: say(f"reliability.show_{one}", tongue) for one in ("leniency", "spread")},
        buttons=True,
        quiet=True,
    )
    chosen: Literal["leniency", "spread"] = "spread" if show == "spread" else "leniency"
    ordered = _ordered(report.raters)
    drawn(rater_dots(ordered[:FIRST], chosen, where.palette, tongue), "rater_dots")
    if report.panels > 1:
        st.caption(plain(say("reliability.panels", tongue, count=report.panels)))
    _table(ordered, tongue)


def _ordered(raters: Sequence[RaterSeverity]) -> list[RaterSeverity]:
    """Those who stand out first, then by how far they lie from the others."""
    return sorted(
        raters,
        key=lambda one: (
            not one.flags,
            -abs(one.leniency.value) if isinstance(one.leniency, Estimate) else 1.0,
            one.rater,
        ),
    )


def _table(raters: Sequence[RaterSeverity], locale: str) -> None:
    import pandas as pd

    rows = [
        {
            "rater": one.rater,
            "reading": _reading(one, locale),
            "n": one.n,
            "shared": one.shared,
            "leniency": value_of(one.leniency),
            "leniency_range": ends_text(one.leniency, signed=True),
            "spread": value_of(one.spread),
            "spread_range": ends_text(one.spread),
            "panel": one.panel + 1,
        }
        for one in raters
    ]
    config = st.column_config
    level = say("quality.interval", locale)
    st.dataframe(
        pd.DataFrame(rows),
        key="rater_table",
        hide_index=True,
        placeholder="—",
        alt=say("reliability.raters", locale),
        column_config={
            "rater": config.TextColumn(say("reliability.col_rater", locale), pinned=True),
            "n": config.NumberColumn(say("reliability.col_ratings", locale), format="localized"),
            "shared": config.NumberColumn(
                say("reliability.col_shared", locale), format="localized"
            ),
            "leniency": config.NumberColumn(
                say("reliability.col_leniency", locale), format="%+.2f"
            ),
            "leniency_range": config.TextColumn(level, alignment="right"),
            "spread": config.NumberColumn(say("reliability.col_spread", locale), format="%.2f"),
            "spread_range": config.TextColumn(level, alignment="right"),
            "panel": config.NumberColumn(say("reliability.col_group", locale)),
            "reading": config.TextColumn(say("reliability.col_reading", locale), width="large"),
        },
    )
    table_download(rows, "raters", locale, key="raters_csv")


def _reading(one: RaterSeverity, locale: str) -> str:
    if one.flags:
        return " ".join(said(flag, locale).what for flag in one.flags)
    if not isinstance(one.leniency, Estimate):
        return said(one.leniency.code, locale).what
    return ""
