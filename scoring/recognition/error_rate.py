"""How far a transcript is from what was said: word error rate, or character error rate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from interview import Locale

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrorRate:
    """``rate`` is ``errors`` over the ``n`` units really said; above 1 when much was made up.

    ``unit`` is word, or character for languages written without spaces.
    """

    rate: float
    errors: int
    n: int
    unit: str


def error_rate(said: str, heard: str, locale: Locale = "en") -> ErrorRate:
    """The fewest units to substitute, delete and insert, over the units really said.

    Case, punctuation and width of characters do not count. Chinese is compared by characters,
    with words in Latin letters as one unit each.

    Raises
    ------
    ValueError
        When nothing was said: a rate over nothing is none.

    Examples
    --------
    >>> error_rate("I led the launch.", "I let the launch").rate
    0.25
    >>> error_rate("我负责上线", "我负责上限", "zh")
    ErrorRate(rate=0.2, errors=1, n=5, unit='character')
    """
    by_character = locale == "zh"
    truth, found = (_units(text, by_character) for text in (said, heard))
    if not truth:
        raise ValueError("the reference says nothing; compare with a text that has words")
    errors = distance(truth, found)
    unit = "character" if by_character else "word"
    return ErrorRate(rate=errors / len(truth), errors=errors, n=len(truth), unit=unit)


def distance(one: Sequence[object], other: Sequence[object]) -> int:
    """Levenshtein's distance: the fewest single changes from one sequence to the other.

    Source: V. I. Levenshtein, Soviet Physics Doklady 10 (1966) 707; by rows, as R. A. Wagner and
    M. J. Fischer compute it, Journal of the ACM 21 (1974) 168.

    Examples
    --------
    >>> distance("kitten", "sitting")
    3
    """
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        diagonal, row[0] = row[0], i
        for j, right in enumerate(other, start=1):
            diagonal, row[j] = (
                row[j],
                min(diagonal + (left != right), row[j] + 1, row[j - 1] + 1),
            )
    return row[-1]


def _units(text: str, by_character: bool) -> list[str]:
    plain = normalize("NFKC", text).lower().replace("’", "'")
    if by_character:
        plain = _HAN.sub(lambda found: f" {found[0]} ", plain)
    return _WORD.findall(plain)
