"""What stands below the scores: answers, flags, what was withheld, everything measured, history."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from interview import (
    AnswerScore,
    Flag,
    Quality,
    Question,
    RoleModel,
    ScoreCard,
    Withheld,
)
from scoring.catalogue import FEATURES
from ui.acting import actor_names
from ui.codes import said
from ui.here import Here
from ui.names import (
    competency_names,
    criterion_names,
    feature_text,
    not_measured_texts,
    question_facts,
    question_text,
    similarity_names,
    unit_text,
)
from ui.parts.safe import plain
from ui.parts.transcript import transcript
from ui.say import say
from ui.wording import joined, listing, moment, per_cent, score_text
from workflow import Record


def record_answers(where: Here, record: Record, card: ScoreCard | None) -> None:
    """Question, transcript with its evidence, and the answer's own score."""
    tongue = where.locale
    st.subheader(say("record.answers", tongue))
    if card is not None and any(a.transcript for a in record.answers):
        st.caption(say("record.evidence_note", tongue))
    names = competency_names(record.role, tongue)
    scores = {a.answer: a for a in card.answers} if card else {}
    for number, answer in enumerate(record.answers, 1):
        title = f"{number}. {plain(question_text(answer.question, tongue))}"
        score = scores.get(answer.id)
        if score is not None:
            title += f" · **{score_text(score.score, tongue)}**"
        with st.expander(title, expanded=number == 1):
            if answer.question is not None:
                _question(answer.question, score, record.role, tongue)
            if answer.transcript is None:
                st.markdown(f"**{say('record.transcript_none', tongue)}.**")
                st.caption(say("record.transcript_none_help", tongue))
            else:
                transcript(answer, card, names, tongue)


def _question(question: Question, score: AnswerScore | None, role: RoleModel, tongue: str) -> None:
    """Its kind and time limit, its code, and what the answer scores on each of several criteria."""
    lines = [question_facts(question, tongue)]
    names = criterion_names(question, role, tongue)
    for one in score.criteria if score else ():
        lines.append(
            say(
                "record.criterion",
                tongue,
                name=names.get(one.competency, one.competency),
                weight=per_cent(one.weight),
                score=score_text(one.finding, tongue),
            )
        )
    st.caption(plain(" · ".join(lines)))
    if question.code:
        st.caption(say("record.question_code", tongue))
        st.code(question.code, language=None)


def record_flags(where: Here, record: Record, card: ScoreCard) -> None:
    """Flags for a person to look at, and what was withheld with what would help."""
    tongue = where.locale
    names = competency_names(record.role, tongue)
    flags = list(card.flags)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say("record.flags", tongue))
        if flags:
            st.caption(say("record.flags_note", tongue))
            _bullets(":material/flag:", _flag_lines(flags, card, tongue))
        else:
            st.caption(say("record.flags_none", tongue))
    with right:
        st.subheader(say("record.withheld", tongue))
        withheld = [
            *_withheld_scores(card, names, tongue),
            *_withheld_lines(record_quality(card), tongue),
        ]
        if withheld:
            _bullets(":material/visibility_off:", withheld)
        else:
            st.caption(say("record.withheld_none", tongue))


def record_quality(card: ScoreCard) -> list[Quality]:
    """The gate's refusals, one per modality and reason."""
    return [quality for quality in card.quality if quality.code]


def _flag_lines(flags: list[Flag], card: ScoreCard, tongue: str) -> list[str]:
    numbers = {a.answer: n for n, a in enumerate(card.answers, 1)}
    lines = []
    for flag in flags:
        words = said(flag.code, tongue, flag.slots)
        number = numbers.get(str(flag.slots.get("answer", "")))
        where = say("record.answer", tongue, number=number) + ": " if number else ""
        lines.append(where + joined((plain(words.what), plain(words.remedy)), tongue))
    return lines


def _withheld_scores(card: ScoreCard, names: Mapping[str, str], tongue: str) -> list[str]:
    by_code: dict[str, list[str]] = {}
    for score in card.competencies:
        if isinstance(score.finding, Withheld):
            name = names.get(score.competency, score.competency)
            by_code.setdefault(score.finding.code, []).append(name)
    lines = []
    for code, called in by_code.items():
        words = said(code, tongue)
        text = joined((plain(words.what), plain(words.remedy)), tongue)
        lines.append(f"**{plain(listing(called, tongue))}**: {text}")
    return lines


