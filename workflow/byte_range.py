"""Which bytes of a recording a browser asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE = re.compile(r"\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes ``start`` (included) to ``stop`` (excluded); ``partial`` when a range was asked for."""

    start: int
    stop: int
    partial: bool


def byte_range(header: str | None, size: int) -> ByteRange | None:
    """What a Range header asks for; the whole when it names no single range.

    RFC 9110, section 14: a header that makes no sense is ignored. None means that the range lies
    outside (status 416).

    Examples
    --------
    >>> byte_range("bytes=2-4", 10)
    ByteRange(start=2, stop=5, partial=True)
    >>> byte_range("nonsense", 10), byte_range("bytes=12-", 10)
    (ByteRange(start=0, stop=10, partial=False), None)
    """
    whole = ByteRange(0, size, False)
    match = _ONE.fullmatch(header or "")
    if match is None or not any(match.groups()):
        return whole
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        return ByteRange(size - length, size, True) if length else None
    if last and int(last) < int(first):
        return whole
    start, stop = int(first), min(int(last) + 1, size) if last else size
    return ByteRange(start, stop, True) if start < size else None
