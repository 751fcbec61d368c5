"""Since when each version of each question has been kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from store.tables import EVENT, QUESTION_VERSION
from store.transaction import Reading


def questions_kept_since(reading: Reading) -> dict[str, datetime]:
    """``key@version`` to the moment it was saved."""
    query = select(QUESTION_VERSION.c.key, QUESTION_VERSION.c.version, EVENT.c.at).join(
        EVENT, EVENT.c.seq == QUESTION_VERSION.c.event_seq
    )
    return {
        f"{row['key']}@{row['version']}": datetime.fromisoformat(row["at"])
        for row in reading.all(query)
    }
