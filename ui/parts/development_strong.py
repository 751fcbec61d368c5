"""What a role's strong performers have in common, put before whoever keeps its role model."""

from __future__ import annotations

import streamlit as st

from interview import Estimate
from ui.audit_words import p_text
from ui.charts.strong_differences import strong_differences
from ui.codes import said
from ui.development_words import strong_headline
from ui.here import Here
from ui.names import competency_names
from ui.parts.drawn import drawn
from ui.parts.empty import empty
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.quality_words import ends_text, value_of
from ui.say import say
from ui.wording import count_text, joined
from workflow.development import RoleDevelopment


def development_strong(where: Here, found: RoleDevelopment) -> None:
    """The differences, what they rest on, and what they do not say."""
    tongue, strong = where.locale, found.strong
    if strong.withheld is not None:
        words = said(strong.withheld.code, tongue)
        empty(say("development.strong_empty", tongue), joined((words.what, words.remedy), tongue))
        return
    names = competency_names(found.role, tongue)
    st.subheader(plain(strong_headline(strong, names, tongue)), anchor=False)
    st.caption(
        say(
            "development.strong_who", tongue, strong=count_text(strong.strong),
            n=count_text(strong.n), cut=f"{strong.cut or 0:.2f}",
        )
    )  # fmt: skip
    drawn(strong_differences(strong.differences, names, where.palette, tongue), "strong")
    key = "development.strong_restricted" if strong.restricted else "development.strong_selected"
    st.caption(say(key, tongue))
    st.info(say("development.strong_input", tongue), icon=":material/info:")
    import pandas as pd

    weights = {entry.key: entry.weight for entry in found.role.competencies}
    rows = [
        {
            "competency": names.get(one.competency, one.competency),
            "weight": 100 * weights[one.competency] if one.competency in weights else None,
            "strong": one.strong,
            "others": one.others,
            "difference": value_of(one.difference),
            "difference_range": ends_text(one.difference, signed=True),
            "p": None if one.p_adjusted is None else p_text(one.p_adjusted),
            "spread": one.spread,
            "reading": say(
                "development.differs" if one.differs else "development.differs_not", tongue
            )
            if isinstance(one.difference, Estimate)
            else said(one.difference.code, tongue).what,
        }
        for one in strong.differences
    ]
    config = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        key="strong_table",
        hide_index=True,
        placeholder="—",
        alt=say("development.view_strong", tongue),
        column_config={
            "competency": config.TextColumn(say("development.col_competency", tongue), pinned=True),
            "weight": config.NumberColumn(say("development.col_weight", tongue), format="%.0f"),
            "strong": config.NumberColumn(say("development.col_strong", tongue)),
            "others": config.NumberColumn(say("development.col_others", tongue)),
            "difference": config.NumberColumn(
                say("development.col_difference", tongue), format="%+.2f"
            ),
            "difference_range": config.TextColumn(
                say("quality.interval", tongue), alignment="right"
            ),
            "p": config.TextColumn(say("fairness.col_p", tongue), alignment="right"),
            "spread": config.NumberColumn(say("development.col_spread", tongue), format="%.2f"),
            "reading": config.TextColumn(say("development.col_reading", tongue), width="medium"),
        },
    )
    table_download(rows, f"strong_performers_{found.role.key}", tongue, key="strong_csv")
