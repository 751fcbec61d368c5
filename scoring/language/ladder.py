"""How far an answer has come, whatever it is about: from putting off to a lasting effect."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from scoring.language.claims import Claim, is_past
from scoring.language.denial import negated
from scoring.language.prepared import Prepared
from scoring.language.signs import sign_patterns

LOWEST, HIGHEST = 1.0, 5.0
# what an answer to another question has in common with this one, and shows of its competency
_CHANCE, _STRAY = 0.10, 0.8
_TOLD = 0.9
# what each sign moves, in levels; counts enter by their logarithm, so that the first of a kind
# tells most. Rounded from a ridge regression on half of the answers with known levels
_START = 1.45
_DEEDS, _DETAILS, _FIGURES = 0.45, 0.38, 0.50
_CHECKED, _CONSIDERED, _LASTING = 0.10, 0.10, 0.10
_AVOIDED, _BLAMED, _NOTHING, _DENIED = -0.27, -0.27, -0.27, -0.20
# generalities lift an answer without deeds from level 1 towards 2
_GENERAL, _GENERAL_ONLY = 0.10, 0.35
# how many are told where one weighs: Chinese has a verb in every clause and no articles between its
# words; fitted so that an answer of one level scores alike in both languages
DEED_UNIT = {"spaced": 1.0, "han": 2.3}
_DETAIL_UNIT = {"spaced": 2.35, "han": 10.5}
_FIGURE_UNIT = {"spaced": 2.1, "han": 1.0}
# a deed is told in as many words; fewer only claim it
_LEAST_WORDS = 6
_TRAIT = 0.2
_PUTS_OFF = frozenset(["avoid", "blame", "nothing"])
_MOST_DEEDS, _MOST_FIGURES = 12, 10

_HAN_FIGURE = re.compile(r"[\d两二三四五六七八九十百千万亿几半]+")
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


@dataclass(frozen=True, slots=True)
class Signs:
    """What was counted in an answer, outside echoes, lists and repetitions.

    ``deeds`` are own past actions, ``details`` different words with a meaning of their own (the
    names and things of a story), ``figures`` numbers; none of them is counted in
    sentences that put off, wish or generalise. ``avoided``, ``blamed``, ``nothing``, ``checked``,
    ``considered`` and ``lasting`` are sentences with such a sign; ``general`` and ``denied`` shares
    of the words and sentences.
    """

    deeds: float = 0.0
    details: float = 0.0
    figures: float = 0.0
    checked: int = 0
    considered: int = 0
    lasting: int = 0
    avoided: int = 0
    blamed: int = 0
    nothing: int = 0
    denied: float = 0.0
    general: float = 0.0


def told_level(signs: Signs) -> float:
    """The level, 1 to 5, an answer with these signs reaches, whatever it is about.

    1 puts off, blames or has no example; 2 speaks in general, praises itself or wishes; 3 tells
    one plain episode; 4 several own deeds and a checked outcome; 5 also figures, the people
    concerned and what lasted.

    Notes
    -----
    Linear in the logarithms of the counts; the weights stand above. The levels are those of
    behaviourally anchored rating scales (Smith and Kendall 1963, Journal of Applied Psychology
    47, 149-155) for the structured interview.

    Examples
    --------
    >>> round(told_level(Signs(general=1.0)), 1), round(told_level(Signs(avoided=2, blamed=1)), 1)
    (1.9, 1.0)
    >>> round(told_level(Signs(deeds=6, details=6, figures=4, checked=2, considered=2)), 1)
    4.3
    """
    level = (
        _START
        + _DEEDS * math.log1p(min(signs.deeds, _MOST_DEEDS))
        + _DETAILS * math.log1p(signs.details)
        + _FIGURES * math.log1p(min(signs.figures, _MOST_FIGURES))
        + _CHECKED * min(signs.checked, 2)
        + _CONSIDERED * min(signs.considered, 3)
        + _LASTING * min(signs.lasting, 2)
        + _AVOIDED * min(signs.avoided, 2)
        + _BLAMED * min(signs.blamed, 2)
        + _NOTHING * min(signs.nothing, 1)
        + _DENIED * signs.denied
        + signs.general * (_GENERAL + _GENERAL_ONLY * max(0.0, 1 - signs.deeds / 3))
    )
    return min(max(level, LOWEST), HIGHEST)


def reached(told: float, near: float, *, evidence: float, on_topic: float) -> float:
    """The level reached for one competency: how it was told, as far as it is about it.

    Formula: ``1 + r (t - 1)`` and the nearest anchor, at weights .9 and .1. t is ``told``;
    ``r = 1 - exp(-6 o - e / 0.8)`` is how far the answer speaks of the competency, with o on topic
    (0 where the question asks for something else) and e the strength of its evidence, both beyond
    what answers to other questions have. A vivid story of something else stays low.

    Examples
    --------
    >>> round(reached(4.0, 3.0, evidence=3.0, on_topic=0.6), 1)
    3.9
    >>> round(reached(4.0, 1.0, evidence=0.5, on_topic=0.05), 1)
    1.0
    """
    near_it = 6 * max(0.0, on_topic - _CHANCE) + max(0.0, evidence - _STRAY) / 0.8
    return _TOLD * (1 + (1 - math.exp(-near_it)) * (told - 1)) + (1 - _TOLD) * near


def signs_of(prepared: Prepared, said: Sequence[Claim]) -> Signs:
    """Count the signs of an answer in one pass."""
    lex = prepared.lexicon
    locale, norm = lex.locale, prepared.norm
    places = {
        name: [
            found.start()
            for found in pattern.finditer(norm)
            if name not in _PUTS_OFF or not negated(prepared, found.start(), found.end())
        ]
        for name, pattern in sign_patterns(locale).items()
    }
    function = lex.words["function"]
    count = dict.fromkeys(places, 0)
    deeds = figures = content = general = live = denied = 0
    named: set[str] = set()
    for claim in said:
        if claim.echo or claim.listed or claim.repeated:
            continue
        sentence = claim.sentence
        begin, end = sentence.norm_start, sentence.norm_end
        held = {name for name, at in places.items() if any(begin <= k < end for k in at)}
        for name in held:
            count[name] += 1
        live += 1
        denied += claim.denies
        content += claim.content
        if claim.void or ("general" in held and not claim.deed):
            general += claim.content
        if claim.void or claim.worth < _TRAIT or held & _PUTS_OFF:
            continue
        if "general" in held and not claim.deed:
            continue
        words = prepared.words[sentence.first_word : sentence.last_word]
        stems = prepared.stems[sentence.first_word : sentence.last_word]
        figures += _figures(prepared, norm[begin:end], words, stems)
        deeds += deeds_in(prepared, claim)
        named.update(
            stem
            for word, stem in zip(words, stems, strict=True)
            if word not in function and stem != "#"
        )
    return Signs(
        deeds=deeds / DEED_UNIT[lex.script],
        details=len(named) / _DETAIL_UNIT[lex.script],
        figures=figures / _FIGURE_UNIT[lex.script],
        checked=count["checked"],
        considered=count["considered"],
        lasting=count["lasting"],
        avoided=count["avoid"],
        blamed=count["blame"],
        nothing=count["nothing"],
        denied=denied / max(live, 1),
        general=general / max(content, 1),
    )


def _figures(prepared: Prepared, text: str, words: list[str], stems: list[str]) -> int:
    if prepared.lexicon.script == "han":
        return len(_HAN_FIGURE.findall(text))
    numbers = prepared.lexicon.words["numbers"]
    return sum(
        stem == "#" or (word in numbers and word != "one")
        for word, stem in zip(words, stems, strict=True)
    )


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
