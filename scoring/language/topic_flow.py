"""Topic flow: how far each sentence takes up what the sentences before it spoke of."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Mapping
from functools import cache

from interview import Locale
from scoring.gate_thresholds import limit
from scoring.language.lexicon import lexicon
from scoring.language.prepared import Prepared
from scoring.language.similarity import rarity

FEWEST_SENTENCES = round(limit("language.flow_sentences"))
# how many sentences back a topic is taken up from: English answers replace a thing by "it" for a
# while and name it again later, Chinese ones drop or repeat it at once
_REACH = {"spaced": 6, "han": 2}
# a word as rare as this, or one the library never uses, has the weight 1
_RARE = 3.0
# "he" after "he" goes on about somebody, but less surely than a name does
_PERSON = 0.45


def topic_flow(prepared: Prepared) -> float | None:
    """Mean likeness of each sentence to those before it (0 to 1); None under three sentences.

    The likeness of a sentence with content ``S`` to the content ``P`` of the sentences before it
    (six in English, two in Chinese) is ``w(S and P) / sqrt(w(S) w(P))``: a cosine over sets, where
    ``w`` adds up weights. Content is stems without function words and figures, for Chinese also
    the characters of longer words (客户 takes up 客人), and pronouns of the third person, since who
    is spoken of goes on too. A word's weight is its rarity squared, 1 at most: words that all
    competencies use, such as "asked", hardly tie two sentences together.

    Notes
    -----
    Lexical cohesion after Halliday and Hasan (1976), Cohesion in English; overlap of neighbouring
    sentences as in Coh-Metrix (Graesser et al. 2004, Behavior Research Methods 36, 193-202).
    Synonyms are not known here, so a coherent answer in ever new words measures low: the figure
    tells a joined answer from sentences thrown together, and orders nothing finer.

    Examples
    --------
    >>> from interview import Segment, Transcript
    >>> from scoring.language.prepared import prepare
    >>> def flow(text: str) -> float:
    ...     said = Transcript(segments=(Segment(text=text),), source="text")
    ...     return round(topic_flow(prepare(said, "en")) or 0.0, 2)
    >>> flow("The kiln sputters. Granny polished the kiln. The kiln purrs."), flow(
    ...     "The kiln sputters. My sister sings. Rent is dear.")
    (0.38, 0.0)
    """
    contents = [content for content in _contents(prepared) if content]
    if len(contents) < FEWEST_SENTENCES:
        return None
    weights = _weights(prepared.lexicon.locale)
    before: deque[set[str]] = deque([contents[0]], maxlen=_REACH[prepared.lexicon.script])
    total = 0.0
    for content in contents[1:]:
        held = before[0].union(*before) if len(before) > 1 else before[0]
        shared = content & held
        if shared:
            total += _sum(shared, weights) / math.sqrt(_sum(content, weights) * _sum(held, weights))
        before.append(content)
    return total / (len(contents) - 1)


def _sum(terms: Iterable[str], weights: Mapping[str, float]) -> float:
    return sum([weights.get(term, 1.0) for term in terms])


def _contents(prepared: Prepared) -> list[set[str]]:
    lex = prepared.lexicon
    empty, persons = _empty(lex.locale), lex.words["third_person"]
    han = lex.script == "han"
    out: list[set[str]] = []
    for sentence in prepared.sentences:
        span = slice(sentence.first_word, sentence.last_word)
        words = set(prepared.words[span])
        stems = words if han else set(prepared.stems[span])
        content = {stem for stem in stems - empty if not stem[0].isdigit()}
        if han:
            content |= {char for word in content if len(word) > 1 for char in word} - empty
        if persons & words:
            content |= {f"{_STANDS_FOR.get(p, p)}!" for p in persons & words}
        out.append(content)
    return out


# the forms of one pronoun speak of the same person
_STANDS_FOR = {"him": "he", "his": "he", "her": "she", "hers": "she", "them": "they"}


@cache
def _empty(locale: Locale) -> frozenset[str]:
    """Words that carry no topic: function words, figures, the sign for a number."""
    lists = lexicon(locale).words
    stem = lexicon(locale).stem
    small = lists["function"] | lists["numbers"] | lists["third_person"]
    return small | frozenset(map(stem, small)) | {"#", "percent"}


@cache
def _weights(locale: Locale) -> Mapping[str, float]:
    found = {term: min(rare / _RARE, 1.0) ** 2 for term, rare in rarity(locale).items()}
    persons = lexicon(locale).words["third_person"]
    return found | dict.fromkeys((f"{_STANDS_FOR.get(p, p)}!" for p in persons), _PERSON)
