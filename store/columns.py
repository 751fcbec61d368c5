"""The few kinds of column that all tables are made of."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, LargeBinary, Text


def key_column(name: str) -> Column[str]:
    """Text that is part of the primary key."""
    return Column(name, Text, primary_key=True)


def text_column(name: str) -> Column[str]:
    """Text that is always there."""
    return Column(name, Text, nullable=False)


def maybe_text(name: str) -> Column[str]:
    """Text that may be missing."""
    return Column(name, Text)


def whole_number(name: str) -> Column[int]:
    """A whole number that is always there."""
    return Column(name, Integer, nullable=False)


def event_seq() -> Column[int]:
    """The event that wrote the row."""
    return Column("event_seq", Integer, nullable=False)


def sealed_column(name: str = "sealed", nullable: bool = False) -> Column[bytes]:
    """Ciphertext under the person's key."""
    return Column(name, LargeBinary, nullable=nullable)


def reference(name: str, target: str, *, key: bool = False, nullable: bool = False) -> Column[str]:
    """The key of a row in another table."""
    return Column(name, Text, ForeignKey(target), primary_key=key, nullable=nullable)


def finding_columns(prefix: str) -> tuple[Column[float] | Column[int] | Column[str], ...]:
    """A finding: value, low, high, n, method when estimated; code and n when withheld."""
    return (
        Column(f"{prefix}value", Float),
        Column(f"{prefix}low", Float),
        Column(f"{prefix}high", Float),
        Column(f"{prefix}n", Integer),
        Column(f"{prefix}method", Text),
        Column(f"{prefix}code", Text),
    )


def derived_column(name: str) -> Column[int]:
    """A number recomputed from other rows; stays out of the trail's digests."""
    return Column(name, Integer, nullable=False, server_default="0", info={"derived": True})
