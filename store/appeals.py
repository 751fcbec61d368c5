"""Appeals: a candidate contests a result, and somebody answers."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.engine import RowMapping

from interview import Action, Appeal, StoreError, utc_text
from store.acts import record_change
from store.interviews import candidate_of
from store.keys import find_key, person_key
from store.restoring import dumped
from store.sealing import seal, unseal
from store.tables import APPEAL
from store.transaction import Reading, Transaction


def save_appeal(tx: Transaction, appeal: Appeal) -> None:
    """Remember an appeal as it now stands: newly raised, or answered."""
    key = person_key(tx, candidate_of(tx, appeal.interview))
    context = f"appeal:{appeal.id}"
    row = {
        "id": appeal.id,
        "interview_id": appeal.interview,
        "about": dumped(appeal.about),
        "raised_at": utc_text(appeal.raised_at),
        "status": appeal.status,
        "text_sealed": seal(key, appeal.text.encode(), context),
        "answer_sealed": seal(key, appeal.answer.encode(), context) if appeal.answer else None,
    }
    action = Action.APPEAL_RAISED if appeal.status == "open" else Action.APPEAL_ANSWERED
    record_change(tx, appeal.id, action, APPEAL, row)


def appeals(
    reading: Reading, *, status: Literal["open", "upheld", "dismissed"] | None = None
) -> tuple[Appeal, ...]:
    """Appeals, the longest waiting first."""
    query = select(APPEAL).order_by(APPEAL.c.raised_at, APPEAL.c.id)
    if status is not None:
        query = query.where(APPEAL.c.status == status)
    return tuple(_appeal(reading, row) for row in reading.all(query))


def appeal(reading: Reading, appeal_id: str) -> Appeal:
    """One appeal; StoreError ``appeal.unknown``."""
    row = reading.first(select(APPEAL).where(APPEAL.c.id == appeal_id))
    if row is None:
        raise StoreError(
            "appeal.unknown",
            f"there is no appeal {appeal_id!r}",
            "take the id from the list of appeals",
            appeal=appeal_id,
        )
    return _appeal(reading, row)


def _appeal(reading: Reading, row: RowMapping) -> Appeal:
    key = find_key(reading, candidate_of(reading, row["interview_id"]))

    def opened(sealed: bytes | None) -> str:
        if key is None or sealed is None:
            return ""
        return unseal(key, sealed, f"appeal:{row['id']}").decode()

    return Appeal(
        id=row["id"],
        interview=row["interview_id"],
        text=opened(row["text_sealed"]),
        about=tuple(json.loads(row["about"])),
        raised_at=datetime.fromisoformat(row["raised_at"]),
        status=row["status"],
        answer=opened(row["answer_sealed"]),
    )
