"""Curves of one role's questions, fitted when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analysis import GradedResponse
from interview import Estimate, RoleModel
from ui.charts.interval_rows import IntervalRow, interval_rows
from ui.codes import said
from ui.here import Here
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.quality_desk import kept_quality
from ui.quality_words import number, ranged, role_name
from ui.say import say
from ui.wording import count_text, listing
from workflow.quality_scope import QualityScope
from workflow.rater_quality import question_curves


def reliability_curves(where: Here, role: str | None, roles: Mapping[str, RoleModel]) -> None:
    """Slopes with intervals, steepest first; where 300 people are missing that is said."""
    tongue = where.locale
    st.subheader(say("reliability.curves", tongue), anchor="curves")
    if role is None:
        st.caption(say("reliability.curves_choose", tongue))
        return
    st.caption(plain(say("reliability.curves_note", tongue)))
    ask = say("reliability.curves_ask", tongue, role=role_name(role, roles, tongue))
    if not st.button(plain(ask), key="curves", icon=":material/show_chart:"):
        return
    found = kept_quality(
        where,
        ("curves", role),
        lambda: question_curves(where.actor, where.store, role, QualityScope(roles=(role,))),
    )
    if not isinstance(found, GradedResponse):
        words = said(found.code, tongue)
        st.info(plain(f"{words.what} {words.remedy}"), icon=":material/info:")
        return
    ratio = number(found.first_to_second, 1)
    key = "reliability.curves_one" if found.one_dimension else "reliability.curves_many"
    st.markdown(plain(say(key, tongue, ratio=ratio, count=found.factors)))
    rows = [
        IntervalRow(
            name=one.item,
            detail=say("finding.n", tongue, n=count_text(one.n)),
            words=ranged(one.discrimination, tongue),
            finding=one.discrimination,
        )
        for one in sorted(found.items, key=lambda one: -_slope(one.discrimination))
    ]
    known = [one.discrimination for one in found.items]
    high = max([1.0, *(f.high for f in known if isinstance(f, Estimate))]) * 1.05
    told = listing((f"{row.name} {row.words}" for row in rows), tongue)
    axis = say("reliability.curves_axis", tongue)
    drawn(interval_rows(rows, [], (0.0, high), axis, told, where.palette), "curve_rows")


def _slope(found: object) -> float:
    return found.value if isinstance(found, Estimate) else 0.0
