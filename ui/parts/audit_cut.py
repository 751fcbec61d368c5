"""The cut that can be moved, the groups under it, and their crossings: all follow at once."""

from __future__ import annotations

import math

import streamlit as st

from fairness import AuditPolicy, AuditReport, AuditTable
from ui.audit_desk import OnDesk, Swept, swept
from ui.audit_words import attribute_text, group_text, metric_means, metric_text
from ui.charts import cut_sweep, impact_ratio_dots
from ui.charts.cut_sweep import MOST, swept_groups
from ui.here import Here
from ui.parts.address_choice import address_choice
from ui.parts.audit_table_view import audit_table_view
from ui.parts.audit_verdicts import CROSSED, GROUPS, chip, crossings
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.say import say
from ui.session import widget_values
from ui.wording import count_text, joined

SLIDER = "cut_slider"
DECIDED, AT_CUT = "decided", "cut"
MOST_ROWS = 14


def audit_cut(where: Here, entry: OnDesk) -> None:
    """Sweep, groups and crossings in one fragment, so that moving the cut redraws nothing else."""

    @st.fragment
    def follow() -> None:
        tongue = where.locale
        alone = entry.report.policy.attributes
        names = {str(i): attribute_text(a, tongue) for i, a in enumerate(alone)}
        st.subheader(say("fairness.cut", tongue), anchor="cut")
        first = str(alone.index(worst(entry.report))) if alone else None
        of = address_choice("of", say("fairness.attribute", tongue), names, first=first, width=280)
        attribute = alone[int(of or 0)]
        found = swept(entry, attribute)
        cut = None
        if found is None:
            key = "fairness.cut_gone" if entry.report.policy.columns.score else "fairness.cut_none"
            st.caption(say(key, tongue))
        else:
            cut = _sweep(where, entry, found)
        basis = _basis(entry, attribute, found, cut, tongue)
        at = cut if basis == AT_CUT else None
        _groups(where, entry, attribute, at)
        _crossed(where, entry, at)

    follow()


def worst(report: AuditReport) -> str:
    """The attribute that a reader should see first: that of the worst finding."""
    alone = report.policy.attributes
    return next((f.attribute for f in report.findings if f.attribute in alone), alone[0])


def _sweep(where: Here, entry: OnDesk, found: Swept) -> float:
    tongue = where.locale
    low, high = found.sweep.cuts[0], found.sweep.cuts[-1]
    step = found.step
    first, last = math.floor(low / step) * step, math.ceil(high / step) * step
    places = max(0, -round(math.log10(step)))
    asked = _number(st.query_params.get("cut"), found.today)
    place = min(max(asked, first), last)
    # writing the value it already has would throw away a movement still under way
    if widget_values().get(SLIDER) != place:
        st.session_state[SLIDER] = place
    cut = st.slider(
        say("fairness.cut_slider", tongue),
        min_value=float(round(first, places)),
        max_value=float(round(last, places)),
        step=float(step),
        format=f"%.{places}f",
        key=SLIDER,
        on_change=_moved,
        args=(found.today, bool(_tables(entry, None))),
        help=say("fairness.cut_help", tongue),
    )
    drawn(
        cut_sweep(found.points, cut, found.today, entry.report.policy, where.palette, tongue),
        "sweep",
    )
    told = [say("fairness.today_stated" if found.stated else "fairness.today_equal", tongue)]
    if swept_groups(found.points) > MOST:
        told.append(say("fairness.sweep_most", tongue, count=MOST))
    told.append(say("fairness.sweep_note", tongue))
    st.caption(joined(told, tongue))
    return float(cut)


def _moved(today: float, decided: bool) -> None:
    value = widget_values().get(SLIDER)
    if not isinstance(value, (int, float)) or abs(value - today) < 1e-9:
        st.query_params.pop("cut", None)
        st.query_params.pop("basis", None)
        return
    st.query_params["cut"] = f"{value:g}"
    if decided:
        # whoever moves the cut wants to see what it does, not what was decided without it
        st.query_params["basis"] = AT_CUT


