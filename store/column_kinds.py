"""SQLite keeps any kind of value in any column: a word for a number shows a hand at work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Float,
    Integer,
    LargeBinary,
    func,
    or_,
    select,
)

from store.tables import METADATA


def foreign_columns(connection: Connection) -> Iterator[str]:
    """Columns that hold a value of another kind than their own, as ``table.column``.

    The program never writes one, and cannot read it back either. PostgreSQL refuses them itself.
    """
    for table in METADATA.sorted_tables:
        strange = {column.name: _strange(column) for column in table.c}
        # one look at the table; only a find is looked at more closely
        if connection.execute(select(1).where(or_(*strange.values())).limit(1)).first() is None:
            continue
        for name, condition in strange.items():
            if connection.execute(select(1).where(condition).limit(1)).first() is not None:
                yield f"{table.name}.{name}"


def _strange(column: Column[Any]) -> ColumnElement[bool]:
    kinds = ["text"]
    if isinstance(column.type, Integer):
        kinds = ["integer"]
    elif isinstance(column.type, Float):
        kinds = ["real", "integer"]
    elif isinstance(column.type, LargeBinary):
        kinds = ["blob"]
    if column.nullable:
        kinds.append("null")
    return func.typeof(column).not_in(kinds)
