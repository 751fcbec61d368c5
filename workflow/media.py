"""The verb that opens a recording, and what it hands out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from interview import Action, Actor, CandorError, PermissionDenied, StoreError
from store import Reading, Store, blob, interview, open_blob, read_range
from store.listing import listing
from workflow.rights import require
from workflow.viewing import remember_viewing


@dataclass(frozen=True, kw_only=True, slots=True)
class MediaHandle:
    """A recording ready to be read in ranges; only the chunks asked for are decrypted."""

    digest: str
    media_type: str
    size: int
    read: Callable[[int, int], Iterator[bytes]]
    """``read(start, stop)`` yields the bytes from start (included) to stop (excluded)."""


def open_media(actor: Actor, store: Store, digest: str) -> MediaHandle:
    """Open a recording for somebody who may see the interview it belongs to.

    Who looked at whom is remembered, once for each half hour of viewing.

    Raises
    ------
    PermissionDenied
        Without the right, or for another department.
    StoreError
        ``blob.unknown`` when there is no such recording in any interview, ``person.erased``.
    IntegrityBroken
        When the file is gone or was changed.
    """
    with store.read() as reading:
        owner = _owner(reading, actor, digest)
        found = blob(reading, digest)
    # refused now: once the first byte is under way a reader can only be cut off
    open_blob(store, digest).close()
    remember_viewing(store, actor, owner, Action.MEDIA_VIEWED, digest)
    return MediaHandle(
        digest=digest,
        media_type=found.media_type,
        size=found.size,
        read=partial(read_range, store, digest),
    )


def _owner(reading: Reading, actor: Actor, digest: str) -> str:
    """The interview it belongs to that this actor may see; why not, when there is none."""
    require(actor, "open_media")
    candidate = blob(reading, digest).candidate_id
    refusal: CandorError | None = None
    for row in listing(reading, units=None, text=candidate, limit=1000).rows:
        if row.candidate != candidate:
            continue
        if digest not in {a.media for a in interview(reading, row.interview).answers}:
            continue
        try:
            require(actor, "open_media", row.department)
        except PermissionDenied as error:
            refusal = error
            continue
        return row.interview
    raise refusal or StoreError(
        "blob.unknown",
        f"there is no recording {digest!r}",
        "take the address from the answer it belongs to",
        digest=digest,
    )
