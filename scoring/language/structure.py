"""Sentence structure: how many clauses a sentence joins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from interview import Locale
from scoring.language.lexicon import lexicon
from scoring.language.prepared import Prepared, Sentence
from scoring.language.segmenter import adjectives, verbs

_SHORTEST = 3
_HAN_CUT = re.compile(r"[，,；;：:、。！？!?…]")


def clauses(prepared: Prepared) -> float | None:
    """Clauses per sentence, counted by the words that open one; None without a whole sentence.

    Languages with spaces: every sentence of three words or more holds one clause, and one more
    for each (1) subordinator (because, although, when, if, ...), (2) who, which, where, what, how
    inside a sentence, (3) "that" after a verb of saying or before a subject, or such a verb with
    the subject of what is said right behind it ("I think he ..."), (4) before, after, since, as,
    until with a subject behind, and (5) and, but, or, so with a subject behind. The lists stand in
    the lexicon under ``[clauses]``.

    Chinese: a stretch between two marks is a clause when it holds a predicate, that is, a word
    which the dictionary calls a verb or a set phrase, an adjective at its end or behind a word of
    degree. A connective inside a stretch with predicates on both sides parts it in two.

    Notes
    -----
    The measure is C/S (clauses per sentence) of Lu (2010), Automatic analysis of syntactic
    complexity in second language writing, International Journal of Corpus Linguistics 15, 474-496,
    after Hunt (1965), who counted clauses per T-unit. Those count in a parsed tree; this counts
    words, so it misses clauses without a word of their own ("the man I called", "having done it")
    and is best read as a lower bound. It is about form and says nothing of what is told.

    Examples
    --------
    >>> from interview import Segment, Transcript
    >>> from scoring.language.prepared import prepare
    >>> def counted(text: str, locale: str) -> float | None:
    ...     said = Transcript(segments=(Segment(text=text),), source="text")
    ...     return clauses(prepare(said, locale))
    >>> counted("I called him because he was late. We fixed it.", "en")
    1.5
    >>> counted("他没来，我就给他打了电话。去年夏天，我们修好了。", "zh")
    1.5
    """
    whole = [s for s in prepared.sentences if s.last_word - s.first_word >= _SHORTEST]
    if not whole:
        return None
    norm = prepared.norm.lower()
    count = _han if prepared.lexicon.script == "han" else _spaced
    return sum(max(1, count(prepared, sentence, norm)) for sentence in whole) / len(whole)


@cache
def _qualities(locale: Locale) -> frozenset[str]:
    return adjectives() | lexicon(locale).clauses["qualities"]


def _spaced(prepared: Prepared, sentence: Sentence, _: str) -> int:
    lists = prepared.lexicon.clauses
    always, inside, subjects = lists["always"], lists["inside"], lists["subjects"]
    before_subject, joining = lists["before_subject"], lists["joining"]
    saying, told = lists["saying"], lists["told"]
    words = prepared.words[sentence.first_word : sentence.last_word]
    stems = prepared.stems[sentence.first_word : sentence.last_word]
    last = len(words) - 1
    count = 1
    for at, word in enumerate(words):
        if word in always:
            # "a while", "for a while" is no clause, nor is a subordinator nothing follows
            count += at < last and not (at and words[at - 1] in lists["not_after"])
        elif at == 0:
            continue
        elif word in inside:
            count += at < last and words[at + 1] not in lists["not_before"]
        elif word == "that":
            count += (
                stems[at - 1] in saying
                or (words[at - 1] in told and stems[max(at - 2, 0)] in saying)
                or (at < last and words[at + 1] in subjects)
            )
        elif word in subjects:
            before = words[at - 1]
            count += (
                before in joining
                or before in before_subject
                or (before in lists["steps"] and at > 1 and words[at - 2] in joining)
                or (word not in told and stems[at - 1] in saying)
                or (before in told and at > 1 and stems[at - 2] in saying and word not in told)
            )
    return count


def _han(prepared: Prepared, sentence: Sentence, norm: str) -> int:
    lists = prepared.lexicon.clauses
    words: Sequence[str] = prepared.words[sentence.first_word : sentence.last_word]
    predicates, qualities = verbs(), _qualities(prepared.lexicon.locale)
    count = 0
    holds = ends_in_quality = degree = False
    at = sentence.norm_start
    for word in words:
        place = norm.find(word, at)
        if place < 0:
            continue
        if place > at and _HAN_CUT.search(norm, at, place):
            count += holds or ends_in_quality
            holds = ends_in_quality = degree = False
        elif word in lists["joining"] and holds:
            count += 1
            holds = ends_in_quality = degree = False
        at = place + len(word)
        quality = word in qualities
        holds = holds or word in predicates or (quality and degree)
        ends_in_quality = quality or (ends_in_quality and word in lists["particles"])
        degree = word in lists["degree"]
    return count + (holds or ends_in_quality)
