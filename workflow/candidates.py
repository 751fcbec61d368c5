"""The list of interviewed people, filtered and ordered without telling what is still covered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from interview import Finding, Locale, RecommendationCode

Order = Literal["newest", "oldest", "overall", "candidate"]
StageReached = Literal["interviewed", "screened", "advance", "hire"]
CardState = Literal["open", "covered", "none"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CandidateFilter:
    """What to list. None means no restriction.

    ``text`` searches candidate and interview ids. ``stage`` is the furthest stage a person
    decided on (``interviewed`` when nobody has). ``recommendation`` and the order ``overall``
    speak of the machine's score, so covered interviews are left out of the one and stand last,
    by id, in the other.
    """

    role: str | None = None
    requisition: str | None = None
    stage: StageReached | None = None
    recommendation: RecommendationCode | None = None
    text: str | None = None
    since: datetime | None = None
    order: Order = "newest"
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class CandidateRow:
    """One interview in the list.

    ``state`` is ``open`` (the card may be shown), ``covered`` (rate first) or ``none`` (not
    scored yet). ``overall``, ``recommendation`` and ``flags`` are None unless it is open.
    ``name`` is None for those who may not see names.
    """

    interview: str
    candidate: str
    name: str | None
    role: str
    role_title: Mapping[Locale, str]
    requisition: str | None
    requisition_title: Mapping[Locale, str]
    department: str | None
    interviewed_at: datetime | None
    stage: StageReached
    state: CardState
    overall: Finding | None
    threshold: float | None
    recommendation: RecommendationCode | None
    flags: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CandidatePage:
    """One page of the list. ``total`` counts all that fit the filter, ``covered`` those of them
    whose score is covered for this actor."""

    rows: tuple[CandidateRow, ...]
    total: int
    covered: int
    filter: CandidateFilter
