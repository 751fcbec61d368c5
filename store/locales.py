"""The language of every interview, where it is known."""

from __future__ import annotations

from sqlalchemy import select

from store.tables import INTERVIEW
from store.transaction import Reading


def interview_locales(reading: Reading) -> dict[str, str]:
    """Interview to locale; those whose language nobody knows are left out."""
    query = select(INTERVIEW.c.id, INTERVIEW.c.locale).where(INTERVIEW.c.locale.is_not(None))
    return {row["id"]: row["locale"] for row in reading.all(query)}
