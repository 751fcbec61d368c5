"""Training needs of one role: the picture, and the table to take along."""

from __future__ import annotations

import streamlit as st

from analysis import TrainingNeeds
from interview import RoleModel
from ui.audit_words import p_text
from ui.charts.training_need_rows import training_need_rows
from ui.codes import said
from ui.development_words import SIGNS, needs_headline
from ui.here import Here
from ui.names import competency_names
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.quality_words import ends_text, value_of
from ui.say import say


def development_needs(where: Here, needs: TrainingNeeds, role: RoleModel) -> None:
    """One role's competencies, the weakest first."""
    tongue = where.locale
    mine = needs.of_role(role.key)
    names = competency_names(role, tongue)
    st.subheader(plain(needs_headline(mine, role, tongue)), anchor=False)
    drawn(training_need_rows(mine, names, needs.limit, where.palette, tongue), "needs")
    st.caption(say("development.needs_note", tongue))
    import pandas as pd

    rows = []
    for need in mine:
        share = value_of(need.share)
        ranks = f"{need.rank} ({need.rank_best} – {need.rank_worst})" if need.rank else None
        verdict = f"{SIGNS[need.verdict]} {say(f'development.verdict_{need.verdict}', tongue)}"
        if share is None and hasattr(need.share, "code"):
            verdict = said(need.share.code, tongue).what
        rows.append(
            {
                "competency": names.get(need.competency, need.competency),
                "threshold": need.threshold,
                "n": need.n,
                "below": need.below if share is not None else None,
                "share": None if share is None else 100 * share,
                "gap": value_of(need.gap),
                "gap_range": ends_text(need.gap, signed=True),
                "rank": ranks,
                "p": None if need.p_adjusted is None else p_text(need.p_adjusted),
                "verdict": verdict,
            }
        )
    config = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        key="needs_table",
        hide_index=True,
        placeholder="—",
        alt=say("development.view_needs", tongue),
        column_config={
            "competency": config.TextColumn(say("development.col_competency", tongue), pinned=True),
            "threshold": config.NumberColumn(
                say("development.col_threshold", tongue), format="%.1f"
            ),
            "n": config.NumberColumn(say("development.col_n", tongue), format="localized"),
            "below": config.NumberColumn(say("development.col_below", tongue), format="localized"),
            "share": config.NumberColumn(say("development.col_share", tongue), format="%.0f"),
            "gap": config.NumberColumn(say("development.col_gap", tongue), format="%+.2f"),
            "gap_range": config.TextColumn(say("quality.interval", tongue), alignment="right"),
            "rank": config.TextColumn(say("development.col_rank", tongue), alignment="right"),
            "p": config.TextColumn(say("fairness.col_p", tongue), alignment="right"),
            "verdict": config.TextColumn(say("development.col_reading", tongue), width="large"),
        },
    )
    table_download(rows, f"training_needs_{role.key}", tongue, key="needs_csv")
    if needs.excluded:
        with st.expander(say("development.left_out", tongue)):
            for code, count in needs.excluded.items():
                st.markdown(f"- {plain(said(code, tongue).what)} {count:,}")
