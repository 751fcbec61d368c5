"""Text from a foreign table that a spreadsheet will show and never run."""

from __future__ import annotations

_STARTS = frozenset("=+-@\t\r\n＝＋－＠|%")


def inert_cell(value: object) -> object:
    """The same cell with an apostrophe before anything a spreadsheet would take for a formula.

    Numbers pass as they are, and so does text that is a plain number (``-3.5``). Spaces before the
    sign do not hide it. Use it for every cell of every table that is written to a file.

    Examples
    --------
    >>> inert_cell("=cmd|' /C calc'!A0")
    "'=cmd|' /C calc'!A0"
    >>> inert_cell("-3.5"), inert_cell("women"), inert_cell(-3.5)
    ('-3.5', 'women', -3.5)
    """
    if not isinstance(value, str):
        return value
    bare = value.lstrip(" \u00a0\u3000\ufeff\u200b")
    if not bare or bare[0] not in _STARTS:
        return value
    try:
        float(bare)
    except ValueError:
        return "'" + value
    return value
