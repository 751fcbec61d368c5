"""One new hire: goals with their evidence, later figures beside their ranges, and the way out."""

from __future__ import annotations

from functools import partial

import streamlit as st

from interview import CandorError
from ui.development_html import development_csv, development_html
from ui.development_words import anchor_text, figure_name, range_text
from ui.here import Here
from ui.names import competency_names
from ui.parts.address_choice import address_choice
from ui.parts.empty import empty
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.say import LOCALES, say
from ui.site import address
from ui.wording import day, score_text, short_id, told_apart
from workflow import may
from workflow.development import RoleDevelopment
from workflow.person_development import (
    GoalEvidence,
    PersonDevelopment,
    export_development,
    person_development,
)


def development_person(where: Here, found: RoleDevelopment) -> None:
    """The choice of a person among those this reader may see, and that person's goals."""
    tongue = where.locale
    open_people = [one for one in found.people if one.state == "open"]
    hidden = sum(one.state == "covered" for one in found.people)
    if hidden:
        st.caption(say("development.covered", tongue, count=hidden))
    if not open_people:
        empty(say("development.nobody_open", tongue), say("development.nobody_open_text", tongue))
        st.page_link(
            address("candidates"), label=say("page.candidates", tongue), icon=":material/groups:"
        )
        return
    called = told_apart(short_id(one.candidate) for one in open_people)
    names = {
        one.interview: f"{name} · {one.cohort or '—'} · {one.interview}"
        for one, name in zip(open_people, called, strict=True)
    }
    chosen = address_choice(
        "person", say("development.choose_person", tongue), names,
        empty=say("development.choose_hint", tongue), width=420,
    )  # fmt: skip
    if chosen is None:
        st.markdown(say("development.choose_text", tongue))
        return
    try:
        one = person_development(where.actor, where.store, chosen, among=found)
    except CandorError as error:
        show_error(error, tongue)
        return
    _person(where, one)


def _person(where: Here, one: PersonDevelopment) -> None:
    tongue = where.locale
    names = competency_names(one.role, tongue)
    who = one.name or short_id(one.candidate)
    goals = [g for g in one.goals if g.goal.standing == "goal"]
    again = [g for g in one.goals if g.goal.standing == "look_again"]
    st.subheader(plain(who), anchor=False)
    key = "person_goals" if goals else "person_again" if again else "person_met"
    count = len(goals) or len(again)
    st.markdown(say(f"development.{key}", tongue, count=count))
    st.caption(say("development.interviewed", tongue, day=day(one.interviewed_at, tongue)))
    with st.container(horizontal=True):
        st.page_link(
            address("record"), label=say("development.to_record", tongue),
            icon=":material/person:", query_params={"interview": one.interview},
        )  # fmt: skip
        if may(where.actor, "export_card"):
            _export(where, one)
    for goal in one.goals:
        if goal.goal.standing != "met":
            _goal(goal, names, tongue)
    met = [names.get(g.goal.competency, "") for g in one.goals if g.goal.standing == "met"]
    if met:
        sep = "、" if tongue == "zh" else ", "
        st.markdown(plain(say("development.met", tongue, competencies=sep.join(met))))
    _later(one, tongue)


def _goal(one: GoalEvidence, names: dict[str, str], tongue: str) -> None:
    goal = one.goal
    with st.container(border=True):
        st.markdown(
            f"**{plain(names.get(goal.competency, goal.competency))}** · "
            f"{say(f'development.goal_{goal.standing}', tongue)}"
        )
        st.markdown(
            plain(
                say(
                    "development.goal_score", tongue, score=score_text(goal.finding, tongue),
                    threshold=f"{goal.threshold:.1f}",
                )
            )
        )  # fmt: skip
        if one.quotes:
            st.caption(say("development.said", tongue))
            for quote in one.quotes:
                st.markdown(f"> {plain(quote.quote)}")
        elif goal.standing != "unknown":
            st.caption(say("development.said_nothing", tongue))
        if one.question is not None and (anchor := anchor_text(one.question.anchors, tongue)):
            st.markdown(plain(say("development.aim", tongue, anchor=anchor)))


def _later(one: PersonDevelopment, tongue: str) -> None:
    import pandas as pd

    if not one.later:
        return
    st.markdown(f"**{say('development.later', tongue)}**")
    rows = [
        {
            "figure": figure_name(figure.kpi, tongue),
            "expected": range_text(figure.person.expected),
            "later": figure.person.later,
            "standing": say(
                "development.standing_outside"
                if figure.person.standing == "as_expected" and figure.person.inside is False
                else f"development.standing_{figure.person.standing}",
                tongue,
            ),
        }
        for figure in one.later
    ]
    config = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        key="person_later",
        hide_index=True,
        placeholder="—",
        alt=say("development.later", tongue),
        column_config={
            "figure": config.TextColumn(say("development.figure", tongue)),
            "expected": config.TextColumn(
                say("development.col_expected", tongue), alignment="right"
            ),
            "later": config.NumberColumn(say("development.col_later", tongue), format="%.1f"),
            "standing": config.TextColumn(say("development.col_reading", tongue), width="medium"),
        },
    )


def _export(where: Here, one: PersonDevelopment) -> None:
    tongue = where.locale

    def taken() -> PersonDevelopment:
        return export_development(where.actor, where.store, one.interview, occasion=one.occasion)

    def page(locale: str) -> str:
        return development_html(taken(), locale)

    with st.popover(say("development.export", tongue), icon=":material/download:"):
        st.caption(say("development.export_note", tongue))
        for locale in LOCALES:
            st.download_button(
                say(f"fairness.export_html_{locale}", tongue),
                partial(page, locale),
                file_name=f"goals_{one.interview}_{locale}.html",
                mime="text/html",
                key=f"goals_html_{locale}",
                on_click="ignore",
                icon=":material/description:",
                width="stretch",
            )
        st.download_button(
            say("fairness.export_csv", tongue),
            lambda: development_csv(taken(), tongue),
            file_name=f"goals_{one.interview}.csv",
            mime="text/csv",
            key="goals_csv",
            on_click="ignore",
            icon=":material/table:",
            width="stretch",
        )
