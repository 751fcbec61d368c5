"""What a database refuses, said as our own errors with a code and a remedy."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from interview import StoreError


def disk_full(where: str) -> StoreError:
    """The disk has no room left; nothing half-written stays behind."""
    return StoreError(
        "store.disk_full",
        f"no room left on the disk of the store ({where}); nothing of this step was kept",
        "free some space and start the same step again",
        where=where,
    )


def is_full(error: OSError) -> bool:
    """True when the system says that a disk or a quota is full."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


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
