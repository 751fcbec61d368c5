"""A section of a document: sentences and tables, before it is written as HTML or Markdown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class CardTable:
    """A table of texts; the first ``words`` columns are words, the rest figures."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class CardSection:
    """A heading with sentences and tables under it."""

    title: str
    texts: tuple[str, ...] = ()
    tables: tuple[CardTable, ...] = ()
