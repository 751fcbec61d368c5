"""People: an opaque id, a name only their own key opens, and the right to be forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from interview import Action, StoreError
from store.acts import record, record_change
from store.engine import is_sqlite
from store.keys import IN_CHUNK, find_key, load_keys, person_key, unknown_person, wrapped_row
from store.sealing import new_key, seal, unseal
from store.store import Store
from store.tables import APPEAL, ATTRIBUTE, BLOB, INTERVIEW, PERSON, PERSON_KEY
from store.transaction import Reading, Row, Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Erased:
    """What an erasure makes unreadable, and what it leaves.

    ``interviews`` keep their numbers and decisions under the opaque id, so that audits still add
    up; transcripts, quotes, media, notes, name and attributes go with the key. ``blobs`` are the
    digests of the encrypted files.
    """

    candidate_id: str
    interviews: int
    attributes: bool
    appeals: int
    blobs: tuple[str, ...]


def add_person(tx: Transaction, candidate_id: str, name: str | None = None) -> None:
    """Add a person with a key of their own; a known person is kept, a new name noted.

    ``candidate_id`` must be opaque: it stands in the trail for ever. StoreError ``person.erased``
    when that id was erased before.
    """
    known = tx.first(select(PERSON).where(PERSON.c.candidate_id == candidate_id))
    if known is None:
        add_new_person(tx, candidate_id, name)
        return
    key = person_key(tx, candidate_id)
    if name is not None and name != person_name(tx, candidate_id):
        row = dict(known) | {"name_sealed": seal(key, name.encode(), f"person:{candidate_id}")}
        record_change(tx, candidate_id, Action.PERSON_ADDED, PERSON, row)


def add_new_person(tx: Transaction, candidate_id: str, name: str | None) -> bytes:
    """Add somebody known to be new; returns the new key."""
    key = new_key()
    row: Row = {
        "candidate_id": candidate_id,
        "name_sealed": None if name is None else seal(key, name.encode(), f"person:{candidate_id}"),
        "added_at": tx.now(),
        "erased_at": None,
    }
    record(tx, candidate_id, Action.PERSON_ADDED, [(PERSON, [row])])
    tx.add(PERSON_KEY, [wrapped_row(tx.store.key, candidate_id, key)])
    tx.person_keys[candidate_id] = key
    return key


def person_name(reading: Reading, candidate_id: str) -> str | None:
    """The person's name; None when none was given or the person was erased."""
    key = find_key(reading, candidate_id)
    row = reading.first(select(PERSON.c.name_sealed).where(PERSON.c.candidate_id == candidate_id))
    if key is None or row is None or row["name_sealed"] is None:
        return None
    return unseal(key, row["name_sealed"], f"person:{candidate_id}").decode()


def person_names(reading: Reading, candidates: Sequence[str]) -> dict[str, str]:
    """The names of several people; those without one or erased are left out."""
    load_keys(reading, candidates)
    names: dict[str, str] = {}
    for start in range(0, len(candidates), IN_CHUNK):
        some = candidates[start : start + IN_CHUNK]
        query = select(PERSON.c.candidate_id, PERSON.c.name_sealed).where(
            PERSON.c.candidate_id.in_(some), PERSON.c.name_sealed.is_not(None)
        )
        for row in reading.all(query):
            one = row["candidate_id"]
            key = find_key(reading, one)
            if key is not None:
                names[one] = unseal(key, row["name_sealed"], f"person:{one}").decode()
    return names


def erasure_plan(reading: Reading, candidate_id: str) -> Erased:
    """What `erase_person` would do; StoreError when the person is unknown or already erased."""
    person_key(reading, candidate_id)
    interviews = select(INTERVIEW.c.id).where(INTERVIEW.c.candidate_id == candidate_id)
    appeals = select(func.count()).where(APPEAL.c.interview_id.in_(interviews))
    blobs = select(BLOB.c.digest).where(BLOB.c.candidate_id == candidate_id)
    attribute = select(ATTRIBUTE.c.candidate_id).where(ATTRIBUTE.c.candidate_id == candidate_id)
    return Erased(
        candidate_id=candidate_id,
        interviews=len(reading.all(interviews)),
        attributes=reading.first(attribute) is not None,
        appeals=int(reading.connection.execute(appeals).scalar_one()),
        blobs=tuple(str(row["digest"]) for row in reading.all(blobs)),
    )


def erase_person(tx: Transaction, candidate_id: str) -> Erased:
    """Destroy a person's key: nothing they said, showed or are called can be read again.

    The trail still verifies, because it holds digests of ciphertext only. Call
    `remove_traces` after the transaction to delete the files and the database's old pages.
    """
    plan = erasure_plan(tx, candidate_id)
    row = dict(tx.all(select(PERSON).where(PERSON.c.candidate_id == candidate_id))[0])
    row["erased_at"] = tx.now()
    record_change(tx, candidate_id, Action.PERSON_ERASED, PERSON, row)
    tx.connection.execute(delete(PERSON_KEY).where(PERSON_KEY.c.candidate_id == candidate_id))
    tx.person_keys[candidate_id] = None
    return plan


def remove_traces(store: Store, erased: Erased) -> None:
    """Delete an erased person's encrypted files and the old database pages that held the key.

    Nothing here was readable any more; this frees the room and defeats later recovery of the key
    from the database's own files. Backups made before keep the wrapped key until they are rotated.

    Raises
    ------
    StoreError
        ``store.log_in_use`` when a reader kept SQLite's write-ahead log, which may still hold the
        destroyed key, from being emptied.
    """
    for digest in erased.blobs:
        (store.blob_folder / digest[:2] / digest).unlink(missing_ok=True)
    with store.engine.connect() as connection:
        if is_sqlite(store.engine):
            raw = connection.connection.driver_connection
            if raw is not None:
                busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                if busy:
                    raise _log_in_use(erased.candidate_id)
        else:
            plain = connection.execution_options(isolation_level="AUTOCOMMIT")
            plain.exec_driver_sql("VACUUM person_key")


def _log_in_use(candidate_id: str) -> StoreError:
    return StoreError(
        "store.log_in_use",
        f"{candidate_id} is erased, but somebody reading kept the database's log from being "
        "emptied, and it may still hold the destroyed key",
        "stop the app and start it again: the log is emptied when the last reader leaves",
        candidate=candidate_id,
    )


def is_erased(reading: Reading, candidate_id: str) -> bool:
    """True when the person was here and was erased; StoreError ``person.unknown``."""
    require_people(reading, (candidate_id,))
    query = select(PERSON.c.erased_at).where(PERSON.c.candidate_id == candidate_id)
    return reading.all(query)[0]["erased_at"] is not None


def require_people(reading: Reading, candidates: Iterable[str]) -> None:
    """StoreError ``person.unknown`` for the first who is not in the store; the erased are."""
    wanted = list(candidates)
    for start in range(0, len(wanted), IN_CHUNK):
        some = wanted[start : start + IN_CHUNK]
        query = select(PERSON.c.candidate_id).where(PERSON.c.candidate_id.in_(some))
        known = {row["candidate_id"] for row in reading.all(query)}
        for one in some:
            if one not in known:
                raise unknown_person(one)
