"""Reading English clauses: subject, time and denial, from closed classes of words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from scoring.language.claims import Claim
from scoring.language.prepared import Prepared
from scoring.language.telling import grammar, live, per_class

# past forms that make an answer one of the past
_TELLING = 3
_TAG = re.compile(
    r"(?:n['’]t|not) (?:it|he|she|they|you|i|we)\?|, (?:right|huh|eh|no|so|is it|innit)\?", re.I
)


def spaced_traits(prepared: Prepared, said: Sequence[Claim]) -> dict[str, float]:
    """How an English answer tells, as shares of its clauses, logarithms of counts or per 100 words.

    A clause is a subject pronoun and the verb behind it. ``deeds`` are different verbs of doing in
    the past with the speaker as subject ("I turned them over and planed the undersides" holds
    two); what one felt, had or awaited is none. The other traits say who else acts, in which time,
    and what is denied.

    Examples
    --------
    >>> from interview import Segment, Transcript
    >>> from scoring.language.claims import claims
    >>> from scoring.language.prepared import prepare
    >>> def read(text: str) -> dict[str, float]:
    ...     made = prepare(Transcript(segments=(Segment(text=text),), source="text"), "en")
    ...     return spaced_traits(made, claims(made, kind=None))
    >>> found = read("I turned them over and planed the undersides. She walks on them.")
    >>> round(math.expm1(found["deeds"])), found["others_present"]
    (2, 0.5)
    >>> read("They never told me. I did not ask.")["own_denied"]
    0.5
    """
    lists = grammar(prepared.lexicon.locale)
    words = prepared.words
    irregular, either, no_deed = lists["past"], lists["past_or_present"], lists["no_deed"]
    state, joins, denial = lists["state"], lists["joins"], lists["denial"]
    past = {w for w in set(words) if w in irregular or _regular(w)}
    if sum(w in past or w in state for w in words) >= _TELLING:
        past |= either
    subjects = lists["own"] | lists["you"] | lists["thing"] | lists["others"]
    counts: Counter[str] = Counter()
    deeds: set[str] = set()
    told = 0
    heard = live(said)
    last_denies = last_past = False
    for claim in heard:
        end = claim.sentence.last_word
        at = claim.sentence.first_word
        mine = happened = False
        last_denies = not denial.isdisjoint(words[at:end])
        while at < end:
            word = words[at]
            if word in subjects:
                verb = _verb_place(words, at + 1, end, lists)
                kind = _kind(words[verb], word, past, lists) if verb < end else ""
                if kind:
                    denied = _denied(words, at, verb, end, lists)
                    who = _who(word, lists)
                    counts["clauses"] += 1
                    counts["crowd"] += word in lists["crowd"]
                    mine = who == "own"
                    happened = happened or kind in ("past", "state")
                    if mine and kind == "past" and words[verb] in no_deed:
                        kind = "felt"
                    elif mine and kind == "past" and not denied:
                        deeds.add(prepared.stems[verb])
                    counts[f"{who}_denied" if denied else f"{who}_{kind}"] += 1
                    at = verb
            elif word in past:
                happened = True
                before = words[at - 1] if at else ""
                if mine and (before in joins or _adverb(before, lists)) and word not in no_deed:
                    deeds.add(prepared.stems[at])
            elif word in state:
                happened = True
            at += 1
        told += happened
        last_past = happened
    clauses = max(counts["clauses"], 1)
    hundred = max(len(words), 1) / 100
    numbers = prepared.lexicon.words["numbers"]
    held = per_class(words, prepared.lexicon.locale, _CLASSES)
    return {
        "deeds": math.log1p(len(deeds)),
        "figures": math.log1p(sum(w[0].isdigit() or (w in numbers and w != "one") for w in words)),
        "times": math.log1p(held["times"]),
        "own_present": counts["own_present"] / clauses,
        "own_modal": counts["own_modal"] / clauses,
        "own_felt": counts["own_felt"] / clauses,
        "own_denied": counts["own_denied"] / clauses,
        "you": sum(counts[f"you_{kind}"] for kind in _KINDS) / clauses,
        "others_past": (counts["others_past"] + counts["others_state"]) / clauses,
        "others_present": (counts["others_present"] + counts["others_modal"]) / clauses,
        "thing_past": (counts["thing_past"] + counts["thing_state"]) / clauses,
        "thing_present": (counts["thing_present"] + counts["thing_modal"]) / clauses,
        "crowd": counts["crowd"] / clauses,
        "past_sentences": told / max(len(heard), 1),
        "last_past": float(last_past),
        "last_denies": float(last_denies),
        "denials": held["denial"] / hundred,
        "turns": held["turns"] / hundred,
        "strong": held["strong"] / hundred,
        "questions": float(min(prepared.text.count("?"), 2)),
        "tag": float(_TAG.search(prepared.text) is not None),
        "sentence": math.log(max(len(words), 1) / max(len(prepared.sentences), 1)),
    }


_CLASSES = ("times", "denial", "turns", "strong")
_KINDS = ("past", "state", "present", "modal", "denied")


def _regular(word: str) -> bool:
    return word.endswith("ed") and not word.endswith("eed") and len(word) > 3


def _adverb(word: str, lists: Mapping[str, frozenset[str]]) -> bool:
    return word in lists["adverbs"] or (word.endswith("ly") and len(word) > 4)


def _verb_place(words: list[str], at: int, end: int, lists: Mapping[str, frozenset[str]]) -> int:
    while at < end and _adverb(words[at], lists):
        at += 1
    return at


def _kind(verb: str, subject: str, past: set[str], lists: Mapping[str, frozenset[str]]) -> str:
    """What stands behind a subject: modal, present, state, past, or nothing that is a verb."""
    if verb in lists["modal"]:
        return "modal"
    if verb in lists["present"]:
        return "present"
    if verb in lists["state"]:
        return "state"
    if verb in past:
        return "past"
    if verb in lists["no_verb"] or not verb.isalpha() or subject in ("that", "this", "who"):
        return ""
    return "" if verb in lists["own"] | lists["others"] | lists["thing"] else "present"


def _denied(
    words: list[str], subject: int, verb: int, end: int, lists: Mapping[str, frozenset[str]]
) -> bool:
    if "never" in words[subject + 1 : verb]:
        return True
    behind = words[verb + 1] if verb + 1 < end else ""
    return words[verb] in lists["auxiliary"] and behind in ("not", "never")


def _who(subject: str, lists: Mapping[str, frozenset[str]]) -> str:
    if subject in lists["own"]:
        return "own"
    if subject in lists["you"]:
        return "you"
    return "thing" if subject in lists["thing"] else "others"
