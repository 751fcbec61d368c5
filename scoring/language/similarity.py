"""How near an answer is to the question and to each level's anchor: TF-IDF, weighted by rarity."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Protocol

from interview import Locale, Question, Segment, Transcript
from scoring.competencies import competency, library, on_change
from scoring.language.prepared import Prepared, prepare

_NOTATION = re.compile(r"[()/|?]|\.\.\.")
# similarity to nothing at all: the weight with which "showed nothing" pulls towards level 1
_NOTHING = 0.0016
# weight of a term the library never uses: the names and details of a story
_UNKNOWN = 1.2
# cosine at which an answer counts as 63 % on topic; Chinese pairs of characters share less
_TOPIC_SCALE = {"spaced": 0.09, "han": 0.05}


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """The texts one question is compared with, ready for one pass over an answer's terms.

    ``index`` leads from a term to (text number, weight) pairs; text 0 is the question with its
    vocabulary, then five anchors per competency. ``echo`` holds the question's own word pairs.
    """

    index: Mapping[str, tuple[tuple[int, float], ...]]
    texts: int
    competencies: tuple[str, ...]
    echo: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Nearness:
    """``on_topic`` 0 to 1, and for each competency the expected level, 1 to 5."""

    on_topic: float
    levels: Mapping[str, float]


class Similarity(Protocol):
    """Another judge of nearness, such as a sentence encoder, for the languages it declares."""

    @property
    def id(self) -> str:
        """How cards name it."""

    @property
    def languages(self) -> tuple[Locale, ...]:
        """It is asked about answers in these languages only."""

    def __call__(
        self,
        prepared: Prepared,
        question: Question | None,
        competencies: tuple[str, ...],
        *,
        skip: frozenset[int],
        vague: frozenset[int],
    ) -> Nearness:
        """Nearness to the question of all but ``skip``, to the anchors of what is not vague."""


def nearness(
    prepared: Prepared, profile: Profile, terms: Counter[str], told: Counter[str]
) -> Nearness:
    """Compare an answer's terms with the question, and the terms of what was done with the anchors.

    The expected level is the mean of the levels 1 to 5 weighted by squared cosine, with a small
    constant weight on level 1, so that an answer like none of the anchors shows nothing.
    """
    locale = prepared.lexicon.locale
    topic = _cosines(profile, terms, locale)[0]
    near = _cosines(profile, told, locale)[1:] if told else [0.0] * (profile.texts - 1)
    levels: dict[str, float] = {}
    for place, key in enumerate(profile.competencies):
        squares = [cosine * cosine for cosine in near[5 * place : 5 * place + 5]]
        total = sum(squares) + _NOTHING
        levels[key] = (_NOTHING + sum(w * (k + 1) for k, w in enumerate(squares))) / total
    scale = _TOPIC_SCALE[prepared.lexicon.script]
    return Nearness(1 - math.exp(-topic / scale), levels)


def _cosines(profile: Profile, terms: Counter[str], locale: Locale) -> list[float]:
    rare = rarity(locale)
    dots = [0.0] * profile.texts
    square = 0.0
    index = profile.index
    for term, count in terms.items():
        weight = rare.get(term, _UNKNOWN)
        if count > 1:
            weight *= 1 + math.log(count)
        square += weight * weight
        for number, other in index.get(term, ()):
            dots[number] += weight * other
    length = math.sqrt(square) or 1.0
    return [dot / length for dot in dots]


def terms_of(prepared: Prepared, skip: frozenset[int] = frozenset()) -> Counter[str]:
    """An answer's terms: word stems, and for Chinese pairs of characters beside its words.

    ``skip`` are sentences (by place) that do not count: echoes and lists.
    """
    lex = prepared.lexicon
    function = lex.words["function"]
    han = lex.script == "han"
    out: Counter[str] = Counter()
    for place, sentence in enumerate(prepared.sentences):
        if place in skip:
            continue
        span = slice(sentence.first_word, sentence.last_word)
        out.update(
            stem
            for word, stem in zip(prepared.words[span], prepared.stems[span], strict=True)
            if word not in function
        )
        if han:
            text = prepared.norm[sentence.norm_start : sentence.norm_end]
            out.update(
                pair
                for pair in map("".join, pairwise(text))
                if pair not in function and pair.isalpha()
            )
    return out


def profile_for(
    question: Question | None, competencies: tuple[str, ...], locale: Locale
) -> Profile:
    """The profile of a question, made once and kept."""
    if question is None or locale not in question.text:
        return _profile("", (), competencies, locale)
    anchors = tuple(sorted(question.anchors.get(locale, {}).items()))
    measured = tuple(c for c in competencies if c == question.competency)
    return _profile(question.text[locale], anchors, competencies, locale, measured)


def echoes(prepared: Prepared, profile: Profile) -> frozenset[int]:
    """Sentences that mostly repeat the question, by place."""
    if not profile.echo:
        return frozenset()
    found = set()
    for place, sentence in enumerate(prepared.sentences):
        pairs = _pairs(prepared, sentence.first_word, sentence.last_word)
        if len(pairs) >= 4 and sum(pair in profile.echo for pair in pairs) >= 0.5 * len(pairs):
            found.add(place)
    return frozenset(found)


@lru_cache(maxsize=1024)
def _profile(
    text: str,
    anchors: tuple[tuple[int, str], ...],
    competencies: tuple[str, ...],
    locale: Locale,
    measured: tuple[str, ...] = (),
) -> Profile:
    own = dict(anchors)
    texts: list[list[str]] = []
    topic = [text, text, *own.values()] if text else []
    for key in measured if text else ():
        topic += [b.example[locale] for b in competency(key).behaviours]
        topic += list(competency(key).anchors[locale].values())[2:]
        topic += [
            _NOTATION.sub(" ", p) for b in competency(key).behaviours for p in b.phrases[locale]
        ]
    texts.append(topic)
    for key in competencies:
        for level, anchor in competency(key).anchors[locale].items():
            texts.append([anchor, own[level]] if key in measured and level in own else [anchor])
    index: dict[str, list[tuple[int, float]]] = {}
    for number, parts in enumerate(texts):
        for term, weight in _vector(parts, locale).items():
            index.setdefault(term, []).append((number, weight))
    question = _read(text, locale)
    return Profile(
        index={term: tuple(rows) for term, rows in index.items()},
        texts=len(texts),
        competencies=competencies,
        echo=frozenset(_pairs(question, 0, len(question.words))),
    )


on_change(_profile.cache_clear)


def _pairs(prepared: Prepared, first: int, last: int) -> list[tuple[str, str]]:
    stems = prepared.stems[first:last]
    return list(pairwise(stems))


def _vector(parts: Iterable[str], locale: Locale) -> dict[str, float]:
    rare = rarity(locale)
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(terms_of(_read(part, locale)))
    raw = {term: (1 + math.log(n)) * rare.get(term, _UNKNOWN) for term, n in counts.items()}
    length = math.sqrt(sum(w * w for w in raw.values())) or 1.0
    return {term: weight / length for term, weight in raw.items()}


def _read(text: str, locale: Locale) -> Prepared:
    return prepare(Transcript(segments=(Segment(text=text),), source="text"), locale)


@cache
def rarity(locale: Locale) -> Mapping[str, float]:
    """How much a term tells competencies apart: ``ln((N + 1) / (n + 1)) + 0.15``.

    ``n`` of ``N`` competencies use it in their phrases, examples and anchors; a word that all of
    them use, such as "asked", says little about the subject.
    """
    seen: Counter[str] = Counter()
    for entry in library().values():
        texts = [
            *(b.example[locale] for b in entry.behaviours),
            *(_NOTATION.sub(" ", p) for b in entry.behaviours for p in b.phrases[locale]),
            *entry.anchors[locale].values(),
        ]
        seen.update(set().union(*(terms_of(_read(text, locale)) for text in texts)))
    count = len(library()) + 1
    return {term: math.log(count / (n + 1)) + 0.15 for term, n in seen.items()}
