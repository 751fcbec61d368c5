"""How a phrase in a lexicon file becomes something that finds it in what was said."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_PIECE = re.compile(r"\.\.\.|[()/|?]|[^()/|?.]+|\.")


def compile_phrases(
    phrases: Sequence[str], literal: Callable[[str], str], *, gap: str, end: str = ""
) -> re.Pattern[str]:
    """One pattern that matches any of the phrases.

    A phrase is plain text; ``...`` is a short gap, ``(a/b)`` means either, ``(a)?`` may be absent.
    ``literal`` turns plain text into the pattern of its normal form, ``gap`` is the pattern of a
    gap, ``end`` must follow every phrase.

    Raises
    ------
    ValueError
        When brackets do not match or an alternative holds nothing but skipped words; the message
        quotes the phrase.

    Examples
    --------
    >>> found = compile_phrases(["give ... credit", "thank (you/them)"], re.escape, gap=".{0,9}?")
    >>> [m.group() for m in found.finditer("I give her credit and thank them")]
    ['give her credit', 'thank them']
    """
    patterns = [_pattern(phrase, literal, gap) for phrase in phrases]
    for phrase, pattern in zip(phrases, patterns, strict=True):
        if re.search(r"\(\?:\||\|\||\|\)|\(\?:\)", pattern) or not pattern:
            raise ValueError(f"nothing is left to look for in a part of the phrase {phrase!r}")
    return re.compile("(?:" + "|".join(patterns) + ")" + end)


def _pattern(phrase: str, literal: Callable[[str], str], gap: str) -> str:
    pieces = _PIECE.findall(re.sub(r"(\s*\.\.\.\s*)+$", "", phrase))
    out: list[str] = []
    depth = 0
    for piece in pieces:
        if piece == "...":
            out.append(gap)
        elif piece == "(":
            depth += 1
            out.append("(?:")
        elif piece == ")":
            depth -= 1
            out.append(")")
        elif piece in ("/", "|"):
            out.append("|")
        elif piece == "?":
            out.append("?")
        elif piece.strip():
            out.append(literal(piece))
        if depth < 0:
            break
    if depth != 0:
        raise ValueError(f"brackets do not match in the phrase {phrase!r}")
    return "".join(out)
