"""Every scorer with its state, owner and laws, as a table to sort and take along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from ui.here import Here
from ui.model_words import (
    kind_text,
    laws_text,
    roles_text,
    state_text,
    target_text,
)
from ui.parts.table_download import table_download
from ui.say import say
from ui.wording import day
from workflow.model_evidence import model_evidence
from workflow.register import RegisteredModel


def model_list(where: Here, models: Sequence[RegisteredModel], roles: Mapping[str, str]) -> None:
    """The table; one row per version."""
    import pandas as pd

    tongue = where.locale
    rows = [_row(one, roles, tongue) for one in models]
    st.subheader(say("models.list", tongue), anchor="list")
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="—",
        alt=say("models.list", tongue),
        key="models_table",
        column_config={
            say("models.col_model", tongue): st.column_config.TextColumn(pinned=True),
            say("models.col_people", tongue): st.column_config.NumberColumn(format="localized"),
        },
    )
    table_download(rows, "models", tongue, key="models_csv")


def _row(model: RegisteredModel, roles: Mapping[str, str], tongue: str) -> dict[str, object]:
    evidence = model_evidence(model)
    since = model.history[-1].at if model.history else model.added_at
    cells: dict[str, object] = {
        "model": model.name,
        "version": model.version,
        "state": state_text(model.state, tongue),
        "kind": kind_text(model, tongue),
        "target": target_text(evidence.target, tongue),
        "people": evidence.report.people if evidence.report else None,
        "owner": model.paper.owner or say("models.nobody", tongue),
        "laws": laws_text(model, tongue),
        "roles": roles_text(model, roles, tongue),
        "since": day(since, tongue),
    }
    return {say(f"models.col_{key}", tongue): cell for key, cell in cells.items()}
