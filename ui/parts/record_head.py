"""The top of a record: who, the overall score with its certainty, what it rests on, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from interview import (
    EXPRESSION,
    MODALITIES,
    CompetencyScore,
    Covered,
    ScoreCard,
    Withheld,
)
from ui.choices import Choices
from ui.codes import said
from ui.here import Here
from ui.names import (
    competency_names,
    department_name,
    in_locale,
    policy_name,
    role_title,
)
from ui.parts.safe import plain
from ui.say import say
from ui.verdict import COLOURS, ICONS, verdict
from ui.wording import day, joined, listing, per_cent, score_text, short_id, stage_text
from workflow import Record

STRONGEST = 2


def who(record: Record, locale: str) -> str:
    """How the candidate is called: the opaque code, with the name for those who may see it."""
    code = say("record.candidate", locale, id=short_id(record.candidate))
    return f"{code} · {record.name}" if record.name else code


def record_head(where: Here, record: Record, offered: Choices) -> None:
    """Title and the facts of the interview in one line."""
    tongue = where.locale
    st.title(plain(who(record, tongue)))
    facts = [role_title(record.role, tongue)]
    if record.requisition:
        facts.append(in_locale(record.requisition_title, tongue, record.requisition))
    if record.department:
        facts.append(department_name(record.department, offered.departments, tongue))
    if record.interviewed_at is not None:
        facts.append(say("record.interviewed", tongue, day=day(record.interviewed_at, tongue)))
    if record.locale:
        language = say(f"spoken.{record.locale}", tongue) if record.locale in ("en", "zh") else ""
        facts.append(say("record.language", tongue, language=language or record.locale))
    facts.append(stage_text(record.stage, record.outcome, tongue))
    st.caption(" · ".join(plain(fact) for fact in dict.fromkeys(facts) if fact))


def covered_note(where: Here, covered: Covered) -> None:
    """Why the score is covered and what opens it."""
    tongue = where.locale
    with st.container(border=True):
        st.markdown(f":material/visibility_off: **{say('record.covered_title', tongue)}**")
        parts = (
            said(covered.code, tongue).what,
            say("record.covered_why", tongue),
            say("record.covered_left", tongue, count=len(covered.left)),
        )
        st.markdown(joined(parts, tongue))


def overall_line(where: Here, record: Record, card: ScoreCard) -> None:
    """The conclusion: score, suggestion, modalities, then the sentence that sums it up."""
    tongue = where.locale
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        with st.container(width="content"):
            label = f"{say('record.overall', tongue)} {say('common.of_ten', tongue)}"
            st.metric(label, score_text(card.overall, tongue), width="content")
        with st.container(width="content"):
            label = say("record.without_expression", tongue)
            without = score_text(card.overall_without_expression, tongue)
            st.metric(label, without, width="content")
        kind = verdict(card.overall, card.threshold)
        with st.container(width="content", gap="xsmall"):
            st.badge(
                say(f"recommendation.{card.recommendation.code}", tongue),
                icon=":material/recommend:",
                color="blue",
            )
            st.badge(
                f"{say(f'verdict.{kind}', tongue)} ({card.threshold:.1f})",
                icon=ICONS[kind],
                color=COLOURS[kind],  # type: ignore[arg-type]
            )
        with st.container(width="content", gap="xsmall"):
            st.caption(say("record.rests_on", tongue))
            with st.container(horizontal=True, gap="xsmall"):
                for modality in MODALITIES:
                    text, icon, colour = _carried(card, modality, tongue)
                    st.badge(text, icon=icon, color=colour)  # type: ignore[arg-type]
    st.markdown(_summary(record, card, tongue))
    if isinstance(card.overall, Withheld):
        reason = said(card.overall.code, tongue)
        words = joined((reason.what, reason.remedy), tongue)
        st.markdown(f"**{say('record.overall_withheld', tongue)}:** {words}")
    parts = (
        say(f"recommendation.{card.recommendation.code}_means", tongue),
        *(said(code, tongue).what for code in card.recommendation.because),
        say("record.policy", tongue, policy=policy_name(card.policy, tongue)),
    )
    st.caption(joined(parts, tongue))


def _carried(card: ScoreCard, modality: str, tongue: str) -> tuple[str, str, str]:
    name = say(f"modality.{modality}", tongue)
    share = card.shares.get(modality, 0.0)
    if modality in card.rests_on:
        if modality in EXPRESSION:
            text = say("record.counted_share", tongue, modality=name, share=per_cent(share))
        else:
            text = say("record.counted", tongue, modality=name)
        return text, ":material/check:", "green"
    finding = card.by_modality.get(modality)
    if finding is None or isinstance(finding, Withheld):
        return say("record.not_measured", tongue, modality=name), ":material/remove:", "gray"
    return say("record.not_counted", tongue, modality=name), ":material/remove:", "gray"


def _summary(record: Record, card: ScoreCard, tongue: str) -> str:
    names = competency_names(record.role, tongue)
    kinds: dict[str, list[CompetencyScore]] = {"reaches": [], "below": [], "unsure": []}
    missing = []
    for score in card.competencies:
        kind = verdict(score.finding, score.threshold)
        if kind == "withheld":
            missing.append(score)
        else:
            kinds[kind].append(score)
    parts = [
        _named("record.strong", _best(kinds["reaches"]), names, tongue),
        _named("record.weak", kinds["below"], names, tongue),
        _named("record.unclear", kinds["unsure"], names, tongue),
        _named("record.missing", missing, names, tongue),
    ]
    if len(missing) == len(card.competencies):
        return say("record.nothing_shown", tongue)
    return joined(parts, tongue)


def _best(scores: Sequence[CompetencyScore]) -> Sequence[CompetencyScore]:
    def value(score: CompetencyScore) -> float:
        return 0.0 if isinstance(score.finding, Withheld) else -score.finding.value

    return sorted(scores, key=value)[:STRONGEST]


def _named(
    key: str, scores: Sequence[CompetencyScore], names: Mapping[str, str], tongue: str
) -> str:
    if not scores:
        return ""
    called = listing((plain(names.get(s.competency, s.competency)) for s in scores), tongue)
    return say(key, tongue, names=called)
