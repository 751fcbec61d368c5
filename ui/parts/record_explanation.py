"""Why a score is what it is beside others: steps, sentences, moments, and how firm they are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import workflow
from fairness import inert_cell
from interview import CandorError, ScoreCard
from scoring.explanation import BY, By, Explanation
from scoring.explanation.stability import DRAWS
from ui.charts import Drawing, Step, explanation_steps
from ui.codes import said_error
from ui.explanation_words import (
    conclusion,
    feature_name,
    method_sentence,
    names_of,
    parts_of,
    reason_name,
    reason_sentence,
    reasons,
    stability_sentence,
)
from ui.here import Here
from ui.names import competency_names
from ui.parts.component import component
from ui.parts.drawn import drawn
from ui.parts.moments import evidence_rows
from ui.parts.safe import plain
from ui.say import say
from ui.site import address
from ui.wording import count_text, joined, per_cent
from workflow import Record, may

SHOWN = 7
MOST_MOMENTS = 4


def record_explanation(where: Here, record: Record, card: ScoreCard) -> None:
    """One score against everybody interviewed for the role; choices are answered at once."""
    if "explain" not in record.may:
        return
    tongue = where.locale
    st.subheader(say("explain.title", tongue), anchor="explanation")

    @st.fragment
    def section() -> None:
        names = names_of(record.role, tongue)
        scored = [key for key in names if key in _explainable(card)]
        if not scored:
            st.caption(say("record.nothing_shown", tongue))
            return
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        subject = left.selectbox(
            say("explain.subject", tongue),
            scored,
            format_func=lambda key: names[key],
            key="explain_subject",
        )
        how: By = right.selectbox(
            say("explain.by", tongue),
            list(BY),
            format_func=lambda one: say(f"explain.by_{one}", tongue),
            key="explain_by",
        )
        try:
            found = workflow.explain(
                where.actor, where.store, record.interview, subject=subject or scored[0]
            ).explanation
        except CandorError as error:
            words = said_error(error, tongue)
            st.info(joined((plain(words.what), plain(words.remedy)), tongue))
            return
        _shown(where, record, card, found, how)

    section()
    if may(where.actor, "explain") and st.button(
        say("explain.open_what_if", tongue), icon=":material/tune:", key="open_what_if"
    ):
        st.switch_page(address("what_if"), query_params={"interview": record.interview})


def _explainable(card: ScoreCard) -> set[str]:
    scores = {c.competency: c.finding for c in card.competencies} | {"overall": card.overall}
    return {key for key, finding in scores.items() if hasattr(finding, "value")}


def _shown(where: Here, record: Record, card: ScoreCard, found: Explanation, how: By) -> None:
    tongue = where.locale
    view = found.views[how]
    st.markdown(f"**{plain(conclusion(found, record.role, tongue))}**")
    icon = ":material/help:" if view.unstable else ":material/check:"
    st.markdown(f"{icon} {plain(stability_sentence(found, view, tongue))}")
    left, right = st.columns([11, 10], gap="large")
    with left:
        drawn(steps_drawing(where, record, card, found, how), "explanation_steps")
    with right:
        said = reasons(found, how, record.role, card, tongue)
        if said:
            st.markdown("\n".join(f"- {plain(one)}" for one in said))
        _moments(record, card, found, how, tongue)
    with st.expander(say("explain.numbers", tongue)):
        st.caption(say("explain.numbers_note", tongue))
        table = numbers_table(record, card, found, tongue)
        st.dataframe(table, hide_index=True, placeholder="—", alt=say("explain.numbers", tongue))
        st.download_button(
            say("explain.export", tongue),
            table.to_csv(index=False).encode("utf-8-sig"),
            file_name=f"explanation_{record.interview}_{found.subject}.csv",
            mime="text/csv",
            key="explanation_csv",
            on_click="ignore",
            icon=":material/download:",
        )
    with st.expander(say("common.how", tongue)):
        st.markdown(plain(say("explain.how", tongue, draws=DRAWS, limit="80 %")))
        st.caption(plain(method_sentence(found, view, tongue)))


def steps_drawing(
    where: Here, record: Record, card: ScoreCard, found: Explanation, how: By
) -> Drawing:
    """The waterfall of one explanation, small reasons put together."""
    tongue = where.locale
    groups = found.views[how].groups
    rest = groups[SHOWN:]
    steps = [
        Step(
            name=reason_name(group, how, record.role, card, tongue),
            words=reason_sentence(
                found, how, group, reason_name(group, how, record.role, card, tongue), tongue
            ),
            points=group.points,
            low=group.low,
            high=group.high,
        )
        for group in groups[:SHOWN]
    ]
    if rest:
        total = sum(group.points for group in rest)
        name = say("explain.rest", tongue, count=len(rest))
        steps.append(Step(name=name, words=f"{total:+.2f}", points=total, low=total, high=total))
    sentence = conclusion(found, record.role, tongue)
    drawn_anew = found.comparison.key != "middle"
    return explanation_steps(
        (
            say(f"explain.short_{found.comparison.key}", tongue, n=count_text(found.comparison.n)),
            found.base,
        ),
        steps,
        (say("explain.score_row", tongue), found.score),
        (say("explain.threshold", tongue, threshold=f"{found.threshold:.1f}"), found.threshold),
        say("explain.axis" if drawn_anew else "explain.axis_plain", tongue, draws=DRAWS),
        joined((sentence, *reasons(found, how, record.role, card, tongue)), tongue),
        where.palette,
    )


def _moments(record: Record, card: ScoreCard, found: Explanation, how: By, tongue: str) -> None:
    """Moments of the recording behind the named reasons, strongest first."""
    wanted = {
        (part.competency, part.answer, part.feature)
        for group in found.views[how].groups
        if group.named
        for part in parts_of(found, how, group)
    }
    playable = frozenset(a.id for a in record.answers if a.media)
    rows = evidence_rows(card, wanted, playable, tongue)[:MOST_MOMENTS]
    if rows:
        st.caption(say("explain.moments", tongue))
        component("moments", "moments")(
            key=f"explained_{record.interview}_{found.subject}_{how}", data={"moments": rows}
        )


def numbers_table(record: Record, card: ScoreCard, found: Explanation, tongue: str) -> pd.DataFrame:
    """Every part of an explanation, as a data scientist reads it."""
    names = competency_names(record.role, tongue)
    places = {a.answer: n for n, a in enumerate(card.answers, 1)}
    held = {group.names: group for group in found.groups}
    rows = []
    for part in sorted(found.parts, key=lambda p: -abs(p.points)):
        group = next((g for features, g in held.items() if part.feature in features), None)
        rows.append(
            {
                say("explain.col_feature", tongue): feature_name(part.feature, tongue),
                say("explain.col_competency", tongue): inert_cell(
                    names.get(part.competency, part.competency)
                ),
                say("explain.col_answer", tongue): places.get(part.answer),
                say("explain.col_points", tongue): round(part.points, 4),
                say("explain.col_value", tongue): _rounded(part.value),
                say("explain.col_usual", tongue): _rounded(part.usual),
                say("explain.col_holds", tongue): per_cent(group.holds) if group else "—",
            }
        )
    return pd.DataFrame(rows)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
