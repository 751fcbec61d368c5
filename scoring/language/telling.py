"""How an answer tells: who acts in its clauses, in which time, and what is denied."""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from interview import Locale
from scoring.language.claims import Claim
from scoring.language.prepared import Prepared

_FOLDER = Path(__file__).parent / "grammar"


@cache
def grammar(locale: Locale) -> Mapping[str, frozenset[str]]:
    """The closed classes of words of a language, by name.

    Examples
    --------
    >>> "i" in grammar("en")["own"], "我" in grammar("zh")["own"]
    (True, True)
    """
    with (_FOLDER / f"{locale}.toml").open("rb") as file:
        return {name: frozenset(words) for name, words in tomllib.load(file).items()}


@cache
def _tags(locale: Locale, names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    tags: dict[str, tuple[str, ...]] = {}
    for name in names:
        for word in grammar(locale)[name]:
            tags[word] = (*tags.get(word, ()), name)
    return tags


def per_class(words: Sequence[str], locale: Locale, names: tuple[str, ...]) -> Counter[str]:
    """How many words of each class there are, in one pass.

    Examples
    --------
    >>> sorted(per_class(["not", "very", "very"], "en", ("denial", "strong")).items())
    [('denial', 1), ('strong', 2)]
    """
    tags = _tags(locale, names)
    counts: Counter[str] = Counter()
    for word in words:
        if word in tags:
            for name in tags[word]:
                counts[name] += 1
    return counts


def live(said: Sequence[Claim]) -> list[Claim]:
    """The sentences that tell something new: no echo of the question, no list, no repetition."""
    return [c for c in said if not (c.echo or c.listed or c.repeated)]


def common_traits(prepared: Prepared, said: Sequence[Claim]) -> dict[str, float]:
    """What is counted alike in every language.

    ``details`` are different words with a meaning of their own in sentences that put off, wish or
    generalise nothing (the names and things of a story); ``deflects``, ``vague``, ``denies`` and
    ``deed_sentences`` are shares of sentences.
    """
    function = prepared.lexicon.words["function"]
    heard = live(said)
    count = max(len(heard), 1)
    named: set[str] = set()
    for claim in heard:
        if claim.void or claim.deflects:
            continue
        span = slice(claim.sentence.first_word, claim.sentence.last_word)
        named.update(
            stem
            for word, stem in zip(prepared.words[span], prepared.stems[span], strict=True)
            if word not in function and stem != "#"
        )
    return {
        "details": math.log1p(len(named)),
        "many_details": len(named) / 10,
        "deflects": sum(c.deflects for c in heard) / count,
        "vague": sum(c.void for c in heard) / count,
        "denies": sum(c.denies for c in heard) / count,
        "deed_sentences": sum(c.deed for c in heard) / count,
    }
