"""The verb that checks whether anything stored was changed behind the trail's back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interview import Actor
from workflow.rights import require

if TYPE_CHECKING:
    from store import Store, VerifyResult


def verify_store(actor: Actor, store: Store) -> VerifyResult:
    """Recompute the chain of events, the digest of every encrypted file and of every card.

    Raises
    ------
    PermissionDenied
        Without the right to verify.
    """
    from store import verify

    require(actor, "verify_store")
    return verify(store)
