"""Today: what waits for this person, how campaigns run, what changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import streamlit as st

import workflow
from interview import Withheld
from ui.asked import asked
from ui.charts import funnel, score_spread
from ui.here import Here, here
from ui.names import in_locale
from ui.parts.address_choice import address_choice
from ui.parts.drawn import drawn
from ui.parts.empty import empty
from ui.parts.notice import notice
from ui.say import say
from ui.site import address
from ui.wording import count_text, day, joined, per_cent
from workflow import RolePass, Today, Waiting, may

PERIODS: dict[str, int | None] = {"30": 30, "90": 90, "365": 365, "all": None}
FIRST = ("to_rate", "overdue", "to_decide")


def page() -> None:
    """Ask, then draw: conclusion, action, pictures, table, method."""
    where = here()
    tongue = where.locale
    st.title(say("page.today", where.locale))
    head = st.container()
    period = address_choice(
        "period",
        say("today.period", tongue),
        {key: say(f"today.period_{key}", tongue) for key in PERIODS},
        first="all",
        buttons=True,
        quiet=True,
    )
    days = PERIODS.get(period or "all")
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight - timedelta(days=days) if days else None
    # what is overdue depends on the day, so the day is part of the question
    today = asked(
        where,
        ("today", since, midnight),
        lambda: workflow.today(where.actor, where.store, since=since),
    )
    with head:
        notice()
        _headline(where, today)
    if not today.interviews and since is None:
        _nothing_yet(where)
        return
    _waiting(where, today)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say("today.funnel", tongue))
        if today.interviews:
            drawn(funnel(today.funnel, where.palette, tongue), "funnel")
        else:
            st.caption(say("today.funnel_none", tongue))
    with right:
        _spread(where, today)
    _roles(where, today)
    _changes(where, today)
    with st.expander(say("common.how", tongue)):
        st.markdown(say("today.how", tongue))


def _headline(where: Here, today: Today) -> None:
    tongue = where.locale
    waits = sum(w.count for w in today.waiting if w.kind in ("to_rate", "to_decide"))
    first = (
        say("today.headline_waiting", tongue, count=count_text(waits))
        if waits
        else say("today.headline_clear", tongue)
    )
    advanced = next((step.n for step in today.funnel if step.stage == "advance"), 0)
    second = (
        say(
            "today.headline_seen",
            tongue,
            count=count_text(today.interviews),
            advanced=count_text(advanced),
        )
        if today.interviews
        else say("today.headline_seen_none", tongue)
    )
    st.markdown(joined((first, second), tongue))
    with st.container(horizontal=True):
        following = next(
            (w for kind in FIRST for w in today.waiting if w.kind == kind and w.interviews), None
        )
        if following is not None:
            label = "today.open_next" if following.kind == "to_decide" else "today.rate_next"
            if st.button(say(label, tongue), type="primary", icon=":material/arrow_forward:"):
                st.switch_page(
                    address("record"), query_params={"interview": following.interviews[0]}
                )
        if may(where.actor, "score") and st.button(
            say("today.score_new", tongue),
            type="secondary" if following else "primary",
            icon=":material/upload_file:",
        ):
            st.switch_page(address("score"))


def _nothing_yet(where: Here) -> None:
    empty(say("today.empty_title", where.locale), say("today.empty", where.locale))
    st.caption(say("today.empty_demo", where.locale))
    st.code("./candor demo", language="bash")


def _waiting(where: Here, today: Today) -> None:
    tongue = where.locale
    shown = [w for w in today.waiting if w.count]
    if not shown:
        return
    st.subheader(say("today.waiting", tongue))
    with st.grid(min(4, len(shown)), min_column_width=210):
        for entry in shown:
            _card(where, entry)


def _card(where: Here, entry: Waiting) -> None:
    tongue = where.locale
    with st.container(border=True, height="stretch"):
        st.metric(
            say(f"today.{entry.kind}", tongue),
            count_text(entry.count),
            label_visibility="visible",
        )
        means = [say(f"today.{entry.kind}_means", tongue)]
        if entry.oldest is not None:
            means.append(say("today.oldest", tongue, day=day(entry.oldest, tongue)))
        st.caption(joined(means, tongue))
        if entry.interviews and st.button(
            say("common.open", tongue), key=f"open_{entry.kind}", icon=":material/arrow_forward:"
        ):
            st.switch_page(address("record"), query_params={"interview": entry.interviews[0]})


def _spread(where: Here, today: Today) -> None:
    tongue = where.locale
    st.subheader(say("today.spread", tongue))
    if not today.roles:
        st.caption(say("chart.spread_none", tongue))
        return
    by_key = {entry.role: entry for entry in today.roles}
    chosen = address_choice(
        "role",
        say("today.spread_role", tongue),
        {key: in_locale(entry.title, tongue, key) for key, entry in by_key.items()},
        quiet=True,
    )
    entry = by_key.get(chosen or "", today.roles[0])
    if entry.spread.n:
        drawn(score_spread(entry.spread, entry.threshold, where.palette, tongue), "spread")
    else:
        st.caption(say("chart.spread_none", tongue))
    left_out = []
    if entry.covered:
        left_out.append(say("today.spread_covered", tongue, count=count_text(entry.covered)))
    if entry.spread.withheld:
        left_out.append(
            say("today.spread_withheld", tongue, count=count_text(entry.spread.withheld))
        )
    if left_out:
        st.caption(joined(left_out, tongue))


def _roles(where: Here, today: Today) -> None:
    tongue = where.locale
    if not today.roles:
        return
    st.subheader(say("today.roles", tongue))
    st.caption(say("today.roles_note", tongue))
    rows = [_role_row(entry, tongue) for entry in today.roles]
    config = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="—",
        alt=say("today.roles", tongue),
        column_config={
            "role": config.TextColumn(say("today.col_role", tongue)),
            "n": config.NumberColumn(say("today.col_interviews", tongue), format="localized"),
            "rate": config.NumberColumn(say("today.col_rate", tongue), format="%.0f"),
            "interval": config.TextColumn(say("today.col_interval", tongue), alignment="right"),
            "threshold": config.NumberColumn(say("today.col_threshold", tongue), format="%.1f"),
        },
    )


def _role_row(entry: RolePass, tongue: str) -> dict[str, object]:
    row: dict[str, object] = {
        "role": in_locale(entry.title, tongue, entry.role),
        "n": entry.interviews,
        "rate": None,
        "interval": say("finding.withheld", tongue),
        "threshold": entry.threshold,
    }
    if not isinstance(entry.passed, Withheld):
        row["rate"] = entry.passed.value * 100
        row["interval"] = f"{per_cent(entry.passed.low)} – {per_cent(entry.passed.high)}"
    return row


def _changes(where: Here, today: Today) -> None:
    tongue = where.locale
    st.subheader(say("today.changes", tongue))
    if not today.changes:
        st.caption(say("today.changes_none", tongue))
        return
    config = st.column_config
    st.dataframe(
        pd.DataFrame(
            {
                "day": [day(change.day, tongue) for change in today.changes],
                "what": [say(f"action.{change.action.value}", tongue) for change in today.changes],
                "count": [change.count for change in today.changes],
            }
        ),
        hide_index=True,
        placeholder="—",
        alt=say("today.changes", tongue),
        column_config={
            "day": config.TextColumn(say("today.col_day", tongue)),
            "what": config.TextColumn(say("today.col_what", tongue)),
            "count": config.NumberColumn(say("today.col_count", tongue), format="localized"),
        },
    )


page()
