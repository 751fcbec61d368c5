"""How reliable one score is in each role, and how many questions would make it so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from interview import Estimate, RoleModel
from ui.charts.interval_rows import IntervalRow, Line, interval_rows
from ui.codes import said
from ui.here import Here
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.quality_words import ends_text, ranged, role_name, value_of
from ui.say import say
from ui.wording import count_text, listing
from workflow.rater_quality import RaterQuality
from workflow.scale_quality import WANTED, ScaleQuality


def reliability_scale(where: Here, found: RaterQuality, roles: Mapping[str, RoleModel]) -> None:
    """Dots with intervals against .80, the sentence of the least reliable role, the table."""
    tongue = where.locale
    st.subheader(say("reliability.scale", tongue), anchor="scale")
    if not found.scales:
        words = said("reliability.too_few", tongue)
        st.info(plain(f"{words.what} {words.remedy}"), icon=":material/info:")
        return
    names = {one.role: role_name(one.role, roles, tongue) for one in found.scales}
    widest = max(found.scales, key=lambda one: one.band or 0.0)
    if widest.band is not None:
        st.markdown(
            plain(
                say(
                    "reliability.scale_head",
                    tongue,
                    role=names[widest.role],
                    band=f"{widest.band:.1f}",
                    needed=_needed(widest, tongue),
                )
            )
        )
    rows = [
        IntervalRow(
            name=names[one.role],
            detail=say("finding.n", tongue, n=count_text(one.people)),
            words=ranged(one.reliability, tongue),
            finding=one.reliability,
        )
        for one in found.scales
    ]
    told = listing((f"{row.name} {row.words}" for row in rows), tongue)
    lines = [Line(at=WANTED, words=say("chart.reliability_wanted", tongue), strong=True)]
    axis = say("chart.reliability_axis", tongue)
    drawn(interval_rows(rows, lines, (0.0, 1.0), axis, told, where.palette), "reliability_rows")
    _table(found.scales, names, tongue)


def _needed(one: ScaleQuality, locale: str) -> str:
    return say("reliability.scale_none", locale) if one.needed is None else count_text(one.needed)


def _table(scales: Sequence[ScaleQuality], names: Mapping[str, str], locale: str) -> None:
    import pandas as pd

    rows = [
        {
            "role": names[one.role],
            "questions": one.questions,
            "asked": one.asked,
            "people": one.people,
            "alpha": value_of(one.alpha),
            "alpha_range": ends_text(one.alpha),
            "omega": value_of(one.omega),
            "omega_range": ends_text(one.omega),
            "reliability": value_of(one.reliability),
            "reliability_range": ends_text(one.reliability),
            "error": value_of(one.error),
            "band": one.band,
            "apart": one.apart,
            "needed": one.needed,
            "reading": ""
            if isinstance(one.reliability, Estimate)
            else said(one.reliability.code, locale).what,
        }
        for one in scales
    ]
    config = st.column_config
    level = config.TextColumn(say("quality.interval", locale), alignment="right")

    def figure(key: str, form: str) -> Any:
        return config.NumberColumn(say(f"reliability.col_{key}", locale), format=form)

    st.dataframe(
        pd.DataFrame(rows),
        key="scale_table",
        hide_index=True,
        placeholder="—",
        alt=say("reliability.scale", locale),
        column_config={
            "role": config.TextColumn(say("reliability.col_role", locale), pinned=True),
            "questions": figure("questions", "localized"),
            "asked": figure("asked", "%.1f"),
            "people": figure("people", "localized"),
            "alpha": figure("alpha", "%.2f"),
            "alpha_range": level,
            "omega": figure("omega", "%.2f"),
            "omega_range": level,
            "reliability": figure("reliability", "%.2f"),
            "reliability_range": level,
            "error": figure("error", "%.2f"),
            "band": figure("band", "%.1f"),
            "apart": figure("apart", "%.1f"),
            "needed": figure("needed", "localized"),
            "reading": config.TextColumn(say("reliability.col_reading", locale), width="large"),
        },
    )
    table_download(rows, "reliability", locale, key="scale_csv")
