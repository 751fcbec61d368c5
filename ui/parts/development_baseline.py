"""The interview beside what came later: person by person, and cohort by cohort."""

from __future__ import annotations

import streamlit as st

from analysis import OnboardingLine
from interview import Estimate
from ui.charts.cohort_gaps import cohort_gaps
from ui.charts.expected_ranges import expected_ranges
from ui.codes import said
from ui.development_words import baseline_sentences, figure_name, range_text
from ui.here import Here
from ui.parts.address_choice import address_choice
from ui.parts.drawn import drawn
from ui.parts.empty import empty
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.say import say
from ui.wording import count_text, joined, short_id, told_apart
from workflow.development import RoleDevelopment

MOST_ROWS = 500


def development_baseline(where: Here, found: RoleDevelopment) -> None:
    """The figure chosen: sentences, people, cohorts."""
    tongue = where.locale
    lines = {one.labels[0]: one for one in found.baseline.lines}
    named = {key: figure_name(key, tongue) for key in lines}
    chosen = address_choice("figure", say("development.figure", tongue), named, width=320)
    line = lines.get(chosen or "")
    if line is None or line.withheld is not None:
        code = line.withheld.code if line is not None and line.withheld else "outcome.none_yet"
        words = said(code, tongue)
        empty(say("development.nothing_later", tongue), joined((words.what, words.remedy), tongue))
        return
    out = sum(one.standing in ("above", "below") for one in line.people)
    told = baseline_sentences(line, out, tongue)
    st.subheader(plain(told[0]), anchor=False)
    st.markdown(plain(joined(told[1:], tongue)))
    hidden = sum(one.state == "covered" for one in found.people)
    if hidden:
        st.caption(say("development.covered", tongue, count=hidden))
    title = named.get(chosen or "", "")
    if line.people:
        called = told_apart(short_id(found.people[one.row].candidate) for one in line.people)
        drawn(
            expected_ranges(
                line.people, called, title, plain(joined(told, tongue)), where.palette, tongue
            ),
            "ranges",
        )
        _people(found, line, called, title, tongue)
    if line.cohorts:
        st.subheader(say("development.cohorts", tongue), anchor=False)
        spread = [abs(c.difference.high - c.difference.low) / 2 for c in line.cohorts
                  if isinstance(c.difference, Estimate)]  # fmt: skip
        least = max(spread, default=0.5)
        drawn(cohort_gaps(line.cohorts, least, where.palette, tongue), "cohorts")
        st.caption(say("development.cohorts_note", tongue))


def _people(
    found: RoleDevelopment, line: OnboardingLine, called: list[str], title: str, tongue: str
) -> None:
    import pandas as pd

    order = sorted(
        range(len(line.people)),
        key=lambda i: -abs(line.people[i].distance or 0.0),
    )
    rows = []
    for i in order:
        one = line.people[i]
        person = found.people[one.row]
        rows.append(
            {
                "person": called[i],
                "interview": person.interview,
                "cohort": person.cohort,
                "score": round(one.score, 2),
                "expected": range_text(one.expected),
                "later": one.later,
                "standing": _standing(one.standing, one.inside, tongue),
            }
        )
    config = st.column_config
    st.dataframe(
        pd.DataFrame(rows[:MOST_ROWS]),
        key="baseline_table",
        hide_index=True,
        placeholder="—",
        height=320,
        alt=say("development.view_baseline", tongue),
        column_config={
            "person": config.TextColumn(say("development.col_person", tongue), pinned=True),
            "interview": config.TextColumn(say("development.col_interview", tongue)),
            "cohort": config.TextColumn(say("development.col_cohort", tongue)),
            "score": config.NumberColumn(say("development.col_score", tongue), format="%.1f"),
            "expected": config.TextColumn(
                say("development.col_expected", tongue), alignment="right"
            ),
            "later": config.NumberColumn(title.replace("$", ""), format="%.1f"),
            "standing": config.TextColumn(say("development.col_reading", tongue), width="medium"),
        },
    )
    if len(rows) > MOST_ROWS:
        shown, total = count_text(MOST_ROWS), count_text(len(rows))
        st.caption(say("development.most_rows", tongue, shown=shown, total=total))
    table_download(rows, f"baseline_{found.role.key}", tongue, key="baseline_csv")


def _standing(standing: str, inside: bool | None, tongue: str) -> str:
    if standing == "as_expected" and inside is False:
        return say("development.standing_outside", tongue)
    return say(f"development.standing_{standing}", tongue)
