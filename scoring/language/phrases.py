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
    # an alternative that begins with a letter is passed over at a glance, one that begins with a
    # choice must be tried: the first choice of each is written out, which matches the same
    return re.compile("(?:" + _grouped([p for one in patterns for p in _opened(one)]) + ")" + end)


def _grouped(patterns: list[str], depth: int = 4) -> str:
    """The alternatives joined, those that begin alike behind their first sign, written once.

    What begins with another sign cannot match at the same place, so the same is found; the engine
    then passes over a whole group at a glance.

    Examples
    --------
    >>> _grouped(["ask", "take", "act", "call"])
    'a(?:sk|ct)|take|call'
    """
    groups: dict[str, list[str]] = {}
    for pattern in patterns:
        size = 2 if pattern[:1] == "\\" else 1
        sign, rest = pattern[:size], pattern[size:]
        plain = sign[-1:].isalnum() or sign in (" ", ",") if size == 1 else not sign[1:].isalnum()
        if not plain or rest[:1] in ("?", "*", "+", "{") or _forked(pattern):
            return "|".join(patterns)  # may match whatever the others do: their order counts
        groups.setdefault(sign, []).append(rest)
    if len(groups) == 1 and len(patterns) > 1:
        (sign,) = groups
        return f"{sign}(?:{_grouped(groups[sign], depth)})"
    if depth == 0 or len(groups) == len(patterns):
        return "|".join(patterns)
    return "|".join(
        sign + (rest[0] if len(rest) == 1 else f"(?:{_grouped(rest, depth - 1)})")
        for sign, rest in groups.items()
    )


def _forked(pattern: str) -> bool:
    """Is there a choice outside brackets? Then its parts do not share a beginning."""
    depth = 0
    for sign in pattern:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            return True
    return False


def _opened(pattern: str) -> list[str]:
    """The pattern with its leading choice written out, in the order in which it would be tried.

    Examples
    --------
    >>> _opened("(?:give|(?:a|b)c)(?:n|m)")
    ['give(?:n|m)', 'ac(?:n|m)', 'bc(?:n|m)']
    >>> _opened("(?:really)?good")
    ['reallygood', 'good']
    """
    if not pattern.startswith("(?:"):
        return [pattern]
    depth, start, at = 0, 3, 0
    choices: list[str] = []
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            return [pattern]  # a class may hold any sign; gaps have them, choices do not
        elif sign == "(":
            depth += 1
        elif sign in "|)" and depth == 1:
            choices.append(pattern[start:at])
            start = at + 1
        if sign == ")":
            depth -= 1
            if depth == 0:
                break
        at += 1
    rest = pattern[at + 1 :]
    if rest[:1] in ("{", "*", "+") or rest[:2] == "??":
        return [pattern]  # a gap
    optional = rest[:1] == "?"
    rest = rest.removeprefix("?") if optional else rest
    tried = [choice + rest for choice in choices] + ([rest] if optional else [])
    return [opened for one in tried for opened in _opened(one)]


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
