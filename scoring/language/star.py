"""Situation, task, action, result: which parts of a told episode an answer holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from scoring.language.claims import Claim, negated
from scoring.language.lexicon import Lexicon
from scoring.language.prepared import Prepared

# a part of an episode takes a sentence, not a label
_LEAST_WORDS = {"spaced": 6, "han": 4}


def star(prepared: Prepared, said: Sequence[Claim], results: int) -> frozenset[str]:
    """The parts present, of ``situation``, ``task``, ``action``, ``result``.

    Habits and wishes hold none of them: "usually I ask the customer first" tells no episode. A
    result counts only where something was done.

    Notes
    -----
    The parts are those of the structured behavioural interview (situation, task, action, result;
    Byham's targeted selection, 1977). Presence by cue words is cruder than a trained rater.
    """
    cues = prepared.lexicon.cues
    parts: set[str] = set()
    for claim in said:
        if claim.void or claim.echo or claim.listed:
            continue
        begin, end = claim.sentence.norm_start, claim.sentence.norm_end + 1
        words = claim.sentence.last_word - claim.sentence.first_word
        if claim.deflects or claim.repeated or words < _LEAST_WORDS[prepared.lexicon.script]:
            continue
        if cues["situation"].search(prepared.norm, begin, end):
            parts.add("situation")
        if cues["task"].search(prepared.norm, begin, end):
            parts.add("task")
        if claim.deed:
            parts.add("action")
        if any(
            not negated(prepared, found.start(), found.end())
            for found in cues["result"].finditer(prepared.norm, begin, end)
        ):
            parts.add("result")
    if results:
        parts.add("result")
    if "action" not in parts:
        parts.discard("result")
    return frozenset(parts)


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
        r"| from # .{0,24}to #| (?:doubl|halv|tripl|zero)\w*(?= )"
    )
