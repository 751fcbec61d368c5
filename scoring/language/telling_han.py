"""Reading Chinese clauses: who acts, whether it was done, and what is denied."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from scoring.language.claims import Claim
from scoring.language.prepared import Prepared, Sentence
from scoring.language.segmenter import verbs
from scoring.language.telling import grammar, live, per_class

_CUT = re.compile(r"[，。；！？：、,;!?:…“”\"\n]")
_FIGURE = re.compile(r"[\d两二三四五六七八九十百千万亿几半]+")
_SET_PHRASE = 4


def han_traits(prepared: Prepared, said: Sequence[Claim]) -> dict[str, float]:
    """How a Chinese answer tells, as shares of its clauses, logarithms of counts or per 100 words.

    A clause is a stretch between two marks with a verb. Its subject is the first person named in
    it who is no object; a clause that names none goes on with the subject before. ``deeds`` are
    different verbs of doing of the speaker in clauses that say it was done (了, 过, a verb with a
    result, 把 or 给 and the like) and deny nothing.

    Examples
    --------
    >>> from interview import Segment, Transcript
    >>> from scoring.language.claims import claims
    >>> from scoring.language.prepared import prepare
    >>> def read(text: str) -> dict[str, float]:
    ...     made = prepare(Transcript(segments=(Segment(text=text),), source="text"), "zh")
    ...     return han_traits(made, claims(made, kind=None))
    >>> round(math.expm1(read("我把线重新接好，又画了张图。他看完笑了。")["deeds"]))
    2
    >>> read("他们没告诉我，我没问。")["own_denied"]
    0.5
    """
    lists = grammar(prepared.lexicon.locale)
    predicates = verbs()
    counts: Counter[str] = Counter()
    deeds: set[str] = set()
    heard = live(said)
    who = ""
    last_denies = last_done = False
    for claim in heard:
        last_denies = last_done = False
        for clause in _clauses(prepared, claim.sentence):
            who = _subject(clause, lists) or who
            acts = [
                w
                for w, behind in pairwise((*clause, ""))
                if w in predicates or behind in lists["aspect"]
            ]
            if not acts:
                counts["bare"] += 1
                continue
            kind = _kind(clause, acts, lists)
            counts["clauses"] += 1
            counts[f"{who or 'nobody'}_{kind}"] += 1
            last_denies = last_denies or kind == "denied"
            last_done = last_done or kind == "done"
            if who == "own" and kind == "done":
                deeds.update([w for w in acts if w not in lists["mental"]][:2])
    words = prepared.words
    clauses = max(counts["clauses"], 1)
    hundred = max(len(words), 1) / 100
    held = per_class(words, prepared.lexicon.locale, _CLASSES)
    return {
        "deeds": math.log1p(len(deeds)),
        "figures": math.log1p(len(_FIGURE.findall(prepared.norm))),
        "times": math.log1p(held["times"]),
        **{
            f"{person}_{kind}": counts[f"{person}_{kind}"] / clauses
            for person in ("own", "others", "nobody")
            for kind in ("done", "plain", "denied", "modal")
        },
        "own_mental": counts["own_mental"] / clauses,
        "you": sum(counts[f"you_{kind}"] for kind in _KINDS) / clauses,
        "bare": counts["bare"] / (clauses + counts["bare"]),
        "crowd": held["crowd"] / clauses,
        "last_done": float(last_done),
        "last_denies": float(last_denies),
        "denials": held["denial"] / hundred,
        "usual": held["usual"] / hundred,
        "self": held["own"] / hundred,
        "persons": held["persons"] / hundred,
        "strong": held["strong"] / hundred,
        "shrugs": held["shrug"] / hundred,
        "particles": held["particles"] / hundred,
        "set_phrases": sum(len(w) >= _SET_PHRASE for w in words) / hundred,
        "questions": float(min(prepared.norm.count("？") + prepared.norm.count("?"), 2)),
        "sentence": math.log(max(len(words), 1) / max(len(prepared.sentences), 1)),
        "clause": math.log(max(len(words), 1) / (clauses + counts["bare"])),
    }


_CLASSES = (
    *("times", "crowd", "denial", "usual", "own", "persons", "strong", "shrug", "particles"),
)
_KINDS = ("done", "plain", "denied", "modal", "mental")


def _clauses(prepared: Prepared, sentence: Sentence) -> Iterator[list[str]]:
    norm, at = prepared.norm, sentence.norm_start
    clause: list[str] = []
    for word in prepared.words[sentence.first_word : sentence.last_word]:
        place = norm.find(word, at)
        if place > at and clause and _CUT.search(norm, at, place):
            yield clause
            clause = []
        clause.append(word)
        if place >= 0:
            at = place + len(word)
    if clause:
        yield clause


def _subject(clause: list[str], lists: Mapping[str, frozenset[str]]) -> str:
    before = ""
    for word in clause:
        if before not in lists["object_after"]:
            for who in ("own", "others", "you"):
                if word in lists[who]:
                    return who
        before = word
    return ""


def _kind(clause: list[str], acts: list[str], lists: Mapping[str, frozenset[str]]) -> str:
    """What a clause says of its verb: denied, meant (modal), felt (mental), done or plain."""
    held = frozenset(clause)
    if not held.isdisjoint(lists["denial"]):
        return "denied"
    if not held.isdisjoint(lists["modal"]) or not held.isdisjoint(lists["usual"]):
        return "modal"
    done = not held.isdisjoint(lists["done"]) or not held.isdisjoint(lists["leads"])
    done = done or any(len(w) > 1 and w[-1] in lists["done_ends"] for w in acts)
    if all(w in lists["mental"] for w in acts) and not (done and "了" in held):
        return "mental"
    return "done" if done else "plain"
