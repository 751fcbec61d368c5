"""The two database engines, set up so that nothing concurrent is lost on either."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from interview import StoreError

WRITING = "candor_writing"
BUSY_TIMEOUT_S = 60
# any fixed number of our own: every writer of one database asks for the same lock
CHAIN_LOCK = 0x43414E444F52


def make_engine(url: str | None, folder: Path) -> Engine:
    """The engine for a store: SQLite in ``folder`` when ``url`` is None, else what the URL names.

    Raises
    ------
    StoreError
        ``store.bad_url`` for anything but sqlite and postgresql.
    """
    if url is None:
        place = folder / "candor.db"
        # the engine keeps these permissions for its log as well; where no file can be made,
        # connecting says so
        if not place.exists():
            with suppress(OSError):
                place.touch(mode=0o600)
        return _sqlite(f"sqlite+pysqlite:///{place}")
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    except ArgumentError as err:
        raise _bad_url("(not an address)") from err
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _sqlite(url)
    if backend == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=5,
            pool_pre_ping=True,
            hide_parameters=True,
        )
    raise _bad_url(backend)


def _bad_url(what: str) -> StoreError:
    # the address itself may carry a password, so only its kind is named
    return StoreError(
        "store.bad_url",
        f"store address of kind {what!r} is not supported",
        "leave it out for SQLite in the folder, or use postgresql://user:password@host/database",
        kind=what,
    )


def _sqlite(url: str) -> Engine:
    # an error may end in a log, and values may speak of a person
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _on_connect(dbapi: Any, _record: object) -> None:
        # the driver's own transaction control loses concurrent appends; we begin by ourselves
        dbapi.isolation_level = None
        cursor = dbapi.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "recursive_triggers=ON",  # else INSERT OR REPLACE goes round delete triggers
            "secure_delete=ON",  # a destroyed key is overwritten, not just unlinked
            "cache_size=-65536",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def is_sqlite(engine: Engine) -> bool:
    """True for SQLite, False for PostgreSQL."""
    return engine.dialect.name == "sqlite"


def lock_chain(connection: Connection) -> None:
    """Make this transaction the only writer until it ends (SQLite did so at BEGIN IMMEDIATE)."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({CHAIN_LOCK})")
