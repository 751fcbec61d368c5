"""Requisitions: one opening to be filled, in one department, under one law preset."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import RowMapping

from interview import Action, StoreError, utc_text
from store.acts import record_change
from store.restoring import dumped
from store.tables import REQUISITION
from store.transaction import Reading, Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Requisition:
    """One opening. ``title`` is by locale; ``policy`` names the law preset in force;
    ``blind_first`` covers the machine's score until a reviewer has rated."""

    id: str
    role: str
    department: str
    title: Mapping[str, str]
    opened_at: datetime
    closed_at: datetime | None = None
    blind_first: bool = True
    policy: str = "none"
    location: str = ""


def save_requisition(tx: Transaction, requisition: Requisition) -> None:
    """Add a requisition or change it."""
    row = {
        "id": requisition.id,
        "role": requisition.role,
        "department": requisition.department,
        "title": dumped(requisition.title),
        "opened_at": utc_text(requisition.opened_at),
        "closed_at": utc_text(requisition.closed_at) if requisition.closed_at else None,
        "blind_first": int(requisition.blind_first),
        "policy": requisition.policy,
        "location": requisition.location,
    }
    record_change(tx, requisition.id, Action.REQUISITION_SAVED, REQUISITION, row)


def requisitions(reading: Reading) -> tuple[Requisition, ...]:
    """All requisitions, newest opening first."""
    order = (REQUISITION.c.opened_at.desc(), REQUISITION.c.id)
    return tuple(_requisition(row) for row in reading.all(select(REQUISITION).order_by(*order)))


def requisition(reading: Reading, requisition_id: str) -> Requisition:
    """One requisition; StoreError ``requisition.unknown`` when there is none of that id."""
    row = reading.first(select(REQUISITION).where(REQUISITION.c.id == requisition_id))
    if row is None:
        raise StoreError(
            "requisition.unknown",
            f"there is no requisition {requisition_id!r}",
            "use the id of one that is saved, or leave it empty",
            requisition=requisition_id,
        )
    return _requisition(row)


def _requisition(row: RowMapping) -> Requisition:
    closed = row["closed_at"]
    return Requisition(
        id=row["id"],
        role=row["role"],
        department=row["department"],
        title=json.loads(row["title"]),
        opened_at=datetime.fromisoformat(row["opened_at"]),
        closed_at=datetime.fromisoformat(closed) if closed else None,
        blind_first=bool(row["blind_first"]),
        policy=row["policy"],
        location=row["location"],
    )
