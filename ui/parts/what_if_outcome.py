"""What would be: the sentence, the picture, and the smallest change that would do."""

from __future__ import annotations

from typing import Any

import streamlit as st

from interview import Withheld
from scoring.explanation import OVERALL, Outcome, SmallestChange, WhatIf
from ui.charts.changed_scores import ChangedScore, changed_scores
from ui.codes import said
from ui.explanation_words import feature_name, number, subject_name
from ui.here import Here
from ui.names import competency_names
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.parts.what_if_levers import reset_sliders, set_sliders
from ui.say import say
from ui.verdict import COLOURS, ICONS, verdict
from ui.wording import joined, listing, score_text


def outcome_shown(
    where: Here, asked: WhatIf, now: Outcome, then: Outcome, *, head: Any, picture: Any
) -> None:
    """The sentence and suggestion into ``head``, the scores into ``picture``."""
    tongue = where.locale
    sentence = conclusion(now, then, tongue)
    with head:
        st.markdown(f"**{plain(sentence)}**")
        with st.container(horizontal=True, gap="small"):
            kind = verdict(then.overall, asked.card.threshold)
            st.badge(
                say(f"recommendation.{then.recommendation.code}", tongue),
                icon=":material/recommend:",
                color="blue",
            )
            st.badge(
                f"{say(f'verdict.{kind}', tongue)} ({asked.card.threshold:.1f})",
                icon=ICONS[kind],
                color=COLOURS[kind],  # type: ignore[arg-type]
            )
        because = joined((said(code, tongue).what for code in then.recommendation.because), tongue)
        st.caption(because)
    with picture:
        st.subheader(say("what_if.picture", tongue))
        drawing = changed_scores(
            _rows(asked, now, then, tongue),
            (say("what_if.now", tongue), say("what_if.then", tongue)),
            say("chart.score_axis", tongue),
            sentence,
            where.palette,
            tongue,
        )
        drawn(drawing, "changed_scores")
        st.caption(say("chart.threshold_key", tongue))


def conclusion(now: Outcome, then: Outcome, locale: str) -> str:
    """What the overall score is and would be."""
    is_, would = score_text(now.overall, locale), score_text(then.overall, locale)
    if is_ == would:
        return say("what_if.unchanged", locale, now=is_)
    return say("what_if.conclusion", locale, now=is_, then=would)


def smallest_shown(where: Here, asked: WhatIf) -> None:
    """The least a person could have said differently, or why there is no such thing."""
    tongue = where.locale
    found = asked.smallest_change()
    with st.container(border=True):
        st.markdown(f"**{say('what_if.smallest', tongue)}**")
        if isinstance(found, Withheld):
            reason = said(found.code, tongue)
            st.markdown(plain(joined((reason.what, reason.remedy), tongue)))
        else:
            st.markdown(plain(smallest_sentence(asked, found, tongue)))
            st.caption(say("what_if.smallest_note", tongue))
        with st.container(horizontal=True):
            if isinstance(found, SmallestChange):
                st.button(
                    say("what_if.use", tongue),
                    type="primary",
                    icon=":material/tune:",
                    on_click=set_sliders,
                    args=(found,),
                )
            st.button(
                say("what_if.reset", tongue),
                icon=":material/undo:",
                on_click=reset_sliders,
                args=(asked.levers(),),
            )


def smallest_sentence(asked: WhatIf, found: SmallestChange, locale: str) -> str:
    """The smallest change in words, and that it is uncertain where it is."""
    steps = listing(
        (
            say(
                "what_if.step",
                locale,
                name=feature_name(step.feature, locale),
                before=number(step.before),
                after=number(step.after),
            )
            for step in found.steps
        ),
        locale,
    )
    result = found.outcome.of(found.subject)
    text = say(
        "what_if.smallest_for",
        locale,
        subject=subject_name(found.subject, asked.role, locale),
        threshold=f"{found.threshold:.1f}",
        steps=steps,
        score=score_text(result, locale),
    )
    unsure = not isinstance(result, Withheld) and result.low < found.threshold
    return joined((text, say("what_if.smallest_still", locale) if unsure else ""), locale)


def _rows(asked: WhatIf, now: Outcome, then: Outcome, tongue: str) -> list[ChangedScore]:
    names = competency_names(asked.role, tongue)
    rows = [
        ChangedScore(
            name=subject_name(OVERALL, asked.role, tongue),
            threshold=asked.card.threshold,
            now=now.overall,
            then=then.overall,
        )
    ]
    return rows + [
        ChangedScore(
            name=names.get(one.competency, one.competency),
            threshold=one.threshold,
            now=now.of(one.competency),
            then=then.of(one.competency),
        )
        for one in asked.card.competencies
    ]
