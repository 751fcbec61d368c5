"""Keys: one for the installation, one per person, the second kept only wrapped by the first."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from interview import StoreError
from store.sealing import KEY_BYTES, new_key, seal, unseal
from store.tables import PERSON, PERSON_KEY
from store.transaction import Reading, Row

# values in one IN list; SQLite allows 32,766, plans get slow long before
IN_CHUNK = 500
KEY_FILE = Path("keys") / "installation.key"


def read_key(folder: Path) -> bytes | None:
    """The installation's key, None when there is no key file.

    Raises
    ------
    StoreError
        ``store.key_broken`` when the file does not hold 32 bytes.
    """
    path = folder / KEY_FILE
    if not path.exists():
        return None
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise StoreError(
            "store.key_broken",
            f"{KEY_FILE} holds {len(key)} bytes instead of {KEY_BYTES}",
            "put the file back from its backup; without it nothing personal can be read",
            bytes=len(key),
        )
    return key


def create_key(folder: Path) -> bytes:
    """Make the installation's key, readable by its owner alone; an existing one is kept."""
    path = folder / KEY_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    fresh = path.with_name(f".{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(new_key())
            out.flush()
            os.fsync(out.fileno())
        # a link, unlike a rename, fails when another process was first: then its key counts
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    key = read_key(folder)
    if key is None:  # pragma: no cover - somebody removes key files while we start
        raise StoreError("store.key_missing", f"{KEY_FILE} vanished", "start again")
    return key


def wrapped_row(installation_key: bytes, candidate_id: str, key: bytes) -> Row:
    """The row that remembers a person's key."""
    return {
        "candidate_id": candidate_id,
        "wrapped": seal(installation_key, key, _context(candidate_id)),
    }


def person_key(reading: Reading, candidate_id: str) -> bytes:
    """The key of one person.

    Raises
    ------
    StoreError
        ``person.erased`` when the key was destroyed, ``person.unknown`` when there never was one.
    """
    key = find_key(reading, candidate_id)
    if key is not None:
        return key
    known = reading.first(select(PERSON.c.erased_at).where(PERSON.c.candidate_id == candidate_id))
    if known is None:
        raise unknown_person(candidate_id)
    raise StoreError(
        "person.erased",
        f"candidate {candidate_id!r} was erased; what they said can no longer be read",
        "use a new candidate id if the person applies again",
        candidate=candidate_id,
    )


def unknown_person(candidate_id: str) -> StoreError:
    """The refusal for a candidate id that is not in the store."""
    return StoreError(
        "person.unknown",
        f"candidate {candidate_id!r} is not in the store",
        "add the person first",
        candidate=candidate_id,
    )


def find_key(reading: Reading, candidate_id: str) -> bytes | None:
    """The key of one person, None when erased or unknown."""
    if candidate_id not in reading.person_keys:
        row = reading.first(
            select(PERSON_KEY.c.wrapped).where(PERSON_KEY.c.candidate_id == candidate_id)
        )
        reading.person_keys[candidate_id] = (
            unwrap(reading.store.key, candidate_id, row["wrapped"]) if row else None
        )
    return reading.person_keys[candidate_id]


def load_keys(reading: Reading, candidates: Iterable[str]) -> None:
    """Unwrap the keys of many people with few queries; `find_key` then answers from memory."""
    missing = [one for one in candidates if one not in reading.person_keys]
    for start in range(0, len(missing), IN_CHUNK):
        some = missing[start : start + IN_CHUNK]
        found: dict[str, bytes | None] = dict.fromkeys(some)
        for row in reading.all(select(PERSON_KEY).where(PERSON_KEY.c.candidate_id.in_(some))):
            one = row["candidate_id"]
            found[one] = unwrap(reading.store.key, one, row["wrapped"])
        reading.person_keys.update(found)


def unwrap(installation_key: bytes, candidate_id: str, wrapped: bytes) -> bytes:
    """A person's key from its row; IntegrityBroken when the row was altered."""
    return unseal(installation_key, wrapped, _context(candidate_id))


def _context(candidate_id: str) -> str:
    return f"person_key:{candidate_id}"
