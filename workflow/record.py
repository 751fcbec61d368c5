"""Everything one reviewer may see of one interview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from interview import (
    Action,
    Actor,
    AnswerSignals,
    Covered,
    Decision,
    Locale,
    Outcome,
    Question,
    Rating,
    Review,
    RoleModel,
    ScoreCard,
    Span,
    Timeline,
    Transcript,
    Withheld,
)
from scoring.moments import Moment
from store import Reading, Store, blob, events, person_name, question, signals
from store.decisions import STAGES, decisions
from store.ratings import ratings
from store.reviews import reviews
from workflow.candidates import StageReached
from workflow.care import moments_of
from workflow.case import Case, open_case
from workflow.rights import VERBS, Verb, may


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordAnswer:
    """One answer as a person meets it: the question, what was said, where to play it.

    ``media`` is the digest to put after ``/record/media/``; None when nothing was recorded.
    ``span`` cuts the answer out of a longer recording. ``timeline`` is None while covered.
    """

    id: str
    question: Question | None
    transcript: Transcript | None
    media: str | None
    media_type: str | None
    span: Span | None
    duration_ms: int | None
    timeline: Timeline | None


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryEntry:
    """One act in an interview's trail."""

    at: datetime
    actor: str
    action: Action


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One interview for one reviewer.

    ``card`` is None when nothing was scored, `Covered` until the reviewer has rated. While it is
    covered, ``ratings``, ``reviews`` and ``decisions`` hold the reviewer's own only; ``stage`` and
    ``outcome`` are how far the person came, as in the list, None before anybody decided.
    ``moments`` are where the voice left the person's own average in answers that were asked for
    pressure, or why nothing is said of it; None while covered. They are part of no score.
    ``to_rate`` are the competencies the reviewer has not rated. ``may`` are the verbs open to
    the reviewer here, so that a page can hide what would be refused.
    """

    interview: str
    candidate: str
    name: str | None
    role: RoleModel
    requisition: str | None
    requisition_title: Mapping[Locale, str]
    department: str | None
    locale: Locale | None
    interviewed_at: datetime | None
    stage: StageReached
    outcome: Outcome | None
    answers: tuple[RecordAnswer, ...]
    card: ScoreCard | Covered | None
    moments: tuple[Moment, ...] | Withheld | None
    my_ratings: tuple[Rating, ...]
    ratings: tuple[Rating, ...]
    to_rate: tuple[str, ...]
    reviews: tuple[Review, ...]
    decisions: tuple[Decision, ...]
    history: tuple[HistoryEntry, ...]
    may: frozenset[Verb]


def view_record(actor: Actor, store: Store, interview: str) -> Record:
    """Everything this actor may see of one interview, and no more of the score than that.

    Raises
    ------
    PermissionDenied
        Without the right, or for another department.
    StoreError
        ``interview.unknown``.
    """
    with store.read() as reading:
        case = open_case(reading, actor, "view_record", interview, with_transcripts=True)
        found = signals(reading, interview)
        measured = {one.features.answer: one for one in found}
        hidden = case.covered is not None
        given = ratings(reading, interview)
        mine = tuple(r for r in given if r.rater == actor.id)
        made = decisions(reading, interview)
        stage = _furthest(made)
        candidate = case.interview.candidate_id
        return Record(
            interview=interview,
            candidate=candidate,
            name=person_name(reading, candidate) if may(actor, "view_names") else None,
            role=case.role,
            requisition=case.interview.requisition,
            requisition_title=case.requisition_title,
            department=case.department,
            locale=case.interview.locale,
            interviewed_at=case.interview.conducted_at,
            stage=stage,
            outcome=next((d.outcome for d in reversed(made) if d.stage == stage), None),
            answers=_answers(reading, case, measured, hidden),
            card=case.card,
            moments=moments_of(case, found),
            my_ratings=mine,
            ratings=mine if hidden else given,
            to_rate=_to_rate(actor, case, mine),
            # another reviewer's view would tell what the machine says, or spoil a fresh eye
            reviews=() if hidden else reviews(reading, interview),
            decisions=tuple(d for d in made if not hidden or d.actor == actor.id),
            history=tuple(
                HistoryEntry(at=e.at, actor=e.actor, action=e.action)
                for e in events(reading, subject=interview)
                # to those who decide, not even that somebody looked for a hint
                if e.action is not Action.CARE_VIEWED or may(actor, "view_care")
            ),
            may=frozenset(verb for verb in VERBS if may(actor, verb)),
        )


def _to_rate(actor: Actor, case: Case, mine: tuple[Rating, ...]) -> tuple[str, ...]:
    rated = {r.competency for r in mine}
    return tuple(c for c in case.competencies if c not in rated) if may(actor, "rate") else ()


def _furthest(made: tuple[Decision, ...]) -> StageReached:
    return max((d.stage for d in made), key=STAGES.index, default="interviewed")


def _answers(
    reading: Reading, case: Case, measured: Mapping[str, AnswerSignals], hidden: bool
) -> tuple[RecordAnswer, ...]:
    found: list[RecordAnswer] = []
    for answer in case.interview.answers:
        one = measured.get(answer.id)
        asked = None
        if answer.question is not None:
            asked = case.role.question(answer.question, answer.version)
            asked = asked or question(reading, answer.question, answer.version)
        found.append(
            RecordAnswer(
                id=answer.id,
                question=asked,
                transcript=answer.transcript,
                media=answer.media,
                media_type=blob(reading, answer.media).media_type if answer.media else None,
                span=answer.span,
                duration_ms=one.duration_ms if one else None,
                timeline=one.timeline if one and not hidden else None,
            )
        )
    return tuple(found)
