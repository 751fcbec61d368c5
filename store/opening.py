"""Opening a store: the database brought up to date, the key found or made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from interview import Action, StoreError
from store.engine import WRITING, lock_chain, make_engine
from store.events import append
from store.keys import KEY_FILE, create_key, read_key
from store.migrating import bring_up, known_versions, version_of
from store.refusals import on_disk, translated
from store.sealing import fingerprint
from store.store import Store, utc_now
from store.tables import EVENT
from store.transaction import Transaction


def open_store(
    url: str | None = None,
    *,
    folder: Path,
    create: bool = True,
    key: bytes | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Store:
    """Open the store, making it on first use.

    Parameters
    ----------
    url : str | None
        None for SQLite in the folder (``candor.db``); ``postgresql://...`` for a team.
    folder : Path
        Holds the encrypted files, the key and, with SQLite, the database.
    create : bool
        False refuses to make a store where there is none.
    key : bytes | None
        The installation's key when it is kept elsewhere; else ``keys/installation.key``.
    clock : callable
        Returns the present moment with its zone.

    Raises
    ------
    StoreError
        ``store.missing``, ``store.newer_schema``, ``store.key_missing``, ``store.wrong_key``,
        ``store.cannot_write``, ``store.damaged``, ``store.unreachable``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with open_store(folder=Path(folder)) as store, store.read() as reading:
    ...         reading.store.kind
    'sqlite'
    """
    folder = Path(folder)
    if url is None and not create and not (folder / "candor.db").exists():
        raise _missing(str(folder))
    # other accounts of this machine have no business here; a folder already there stays as it is
    with on_disk():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = make_engine(url, folder)
    try:
        with translated(), engine.connect() as connection:
            version = version_of(connection)
        if version is None and not create:
            raise _missing(url.rsplit("@", 1)[-1] if url else str(folder))
        if version is not None and version not in known_versions():
            raise StoreError(
                "store.newer_schema",
                f"the store has version {version}, this program knows up to {known_versions()[-1]}",
                "update the program; the store was left as it is",
                version=version,
                known=known_versions()[-1],
            )
        store = Store(engine, folder, key or b"", clock)
        _ready(store, version, key)
    except BaseException:
        engine.dispose()
        raise
    return store


def _ready(store: Store, version: str | None, key: bytes | None) -> None:
    newest = known_versions()[-1]
    if version == newest:
        with store.read() as reading:
            first = reading.first(select(EVENT.c.object_digest).where(EVENT.c.seq == 1))
            if first is not None:
                store.key = _checked_key(store, key, str(first["object_digest"]))
                return
    with translated(), store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITING: True})
        with connection.begin():
            lock_chain(connection)
            before = version_of(connection)  # another process may have been first
            if before != newest:
                bring_up(connection)
            tx = Transaction(store, connection, "system")
            first = tx.first(select(EVENT.c.object_digest).where(EVENT.c.seq == 1))
            if first is None:
                with on_disk():
                    store.key = key or create_key(store.folder)
                trace = fingerprint(store.key, "installation")
                append(tx, tx.actor, "store", Action.STORE_CREATED, trace)
            else:
                store.key = _checked_key(store, key, str(first["object_digest"]))
                if before != newest:
                    append(tx, tx.actor, f"store:{newest}", Action.STORE_MIGRATED)


def _checked_key(store: Store, key: bytes | None, trace: str) -> bytes:
    found = key or read_key(store.folder)
    if found is None:
        raise StoreError(
            "store.key_missing",
            f"{KEY_FILE} is not in the store's folder",
            "put it back from its backup; a new key could not open what is stored",
        )
    if fingerprint(found, "installation") != trace:
        raise StoreError(
            "store.wrong_key",
            "the key does not belong to this store",
            f"use the key made with this store ({KEY_FILE} of its own folder)",
        )
    return found


def _missing(where: str) -> StoreError:
    return StoreError(
        "store.missing",
        f"there is no store at {where}",
        "check the folder or address, or make one with `candor demo`",
        where=where,
    )
