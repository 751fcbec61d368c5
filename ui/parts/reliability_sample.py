"""The random sample that people rate blind: how much of it is rated, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from interview import RoleModel
from ui.charts.interval_rows import IntervalRow, Line, interval_rows
from ui.codes import said
from ui.here import Here
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.quality_words import ends_text, number, ranged, role_name, value_of
from ui.say import say
from ui.wording import count_text, listing
from workflow.double_scoring import DoubleScored
from workflow.rater_quality import RaterQuality


def reliability_sample(where: Here, found: RaterQuality, roles: Mapping[str, RoleModel]) -> None:
    """One row per role against the floor, what still waits, and every quarter in the table."""
    tongue = where.locale
    sample = found.double
    st.subheader(say("reliability.sample", tongue), anchor="sample")
    if not sample.roles:
        st.markdown(say("reliability.sample_head_none", tongue))
        return
    names = {one.role: role_name(one.role, roles, tongue) for one in sample.roles}
    st.markdown(plain(_head(found, names, tongue)))
    missing = sum(one.missing for one in sample.roles)
    drawn_count = sum(one.drawn for one in sample.roles)
    if missing:
        st.markdown(
            plain(
                say(
                    "reliability.sample_missing",
                    tongue,
                    count=count_text(missing),
                    drawn=count_text(drawn_count),
                )
            )
        )
    st.caption(plain(say("reliability.sample_note", tongue)))
    rows = [
        IntervalRow(
            name=names[one.role],
            detail=say("finding.n", tongue, n=count_text(one.rated)),
            words=ranged(one.agreement, tongue),
            finding=one.agreement,
            verdict=one.verdict,
        )
        for one in sample.roles
    ]
    lines = (
        [] if sample.floor is None else [Line(at=sample.floor, words=_floor(sample.floor, tongue))]
    )
    told = listing((f"{row.name} {row.words}" for row in rows), tongue)
    axis = say("reliability.col_icc", tongue)
    drawn(interval_rows(rows, lines, (0.0, 1.0), axis, told, where.palette), "sample_rows")
    _table((*sample.roles, *sample.quarters), names, tongue)


def _floor(at: float, locale: str) -> str:
    return say("reliability.floor_line", locale, floor=number(at))


def _head(found: RaterQuality, names: Mapping[str, str], locale: str) -> str:
    sample = found.double
    below = [names[one.role] for one in sample.roles if one.verdict == "exceeds"]
    within = sum(one.verdict == "within" for one in sample.roles)
    if sample.floor is None or not (below or within):
        return say("reliability.sample_head_none", locale)
    floor = number(sample.floor)
    if below:
        return say(
            "reliability.sample_head_below", locale, names=listing(below, locale), floor=floor
        )
    return say(
        "reliability.sample_head_within", locale, count=within, all=len(sample.roles), floor=floor
    )


def _table(rows: Sequence[DoubleScored], names: Mapping[str, str], locale: str) -> None:
    import pandas as pd

    told = [
        {
            "role": names[one.role],
            "quarter": one.quarter.replace("Q", "-Q")
            if one.quarter
            else say("reliability.all_quarters", locale),
            "verdict": say(f"reliability.verdict_{one.verdict}", locale),
            "interviews": one.interviews,
            "drawn": one.drawn,
            "rated": one.rated,
            "icc": value_of(one.agreement),
            "icc_range": ends_text(one.agreement) or said(_code(one), locale).what,
        }
        for one in rows
    ]
    config = st.column_config

    def count(key: str) -> Any:
        return config.NumberColumn(say(f"reliability.col_{key}", locale), format="localized")

    st.dataframe(
        pd.DataFrame(told),
        key="sample_table",
        hide_index=True,
        height=360,
        placeholder="—",
        alt=say("reliability.sample", locale),
        column_config={
            "role": config.TextColumn(say("reliability.col_role", locale), pinned=True),
            "quarter": config.TextColumn(say("reliability.col_quarter", locale)),
            "interviews": count("interviews"),
            "drawn": count("drawn"),
            "rated": count("rated"),
            "icc": config.NumberColumn(say("reliability.col_icc", locale), format="%.2f"),
            "icc_range": config.TextColumn(say("quality.interval", locale)),
            "verdict": config.TextColumn(say("reliability.col_reading", locale)),
        },
    )
    table_download(told, "random_sample", locale, key="sample_csv")


def _code(one: DoubleScored) -> str:
    return getattr(one.agreement, "code", "double.too_few")
