"""The review of a month or quarter: make one, read it, take it along, find earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

import streamlit as st

import workflow.effectiveness_review as reviews
from interview import CandorError, Estimate, RoleModel
from ui.asked import asked
from ui.change_words import change_text
from ui.here import Here
from ui.parts.address_choice import address_choice
from ui.parts.empty import empty
from ui.parts.quality_empty import quality_empty
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.parts.trouble import show_error
from ui.quality_desk import kept_quality
from ui.review_html import review_html
from ui.review_words import (
    acts_text,
    figure_name,
    figure_text,
    review_counts_text,
    review_head,
    task_text,
    trend_text,
    withheld_text,
)
from ui.say import LOCALES, say
from ui.session import session
from ui.wording import day
from workflow.effectiveness_review import EffectivenessReview, StoredReview
from workflow.review_period import periods_between

SHORT = 16
MOST_PERIODS = 24


def effectiveness_month(where: Here, roles: Mapping[str, RoleModel]) -> None:
    """The form above, then the review that the address names, else the newest kept."""
    tongue = where.locale
    _form(where)
    kept = asked(where, "reviews", lambda: reviews.stored_reviews(where.actor, where.store))
    if not kept:
        empty(say("review.none_title", tongue), say("review.none", tongue))
        return
    names = {
        one.name[:SHORT]: say(
            "review.kept_row",
            tongue,
            period=one.review.period,
            made=day(datetime.fromisoformat(one.made_at), tongue),
        )
        for one in kept
    }
    chosen = address_choice("review", say("review.kept", tongue), names, width=360)
    found = next((one for one in kept if one.name.startswith(chosen or "")), kept[0])
    _shown(found, roles, tongue)


def _form(where: Here) -> None:
    """A period and the button that works it out and keeps the report."""
    tongue = where.locale
    span = kept_quality(
        where, "span", lambda: reviews.interviewed_between(where.actor, where.store)
    )
    if span is None:
        quality_empty(where)
        return
    first, last = span
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = address_choice(
            "length",
            say("review.length", tongue),
            {one: say(f"review.length_{one}", tongue) for one in ("month", "quarter")},
            buttons=True,
            quiet=True,
        )
        options = periods_between(first, last, quarters=by == "quarter")[:MOST_PERIODS]
        period = address_choice(
            "of", say("review.period", tongue), {one: one for one in options}, width=200
        )
        make = st.button(
            say("review.make", tongue),
            type="primary",
            key="review_make",
            icon=":material/edit_note:",
        )
    if not make or period is None:
        return
    try:
        with st.spinner(say("quality.working", tongue)):
            made = reviews.effectiveness_review(where.actor, where.store, period)
    except CandorError as error:
        show_error(error, tongue)
        return
    st.query_params["review"] = made.name[:SHORT]
    session().notice(say("review.saved", tongue, period=period))
    st.rerun()


def _shown(found: StoredReview, roles: Mapping[str, RoleModel], locale: str) -> None:
    review = found.review
    st.subheader(plain(review_head(review, locale)), anchor=False)
    st.caption(plain(review_counts_text(review, locale)))
    _download(found, roles, locale)
    st.subheader(say("review.todo", locale), anchor="todo")
    for task in review.tasks:
        icon = ":material/warning:" if task.finding else ":material/arrow_forward:"
        st.markdown(f"{icon} {plain(task_text(task, roles, locale))}")
    if not review.tasks:
        st.markdown(plain(say("review.todo_none", locale)))
    st.subheader(say("review.figures", locale), anchor="figures")
    _figures(review, locale)
    st.subheader(say("review.changed", locale), anchor="changed")
    rows = [change_text(change, roles, locale) for change in review.changes]
    acts = acts_text(review, locale)
    rows += [say("review.acts", locale, acts=acts)] if acts else []
    rows = rows or [say("review.changed_none", locale)]
    st.markdown("\n".join(f"- {plain(row)}" for row in rows))
    with st.expander(say("common.how", locale), icon=":material/calculate:"):
        st.markdown(plain(say("review.how", locale)))
        st.markdown(f"- {say('audit_report.digest', locale)}: `{found.name}`")
        st.markdown(f"- {say('audit_report.trail_digest', locale)}: `{found.trail_digest}`")


def _download(found: StoredReview, roles: Mapping[str, RoleModel], locale: str) -> None:
    label = say("review.export", locale)
    with st.popover(label, icon=":material/download:", key="review_export"):
        st.caption(plain(say("review.inside", locale)))
        for tongue in LOCALES:
            st.download_button(
                say(f"fairness.export_html_{tongue}", locale),
                partial(review_html, found, roles, tongue),
                file_name=f"review_{found.review.period}_{tongue}.html",
                mime="text/html",
                key=f"review_html_{tongue}",
                on_click="ignore",
                icon=":material/description:",
                width="stretch",
            )


def _figures(review: EffectivenessReview, locale: str) -> None:
    import pandas as pd

    rows: list[dict[str, object]] = [
        {
            "figure": figure_name(one, locale),
            "now": figure_text(one, locale) if isinstance(one.now, Estimate) else None,
            "n": one.now.n,
            "before": figure_text(one, locale, before=True)
            if isinstance(one.before, Estimate)
            else None,
            "trend": trend_text(one, locale),
            "why": withheld_text(one.now, locale),
        }
        for one in review.figures
    ]
    config = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        key="review_table",
        hide_index=True,
        height="content",
        placeholder="—",
        alt=say("review.figures", locale),
        column_config={
            "figure": config.TextColumn(say("review.col_figure", locale), pinned=True, width=280),
            "now": config.TextColumn(review.period, alignment="right"),
            "n": config.NumberColumn(say("quality.n", locale), format="localized"),
            "before": config.TextColumn(review.previous, alignment="right"),
            "trend": config.TextColumn(say("review.col_trend", locale)),
            "why": config.TextColumn(say("review.col_why", locale), width="large"),
        },
    )
    table_download(rows, f"review_{review.period}", locale, key="review_csv")
