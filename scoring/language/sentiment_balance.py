"""Good and bad things spoken of: the balance of what an answer tells, not of who tells it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interview import Locale
from scoring.language.lexicon import lexicon
from scoring.language.prepared import Prepared

_FOLDER = Path(__file__).parent / "sentiment"
# how many words a denial reaches over
_REACH = {"spaced": 3, "han": 2}
_MARKS = frozenset(",.")


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """+1 or -1 by stem; the words that turn one around, what spares it and where a denial ends."""

    sign: Mapping[str, int]
    deny: frozenset[str]
    spared: tuple[list[str], ...]
    ends: frozenset[str]


def sentiment_balance(prepared: Prepared) -> float | None:
    """``(good - bad) / (good + bad)``, from -1 (only bad things) to 1; None when it names neither.

    Counted are words of short lists of each language (``sentiment/*.toml``). A denial up to three
    words before (two in Chinese), in the same clause, turns a word around: "no complaints" is good,
    "not happy" is bad.

    Notes
    -----
    The figure is about the content. A story of a hard problem holds many bad words and may be told
    by a cheerful person with a good end; so it says nothing about mood, character or health, is
    shown as context and never weighs in a score. Word lists do not hear irony and know few words:
    with two or three hits the figure is coarse. The balance of positive and negative words is the
    polarity of Stone et al. (1966), The General Inquirer; the lists here are our own.

    Examples
    --------
    >>> from interview import Segment, Transcript
    >>> from scoring.language.prepared import prepare
    >>> def balance(text: str, locale: str) -> float | None:
    ...     said = Transcript(segments=(Segment(text=text),), source="text")
    ...     return sentiment_balance(prepare(said, locale))
    >>> balance("There was no problem and the customer was not happy but grateful.", "en")
    0.3333333333333333
    >>> balance("客户很满意，没有投诉。", "zh"), balance("我去了车间。", "zh")
    (1.0, None)
    """
    lists = _words(prepared.lexicon.locale)
    if lists is None:
        return None
    han = prepared.lexicon.script == "han"
    tokens = _han_tokens(prepared) if han else prepared.norm.split()
    reach = _REACH[prepared.lexicon.script]
    good = bad = 0
    denied = 0  # words from here that a denial still reaches
    for place, token in enumerate(tokens):
        if token in _MARKS or token in lists.ends:
            denied = 0
            continue
        sign = lists.sign.get(token, 0)
        if sign:
            if (sign > 0) != (denied > 0):
                good += 1
            else:
                bad += 1
        if token in lists.deny and tokens[place + 1 : place + 2] not in lists.spared:
            denied = reach
        elif denied:
            denied -= 1
    return (good - bad) / (good + bad) if good + bad else None


def _han_tokens(prepared: Prepared) -> list[str]:
    """The words with a comma wherever marks stood between two of them."""
    norm = prepared.norm.lower()
    tokens: list[str] = []
    at = 0
    for word in prepared.words:
        place = norm.find(word, at)
        if place > at and tokens and not norm[at:place].isspace():
            tokens.append(",")
        tokens.append(word)
        if place >= 0:
            at = place + len(word)
    return tokens


@cache
def _words(locale: Locale) -> _Words | None:
    path = _FOLDER / f"{locale}.toml"
    if not path.is_file():
        return None
    with path.open("rb") as file:
        raw = tomllib.load(file)
    stem = lexicon(locale).stem
    sign = {stem(word): 1 for word in raw["positive"]}
    sign |= {stem(word): -1 for word in raw["negative"]}
    return _Words(
        sign=sign,
        deny=frozenset(map(stem, raw["deny"])),
        spared=tuple([word] for word in raw["not_denied_by"]),
        ends=frozenset(raw["denial_ends_at"]),
    )