def _withheld_lines(refusals: list[Quality], tongue: str) -> list[str]:
    lines: dict[tuple[str, str], list[Quality]] = {}
    for quality in refusals:
        lines.setdefault((quality.modality, quality.code), []).append(quality)
    texts = []
    for (modality, code), group in lines.items():
        words = said(code, tongue, group[0].slots)
        name = say(f"modality.{modality}", tongue)
        texts.append(
            f"**{name}** ({say('finding.n', tongue, n=len(group))}): "
            + joined((plain(words.what), plain(words.remedy)), tongue)
        )
    return texts


def _bullets(icon: str, lines: list[str]) -> None:
    for line in lines:
        st.markdown(f"{icon} {line}")


def record_measured(where: Here, card: ScoreCard) -> None:
    """Every feature of every answer with its unit; a gap names its reason."""
    tongue = where.locale
    with st.expander(say("record.measured", tongue)):
        st.caption(say("record.measured_note", tongue))
        st.dataframe(
            _measured(card.answers, tongue),
            hide_index=True,
            placeholder="—",
            alt=say("record.measured", tongue),
            column_config={
                say("record.col_feature", tongue): st.column_config.TextColumn(pinned=True)
            },
        )
        for text in not_measured_texts(tongue):
            st.caption(text)


def _measured(answers: tuple[AnswerScore, ...], tongue: str) -> pd.DataFrame:
    names = sorted({n for a in answers for n in (*a.features.values, *a.features.missing)})
    rows = []
    for name in names:
        spec = FEATURES.get(name.partition(".")[0])
        row: dict[str, object] = {
            say("record.col_feature", tongue): feature_text(name, tongue),
            say("record.col_unit", tongue): unit_text(spec.unit, tongue) if spec else "",
            say("record.col_use", tongue): say(f"record.use_{spec.use}", tongue) if spec else "",
        }
        reasons = []
        for number, answer in enumerate(answers, 1):
            value = answer.features.values.get(name)
            row[say("record.answer", tongue, number=number)] = (
                None if value is None else round(value, 3)
            )
            code = answer.features.missing.get(name)
            if code:
                reasons.append(said(code, tongue).what)
        row[say("record.withheld", tongue)] = joined(dict.fromkeys(reasons), tongue)
        rows.append(row)
    return pd.DataFrame(rows)


def record_history(where: Here, record: Record, card: ScoreCard | None) -> None:
    """The trail of this interview, and the digests that name its card."""
    tongue = where.locale
    named = actor_names(where.store, tongue)
    with st.expander(say("record.history", tongue)):
        if not record.history:
            st.caption(say("record.history_none", tongue))
            return
        st.dataframe(
            pd.DataFrame(
                {
                    say("record.col_when", tongue): [moment(e.at, tongue) for e in record.history],
                    say("record.col_who", tongue): [named(e.actor) for e in record.history],
                    say("record.col_what", tongue): [
                        say(f"action.{e.action.value}", tongue) for e in record.history
                    ],
                }
            ),
            hide_index=True,
            placeholder="—",
            alt=say("record.history", tongue),
        )
        if card is not None and card.replaces:
            again = say(
                "record.replaces",
                tongue,
                old=card.replaces[:12],
                new=card.digest[:12],
                scorer=card.scorer.name,
                version=card.scorer.version,
            )
            st.caption(plain(again))
    with st.expander(say("common.how", tongue)):
        st.markdown(say("record.how", tongue))
        if card is not None:
            if judged := similarity_names(card, tongue):
                st.caption(plain(f"{say('card.similarity', tongue)}: {judged}"))
            st.caption(
                say(
                    "record.digest_note",
                    tongue,
                    card=card.digest[:12],
                    scorer=card.scorer.name,
                    version=card.scorer.version,
                    role=card.role_digest[:12],
                    policy=card.policy_digest[:12],
                )
            )