def _basis(
    entry: OnDesk, attribute: str, found: Swept | None, cut: float | None, tongue: str
) -> str:
    """Whether groups are shown as decided or as the cut would have it."""
    st.subheader(say("fairness.groups", tongue), anchor=GROUPS)
    decided = bool(_tables(entry, attribute))
    if found is None or cut is None:
        return DECIDED
    if not decided:
        return AT_CUT
    chosen = address_choice(
        "basis",
        say("fairness.basis", tongue),
        {
            DECIDED: say("fairness.as_found", tongue),
            AT_CUT: say("fairness.at_cut", tongue, cut=f"{cut:g}"),
        },
        buttons=True,
        quiet=True,
    )
    return chosen or DECIDED


def _groups(where: Here, entry: OnDesk, attribute: str, cut: float | None) -> None:
    tongue = where.locale
    table = _at(entry, attribute, cut)
    if table is None:
        tables = {t.metric: t for t in _tables(entry, attribute)}
        if not tables:
            st.caption(say("fairness.no_table", tongue))
            return
        by = address_choice(
            "by",
            say("fairness.metric", tongue),
            {metric: metric_text(metric, tongue) for metric in tables},
            width=340,
        )
        table = tables.get(by or "") or next(iter(tables.values()))
    _one(where, table, entry.report.policy, "groups")


def _crossed(where: Here, entry: OnDesk, cut: float | None) -> None:
    tongue = where.locale
    names = crossings(entry.report)
    if not names:
        if len(entry.report.policy.attributes) > 1:
            st.caption(say("audit_report.no_crossings", tongue))
        return
    st.subheader(say("fairness.crossed", tongue), anchor=CROSSED)
    st.caption(say("fairness.crossed_note", tongue))
    chosen = address_choice(
        "cross",
        say("fairness.crossing", tongue),
        {str(i): attribute_text(name, tongue) for i, name in enumerate(names)},
        quiet=True,
        width=340,
    )
    name = names[int(chosen or 0)]
    table = _at(entry, name, cut) or next(t for t in entry.report.tables if t.attribute == name)
    chip(table.verdict, tongue)
    audit_table_view(table, entry.report.policy, tongue, "crossed_table")


def _one(where: Here, table: AuditTable, policy: AuditPolicy, key: str) -> None:
    tongue = where.locale
    with st.container(horizontal=True, vertical_alignment="center"):
        chip(table.verdict, tongue)
        st.markdown(plain(_sentence(table, tongue)))
    if len(table.groups) <= MOST_ROWS:
        drawn(impact_ratio_dots(table, policy, where.palette, tongue), f"{key}_dots")
    else:
        st.caption(say("fairness.many_groups", tongue, count=count_text(len(table.groups))))
    means = metric_means(table.metric, tongue)
    if means:
        st.caption(means)
    audit_table_view(table, policy, tongue, f"{key}_table")


def _sentence(table: AuditTable, tongue: str) -> str:
    compared = [g for g in table.groups if not g.excluded and not g.reference]
    if not table.reference or not compared:
        return say(
            "finding_sentence.no_comparison", tongue, metric=metric_text(table.metric, tongue)
        )
    return say(
        "fairness.compared",
        tongue,
        metric=metric_text(table.metric, tongue),
        reference=group_text(table.reference, tongue),
        n=count_text(table.n),
    )


def _at(entry: OnDesk, attribute: str, cut: float | None) -> AuditTable | None:
    if cut is None:
        return None
    found = swept(entry, attribute)
    return found.sweep.at(cut) if found else None


def _tables(entry: OnDesk, attribute: str | None) -> list[AuditTable]:
    """The tables of the report over this attribute (over any, for None)."""
    return [t for t in entry.report.tables if attribute in (None, t.attribute)]


def _number(text: str | None, otherwise: float) -> float:
    try:
        value = float(text) if text else otherwise
    except ValueError:
        return otherwise
    return value if math.isfinite(value) else otherwise
