"""Which sentences show a competency, how strongly, and where a person can hear them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from interview import Evidence, Locale
from scoring.competencies import competency, on_change
from scoring.language.claims import Claim
from scoring.language.denial import negated
from scoring.language.ladder import DEED_UNIT, deeds_in
from scoring.language.lexicon import lexicon
from scoring.language.prepared import Prepared, Sentence
from scoring.language.timing import Clock

# strength of one plainly told behaviour is 3.0 of 10, of two 5.0, of three 6.5, of five 8.3
_SATURATION = 0.35
# words a sentence must hold beside the phrase itself to count in full: names, things, figures
_SPECIFIC_WORDS = 4
# one behaviour needs about this many words of telling; more phrases than that are a recital
_WORDS_PER_BEHAVIOUR = 9
# what an own deed counts that matches no listed behaviour, and all of them together
_DEED = 0.4
_MOST_DEEDS = 2.0
# an answer to another question is this far on topic as well
_BY_CHANCE = 0.15
_QUOTES = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """How strongly an answer shows one competency (0 to 10) and the sentences that do."""

    strength: float
    behaviours: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@cache
def _patterns(key: str, locale: Locale) -> tuple[tuple[str, re.Pattern[str]], ...]:
    lex = lexicon(locale)
    return tuple((b.key, lex.compile(b.phrases[locale])) for b in competency(key).behaviours)


on_change(_patterns.cache_clear)


def places_of(key: str, prepared: Prepared, sentence: Sentence) -> frozenset[int]:
    """Where in the normal form one sentence names behaviours of a competency, meant or not."""
    return frozenset(
        found.start()
        for _, pattern in _patterns(key, prepared.lexicon.locale)
        for found in pattern.finditer(prepared.norm, sentence.norm_start, sentence.norm_end)
    )


def show(
    key: str, prepared: Prepared, said: Sequence[Claim], clock: Clock, *, deeds: float = 0.0
) -> Shown:
    """Find the behaviours of one competency.

    Each distinct behaviour counts once, by its best sentence: the sentence's worth (own deeds
    most), times how specific it is. Denied phrases count nothing. The sum saturates,
    ``10 (1 - exp(-0.35 sum))``, and cannot exceed what the length of the answer could tell.

    ``deeds`` (0 to 1) says how far own deeds that match no listed behaviour speak for this
    competency: a lexicon knows only some of the ways in which people tell what they did. It is
    above 0 only for the competency that was asked about, and falls with distance from the topic.

    Notes
    -----
    Distinct behaviours rather than hits: saying one phrase ten times shows one thing.
    """
    best: dict[str, tuple[float, Claim]] = {}
    per_sentence: dict[int, set[str]] = {}
    for name, pattern in _patterns(key, prepared.lexicon.locale):
        for found in pattern.finditer(prepared.norm):
            claim = _claim_at(said, found.start())
            if claim is None or claim.worth == 0 or negated(prepared, found.start(), found.end()):
                continue
            per_sentence.setdefault(claim.sentence.start, set()).add(name)
            weight = claim.worth * _specific(prepared, claim, found.group())
            if weight > best.get(name, (0.0, claim))[0]:
                best[name] = (weight, claim)
    total = 0.0
    by_sentence: dict[int, tuple[float, Claim]] = {}
    for weight, claim in best.values():
        sentence = claim.sentence
        crowd = len(per_sentence[sentence.start])
        words = sentence.last_word - sentence.first_word
        weight *= min(1.0, (words + 3) / (crowd * 6))
        total += weight
        by_sentence[sentence.start] = (
            by_sentence.get(sentence.start, (0.0, claim))[0] + weight,
            claim,
        )
    about = max(0.0, deeds - _BY_CHANCE) / (1 - _BY_CHANCE)
    if about > 0:
        total += about * _told_deeds(prepared, said, by_sentence)
    total *= _fullness(said)
    # only sentences that claim something make room for behaviours
    room = sum(c.sentence.last_word - c.sentence.first_word for c in said if c.worth > 0)
    total = min(total, room / _WORDS_PER_BEHAVIOUR)
    strength = 10 * (1 - math.exp(-_SATURATION * total))
    ranked = sorted(by_sentence.values(), key=lambda pair: (-pair[0], pair[1].sentence.start))
    return Shown(
        strength=strength,
        behaviours=tuple(best),
        evidence=tuple(_evidence(key, prepared, c, clock) for _, c in ranked[:_QUOTES]),
    )


def _told_deeds(
    prepared: Prepared, said: Sequence[Claim], shown: dict[int, tuple[float, Claim]]
) -> float:
    """What own deeds count together; their sentences join those that show a behaviour."""
    told = 0.0
    for claim in said:
        if claim.worth == 0 or not (done := deeds_in(prepared, claim)):
            continue
        specific = min(max(claim.content - 3, 0) / _SPECIFIC_WORDS, 1.0)
        if specific > 0:
            told += specific * done
            shown.setdefault(claim.sentence.start, (0.0, claim))
    return min(told * _DEED / DEED_UNIT[prepared.lexicon.script], _MOST_DEEDS)


def _fullness(said: Sequence[Claim]) -> float:
    """1 for normal speech, towards 0 for a recital of tiny sentences or of the same one.

    People tell what happened in sentences of ten words and more; four words a sentence, or the
    same sentence again and again, is a list of claims.
    """
    lengths = [c.sentence.last_word - c.sentence.first_word for c in said]
    once = [n for n, c in zip(lengths, said, strict=True) if not c.repeated]
    if not once:
        return 0.0
    mean = sum(once) / len(once)
    brief = min(max((mean - 3) / 4, 0.15), 1.0) if len(once) > 2 else 1.0
    return brief * sum(once) / sum(lengths)


def _claim_at(said: Sequence[Claim], place: int) -> Claim | None:
    for claim in said:
        if claim.sentence.norm_start <= place < claim.sentence.norm_end:
            return claim
    return None


def _specific(prepared: Prepared, claim: Claim, phrase: str) -> float:
    spaced = prepared.lexicon.script == "spaced"
    # a long phrase with a gap holds details itself, so no phrase takes off more than two words
    inside = min(len(phrase.split()) if spaced else len(phrase) / 2, 2)
    return min(1.0, max(claim.content - inside, 0.0) / _SPECIFIC_WORDS * 0.9 + 0.1)


def _evidence(key: str, prepared: Prepared, claim: Claim, clock: Clock) -> Evidence:
    sentence = claim.sentence
    start_ms, end_ms = clock.span(sentence.start, sentence.end)
    return Evidence(
        start_ms=start_ms,
        end_ms=end_ms,
        start_char=sentence.start,
        end_char=sentence.end,
        quote=prepared.text[sentence.start : sentence.end],
        feature=f"lang_evidence.{key}",
        modality="language",
    )
