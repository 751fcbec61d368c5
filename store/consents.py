"""What the people of each interview agreed to, for all interviews at once."""

from __future__ import annotations

import json

from sqlalchemy import select

from store.tables import CONSENT
from store.transaction import Reading


def consent_scopes(reading: Reading) -> dict[str, frozenset[str]]:
    """The scopes of consent by interview; interviews without a consent are not in it."""
    query = select(CONSENT.c.interview_id, CONSENT.c.scopes)
    return {
        str(name): frozenset(json.loads(scopes))
        for name, scopes in reading.connection.execute(query)
    }
