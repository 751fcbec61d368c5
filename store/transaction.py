"""What a caller holds while reading or changing the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Executable, Table, insert
from sqlalchemy.engine import RowMapping

from interview import utc_text
from store.tables import METADATA

if TYPE_CHECKING:
    from store.store import Store

Row = dict[str, Any]
# rows gathered before one multi-row insert; larger gains nothing and costs memory
_GATHER = 20_000


class Reading:
    """One consistent view of the store; everything read through it is of the same moment."""

    def __init__(self, store: Store, connection: Connection) -> None:
        self.store = store
        self.connection = connection
        # person keys already unwrapped in this view
        self.person_keys: dict[str, bytes | None] = {}

    def all(self, query: Executable, values: Mapping[str, Any] | None = None) -> list[RowMapping]:
        """Every row of a query."""
        return list(self.connection.execute(query, values or {}).mappings())

    def first(
        self, query: Executable, values: Mapping[str, Any] | None = None
    ) -> RowMapping | None:
        """The first row of a query, None when there is none."""
        return self.connection.execute(query, values or {}).mappings().first()


class Transaction(Reading):
    """All or nothing: what is saved through it stands together with its events, or not at all.

    Every ``save_...`` function appends the event of its own act; a caller appends only acts that
    store nothing, such as a card being exported.
    """

    def __init__(self, store: Store, connection: Connection, actor: str) -> None:
        super().__init__(store, connection)
        self.actor = actor
        # (seq, digest) of the newest event, read once: no one else can append while we are open
        self.head: tuple[int, str] | None = None
        self._gathering = False
        self._gathered: dict[str, list[Row]] = {}
        self._count = 0

    def now(self) -> str:
        """The store's clock as UTC text."""
        return utc_text(self.moment())

    def moment(self) -> datetime:
        """The store's clock."""
        return self.store.clock()

    def all(self, query: Executable, values: Mapping[str, Any] | None = None) -> list[RowMapping]:
        """Every row of a query, what was gathered included."""
        self.flush()
        return super().all(query, values)

    def first(
        self, query: Executable, values: Mapping[str, Any] | None = None
    ) -> RowMapping | None:
        """The first row of a query, what was gathered included."""
        self.flush()
        return super().first(query, values)

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Hold rows back and send them in bulk: for thousands of acts in one transaction."""
        before, self._gathering = self._gathering, True
        try:
            yield
        finally:
            self._gathering = before
        if not before:
            self.flush()

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Insert rows of equal columns; held back and sent in bulk while gathering."""
        if not rows:
            return
        if not self._gathering:
            self.connection.execute(insert(table), list(rows))
            return
        self._gathered.setdefault(table.name, []).extend(rows)
        self._count += len(rows)
        if self._count >= _GATHER:
            self.flush()

    def flush(self) -> None:
        """Send what was gathered, parents before children."""
        if not self._gathered:
            return
        gathered, self._gathered, self._count = self._gathered, {}, 0
        for table in METADATA.sorted_tables:
            if table.name in gathered:
                self._send(table, gathered[table.name])

    def _send(self, table: Table, rows: list[Row]) -> None:
        """Insert many rows past the statement compiler: every value is of a plain type."""
        names = tuple(rows[0])
        # the names are our own columns, never anybody's input
        mark = "?" if self.store.kind == "sqlite" else "%s"
        quoted = ", ".join(f'"{name}"' for name in names)
        sql = f"INSERT INTO {table.name} ({quoted}) VALUES ({', '.join([mark] * len(names))})"
        take = itemgetter(*names)
        self.connection.exec_driver_sql(sql, [take(row) for row in rows])
