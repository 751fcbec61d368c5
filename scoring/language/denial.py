"""What is denied: a phrase within its clause, or a whole sentence of what was not done."""

from __future__ import annotations

import re
from itertools import pairwise

from scoring.language.prepared import Prepared, Sentence
from scoring.language.signs import sign_patterns

_CLAUSE = re.compile(r"[,.，。！？；：、,!?;]")
_PART = re.compile(r" (?:,|and|but|or) |[，。；！？：,;]")
# how far a negation reaches towards a phrase, in characters of the normal form
_REACH = {"spaced": 26, "han": 7}
# denials that make a sentence one of what was not done
_DENIALS = 2


def negated(prepared: Prepared, start: int, end: int) -> bool:
    """Is the phrase at this place of the normal form denied within its own clause?

    "I did not listen to her" denies listening; "I did not give up" affirms persistence, since the
    negation is part of the phrase.
    """
    reach = _REACH[prepared.lexicon.script]
    begin = max(start - reach, 0)
    norm = prepared.norm
    for mark in _CLAUSE.finditer(norm, begin, start):
        begin = mark.end()
    cues = prepared.lexicon.cues
    # one character more, so that a word can see the space behind it
    stop = start + 1 if prepared.lexicon.script == "spaced" else start
    found = None
    for found in cues["negation"].finditer(norm, begin, stop):  # noqa: B007 - the last one counts
        pass
    if found is None or found.end() > start:
        return False
    return not any(
        excuse.start() <= found.start() < excuse.end()
        for excuse in cues["not_negation"].finditer(norm, begin, min(end + 1, len(norm)))
    )


def denied_in(prepared: Prepared, sentence: Sentence) -> bool:
    """Does a sentence mostly tell what was not done: more denials, two or more, than deeds?"""
    norm, lex = prepared.norm, prepared.lexicon
    begin, end = sentence.norm_start, sentence.norm_end + 1
    cues = lex.cues
    if cues["negation"].search(norm, begin, end) is None:
        return False
    did = sign_patterns(lex.locale)["did"]
    affirmed = denied = 0
    for clause in _parts(norm, begin, end):
        text = norm[clause[0] : clause[1]]
        found = cues["negation"].search(norm, *clause)
        excused = cues["not_negation"].search(norm, *clause)
        if found is not None and excused is None:
            denied += 1
        elif lex.script == "han":
            affirmed += bool(lex.deed.search(text) or did.search("，" + text))
        else:
            affirmed += " i " in text or " we " in text
    return denied >= _DENIALS and denied > affirmed


def _parts(norm: str, begin: int, end: int) -> list[tuple[int, int]]:
    cuts = [begin, *(mark.end() for mark in _PART.finditer(norm, begin, end)), end]
    return [(a, b) for a, b in pairwise(cuts) if b - a > 2]
