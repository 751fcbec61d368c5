"""Compare: up to four people side by side, competency by competency."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import workflow
from interview import Covered, ScoreCard
from ui.charts import comparison_dots
from ui.here import here
from ui.names import competency_name, competency_names
from ui.parts.drawn import drawn
from ui.parts.empty import empty
from ui.parts.safe import plain
from ui.say import say
from ui.session import session
from ui.site import address
from ui.wording import score_text, short_id, told_apart
from workflow import Compared

MOST = 4


def page() -> None:
    """Who, the picture, the numbers, and a way into each record."""
    where = here()
    tongue = where.locale
    asked = [one for one in st.query_params.get("interviews", "").split(",") if one]
    chosen = tuple(dict.fromkeys(asked)) or session().ticked
    if not 2 <= len(chosen) <= MOST:
        st.title(say("page.compare", tongue))
        empty(say("page.compare", tongue), say("compare.few", tongue))
        if st.button(say("compare.choose", tongue), type="primary"):
            st.switch_page(address("candidates"))
        return
    result = workflow.compare(where.actor, where.store, chosen)
    # one person may be compared with themselves: two interviews for two openings
    called = told_apart(_who(column) for column in result.columns)
    who = {column.interview: name for column, name in zip(result.columns, called, strict=True)}
    st.title(say("compare.title", tongue, count=len(result.columns)))
    covered = any(isinstance(column.card, Covered) for column in result.columns)
    st.markdown(say("compare.headline_covered" if covered else "compare.headline", tongue))
    if not result.one_role:
        st.warning(say("compare.different_roles", tongue), icon=":material/warning:")
    with st.container(horizontal=True):
        for column in result.columns:
            if st.button(
                say("compare.open_record", tongue, who=plain(who[column.interview])),
                key=f"open_{column.interview}",
                icon=":material/person:",
            ):
                st.switch_page(address("record"), query_params={"interview": column.interview})
        if st.button(say("compare.choose", tongue), icon=":material/arrow_back:", type="tertiary"):
            st.switch_page(address("candidates"))
    for column in result.columns:
        if not isinstance(column.card, ScoreCard):
            why = "compare.none" if column.card is None else "compare.covered"
            st.caption(f"**{plain(who[column.interview])}**: {say(why, tongue)}")
    open_columns = [(c, c.card) for c in result.columns if isinstance(c.card, ScoreCard)]
    if not open_columns:
        return
    # the first column's name stands where two roles call a value of theirs differently
    names = {key: competency_name(key, tongue) for key in result.competencies}
    for column in reversed(result.columns):
        names |= competency_names(column.role, tongue)
    people = [(who[column.interview], column.findings) for column, _ in open_columns]
    drawn(comparison_dots(people, result.competencies, names, where.palette, tongue), "compare")
    st.subheader(say("compare.table", tongue))
    table: dict[str, list[str]] = {
        say("compare.col_competency", tongue): [
            say("compare.overall", tongue),
            say("record.without_expression", tongue),
            *(names[key] for key in result.competencies),
        ]
    }
    for column, card in open_columns:
        table[who[column.interview]] = [
            score_text(card.overall, tongue),
            score_text(card.overall_without_expression, tongue),
            *(
                score_text(column.findings[key], tongue) if key in column.findings else "—"
                for key in result.competencies
            ),
        ]
    st.dataframe(
        pd.DataFrame(table), hide_index=True, placeholder="—", alt=say("compare.table_alt", tongue)
    )
    with st.expander(say("common.how", tongue)):
        st.markdown(say("record.how", tongue))


def _who(column: Compared) -> str:
    code = short_id(column.candidate)
    return f"{column.name} · {code}" if column.name else code


page()
