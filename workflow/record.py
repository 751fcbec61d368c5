"""Everything one reviewer may see of one interview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from interview import (
    Action,
    Covered,
    Decision,
    Locale,
    Question,
    Rating,
    Review,
    RoleModel,
    ScoreCard,
    Span,
    Timeline,
    Transcript,
)
from workflow.candidates import StageReached
from workflow.rights import Verb


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
    covered, ``ratings``, ``reviews`` and ``decisions`` hold the reviewer's own only.
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
    answers: tuple[RecordAnswer, ...]
    card: ScoreCard | Covered | None
    my_ratings: tuple[Rating, ...]
    ratings: tuple[Rating, ...]
    to_rate: tuple[str, ...]
    reviews: tuple[Review, ...]
    decisions: tuple[Decision, ...]
    history: tuple[HistoryEntry, ...]
    may: frozenset[Verb]
