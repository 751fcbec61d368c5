"""Recordings and other files: encrypted under the person's key, named by their own digest."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.engine import RowMapping

from interview import Action, Actor, StoreError
from store.acts import record
from store.blob_file import CHUNK, HEADER, TAG, BlobReader, encrypted
from store.keys import find_key, person_key
from store.people import add_new_person
from store.refusals import disk_full, is_full
from store.store import Store
from store.tables import BLOB, PERSON
from store.transaction import Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class Blob:
    """One stored file: ``digest`` (SHA-256 of the ciphertext) is its address, ``size`` that of
    the content in bytes, ``kind`` what it is for (``media``, ``transcript``, ...)."""

    digest: str
    candidate_id: str
    kind: str
    media_type: str
    size: int


def put_blob(
    store: Store,
    candidate_id: str,
    kind: str,
    source: Path | bytes | BinaryIO,
    media_type: str,
    *,
    actor: Actor | str | None = None,
) -> Blob:
    """Encrypt a file into the store, a megabyte at a time; the person is added if not yet known.

    Opens a transaction of its own, so it must not be called inside one.

    Raises
    ------
    StoreError
        ``store.disk_full`` (nothing stays behind), ``person.erased``.
    """
    with store.transaction(actor) as tx:
        known = select(PERSON.c.candidate_id).where(PERSON.c.candidate_id == candidate_id)
        if tx.first(known) is None:
            key = add_new_person(tx, candidate_id, None)
        else:
            key = person_key(tx, candidate_id)
    digest, size = _write(store.blob_folder, key, source)
    row = {
        "digest": digest,
        "candidate_id": candidate_id,
        "kind": kind,
        "media_type": media_type,
        "size": size,
    }
    try:
        with store.transaction(actor) as tx:
            person_key(tx, candidate_id)  # may have been erased while we wrote
            record(tx, digest, Action.BLOB_ADDED, [(BLOB, [row | {"added_at": tx.now()}])])
    except BaseException:
        blob_path(store, digest).unlink(missing_ok=True)
        raise
    return Blob(
        digest=digest, candidate_id=candidate_id, kind=kind, media_type=media_type, size=size
    )


def blob(reading: Reading, digest: str) -> Blob:
    """What is known of a stored file; StoreError ``blob.unknown``."""
    row = reading.first(select(BLOB).where(BLOB.c.digest == digest))
    if row is None:
        raise StoreError(
            "blob.unknown",
            f"there is no stored file {digest!r}",
            "take the address from the answer it belongs to",
            digest=digest,
        )
    return _blob(row)


def blobs(reading: Reading, candidate_id: str) -> tuple[Blob, ...]:
    """A person's files, oldest first."""
    query = select(BLOB).where(BLOB.c.candidate_id == candidate_id).order_by(BLOB.c.event_seq)
    return tuple(_blob(row) for row in reading.all(query))


def open_blob(store: Store, digest: str) -> BinaryIO:
    """The content as a seekable stream for a decoder; close it when done.

    StoreError ``blob.unknown`` or ``person.erased``; IntegrityBroken when a byte was changed.
    """
    return io.BufferedReader(_reader(store, digest), buffer_size=1 << 16)


def read_range(store: Store, digest: str, start: int, stop: int) -> Iterator[bytes]:
    """Bytes ``start`` to before ``stop`` of the content, decrypting only the chunks they lie in.

    What lies beyond the end is left out. The file is opened when the first piece is asked for.
    """
    with _reader(store, digest) as reader:
        reader.seek(max(0, start))
        missing = stop - reader.tell()
        while missing > 0 and (piece := reader.read(min(missing, CHUNK))):
            missing -= len(piece)
            yield piece


def blob_path(store: Store, digest: str) -> Path:
    """Where the encrypted file lies."""
    return store.blob_folder / digest[:2] / digest


def content_size(stored: int) -> int:
    """Bytes of content in a file of so many bytes; the inverse of ``stored_size``."""
    chunks = max(1, -(-(stored - HEADER) // (CHUNK + TAG)))
    return stored - HEADER - TAG * chunks


def _reader(store: Store, digest: str) -> BlobReader:
    with store.read() as reading:
        found = blob(reading, digest)
        key = find_key(reading, found.candidate_id) or person_key(reading, found.candidate_id)
    return BlobReader(blob_path(store, digest), key, found.size, digest)


def _write(folder: Path, key: bytes, source: Path | bytes | BinaryIO) -> tuple[str, int]:
    """Write beside its final place, then move it there: a half-written file is never found."""
    fresh = folder / f".{os.getpid()}.{os.urandom(8).hex()}"
    hashed = hashlib.sha256()
    stored = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _opened(source) as content, fresh.open("xb") as out:
            for part in encrypted(key, content):
                out.write(part)
                hashed.update(part)
                stored += len(part)
            out.flush()
            os.fsync(out.fileno())
        digest = hashed.hexdigest()
        place = folder / digest[:2] / digest
        place.parent.mkdir(exist_ok=True)
        fresh.replace(place)
    except OSError as err:
        if is_full(err):
            raise disk_full("blobs") from err
        raise
    finally:
        fresh.unlink(missing_ok=True)
    return digest, content_size(stored)


class _Borrowed:
    """A stream that is the caller's to close."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __enter__(self) -> BinaryIO:
        return self._stream

    def __exit__(self, *_error: object) -> None:
        return None


def _opened(source: Path | bytes | BinaryIO) -> BinaryIO | _Borrowed:
    if isinstance(source, Path):
        return source.open("rb")
    if isinstance(source, (bytes, bytearray)):
        return io.BytesIO(source)
    return _Borrowed(source)


def _blob(row: RowMapping) -> Blob:
    return Blob(
        digest=row["digest"],
        candidate_id=row["candidate_id"],
        kind=row["kind"],
        media_type=row["media_type"],
        size=row["size"],
    )
