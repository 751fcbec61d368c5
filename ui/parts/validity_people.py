"""Who stands behind the numbers, from scored to rated, and what corrections make of them."""

from __future__ import annotations

import streamlit as st

import analysis
from analysis import ValidityStudy
from interview import Estimate, Finding
from ui.charts import funnel
from ui.charts.interval_rows import IntervalRow, Line, interval_rows
from ui.here import Here
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.say import say
from ui.validity_words import number_text, r_text
from ui.wording import count_text
from workflow.validate import StoredValidity


def validity_people(where: Here, kept: StoredValidity) -> None:
    """The funnel, the three values side by side, and one value per cohort."""
    tongue, study = where.locale, kept.study
    _funnel(where, study)
    st.markdown(f"#### {say('validity.corrected_title', tongue)}")
    st.markdown(say("validity.corrected_lead", tongue))
    st.markdown(plain(_reliability(kept, tongue)))
    rows = [
        _row(say("validity.observed", tongue), study.overall, tongue),
        _row(say("validity.criterion_corrected", tongue), study.criterion, tongue),
        _row(say("validity.fully_corrected", tongue), study.direct, tongue),
    ]
    _rows(where, rows, "validity_corrected")
    if study.by_cohort:
        st.markdown(f"#### {say('validity.cohorts_title', tongue)}")
        ordered = sorted(study.by_cohort, key=lambda one: one.labels)
        shown = [_row(one.labels[0], one.finding, tongue) for one in ordered]
        _rows(where, shown, "validity_cohorts")


def _funnel(where: Here, study: ValidityStudy) -> None:
    tongue, path = where.locale, study.path
    st.markdown(f"#### {say('validity.funnel_title', tongue)}")
    months = "—" if path.lag_months is None else f"{path.lag_months[1]:.0f}"
    lead = say(
        "validity.funnel_lead",
        tongue,
        rated=count_text(path.stages["rated"]),
        scored=count_text(path.stages["scored"]),
        left=count_text(path.left),
        waiting=count_text(path.not_yet_rated),
        months=months,
    )
    st.markdown(f"**{plain(lead)}**")
    counts = list(path.stages.items())
    steps = analysis.funnel(counts)
    drawn(funnel(steps, where.palette, tongue, rate="chart.kept_rate"), "validity_funnel")
    early = path.excluded.get("outcome.before_interview", 0)
    if early:
        st.caption(say("validity.funnel_early", tongue, count=count_text(early)))


def _reliability(kept: StoredValidity, tongue: str) -> str:
    value = kept.study.reliability
    if value is None:
        return say("validity.reliability_unknown", tongue)
    if kept.scope.get("reliability_stated"):
        return say("validity.reliability_stated", tongue, value=number_text(value))
    return say("validity.reliability_from_data", tongue, r=r_text(kept.agreement, tongue))


def _row(name: str, found: Finding, tongue: str) -> IntervalRow:
    detail = say("finding.n", tongue, n=count_text(found.n))
    return IntervalRow(name=name, detail=detail, words=r_text(found, tongue), finding=found)


def _rows(where: Here, rows: list[IntervalRow], key: str) -> None:
    tongue = where.locale
    drawing = interval_rows(
        rows,
        [Line(at=0.0, words=say("validity.no_link", tongue))],
        _ends([row.finding for row in rows]),
        say("validity.forest_axis", tongue),
        "; ".join(f"{row.name} {row.words}" for row in rows),
        where.palette,
    )
    drawn(drawing, key)


def _ends(findings: list[Finding]) -> tuple[float, float]:
    """An axis that shows every interval and nought, and no empty half."""
    seen = [f for f in findings if isinstance(f, Estimate)]
    low = min([-0.1, *(f.low - 0.03 for f in seen)])
    return max(low, -1.0), min(max([0.5, *(f.high + 0.03 for f in seen)]), 1.0)
