"""One act: the rows it writes and the event that names them by digest.

The trail protects rows as well as itself: an event's object digest is computed from the rows as
they are stored, so a byte changed by hand in any of them no longer matches, even after the keys
that open the encrypted columns are destroyed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Float, Table, and_, update

from interview import Action, Event
from store.events import chain
from store.transaction import Row, Transaction

_ENCODED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@cache
def trail_columns(table: Table) -> tuple[tuple[str, bool], ...]:
    """The columns that count (all but ``event_seq`` and the derived), and which hold reals."""
    return tuple(
        (column.name, isinstance(column.type, Float))
        for column in sorted(table.columns, key=lambda one: one.name)
        if column.name != "event_seq" and not column.info.get("derived")
    )


def row_digest(table: Table, row: Mapping[Any, Any]) -> bytes:
    """SHA-256 over table, columns and values as stored.

    Empty columns are left out, so that a column added by a later migration changes nothing that
    was written before. Numbers take the type of their column (7 in a column of reals is 7.0, and
    -0.0 is 0.0, which is what SQLite gives back). Bytes are named by their own SHA-256.
    """
    values: dict[str, Any] = {}
    for name, real in trail_columns(table):
        value = row.get(name)
        if value is None:
            continue
        if real:
            value = float(value) + 0.0
        elif isinstance(value, (bytes, memoryview)):
            value = hashlib.sha256(value).hexdigest()
        values[name] = value
    # the standard library's encoder: its way of writing numbers will not change under old digests
    text: str = _ENCODED([table.name, values])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def act_digest(rows: Iterable[bytes]) -> str:
    """The digest of an act from its rows' digests, in whatever order they come.

    Examples
    --------
    >>> act_digest([b"a", b"b"]) == act_digest([b"b", b"a"])
    True
    """
    return hashlib.sha256(b"".join(sorted(rows))).hexdigest()


def record(
    tx: Transaction, subject: str, action: Action, rows: Sequence[tuple[Table, Sequence[Row]]]
) -> Event:
    """Write rows and, in the same transaction, the event that names them."""
    object_digest = act_digest(row_digest(table, row) for table, some in rows for row in some)
    event = chain(tx, tx.actor, subject, action, object_digest)
    for table, some in rows:
        for row in some:
            row["event_seq"] = event.seq
        tx.add(table, some)
    return event


def record_change(tx: Transaction, subject: str, action: Action, table: Table, row: Row) -> Event:
    """Write one row that may already stand there, and the event that names its present state.

    For the few tables whose rows change (a department's name, an appeal's status): only the newest
    event of the row counts when the trail is checked.
    """
    tx.flush()
    event = chain(tx, tx.actor, subject, action, act_digest([row_digest(table, row)]))
    row["event_seq"] = event.seq
    keys = [column.name for column in table.primary_key]
    same = and_(*(table.c[key] == row[key] for key in keys))
    changed = tx.connection.execute(update(table).where(same).values(**row))
    if not changed.rowcount:
        tx.add(table, [row])
    return event
