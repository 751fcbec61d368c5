"""A recording opened for one person whose rights were checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class MediaHandle:
    """A recording ready to be read in ranges; only the chunks asked for are decrypted."""

    digest: str
    media_type: str
    size: int
    read: Callable[[int, int], Iterator[bytes]]
    """``read(start, stop)`` yields the bytes from start (included) to stop (excluded)."""
