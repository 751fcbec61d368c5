"""A model before and since a date: alerts in words, both periods, and its inputs."""

from __future__ import annotations

from datetime import date

import streamlit as st

from interview import CandorError
from ui.explanation_words import feature_name
from ui.here import Here
from ui.model_card_sections import periods
from ui.model_words import alert_text
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.parts.trouble import show_error
from ui.quality_desk import kept_quality
from ui.say import say
from ui.wording import count_text
from workflow import may
from workflow.model_monitoring import Monitoring, monitor_model
from workflow.register import RegisteredModel


def model_watch(where: Here, model: RegisteredModel) -> None:
    """Behind a button the first time; remembered until scores or ratings change."""
    tongue = where.locale
    if not may(where.actor, "validate"):
        return
    st.subheader(say("models.watch", tongue), anchor="watch")
    since = st.query_params.get("since", "")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.date_input(
            say("models.watch_since", tongue),
            value=_day(since),
            key=f"watch_since_{model.ref}",
            format="YYYY-MM-DD",
            width=200,
        )
        run = st.button(
            say("models.watch_run", tongue), icon=":material/monitoring:", key="watch_run"
        )
    if run:
        st.query_params["since"] = chosen.isoformat() if isinstance(chosen, date) else "-"
        since = st.query_params["since"]
    if not since:
        return
    asked = "" if since == "-" else since
    try:
        with st.spinner(say("models.watching", tongue)):
            found = kept_quality(
                where,
                ("model_watch", model.ref, asked),
                lambda: monitor_model(where.actor, where.store, model.ref, since=asked),
                right="validate",
            )
    except CandorError as error:
        show_error(error, tongue)
        return
    _shown(found, tongue)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _shown(found: Monitoring, tongue: str) -> None:
    import pandas as pd

    if not found.alerts:
        quiet = say("models.watch_quiet", tongue, since=found.since)
        st.markdown(f":material/check_circle: {plain(quiet)}")
    else:
        count = count_text(len(found.alerts))
        said = say("models.watch_alerts", tongue, count=count, since=found.since)
        st.markdown(f"**{plain(said)}**")
        for alert in found.alerts:
            st.markdown(f":material/warning: {plain(alert_text(alert, found.since, tongue))}")
    table = periods(found, tongue)
    st.dataframe(
        pd.DataFrame([dict(zip(table.heads, row, strict=True)) for row in table.rows]),
        hide_index=True,
        alt=say("models.watch", tongue),
        key="watch_periods",
    )
    rows = [
        {
            say("models.col_feature", tongue): feature_name(one.feature, tongue),
            say("models.col_moved", tongue): say(
                "models.yes" if one.moved else "models.no", tongue
            ),
            say("models.watch_before", tongue): round(one.before, 3),
            say("models.watch_after", tongue): round(one.since, 3),
            say("models.col_index", tongue): round(one.stability.value, 3),
            say("models.col_critical", tongue): round(one.stability.critical, 3),
        }
        for one in found.features
    ]
    with st.expander(say("models.w_features", tongue), key="watch_features"):
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            alt=say("models.w_features", tongue),
            key="watch_features_table",
        )
        table_download(rows, "model_inputs", tongue, key="watch_csv")
