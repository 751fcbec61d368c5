"""The audited rates by month or quarter, and whether anything has shifted."""

from __future__ import annotations

import streamlit as st

from fairness import Monitored, ratio_over_time
from interview import CandorError
from ui.audit_desk import OnDesk
from ui.audit_words import attribute_text, group_text
from ui.charts import ratio_over_time as over_time_chart
from ui.codes import said
from ui.here import Here
from ui.parts.address_choice import address_choice
from ui.parts.audit_cut import worst
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.say import say
from ui.wording import listing

PERIODS = ("quarter", "month")


def audit_over_time(where: Here, entry: OnDesk) -> None:
    """One chart per group, those that shifted first; left out where there are no dates."""
    people, rules = entry.people, entry.rules
    if people is None or rules is None or not (rules.columns.at and rules.columns.selected):
        return
    at, selected = rules.columns.at, rules.columns.selected
    tongue = where.locale

    @st.fragment
    def follow() -> None:
        st.subheader(say("fairness.over_time", tongue), anchor="over_time")
        alone = entry.report.policy.attributes
        with st.container(horizontal=True, vertical_alignment="bottom"):
            of = address_choice(
                "over",
                say("fairness.attribute", tongue),
                {str(i): attribute_text(a, tongue) for i, a in enumerate(alone)},
                first=str(alone.index(worst(entry.report))),
                width=280,
            )
            period = address_choice(
                "period",
                say("fairness.period", tongue),
                {p: say(f"fairness.period_{p}", tongue) for p in PERIODS},
                buttons=True,
                quiet=True,
            )
        try:
            found = ratio_over_time(
                people,
                attribute=alone[int(of or 0)],
                selected=selected,
                at=at,
                period="month" if period == "month" else "quarter",
                floor=rules.floor,
                smallest_share=rules.smallest_share,
                level=rules.level,
            )
        except CandorError as error:
            show_error(error, tongue)
            return
        told = [one for one in found if len(one.periods) > 1]
        if not told:
            st.caption(say("fairness.over_time_none", tongue))
            return
        told.sort(key=lambda one: -len(one.signals))
        for place, one in enumerate(told[:2]):
            st.markdown(plain(_sentence(one, tongue)))
            drawn(over_time_chart(one, where.palette, tongue), f"over_time_{place}")
        st.caption(say("fairness.over_time_note", tongue, count=told[0].baseline))

    follow()


def _sentence(found: Monitored, tongue: str) -> str:
    group = group_text(found.group, tongue)
    if not found.signals:
        return say("fairness.over_time_quiet", tongue, group=group, count=len(found.periods))
    by_code: dict[str, list[str]] = {}
    for period, code in found.signals:
        by_code.setdefault(code, []).append(period)
    parts = [
        say(
            "fairness.over_time_signal",
            tongue,
            what=said(code, tongue).what,
            periods=listing(periods, tongue),
        )
        for code, periods in by_code.items()
    ]
    return f"{group}: {' '.join(parts)}"
