"""The list of candidates: one indexed query, and nothing in it tells what is still covered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    distinct,
    false,
    func,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.engine import RowMapping

from interview import Finding, finding_from_json, utc_text
from store.tables import CARD, COMPETENCY_SCORE, DECISION, INTERVIEW, RATING, REQUISITION
from store.transaction import Reading

ListOrder = Literal["newest", "oldest", "overall", "candidate"]
CardState = Literal["open", "covered", "none"]


@dataclass(frozen=True, kw_only=True, slots=True)
class BlindFor:
    """For whom scores are covered until rated, and where: always where the requisition says
    blind first, for ``key_roles``, and for the interviews whose `blind_draw` is under ``share``.
    Lifted when the rater has rated every competency of the card."""

    rater: str
    key_roles: tuple[str, ...] = ()
    share: float = 0.1


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One interview in the list. ``stage`` is the furthest one decided on (``interviewed`` when
    none) and ``outcome`` what was decided there. ``state`` is ``open``, ``covered`` (then the
    machine's part is None) or ``none`` (not scored)."""

    interview: str
    candidate: str
    role: str
    requisition: str | None
    requisition_title: Mapping[str, str]
    department: str | None
    interviewed_at: datetime | None
    stage: str
    outcome: str | None
    state: CardState
    card_digest: str | None
    overall: Finding | None
    threshold: float | None
    recommendation: str | None
    flags: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """A page of the list; ``total`` and ``covered`` count all that fit, not only the page."""

    rows: tuple[Listed, ...]
    total: int
    covered: int


def listing(
    reading: Reading,
    *,
    units: Sequence[str] | None,
    role: str | None = None,
    requisition: str | None = None,
    stage: str | None = None,
    recommendation: str | None = None,
    state: CardState | None = None,
    text: str | None = None,
    since: datetime | None = None,
    order: ListOrder = "newest",
    limit: int = 50,
    offset: int = 0,
    blind: BlindFor | None = None,
) -> Listing:
    """Interviews of these departments (None: of all) that fit every filter given.

    ``text`` is looked for in candidate and interview ids and in the requisition's title.
    A covered score is left out of the filter ``recommendation`` and stands last, by id, in the
    order ``overall``.
    """
    finished = _finished(blind)
    covered = _covered(blind, finished)
    query = select(
        INTERVIEW.c.id,
        INTERVIEW.c.candidate_id,
        INTERVIEW.c.role,
        INTERVIEW.c.requisition_id,
        INTERVIEW.c.conducted_at,
        REQUISITION.c.title,
        REQUISITION.c.department,
        DECISION.c.stage,
        DECISION.c.outcome,
        CARD.c.digest,
        CARD.c.overall_value,
        CARD.c.overall_low,
        CARD.c.overall_high,
        CARD.c.overall_n,
        CARD.c.overall_method,
        CARD.c.overall_code,
        CARD.c.threshold,
        CARD.c.recommendation,
        CARD.c.flag_count,
        case((covered, 1), else_=0).label("covered"),
    )
    where = [
        in_scope(units, role, requisition, since),
        _stage(stage),
        _text(text),
        _state(state, covered),
    ]
    if recommendation is not None:
        where.append(and_(CARD.c.recommendation == recommendation, ~covered))
    query = joined(query, finished).where(*where)
    counts = joined(
        select(func.count().label("total"), func.sum(case((covered, 1), else_=0)).label("covered")),
        finished,
    ).where(*where)
    counted = reading.all(counts)[0]
    page = query.order_by(*_order(order, covered)).limit(limit).offset(offset)
    return Listing(
        rows=tuple(_listed(row) for row in reading.all(page)),
        total=int(counted["total"]),
        covered=int(counted["covered"] or 0),
    )


def joined(
    query: Select[*tuple[Any, ...]], finished: Subquery | None = None
) -> Select[*tuple[Any, ...]]:
    """Interviews with their requisition, current card and decision, where there are any."""
    card = and_(CARD.c.interview_id == INTERVIEW.c.id, CARD.c.current == 1)
    decision = and_(DECISION.c.interview_id == INTERVIEW.c.id, DECISION.c.current == 1)
    tables = (
        INTERVIEW.outerjoin(REQUISITION, REQUISITION.c.id == INTERVIEW.c.requisition_id)
        .outerjoin(CARD, card)
        .outerjoin(DECISION, decision)
    )
    if finished is not None:
        tables = tables.outerjoin(finished, finished.c.interview_id == INTERVIEW.c.id)
    return query.select_from(tables)


