"""By group, for those who may audit: does the machine lie further from people for one of them?"""

from __future__ import annotations

import streamlit as st

from interview import CandorError, Estimate
from ui.audit_words import attribute_text, group_text
from ui.charts.interval_rows import IntervalRow, Line, around_zero, interval_rows
from ui.codes import said
from ui.here import Here
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.quality_words import ranged
from ui.say import say
from ui.wording import count_text, listing
from workflow import may
from workflow.agreement_by_group import GroupDistance, agreement_by_group
from workflow.quality_scope import QualityScope

SIGNIFICANT = 0.05


def reliability_groups(where: Here, scope: QualityScope) -> None:
    """A purpose and a button; nothing is read before it is pressed, and nothing is kept."""
    if not may(where.actor, "audit"):
        return
    tongue = where.locale
    st.subheader(say("reliability.by_group", tongue), anchor="by_group")
    st.caption(plain(say("reliability.by_group_note", tongue)))
    with st.form("by_group_form", border=False):
        purpose = st.text_input(say("reliability.by_group_purpose", tongue), key="by_group_purpose")
        run = st.form_submit_button(
            say("reliability.by_group_run", tongue), icon=":material/balance:", key="by_group_run"
        )
    if not run:
        return
    try:
        found = agreement_by_group(where.actor, where.store, purpose=purpose, scope=scope)
    except CandorError as error:
        show_error(error, tongue)
        return
    rows = [_row(one, tongue) for one in found]
    if not rows:
        st.info(plain(said("double.few_of_group", tongue).what), icon=":material/info:")
        return
    ends = around_zero([one.finding for one in found], at_least=0.3)
    line = Line(at=0.0, words=say("chart.rater_none", tongue))
    told = listing((f"{row.name} {row.words}" for row in rows), tongue)
    axis = say("reliability.by_group_axis", tongue)
    drawn(interval_rows(rows, [line], ends, axis, told, where.palette), "group_rows")


def _row(one: GroupDistance, locale: str) -> IntervalRow:
    known = isinstance(one.finding, Estimate)
    out = one.p_value is not None and one.p_value <= SIGNIFICANT
    words = ranged(one.finding, locale, signed=True)
    return IntervalRow(
        name=f"{attribute_text(one.attribute, locale)}: {group_text(one.group, locale)}",
        detail=say("finding.n", locale, n=count_text(one.n)),
        words=f"! {words}" if out else words,
        finding=one.finding,
        verdict=("exceeds" if out else "within") if known else None,
    )
