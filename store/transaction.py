"""What a caller holds while reading or changing the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Executable, Table, insert
from sqlalchemy.engine import RowMapping

from interview import utc_text

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
        self.gathering = False
        self._gathered: dict[str, tuple[Table, list[Row]]] = {}
        self._count = 0

    def now(self) -> str:
        """The store's clock as UTC text."""
        return utc_text(self.moment())

    def moment(self) -> datetime:
        """The store's clock."""
        return self.store.clock()

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Insert rows of equal columns; held back and sent in bulk while gathering."""
        if not rows:
            return
        if not self.gathering:
            self.connection.execute(insert(table), list(rows))
            return
        self._gathered.setdefault(table.name, (table, []))[1].extend(rows)
        self._count += len(rows)
        if self._count >= _GATHER:
            self.flush()

    def flush(self) -> None:
        """Send what was gathered, parents before children."""
        gathered, self._gathered, self._count = self._gathered, {}, 0
        for name in _ORDER:
            if name in gathered:
                table, rows = gathered[name]
                self.connection.execute(insert(table), rows)


# foreign keys point upwards in this list
_ORDER = (
    "event",
    "person",
    "person_key",
    "attribute",
    "interview",
    "consent",
    "answer",
    "transcript",
    "feature_set",
    "card",
    "card_text",
    "competency_score",
    "answer_score",
    "evidence",
    "rating",
    "decision",
    "outcome",
)
