"""Situation, task, action, result: which parts of a told episode an answer holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from interview import Flag
from scoring.language.claims import Claim
from scoring.language.denial import negated
from scoring.language.lexicon import Lexicon
from scoring.language.prepared import Prepared

_CLAUSE = re.compile(r"[，。；！？;!?]| [,.](?= )")
# a clause the speaker acts in; one in which something came of it
_OWN = {"spaced": re.compile(r" (?:i|we) "), "han": re.compile(r"^.{0,6}我")}
_OUTCOME = {
    "spaced": re.compile(
        r"^ (?:(?:and|so|but|which) )*(?!(?:i|we|to|with|for|in|on|at|not) )\w+ \w+"
    ),
    "han": re.compile(r"^(?:后来|最后|结果|现在|他|她|它|大家|客户|对方|.{0,8}[了过好住到]|没)"),
}
_OWN_DENIAL = re.compile(r" (?:i|we) (?:\w+ )?(?:not|never) |我们?(?:也|都|还|就)?(?:没|不)")
PARTS = ("situation", "task", "action", "result")
# a part of an episode takes a sentence, not a label
_LEAST_WORDS = {"spaced": 4, "han": 4}
_LEAST_DEED = {"spaced": 6, "han": 4}


@dataclass(frozen=True, kw_only=True, slots=True)
class SentenceParts:
    """One sentence of the transcript and the parts of an episode it tells."""

    start_char: int
    end_char: int
    quote: str
    parts: tuple[str, ...]


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

    def count(self, part: str) -> int:
        """How many sentences tell a part; 0 names it as missing."""
        return sum(part in tag for tag in self.tags)

    def sentences(self, prepared: Prepared, said: Sequence[Claim]) -> tuple[SentenceParts, ...]:
        """The sentences that tell a part, with their places in the text."""
        return tuple(
            SentenceParts(
                start_char=claim.sentence.start,
                end_char=claim.sentence.end,
                quote=prepared.text[claim.sentence.start : claim.sentence.end],
                parts=tuple(part for part in PARTS if part in tag),
            )
            for claim, tag in zip(said, self.tags, strict=True)
            if tag
        )


def star_flags(found: Star) -> tuple[Flag, ...]:
    """What a behavioural answer leaves out, one flag a part.

    Without an action nothing else is worth naming. A task is often understood from the situation,
    so the two are missed together; ``lang_star_task`` counts its sentences all the same.

    Examples
    --------
    >>> [flag.code for flag in star_flags(Star((frozenset({"situation", "action"}),)))]
    ['language.star_no_result']
    """
    missing = set(found.missing)
    if "action" in missing:
        return (Flag(code="language.star_no_action"),)
    codes = []
    if {"situation", "task"} <= missing:
        codes.append("language.star_no_situation")
    if "result" in missing:
        codes.append("language.star_no_result")
    return tuple(Flag(code=code) for code in codes)


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
    least = _LEAST_DEED[prepared.lexicon.script]
    acts = [i for i in told if said[i].deed and _words(said[i]) >= least]
    first, last = (acts[0], acts[-1]) if acts else (len(said), -1)
    tags: list[frozenset[str]] = [frozenset()] * len(said)
    for i in told:
        parts = _cued(prepared, said[i])
        if i in acts:
            parts.add("action")
        elif i < first and acts and not said[i].denies:
            parts.add("situation")
        if i == first:
            parts |= _around(prepared, said[i])[0]
        if i == last:
            parts |= _around(prepared, said[i])[1]
        if i > last and acts and not _OWN_DENIAL.search(_norm(prepared, said[i])):
            parts.add("result")
        tags[i] = frozenset(parts)
    if not acts:
        tags = [tag - {"result"} for tag in tags]
        kept = next((p for p in PARTS if any(p in tag for tag in tags)), "")
        tags = [tag & {kept} for tag in tags]
    elif results and not any("result" in tag for tag in tags):
        tags[last] |= {"result"}
    return Star(tuple(tags))


def _norm(prepared: Prepared, claim: Claim) -> str:
    return prepared.norm[claim.sentence.norm_start : claim.sentence.norm_end]


def _tells(prepared: Prepared, claim: Claim) -> bool:
    """Can this sentence be part of an episode? A part takes a sentence, not a label."""
    if claim.void or claim.echo or claim.listed or claim.deflects or claim.repeated:
        return False
    return _words(claim) >= _LEAST_WORDS[prepared.lexicon.script]


def _words(claim: Claim) -> int:
    return claim.sentence.last_word - claim.sentence.first_word


def _around(prepared: Prepared, claim: Claim) -> tuple[set[str], set[str]]:
    """Situation and result told in the clauses before and behind the deeds of one sentence.

    Speech puts a whole episode between two full stops, Chinese speech above all.
    """
    lex = prepared.lexicon
    begin, end = claim.sentence.norm_start, claim.sentence.norm_end
    clauses = [c for c in _CLAUSE.split(prepared.norm[begin:end]) if len(c) > 2]
    own = [_OWN[lex.script].search(c) is not None for c in clauses]
    if not any(own):
        return set(), set()
    first = own.index(True)
    last = len(own) - 1 - own[::-1].index(True)
    before = {"situation"} if first > 0 else set()
    after = (
        {"result"} if any(_OUTCOME[lex.script].search(c) for c in clauses[last + 1 :]) else set()
    )
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
        if claim.void or claim.echo or claim.listed or claim.repeated or claim.deflects:
            continue
        if claim.content < 3:
            continue
        begin, end = claim.sentence.norm_start, claim.sentence.norm_end + 1
        count += any(
            not negated(prepared, found.start(), found.end())
            for number in numbers.finditer(prepared.norm, begin, end)
            for found in cues["change"].finditer(
                prepared.norm, *_beside(prepared, number.start(), begin, end)
            )
        )
    return count


def _beside(prepared: Prepared, place: int, begin: int, end: int) -> tuple[int, int]:
    """Where its change may stand: its sentence, in Chinese its clause and the one before."""
    if prepared.lexicon.script != "han":
        return begin, end
    marks = [mark.start() for mark in _CLAUSE.finditer(prepared.norm, begin, end)]
    return (
        ([begin, begin] + [m + 1 for m in marks if m < place])[-2],
        min((m for m in marks if m > place), default=end),
    )


@cache
def _numbers(lex: Lexicon) -> re.Pattern[str]:
    units = sorted(lex.words["units"], key=len, reverse=True)
    if lex.script == "han":
        joined = "|".join(map(re.escape, units))
        many = "两二三四五六七八九十百千万亿半零"
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
