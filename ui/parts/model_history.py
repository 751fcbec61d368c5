"""A model's life, step by step; a promotion that was refused is a step too."""

from __future__ import annotations

import streamlit as st

from store import ModelState
from ui.acting import actor_names
from ui.here import Here
from ui.model_words import state_text
from ui.say import say
from ui.wording import moment
from workflow.register import RegisteredModel


def model_history(where: Here, model: RegisteredModel) -> None:
    """The steps as a table, oldest first."""
    import pandas as pd

    tongue = where.locale
    named = actor_names(where.store, tongue)
    rows = []
    if model.added_at is not None and not model.is_rubric:
        rows.append((moment(model.added_at, tongue), named(model.trained_by), "registered", "", ""))
    before = "draft"
    for step in model.history:
        what = "attempt" if _refused(step, before) else step.state
        rows.append(
            (moment(step.at, tongue), named(step.actor), what, step.reason, step.because[:12])
        )
        before = step.state
    with st.expander(say("models.versions", tongue), key="history"):
        if not rows:
            st.caption(say("models.history_none", tongue))
            return
        heads = [say(f"models.col_{k}", tongue) for k in ("when", "who", "state", "why", "because")]
        table = pd.DataFrame(
            [(at, who, _step(what, tongue), why, report) for at, who, what, why, report in rows],
            columns=heads,
        )
        st.dataframe(
            table,
            hide_index=True,
            placeholder="—",
            alt=say("models.versions", tongue),
            key="model_history",
        )


def _refused(step: ModelState, before: str) -> bool:
    """A promotion that failed leaves the state and names its check-list."""
    return bool(step.because) and step.state == before and step.state != "champion"


def _step(what: str, tongue: str) -> str:
    if what in ("attempt", "registered"):
        return say(f"models.{what}", tongue)
    return state_text(what, tongue)
