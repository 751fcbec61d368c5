"""What a database refuses, said as our own errors with a code and a remedy."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError

from interview import StoreError


def disk_full(where: str) -> StoreError:
    """The disk has no room left; nothing half-written stays behind."""
    return StoreError(
        "store.disk_full",
        f"no room left on the disk of the store ({where}); nothing of this step was kept",
        "free some space and start the same step again",
        where=where,
    )


def cannot_write(what: str) -> StoreError:
    """The store's folder or disk takes nothing; ``what`` is the system's word for it."""
    return StoreError(
        "store.cannot_write",
        f"the store's folder cannot be used ({what})",
        "check who may write there and that its disk has room, then start the same step again",
        what=what,
    )


def is_full(error: OSError) -> bool:
    """True when the system says that a disk or a quota is full."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def _unreachable(error: DBAPIError, state: str) -> bool:
    """No answer, no such database, or a refused name or password: before any step was begun."""
    of_postgresql = type(error.orig).__module__.startswith("psycopg")
    refused = not state or state[:2] in ("08", "28", "3D", "57")
    return of_postgresql and isinstance(error, OperationalError) and refused


@contextmanager
def on_disk() -> Iterator[None]:
    """Turn what the system says of the store's folder into StoreError."""
    try:
        yield
    except OSError as err:
        raise (disk_full("folder") if is_full(err) else cannot_write(_word(err))) from err


def _word(error: OSError) -> str:
    return error.strerror or type(error).__name__


@contextmanager
def translated() -> Iterator[None]:
    """Turn the database's own errors into StoreError; anything unforeseen passes unchanged."""
    try:
        yield
    except DBAPIError as err:
        text = str(err.orig).lower()
        state = str(getattr(err.orig, "sqlstate", "") or "")
        if "is full" in text or state == "53100":
            raise disk_full("database") from err
        # SQLite says only this much when its log finds no room or no right to be written
        if any(said in text for said in ("unable to open", "readonly", "disk i/o error")):
            raise cannot_write(str(err.orig)) from err
        if "not a database" in text or "malformed" in text:
            raise StoreError(
                "store.damaged",
                "the file candor.db is damaged or no database of Candor's",
                "restore it from a backup and verify the store",
            ) from err
        if _unreachable(err, state):
            raise StoreError(
                "store.unreachable",
                "the database does not answer at the store's address",
                "check that it runs, and the address, name and password it was given",
            ) from err
        if "database is locked" in text or state in ("55P03", "40P01"):
            raise StoreError(
                "store.busy",
                "another step is writing to the store and did not finish in a minute",
                "try again when it is done",
            ) from err
        if "only be appended to the trail" in text:
            raise StoreError(
                "store.append_only",
                "the trail can only be appended to",
                "append a new event that says what is now the case",
            ) from err
        if "foreign key" in text or state == "23503":
            raise StoreError(
                "store.unknown_reference",
                "something named here is not in the store",
                "save the department, requisition, person or interview first",
            ) from err
        raise
