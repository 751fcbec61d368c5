"""People's words on a page: shown exactly, never read as markup, links or pictures."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&@\"'^=])")


def plain(text: str) -> str:
    """Text for an element that reads Markdown, with everything in it made inert.

    Marks are escaped; an unseen joiner after each colon and in ``www`` keeps colour words,
    emoji codes and bare addresses from being recognised.

    Examples
    --------
    >>> plain("![x](http://e)").replace("\\u2060", "|")
    '\\\\!\\\\[x\\\\]\\\\(http:|//e\\\\)'
    """
    one_line = " ".join(text.split())
    escaped = _SIGNS.sub(r"\\\1", one_line)
    return escaped.replace(":", ":\u2060").replace("www", "ww\u2060w")
