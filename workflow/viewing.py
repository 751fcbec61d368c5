"""Who looked at what of whom: one event for each sitting, whatever is asked for in it."""

from __future__ import annotations

from datetime import timedelta

from interview import Action, Actor
from store import Reading, Store, append, events

# one sitting with a record is one viewing, however often a page or a player asks
VIEWING = timedelta(minutes=30)


def remember_viewing(
    store: Store, actor: Actor, interview: str, action: Action, object_digest: str = ""
) -> None:
    """Leave an event that this actor looked, once for each half hour.

    Parameters
    ----------
    action : Action
        Which kind of looking; each has its own sitting.
    object_digest : str
        Names what was seen, where there is something to name.
    """
    with store.read() as reading:
        if _seen(reading, actor, interview, action):
            return
    with store.transaction(actor) as tx:
        # another page of the same person may have been quicker
        if not _seen(tx, actor, interview, action):
            append(tx, actor.id, interview, action, object_digest)


def _seen(reading: Reading, actor: Actor, interview: str, action: Action) -> bool:
    since = reading.store.clock() - VIEWING
    return bool(
        events(reading, subject=interview, actor=actor.id, action=action, since=since, limit=1)
    )
