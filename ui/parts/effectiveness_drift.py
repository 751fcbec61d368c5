"""What moved since a date: alerts in words, the chart of one measure, every measure as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import streamlit as st

from interview import CandorError, Estimate, RoleModel
from scoring.catalogue import FEATURES
from ui.alert_words import alert_name, alert_remedy, alert_text, measure_name
from ui.charts.control_chart import ControlWords, control_chart
from ui.codes import said
from ui.here import Here
from ui.names import readable, unit_text
from ui.parts.address_choice import address_choice
from ui.parts.drawn import drawn
from ui.parts.effectiveness_validity import effectiveness_validity
from ui.parts.quality_empty import quality_empty
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.quality_desk import kept_quality
from ui.quality_words import ends_text, number, role_name, value_of
from ui.say import say
from ui.wording import count_text, listing
from workflow.drift_watch import Kind, Watched
from workflow.instrument_drift import InstrumentDrift, instrument_drift

HALF = "half"
KINDS: tuple[Kind, ...] = ("signal", "score", "difference")


def effectiveness_drift(where: Here, roles: Mapping[str, RoleModel]) -> None:
    """Conclusion, alerts, one chart at a time, validity over time, the table, the method."""
    tongue = where.locale
    since = _since(where)
    try:
        with st.spinner(say("quality.working", tongue)):
            found = kept_quality(
                where,
                ("drift", since),
                lambda: instrument_drift(where.actor, where.store, compared_since=since),
            )
    except CandorError as error:
        if error.code != "quality.nobody":
            raise
        quality_empty(where)
        return
    warnings = [alert for alert in found.alerts if alert.warning]
    short = listing((alert_name(alert, roles, tongue) for alert in warnings), tongue)
    head = (
        say("effectiveness.drift_moved", tongue, count=len(warnings), names=short)
        if warnings
        else say("effectiveness.drift_quiet", tongue, since=found.since)
    )
    st.subheader(plain(head), anchor=False)
    st.caption(
        plain(
            say(
                "effectiveness.drift_scope",
                tongue,
                interviews=count_text(found.interviews),
                first=found.first,
                last=found.last,
                since=found.since,
            )
        )
    )
    _alerts(found, roles, tongue)
    _chart(where, found, roles)
    effectiveness_validity(where, found.validity, found.labels, roles)
    _classifiers(where, found)
    _table(found.watched, roles, tongue)
    with st.expander(say("common.how", tongue), icon=":material/calculate:"):
        for key in ("how_drift", "how_chart", "how_validity"):
            st.markdown(plain(say(f"effectiveness.{key}", tongue)))


def _since(where: Here) -> datetime | None:
    """The day that the address names; None for the second half of the time."""
    tongue = where.locale
    now = where.store.clock()
    months = [(now.year * 12 + now.month - 1 - back) for back in (3, 6, 9, 12, 18)]
    names = {HALF: say("effectiveness.since_half", tongue)}
    names |= {f"{m // 12}-{m % 12 + 1:02d}-01": f"{m // 12}-{m % 12 + 1:02d}" for m in months}
    chosen = address_choice("since", say("effectiveness.since", tongue), names, width=280)
    if chosen in (None, HALF):
        return None
    return datetime.fromisoformat(str(chosen)).replace(tzinfo=UTC)


def _alerts(found: InstrumentDrift, roles: Mapping[str, RoleModel], locale: str) -> None:
    st.subheader(say("effectiveness.alerts", locale), anchor="alerts")
    warnings = [alert for alert in found.alerts if alert.warning]
    for alert in warnings:
        with st.container(border=True):
            st.markdown(f":material/warning: {plain(alert_text(alert, roles, locale))}")
            st.caption(plain(alert_remedy(alert, locale)))
    if not warnings:
        st.markdown(f":material/check_circle: {plain(say('effectiveness.alerts_none', locale))}")
    mixes = [alert_text(alert, roles, locale) for alert in found.alerts if not alert.warning]
    if mixes:
        told = say("effectiveness.explains", locale, facts=listing(mixes, locale))
        st.caption(plain(told))
    st.caption(
        plain(
            say(
                "effectiveness.charts_expected",
                locale,
                out=found.charts_out,
                all=len(found.watched),
            )
        )
    )


def _chart(where: Here, found: InstrumentDrift, roles: Mapping[str, RoleModel]) -> None:
    """One measure at a time; the one that moved most is shown first."""
    tongue = where.locale
    drawable = [one for one in found.watched if len(one.level.periods) > 1]
    if not drawable:
        return
    st.subheader(say("effectiveness.watch", tongue), anchor="watch")
    drawable.sort(key=lambda one: (not one.alarmed, -abs(value_of(one.drift.gap) or 0.0)))
    kinds = [kind for kind in KINDS if any(one.kind == kind for one in drawable)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = address_choice(
            "kind",
            say("effectiveness.watch_kind", tongue),
            {one: say(f"effectiveness.kind_{one}", tongue) for one in kinds},
            first=drawable[0].kind,
            width=280,
        )
        mine = [one for one in drawable if one.kind == kind]
        names = {f"{one.measure}.{one.place}": _name(one, roles, tongue) for one in mine}
        chosen = address_choice("one", say("effectiveness.watch_one", tongue), names, width=460)
    one = next((w for w in mine if f"{w.measure}.{w.place}" == chosen), mine[0])
    words = _words(one, roles, tongue)
    drawn(control_chart(one, found.since, words, where.palette, tongue), "control_chart")


def _name(one: Watched, roles: Mapping[str, RoleModel], locale: str) -> str:
    if one.kind != "signal":
        return role_name(one.place, roles, locale)
    return f"{readable(one.place)}: {measure_name(one.measure, locale)}"


def _words(one: Watched, roles: Mapping[str, RoleModel], locale: str) -> ControlWords:
    spec = FEATURES.get(one.measure)
    unit = unit_text(spec.unit, locale) if spec else say("common.of_ten", locale)
    name = _name(one, roles, locale)
    broken = one.level.broken
    signal = say("chart.control_break", locale, at=broken.at) if broken is not None else ""
    gap = number(value_of(one.drift.gap) or 0.0, signed=True)
    alt = say("chart.control_alt", locale, name=name, gap=gap, signal=signal).strip()
    return ControlWords(axis=unit, signal=signal, alt=alt)


def _classifiers(where: Here, found: InstrumentDrift) -> None:
    from ui.charts.interval_rows import IntervalRow, Line, interval_rows

    tongue = where.locale
    known = [one for one in found.classifiers if isinstance(one.area, Estimate)]
    if not known:
        return
    st.subheader(say("effectiveness.classifier", tongue), anchor="classifier")
    rows = [
        IntervalRow(
            name=readable(one.place),
            detail=say("finding.n", tongue, n=count_text(one.area.n)),
            words=number(value_of(one.area) or 0.0),
            finding=one.area,
            verdict="exceeds" if (one.adjusted_p or 1.0) <= 0.05 else "within",
        )
        for one in known
    ]
    line = Line(at=0.5, words=say("effectiveness.classifier_chance", tongue), strong=True)
    axis = say("effectiveness.classifier_axis", tongue)
    told = "; ".join(f"{row.name} {row.words}" for row in rows)
    drawn(interval_rows(rows, [line], (0.35, 1.0), axis, told, where.palette), "classifier_rows")


def _table(watched: Sequence[Watched], roles: Mapping[str, RoleModel], locale: str) -> None:
    import pandas as pd

    rows = [
        {
            "kind": say(f"effectiveness.kind_{one.kind}", locale),
            "name": _name(one, roles, locale),
            "alarm": say(f"effectiveness.alarm_{'yes' if one.alarmed else 'no'}", locale),
            "before": one.drift.reference_n,
            "since": one.drift.current_n,
            "gap": value_of(one.drift.gap),
            "gap_range": ends_text(one.drift.gap, signed=True)
            or said(getattr(one.drift.gap, "code", "drift.too_few"), locale).what,
            "psi": one.drift.stability.value if one.drift.stability else None,
            "critical": one.drift.stability.critical if one.drift.stability else None,
            "p": one.adjusted_p,
            "chart": next((p.period for p in one.drift.periods if p.signals), None),
            "broken": one.level.broken.at
            if one.level.broken and one.level.broken.p_value <= 0.05
            else None,
        }
        for one in watched
    ]
    config = st.column_config
    heads = {
        "before": "localized", "since": "localized", "gap": "%+.2f", "psi": "%.3f",
        "critical": "%.3f", "p": None, "chart": "", "broken": "", "alarm": "",
    }  # fmt: skip
    words = {"p": "ks", "broken": "break"}
    shown = {
        key: config.NumberColumn(
            say(f"effectiveness.col_{words.get(key, key)}", locale),
            format="%.4f" if form is None else form,
        )
        if form != ""
        else config.TextColumn(say(f"effectiveness.col_{words.get(key, key)}", locale))
        for key, form in heads.items()
    }
    st.dataframe(
        pd.DataFrame(rows),
        key="drift_table",
        hide_index=True,
        height=420,
        placeholder="—",
        alt=say("effectiveness.watch", locale),
        column_config={
            "kind": config.TextColumn(say("effectiveness.watch_kind", locale)),
            "name": config.TextColumn(
                say("effectiveness.watch_one", locale), pinned=True, width=190
            ),
            "gap_range": config.TextColumn(say("quality.interval", locale), alignment="right"),
            **shown,
        },
    )
    table_download(rows, "drift", locale, key="drift_csv")