def in_scope(
    units: Sequence[str] | None,
    role: str | None,
    requisition: str | None,
    since: datetime | None,
) -> ColumnElement[bool]:
    """The condition that an interview is of these departments, this role, this requisition."""
    parts: list[ColumnElement[bool]] = [true()]
    if units is not None and "*" not in units:
        parts.append(REQUISITION.c.department.in_(units) if units else false())
    if role is not None:
        parts.append(INTERVIEW.c.role == role)
    if requisition is not None:
        parts.append(INTERVIEW.c.requisition_id == requisition)
    if since is not None:
        parts.append(INTERVIEW.c.conducted_at >= utc_text(since))
    return and_(*parts)


def _finished(blind: BlindFor | None) -> Subquery | None:
    """The interviews this rater has rated in full: one small set, not a question per interview."""
    if blind is None:
        return None
    current = and_(CARD.c.interview_id == RATING.c.interview_id, CARD.c.current == 1)
    # only what this card asks for counts: an earlier card may have asked for other competencies
    asked = and_(
        COMPETENCY_SCORE.c.interview_id == CARD.c.interview_id,
        COMPETENCY_SCORE.c.card_digest == CARD.c.digest,
        COMPETENCY_SCORE.c.competency == RATING.c.competency,
    )
    return (
        select(RATING.c.interview_id)
        .select_from(RATING.join(CARD, current).join(COMPETENCY_SCORE, asked))
        .where(RATING.c.rater == blind.rater)
        .group_by(RATING.c.interview_id, CARD.c.competencies)
        .having(func.count(distinct(RATING.c.competency)) >= CARD.c.competencies)
        .subquery()
    )


def _covered(blind: BlindFor | None, finished: Subquery | None) -> ColumnElement[bool]:
    if blind is None or finished is None:
        return false()
    asked = or_(
        func.coalesce(REQUISITION.c.blind_first, 0) == 1,
        INTERVIEW.c.role.in_(blind.key_roles) if blind.key_roles else false(),
        INTERVIEW.c.draw < blind.share,
    )
    return and_(CARD.c.digest.is_not(None), asked, finished.c.interview_id.is_(None))


def _stage(stage: str | None) -> ColumnElement[bool]:
    if stage is None:
        return true()
    return DECISION.c.stage.is_(None) if stage == "interviewed" else DECISION.c.stage == stage


def _state(state: CardState | None, covered: ColumnElement[bool]) -> ColumnElement[bool]:
    if state is None:
        return true()
    if state == "none":
        return CARD.c.digest.is_(None)
    return covered if state == "covered" else and_(CARD.c.digest.is_not(None), ~covered)


def _text(text: str | None) -> ColumnElement[bool]:
    wanted = (text or "").strip().lower()
    if not wanted:
        return true()
    return or_(
        func.lower(INTERVIEW.c.id).contains(wanted, autoescape=True),
        func.lower(INTERVIEW.c.candidate_id).contains(wanted, autoescape=True),
        func.lower(REQUISITION.c.title).contains(wanted, autoescape=True),
    )


def _order(order: ListOrder, covered: ColumnElement[bool]) -> tuple[ColumnElement[Any], ...]:
    if order == "overall":
        shown = case((covered, null()), else_=CARD.c.overall_value)
        return shown.desc().nulls_last(), INTERVIEW.c.id.asc()
    if order == "candidate":
        return INTERVIEW.c.candidate_id.asc(), INTERVIEW.c.id.asc()
    if order == "oldest":
        return INTERVIEW.c.conducted_at.asc().nulls_last(), INTERVIEW.c.id.asc()
    return INTERVIEW.c.conducted_at.desc().nulls_last(), INTERVIEW.c.id.desc()


def _listed(row: RowMapping) -> Listed:
    covered = bool(row["covered"])
    at = row["conducted_at"]
    shown = row["digest"] is not None and not covered
    return Listed(
        interview=row["id"],
        candidate=row["candidate_id"],
        role=row["role"],
        requisition=row["requisition_id"],
        requisition_title=json.loads(row["title"]) if row["title"] else {},
        department=row["department"],
        interviewed_at=datetime.fromisoformat(at) if at else None,
        stage=row["stage"] or "interviewed",
        outcome=row["outcome"],
        state="none" if row["digest"] is None else "covered" if covered else "open",
        card_digest=row["digest"] if shown else None,
        overall=finding_of(row, "overall_") if shown else None,
        threshold=row["threshold"] if shown else None,
        recommendation=row["recommendation"] if shown else None,
        flags=row["flag_count"] if shown else None,
    )


def finding_of(row: RowMapping, prefix: str = "") -> Finding | None:
    """A finding from its six columns; None when the card held none there."""
    code = row[f"{prefix}code"]
    if code is not None:
        return finding_from_json({"withheld": True, "code": code, "n": row[f"{prefix}n"] or 0})
    if row[f"{prefix}value"] is None:
        return None
    parts = ("value", "low", "high", "n", "method")
    return finding_from_json({part: row[prefix + part] for part in parts})
