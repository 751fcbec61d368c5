"""What can be counted in an answer: words, fillers, connectives, variety, first person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from scoring.gate_thresholds import limit
from scoring.language.lexicon import Lexicon
from scoring.language.prepared import Prepared

VARIETY_WINDOW = round(limit("language.variety_window"))


def spoken_units(prepared: Prepared) -> int:
    """Words; in Chinese characters, with a Latin word or a figure as one.

    Examples
    --------
    >>> from interview import Segment, Transcript
    >>> from scoring.language.prepared import prepare
    >>> said = Transcript(segments=(Segment(text="我用 Excel 做表"),), source="text")
    >>> spoken_units(prepare(said, "zh"))
    5
    """
    if prepared.lexicon.script != "han":
        return len(prepared.words)
    return len(_HAN_UNIT.findall(prepared.norm))


_HAN_UNIT = re.compile(r"[\u3400-\u9fff]|[A-Za-z]+|\d+(?:\.\d+)?")


def variety(words: Sequence[str], window: int = VARIETY_WINDOW) -> float | None:
    """Moving-average type-token ratio: the mean share of different words in a sliding window.

    Unlike the plain ratio it does not fall with length. None when there are fewer words than one
    window holds.

    Notes
    -----
    Covington and McFall (2010), Journal of Quantitative Linguistics 17, 94-100.

    Examples
    --------
    >>> variety(["a", "b", "a", "b"], window=2), variety(["a", "a", "a"], window=2)
    (1.0, 0.5)
    """
    n = len(words)
    if n < window:
        return None
    inside = Counter(words[:window])
    different = len(inside)
    total = different
    for at in range(window, n):
        gone, new = words[at - window], words[at]
        inside[gone] -= 1
        if inside[gone] == 0:
            different -= 1
        if inside[new] == 0:
            different += 1
        inside[new] += 1
        total += different
    return total / ((n - window + 1) * window)


def cue_count(prepared: Prepared, kind: str) -> int:
    """How often a kind of cue occurs, beside the phrases that only look like it.

    "Kind of late" holds a filler, "this kind of oil" does not: such phrases stand in the lexicon
    under ``not_filler`` and the like.
    """
    cues = prepared.lexicon.cues
    found = [match.start() for match in cues[kind].finditer(prepared.norm)]
    if not found or f"not_{kind}" not in cues:
        return len(found)
    spans = [match.span() for match in cues[f"not_{kind}"].finditer(prepared.norm)]
    return sum(not any(a <= at < b for a, b in spans) for at in found)


def sequence_words(prepared: Prepared) -> tuple[int, int]:
    """(as connective, as filler) uses of a word that is both, as 然后 in Chinese.

    It orders events after a word such as 先 in the same sentence, and the first time it occurs;
    each further one is a habit of speech.
    """
    lex = prepared.lexicon
    if not lex.sequence_word or lex.sequence_before is None:
        return 0, 0
    connective = filler = 0
    for sentence in prepared.sentences:
        text = prepared.norm[sentence.norm_start : sentence.norm_end]
        uses = text.count(lex.sequence_word)
        if not uses:
            continue
        ordered = bool(lex.sequence_before.search(text[: text.index(lex.sequence_word)]))
        if ordered or not connective:
            connective += 1
            uses -= 1
        filler += uses
    return connective, filler


def first_person(prepared: Prepared) -> tuple[int, int]:
    """(singular, plural) first-person words.

    自我 is no first person, and 我们公司 names a company, not a team.

    Examples
    --------
    >>> from interview import Segment, Transcript
    >>> from scoring.language.prepared import prepare
    >>> said = "我们公司让我做自我介绍，我们团队听了。"
    >>> first_person(prepare(Transcript(segments=(Segment(text=said),), source="text"), "zh"))
    (1, 1)
    """
    lex = prepared.lexicon
    if lex.script == "han":
        one, many = _han_persons(lex)
        return len(one.findall(prepared.norm)), len(many.findall(prepared.norm))
    singular, plural = lex.words["singular"], lex.words["plural"]
    return (
        sum(word in singular for word in prepared.words),
        sum(word in plural for word in prepared.words),
    )


@cache
def _han_persons(lex: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before = "".join(sorted(lex.words["not_singular_after"]))
    one = "|".join(sorted(lex.words["singular"]))
    many = "|".join(sorted(lex.words["plural"]))
    units = "|".join(sorted(lex.words["not_plural_before"]))
    return (re.compile(f"(?<![{before}])(?:{one})(?!们)"), re.compile(f"(?:{many})(?!们|{units})"))
