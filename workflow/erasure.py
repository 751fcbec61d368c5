"""The verb that forgets a person: first told exactly what goes and what stays, then done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interview import Actor
from workflow.rights import require

if TYPE_CHECKING:
    from store import Erased, Store


def erase_candidate(actor: Actor, store: Store, candidate: str, *, dry_run: bool = True) -> Erased:
    """Destroy the person's key, so that nothing they said or showed can be read again.

    Numbers and decisions stay under the opaque id, so that audits still add up, and the trail
    still verifies. With ``dry_run`` nothing happens and the same account is given.

    Raises
    ------
    PermissionDenied
        Without the right to erase.
    StoreError
        ``person.unknown``, ``person.erased``; ``store.log_in_use`` when the person is erased but
        the database's log could not be emptied yet.
    """
    from store import erase_person, erasure_plan, remove_traces

    require(actor, "erase_candidate")
    if dry_run:
        with store.read() as reading:
            return erasure_plan(reading, candidate)
    with store.transaction(actor) as tx:
        erased = erase_person(tx, candidate)
    remove_traces(store, erased)
    return erased
