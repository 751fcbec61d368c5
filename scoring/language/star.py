"""Situation, task, action, result: which parts of a told episode an answer holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from scoring.language.claims import Claim
from scoring.language.denial import negated
from scoring.language.lexicon import Lexicon
from scoring.language.prepared import Prepared

_CLAUSE = re.compile(r"[，。；！？,;!?]")
_DENIES = re.compile(r"没|不|未|白")
PARTS = ("situation", "task", "action", "result")
# a part of an episode takes a sentence, not a label
_LEAST_WORDS = {"spaced": 4, "han": 4}


@dataclass(frozen=True, slots=True)
class Star:
    """What each sentence tells of an episode, and which parts no sentence tells.

    ``tags`` holds one set of parts per sentence, empty for what tells none.
    """

    tags: tuple[frozenset[str], ...]

    @property
    def present(self) -> frozenset[str]:
        """The parts told somewhere."""
        return frozenset().union(*self.tags)

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts told nowhere, in the order of a story."""
        return tuple(part for part in PARTS if part not in self.present)


def star(prepared: Prepared, said: Sequence[Claim], results: int) -> Star:
    """Tag every sentence with its parts: ``situation``, ``task``, ``action``, ``result``.

    Habits and wishes hold none of them: "usually I ask the customer first" tells no episode. An
    action is an own or shared deed. The other parts are known by cue words; besides, what is told
    before the first action is its situation, and what is told after the last one its result. There
    is no result where nothing was done, and without an action a lone part is all that counts:
    complaints tell no episode either.

    Notes
    -----
    The parts are those of the structured behavioural interview (situation, task, action, result;
    Byham's targeted selection, 1977). Presence by cue words is cruder than a trained rater.
    """
    told = [i for i, claim in enumerate(said) if _tells(prepared, claim)]
    acts = [i for i in told if said[i].deed]
    first, last = (acts[0], acts[-1]) if acts else (len(said), -1)
    tags: list[frozenset[str]] = [frozenset()] * len(said)
    for i in told:
        parts = _cued(prepared, said[i])
        if said[i].deed:
            parts.add("action")
        elif i < first and acts and not said[i].denies:
            parts.add("situation")
        if i == first:
            parts |= _around(prepared, said[i])[0]
        if i == last:
            parts |= _around(prepared, said[i])[1]
        if i > last and acts and (not said[i].denies or "result" in parts):
            parts.add("result")
        tags[i] = frozenset(parts)
    if not acts:
        tags = [tag - {"result"} for tag in tags]
        kept = next((p for p in PARTS if any(p in tag for tag in tags)), "")
        tags = [tag & {kept} for tag in tags]
    elif results and not any("result" in tag for tag in tags):
        tags[last] |= {"result"}
    return Star(tuple(tags))


def _tells(prepared: Prepared, claim: Claim) -> bool:
    """Can this sentence be part of an episode? A part takes a sentence, not a label."""
    if claim.void or claim.echo or claim.listed or claim.deflects or claim.repeated:
        return False
    words = claim.sentence.last_word - claim.sentence.first_word
    return words >= _LEAST_WORDS[prepared.lexicon.script]


def _around(prepared: Prepared, claim: Claim) -> tuple[set[str], set[str]]:
    """Situation and result told in the clauses before and behind the deeds of one sentence.

    Chinese speech puts a whole episode between two full stops.
    """
    lex = prepared.lexicon
    if lex.script != "han":
        return set(), set()
    begin, end = claim.sentence.norm_start, claim.sentence.norm_end
    clauses = [c for c in _CLAUSE.split(prepared.norm[begin:end]) if len(c) > 2]
    does = [k for k, c in enumerate(clauses) if "我" in c and lex.deed.search(c)]
    if not does:
        return set(), set()
    before = {"situation"} if any("我" not in c[:3] for c in clauses[: does[0]]) else set()
    behind = clauses[does[-1] + 1 :]
    after = {"result"} if any("我" not in c and not _DENIES.search(c) for c in behind) else set()
    return before, after


def _cued(prepared: Prepared, claim: Claim) -> set[str]:
    cues = prepared.lexicon.cues
    begin, end = claim.sentence.norm_start, claim.sentence.norm_end + 1
    parts = {part for part in ("situation", "task") if cues[part].search(prepared.norm, begin, end)}
    if any(
        not negated(prepared, found.start(), found.end())
        for found in cues["result"].finditer(prepared.norm, begin, end)
    ):
        parts.add("result")
    return parts


def quantified(prepared: Prepared, said: Sequence[Claim]) -> int:
    """How many sentences state a result in figures: a number with a unit and a change.

    Dates, ages and head counts are not results, nor is "one thing" (一件事); a figure in a habit,
    a wish, a denied clause or an echo of the question does not count.
    """
    cues = prepared.lexicon.cues
    numbers = _numbers(prepared.lexicon)
    count = 0
    for claim in said:
        if claim.void or claim.echo or claim.listed or claim.repeated or claim.content < 3:
            continue
        begin, end = claim.sentence.norm_start, claim.sentence.norm_end + 1
        if not numbers.search(prepared.norm, begin, end):
            continue
        if any(
            not negated(prepared, found.start(), found.end())
            for found in cues["change"].finditer(prepared.norm, begin, end)
        ):
            count += 1
    return count


@cache
def _numbers(lex: Lexicon) -> re.Pattern[str]:
    units = sorted(lex.words["units"], key=len, reverse=True)
    if lex.script == "han":
        joined = "|".join(map(re.escape, units))
        many = "两二三四五六七八九十百千万亿半几零"
        return re.compile(
            rf"百分之[一{many}\d]"
            rf"|(?<!\d)(?!\d{{4}}年)\d+(?:\.\d+)?(?:多|余|来)?(?:{joined})(?!月|日|号|岁)"
            rf"|(?<![第周月一{many}])(?![一{many}]{{4}}年)[一{many}]*[{many}]"
            rf"(?:多|余|来)?(?:{joined})(?!起|直|定)"
            r"|翻了?[一两二三]倍?|一(?:倍|半|成)|(?<=提前)一[天周个]|[零0]投诉|零事故|零差错"
        )
    words = "|".join(re.escape(lex.stem(unit)) for unit in units if unit != "%")
    numbers = "|".join(re.escape(lex.stem(n)) for n in sorted(lex.words["numbers"]))
    return re.compile(
        rf" (?:#|{numbers})(?: (?:#|{numbers}))*(?: [^ .,]+)?(?: (?:{words})| percent)(?= )"
        rf"| (?:#|{numbers})(?: [^ .,]+){{0,4}} (?:against|than|out of|instead of|compar\w*|of)"
        rf"(?: [^ .,]+){{0,4}} (?:#|{numbers})(?= )"
        r"| from # .{0,24}to #| (?:doubl|halv|tripl|zero)\w*(?= )"
    )
