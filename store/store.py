"""The store: one database, one folder of encrypted files, one key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from interview import Actor
from store.engine import WRITING, is_sqlite, lock_chain
from store.refusals import translated
from store.transaction import Reading, Transaction


def utc_now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


class Store:
    """What is remembered. Made by `open_store`; closed by ``close`` or a ``with`` block."""

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        key: bytes,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.engine = engine
        self.folder = folder
        self.key = key
        self.clock = clock

    @property
    def blob_folder(self) -> Path:
        """Where the encrypted files lie."""
        return self.folder / "blobs"

    @property
    def kind(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @contextmanager
    def transaction(self, actor: Actor | str | None = None) -> Iterator[Transaction]:
        """Change the store: all of the block or nothing; one writer at a time, others wait.

        ``actor`` is who does it, for the trail; the installation itself when left out. Keep the
        block short, and do not open a second one inside it.
        """
        who = actor.id if isinstance(actor, Actor) else actor or Actor.system().id
        with translated(), self.engine.connect() as connection:
            writer = connection.execution_options(**{WRITING: True})
            with writer.begin():
                lock_chain(writer)
                tx = Transaction(self, writer, who)
                yield tx
                tx.flush()

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """Look at the store; nothing seen changes until the block ends."""
        with translated(), self.engine.connect() as connection:
            if not is_sqlite(self.engine):
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield Reading(self, connection)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
