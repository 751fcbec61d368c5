"""How far an answer has come, whatever it is about: from putting off to a lasting effect."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interview import Locale
from scoring.language.claims import Claim, is_past
from scoring.language.prepared import Prepared
from scoring.language.signs import sign_patterns
from scoring.language.telling import common_traits
from scoring.language.telling_han import han_traits
from scoring.language.telling_spaced import spaced_traits

_FOLDER = Path(__file__).parent / "levels"
LEVELS = (1, 2, 3, 4, 5)
# what an answer to another question has in common with this one, and shows of its competency
_CHANCE, _STRAY = 0.10, 0.8
_TOLD = 0.9
# somebody asked about a competency mostly speaks of it, in whatever words
_TRUST = 0.7
# how many deeds are told where one weighs: Chinese has a verb in every clause
DEED_UNIT = {"spaced": 1.0, "han": 2.3}
# a deed is told in as many words; fewer only claim it
_LEAST_WORDS = 6

_HAN_CLAUSE = re.compile(r"[，。；！？：,;]")
_HAN_OTHERS = ("他", "她", "大家", "对方", "客户", "领导", "老板")
_HAN_DENIED = re.compile(
    r"^我?(?:也|都|又|就|还|更|从|并|后来|当时)?(?:没|不|未)(?!再|过多久|几|到)"
)
# a past form behind one of these is not what the speaker did
_OTHERS = frozenset(
    {"he", "she", "they", "it", "who", "which", "nobody", "everyone", "everybody", "people", "you"}
    | {"was", "were", "been", "be", "is", "are", "had", "being", "that", "the", "a", "an"}
    | {"not", "never"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What each trait of telling adds to the odds of each level, from 1 to 5."""

    start: tuple[float, float, float, float, float]
    traits: Mapping[str, tuple[float, float, float, float, float]]


@cache
def weights(locale: Locale) -> Weights:
    """The fitted weights of a language (``scoring/language/levels``).

    Examples
    --------
    >>> one, two, three, four, five = weights("en").traits["deeds"]
    >>> five > one and five > two
    True
    """
    with (_FOLDER / f"{locale}.toml").open("rb") as file:
        raw = tomllib.load(file)
    return Weights(tuple(raw["start"]), {name: tuple(row) for name, row in raw["traits"].items()})


def traits(prepared: Prepared, said: Sequence[Claim]) -> dict[str, float]:
    """How an answer tells: what is counted alike everywhere, and the grammar of its language."""
    read = han_traits if prepared.lexicon.script == "han" else spaced_traits
    return common_traits(prepared, said) | read(prepared, said)


def told_level(told: Mapping[str, float], locale: Locale) -> float:
    """The level, 1 to 5, an answer that tells like this reaches, whatever it is about.

    1 puts off, blames or has no example; 2 speaks in general, praises itself or wishes; 3 tells
    one plain episode; 4 several own deeds and a checked outcome; 5 also figures, the people
    concerned and what lasted.

    Formula: the mean of the levels weighted by ``p(k) = exp(a_k + sum b_kt x_t)``, normed to 1,
    over the traits x_t (multinomial logit).

    Notes
    -----
    The levels are those of behaviourally anchored rating scales (Smith and Kendall 1963, Journal of
    Applied Psychology 47, 149-155) for the structured interview. Not one straight line: an episode
    gone wrong has much in common with a good one, and stands below a generality all the same.
    ``python -m data_samples.level_weights`` fits the weights.

    Examples
    --------
    >>> told_level({}, "en") < told_level({"deeds": 2.0, "details": 3.5, "many_details": 3}, "en")
    True
    """
    known = weights(locale)
    one, two, three, four, five = known.start
    for name, row in known.traits.items():
        if value := told.get(name, 0.0):
            one += value * row[0]
            two += value * row[1]
            three += value * row[2]
            four += value * row[3]
            five += value * row[4]
    odds = (one, two, three, four, five)
    top = max(odds)
    shares = [math.exp(odd - top) for odd in odds]
    return sum(level * share for level, share in zip(LEVELS, shares, strict=True)) / sum(shares)


def reached(told: float, near: float, *, evidence: float, on_topic: float, asked: bool) -> float:
    """The level reached for one competency: how it was told, as far as it is about it.

    Formula: ``1 + r (t - 1)`` and the nearest anchor, at weights .9 and .1. t is ``told``;
    ``r = 1 - (1 - h) exp(-6 o - e / 0.8)`` is how far the answer speaks of the competency, with o
    on topic (0 where the question asks for something else) and e the strength of its evidence, both
    beyond what answers to other questions have; h is .7 where the question asks for the competency
    and 0 elsewhere, since plain words about the matter may share none with the question. A vivid
    story of something else stays low.

    Examples
    --------
    >>> round(reached(4.0, 3.0, evidence=3.0, on_topic=0.6, asked=True), 1)
    3.9
    >>> round(reached(4.0, 1.0, evidence=0.5, on_topic=0.05, asked=False), 1)
    1.0
    >>> round(reached(4.0, 1.0, evidence=0.5, on_topic=0.05, asked=True), 1)
    2.9
    """
    near_it = 6 * max(0.0, on_topic - _CHANCE) + max(0.0, evidence - _STRAY) / 0.8
    doubt = (1 - _TRUST if asked else 1.0) * math.exp(-near_it)
    return _TOLD * (1 + (1 - doubt) * (told - 1)) + (1 - _TOLD) * near


def deeds_in(prepared: Prepared, claim: Claim) -> int:
    """How many things the speaker did in a sentence that tells of an own deed; else 0."""
    if not (claim.deed and claim.own):
        return 0
    lex, sentence = prepared.lexicon, claim.sentence
    if sentence.last_word - sentence.first_word < _LEAST_WORDS:
        return 0  # "I made a plan." claims
    if lex.script == "han":
        did = sign_patterns(lex.locale)["did"]
        text = prepared.norm[sentence.norm_start : sentence.norm_end]
        return sum(
            bool(lex.deed.search(clause) or did.search("，" + clause))
            and not clause.startswith(_HAN_OTHERS)
            for clause in _HAN_CLAUSE.split(text)
            if not _HAN_DENIED.search(clause)
        )
    past, stative = lex.words["past"], lex.words["stative"]
    done, before = 0, ""
    for word in prepared.words[sentence.first_word : sentence.last_word]:
        if before not in _OTHERS and word not in stative and is_past(word, past):
            done += 1
        before = word
    return done
