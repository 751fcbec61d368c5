"""Which bytes of a recording a browser asks for."""

from __future__ import annotations

import re

_ONE = re.compile(r"\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.IGNORECASE)


def byte_range(header: str | None, size: int) -> tuple[int, int] | None:
    """Start (included) and stop (excluded); the whole when none or several are asked for.

    RFC 9110, section 14: a header that makes no sense is ignored; None means that the range lies
    outside (status 416).

    Examples
    --------
    >>> byte_range("bytes=2-4", 10), byte_range("bytes=-3", 10), byte_range("bytes=12-", 10)
    ((2, 5), (7, 10), None)
    """
    match = _ONE.fullmatch(header or "")
    if match is None or not any(match.groups()):
        return 0, size
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        return (size - length, size) if length else None
    start = int(first)
    stop = min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return 0, size
    return (start, stop) if start < size else None
