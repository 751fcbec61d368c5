"""The language each interview was held in, as far as it was stated."""

from __future__ import annotations

from sqlalchemy import select

from store.tables import INTERVIEW
from store.transaction import Reading


def interview_locales(reading: Reading) -> dict[str, str]:
    """Locale by interview; empty text where none was stated."""
    query = select(INTERVIEW.c.id, INTERVIEW.c.locale)
    return {str(name): str(locale or "") for name, locale in reading.connection.execute(query)}
