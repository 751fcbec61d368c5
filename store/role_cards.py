"""The current cards of everybody interviewed for one role: what one of them is compared with."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select

from store.cards import card_context
from store.keys import IN_CHUNK, find_key, load_keys
from store.sealing import unseal_json
from store.tables import CARD, CARD_TEXT, INTERVIEW, REQUISITION
from store.transaction import Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleCard:
    """Which card is current for one interview, and whose department it belongs to."""

    interview: str
    candidate: str
    digest: str
    department: str | None


def role_cards_state(reading: Reading, role: str, scorer: str, version: str) -> str:
    """Changes whenever the current cards of this role and scorer do; costs one small query."""
    query = _current(
        select(func.count().label("n"), func.max(CARD.c.event_seq).label("last")),
        role,
        scorer,
        version,
    )
    row = reading.first(query)
    return f"{row['n']}:{row['last']}" if row else "0:None"


def role_cards(reading: Reading, role: str, scorer: str, version: str) -> tuple[RoleCard, ...]:
    """The current cards of one role that one version of a scorer made, oldest first."""
    query = _current(
        select(
            CARD.c.interview_id,
            CARD.c.digest,
            INTERVIEW.c.candidate_id,
            REQUISITION.c.department,
        ),
        role,
        scorer,
        version,
    ).order_by(CARD.c.event_seq)
    return tuple(
        RoleCard(
            interview=row["interview_id"],
            candidate=row["candidate_id"],
            digest=row["digest"],
            department=row["department"],
        )
        for row in reading.all(query)
    )


def card_contents(
    reading: Reading, wanted: Collection[RoleCard]
) -> Iterator[tuple[RoleCard, dict[str, Any]]]:
    """Each wanted card with its JSON; those of erased people can no longer be read and are left."""
    load_keys(reading, {one.candidate for one in wanted})
    ordered = list(wanted)
    for start in range(0, len(ordered), IN_CHUNK):
        some = {one.digest: one for one in ordered[start : start + IN_CHUNK]}
        query = select(CARD_TEXT.c.digest, CARD_TEXT.c.sealed, CARD_TEXT.c.interview_id).where(
            CARD_TEXT.c.digest.in_(list(some))
        )
        for row in reading.all(query):
            one = some[row["digest"]]
            key = find_key(reading, one.candidate)
            if key is None or row["interview_id"] != one.interview:
                continue
            found = unseal_json(key, row["sealed"], card_context(one.interview, one.digest))
            if isinstance(found, dict):
                yield one, found


def _current(
    query: Select[*tuple[Any, ...]], role: str, scorer: str, version: str
) -> Select[*tuple[Any, ...]]:
    joined = CARD.join(INTERVIEW, INTERVIEW.c.id == CARD.c.interview_id).outerjoin(
        REQUISITION, REQUISITION.c.id == INTERVIEW.c.requisition_id
    )
    return query.select_from(joined).where(
        and_(
            CARD.c.current == 1,
            INTERVIEW.c.role == role,
            CARD.c.scorer == scorer,
            CARD.c.scorer_version == version,
        )
    )
