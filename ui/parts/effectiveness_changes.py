"""What a change did: before and after for everything that can be measured, and what cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from analysis import BeforeAfter
from interview import CandorError, Estimate, RoleModel
from ui.change_words import change_text, effect_text, measure_text, roles_text
from ui.charts.before_after_rows import before_after_rows
from ui.codes import said
from ui.here import Here
from ui.parts.address_choice import address_choice
from ui.parts.drawn import drawn
from ui.parts.quality_empty import quality_empty
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.parts.trouble import show_error
from ui.quality_desk import kept_quality
from ui.quality_words import ranged, role_name, value_of
from ui.say import say
from ui.wording import count_text, listing
from workflow.effect_measures import MEASURES
from workflow.effectiveness import Effect, Effects, changes, effects_of
from workflow.known_changes import Change

OTHER = "date"


def effectiveness_changes(where: Here, roles: Mapping[str, RoleModel]) -> None:
    """Choose a change, read what differs, what could explain it, and what cannot be told."""
    tongue = where.locale
    known = kept_quality(where, "changes", lambda: changes(where.actor, where.store))
    change = _chosen(where, known, roles)
    if change is None:
        return
    try:
        with st.spinner(say("quality.working", tongue)):
            found = kept_quality(
                where, ("effects", change), lambda: effects_of(where.actor, where.store, change)
            )
    except CandorError as error:
        if error.code == "quality.nobody":
            quality_empty(where)
        else:
            show_error(error, tongue)
        return
    _head(found, roles, tongue)
    told = [(one, one.found) for one in found.effects if one.found is not None]
    for number, drawing in enumerate(before_after_rows(told, where.palette, tongue)):
        drawn(drawing, f"before_after_{number}")
    _caveats(told, tongue)
    _withheld(found.effects, tongue)
    _table(told, tongue)
    with st.expander(say("common.how", tongue), icon=":material/calculate:"):
        st.markdown(plain(say("effectiveness.how_changes", tongue)))


def _chosen(where: Here, known: Sequence[Change], roles: Mapping[str, RoleModel]) -> Change | None:
    """A change that Candor knows of, or a day somebody names."""
    tongue = where.locale
    by_key = {one.key: one for one in known}
    names = {key: change_text(one, roles, tongue) for key, one in by_key.items()}
    chosen = address_choice(
        "change",
        say("effectiveness.change", tongue),
        names | {OTHER: say("effectiveness.change_date", tongue)},
        width=520,
    )
    if not known:
        st.caption(plain(say("effectiveness.change_none", tongue)))
    if chosen in by_key:
        return by_key[str(chosen)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = st.date_input(
            say("effectiveness.change_day", tongue), value=_asked_day(where), key="change_day"
        )
        touched = st.multiselect(
            say("effectiveness.change_roles", tongue),
            sorted(roles),
            format_func=lambda key: role_name(key, roles, tongue),
            key="change_roles",
        )
    if not isinstance(day, date):
        return None
    st.query_params["day"] = day.isoformat()
    return Change(kind="date", subject="date", at=day.isoformat(), roles=tuple(touched))


def _asked_day(where: Here) -> date:
    """The day in the address, else half a year ago."""
    try:
        return date.fromisoformat(str(st.query_params.get("day", "")))
    except ValueError:
        return (where.store.clock() - timedelta(days=182)).date()


def _head(found: Effects, roles: Mapping[str, RoleModel], locale: str) -> None:
    moved = [
        measure_text(one.measure, locale)
        for one in found.effects
        if isinstance(one.finding, Estimate) and (one.finding.low > 0 or one.finding.high < 0)
    ]
    at = found.change.at
    head = (
        say("effectiveness.changes_head_moved", locale, at=at, names=listing(moved, locale))
        if moved
        else say("effectiveness.changes_head_quiet", locale, at=at)
    )
    st.subheader(plain(head), anchor=False)
    compared = "compared" if found.compared else "alone"
    st.caption(
        plain(
            say(
                "effectiveness.changes_scope",
                locale,
                interviews=count_text(found.interviews),
                roles=roles_text(found.change.roles, roles, locale),
                compared=say(f"effectiveness.changes_{compared}", locale),
            )
        )
    )


def _caveats(told: Sequence[tuple[Effect, BeforeAfter]], locale: str) -> None:
    """Each caveat once, with the measures' own numbers where they have any."""
    sentences = dict.fromkeys(
        said(caveat.code, locale, _readable(caveat.slots, locale)).what
        for _, one in told
        for caveat in one.caveats
    )
    if sentences:
        st.subheader(say("effectiveness.caveats", locale), anchor="caveats")
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences))


def _readable(slots: Mapping[str, object], locale: str) -> dict[str, object]:
    """Columns by the words people use for them."""
    named = dict(slots)
    if "column" in named:
        named["column"] = say(f"fact.{named['column']}", locale)
    return named


def _withheld(effects: Sequence[Effect], locale: str) -> None:
    rows = []
    for one in effects:
        if isinstance(one.finding, Estimate):
            continue
        words = said(one.finding.code, locale)
        rows.append(
            say(
                "effectiveness.withheld_row",
                locale,
                measure=measure_text(one.measure, locale),
                why=words.what,
                remedy=words.remedy,
            )
        )
    if rows:
        st.subheader(say("effectiveness.withheld", locale), anchor="withheld")
        st.markdown("\n".join(f"- {plain(row)}" for row in rows))


def _table(told: Sequence[tuple[Effect, BeforeAfter]], locale: str) -> None:
    import pandas as pd

    kinds = {one.key: one.kind for one in MEASURES}
    rows: list[dict[str, object]] = []
    for one, held in told:
        share = kinds[one.measure] == "yes_no"
        rows.append(
            {
                "measure": measure_text(one.measure, locale),
                "known": one.known,
                "until": one.until,
                "before": ranged(held.before, locale, share=share),
                "after": ranged(held.after, locale, share=share),
                "change": effect_text(held.change, locale, share=share),
                "compared": effect_text(held.compared, locale, share=share),
                "net": effect_text(held.net, locale, share=share),
                "value": value_of(one.finding),
            }
        )
    if not rows:
        return
    config = st.column_config
    heads = {
        key: config.TextColumn(say(f"effectiveness.{name}", locale), alignment="right")
        for key, name in (
            ("until", "col_until"), ("before", "before"), ("after", "after"),
            ("change", "col_change"), ("compared", "col_compared"), ("net", "col_net"),
        )
    }  # fmt: skip
    st.dataframe(
        pd.DataFrame(rows).drop(columns="value"),
        key="effects_table",
        hide_index=True,
        placeholder="—",
        alt=say("effectiveness.view_changes", locale),
        column_config={
            "measure": config.TextColumn(say("effectiveness.col_measure", locale), pinned=True),
            "known": config.NumberColumn(
                say("effectiveness.col_known", locale), format="localized"
            ),
            **heads,
        },
    )
    table_download(rows, "before_after", locale, key="effects_csv")
