"""The list of interviewed people, filtered and ordered without telling what is still covered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from interview import Actor, Finding, Locale, Outcome, RecommendationCode
from store import Reading, Store, person_name, roles
from store.listing import BlindFor, Listed, listing
from workflow.blind import SAMPLE_SHARE, reviews
from workflow.rights import may, require
from workflow.settings import settings

LONGEST_PAGE = 1000
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

    ``outcome`` is what was decided at ``stage``, None before anybody decided. ``state`` is
    ``open`` (the card may be shown), ``covered`` (rate first) or ``none`` (not scored yet);
    ``overall``, ``recommendation`` and ``flags`` are None unless it is open.
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
    outcome: Outcome | None
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


def list_candidates(actor: Actor, store: Store, wanted: CandidateFilter) -> CandidatePage:
    """One page of the interviews in the departments this actor sees.

    Raises
    ------
    PermissionDenied
        Without the right to list.
    """
    require(actor, "list_candidates")
    with store.read() as reading:
        found = listing(
            reading,
            units=actor.units,
            role=wanted.role,
            requisition=wanted.requisition,
            stage=wanted.stage,
            recommendation=wanted.recommendation,
            text=wanted.text,
            since=wanted.since,
            order=wanted.order,
            # both may come from an address somebody typed
            limit=min(max(wanted.limit, 1), LONGEST_PAGE),
            offset=max(wanted.offset, 0),
            blind=blind_for(actor),
        )
        titles = {model.key: model.title for model in roles(reading)}
        rows = tuple(_row(reading, actor, row, titles) for row in found.rows)
    return CandidatePage(rows=rows, total=found.total, covered=found.covered, filter=wanted)


def blind_for(actor: Actor) -> BlindFor | None:
    """For whom the store covers scores in a list; None for those who do not review."""
    if not reviews(actor):
        return None
    return BlindFor(
        rater=actor.id, key_roles=tuple(sorted(settings().key_roles)), share=SAMPLE_SHARE
    )


def _row(
    reading: Reading, actor: Actor, row: Listed, titles: Mapping[str, Mapping[Locale, str]]
) -> CandidateRow:
    return CandidateRow(
        interview=row.interview,
        candidate=row.candidate,
        name=person_name(reading, row.candidate) if may(actor, "view_names") else None,
        role=row.role,
        role_title=titles.get(row.role, {}),
        requisition=row.requisition,
        requisition_title=row.requisition_title,
        department=row.department,
        interviewed_at=row.interviewed_at,
        stage=cast(StageReached, row.stage),
        outcome=cast("Outcome | None", row.outcome),
        state=row.state,
        overall=row.overall,
        threshold=row.threshold,
        recommendation=cast("RecommendationCode | None", row.recommendation),
        flags=row.flags,
    )
