"""Text from outside as a terminal may show it: signs that steer the terminal become a mark."""

from __future__ import annotations

import unicodedata

MARK = "\N{REPLACEMENT CHARACTER}"
# controls, directions and joiners, halves of pairs, and the two separators that break a line
_STEERS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def printable(text: str, *, keep: str = "") -> str:
    """The text with every sign that a terminal would obey instead of show made visible.

    A column or group of a foreign table can hold escape sequences, which colour, hide or rewrite
    what stands on the screen. ``keep`` are signs that stay.

    Examples
    --------
    >>> printable("\\x1b[31mwomen"), printable("女性")
    ('�[31mwomen', '女性')
    """
    return "".join(c if c in keep or unicodedata.category(c) not in _STEERS else MARK for c in text)
