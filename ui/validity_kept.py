"""The kept studies of validity, read again only when the store has changed."""

from __future__ import annotations

import workflow.validate
from ui.asked import asked
from ui.here import Here
from workflow.validate import StoredValidity


def newest_validity(where: Here, occasion: str = "") -> StoredValidity | None:
    """The newest kept study that this person may see, of one occasion or of any."""
    return asked(
        where,
        ("kept_validity", occasion),
        lambda: workflow.validate.newest_validity(where.actor, where.store, occasion),
    )
