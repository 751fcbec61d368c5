"""A transcript as it would be with other fillers, recognition errors, or another name in it."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from interview import Locale, Segment, Transcript, Word
from workflow.altered.alterations import NAMED, Alteration

LISTS = Path(__file__).with_suffix(".toml")
# a word in letters, or one Chinese character
UNIT = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|[\u3400-\u9fff]")
# where one who speaks Chinese may hesitate: at the beginning, and after a stop
CLAUSE = re.compile(r"(?:^|(?<=[，。！？；,.!?;]))(?=[\u3400-\u9fff])")
SUBSTITUTED = 0.7  # of ten errors seven put something else in place, three lose the word

# characters from start to end of a text, and what stands there instead
Edit = tuple[int, int, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Lists:
    fillers: tuple[str, ...]
    filler_pattern: re.Pattern[str]
    introduction: str
    women: tuple[str, ...]
    men: tuple[str, ...]
    places: tuple[str, ...]
    other_places: tuple[str, ...]
    noise: tuple[str, ...]
    misheard: Mapping[str, str]


def altered_transcript(
    said: Transcript, alteration: Alteration, *, locale: Locale, seed: str, first: bool = True
) -> Transcript | None:
    """The transcript with one thing changed; None when nothing in it can be.

    Times stay: a word put in shares those of the word it precedes.

    Parameters
    ----------
    said : Transcript
    alteration : Alteration
        One that touches words. ``misheard_*`` change exactly that share of all words (Chinese:
        characters), and a higher share includes the errors of a lower one.
    locale : str
        The language spoken.
    seed : str
        Names the answer; the same answer is always altered alike.
    first : bool
        Whether it is the interview's first answer, the one that opens with a name.

    Examples
    --------
    >>> from workflow.altered.alterations import find_alterations
    >>> said = Transcript(source="text", segments=(Segment(text="Um, I asked Emily."),))
    >>> removed, named = find_alterations(["fillers_removed"])[0], find_alterations(["other_name"])
    >>> altered_transcript(said, removed, locale="en", seed="a").text
    'I asked Emily.'
    >>> altered_transcript(said, named[1], locale="en", seed="a", first=False).text
    'Um, I asked James.'
    """
    if alteration.key in (NAMED, "other_name", "other_hometown"):
        return _named(said, alteration.key, _lists(locale), seed, first=first)
    make = {
        "fillers_added": _fillers_added,
        "fillers_removed": _fillers_removed,
    }.get(alteration.key, _misheard)
    edits = make(said, alteration.amount, locale, random.Random(f"{seed}/{make.__name__}"))
    return _edited(said, edits) if any(edits) else None


def _fillers_added(
    said: Transcript, share: float, locale: Locale, rng: random.Random
) -> list[list[Edit]]:
    lists = _lists(locale)
    gap = "" if locale == "zh" else " "
    places = []
    for number, segment in enumerate(said.segments):
        if locale == "zh":
            found = [m.start() for m in CLAUSE.finditer(segment.text)]
        else:
            # before a word that follows another: never as a sentence's first
            found = [m.start() for m in UNIT.finditer(segment.text) if m.start() > 0]
        places += [(number, at) for at in found]
    words = sum(len(UNIT.findall(s.text)) for s in said.segments)
    chosen = rng.sample(places, min(len(places), max(1, round(share * words))))
    edits: list[list[Edit]] = [[] for _ in said.segments]
    for number, at in chosen if words else []:
        edits[number].append((at, at, rng.choice(lists.fillers) + gap))
    return edits


def _fillers_removed(
    said: Transcript, share: float, locale: Locale, rng: random.Random
) -> list[list[Edit]]:
    pattern = _lists(locale).filler_pattern
    return [[(m.start(), m.end(), "") for m in pattern.finditer(s.text)] for s in said.segments]


def _misheard(
    said: Transcript, share: float, locale: Locale, rng: random.Random
) -> list[list[Edit]]:
    lists = _lists(locale)
    units = [(n, m) for n, s in enumerate(said.segments) for m in UNIT.finditer(s.text)]
    # drawn for every unit before any is chosen, so that more errors include the fewer
    order = rng.sample(range(len(units)), len(units))
    lost = [rng.random() >= SUBSTITUTED for _ in units]
    other = [rng.choice(lists.noise) for _ in units]
    edits: list[list[Edit]] = [[] for _ in said.segments]
    for at in order[: round(share * len(units))]:
        number, unit = units[at]
        true = unit.group().lower()
        heard = "" if lost[at] else lists.misheard.get(true, other[at])
        edits[number].append((unit.start(), unit.end(), "" if heard == true else heard))
    return edits


def _named(
    said: Transcript, key: str, lists: _Lists, seed: str, *, first: bool
) -> Transcript | None:
    """The first answer opens with a name; in the counterpart all listed names are exchanged."""
    swapped = key == "other_name"
    if swapped:
        pairs = dict(zip(lists.women + lists.men, lists.men + lists.women, strict=True))
        pattern = re.compile("|".join(rf"(?<![A-Za-z]){name}(?![A-Za-z])" for name in pairs))
        said = _edited(
            said,
            [
                [(m.start(), m.end(), pairs[m.group()]) for m in pattern.finditer(s.text)]
                for s in said.segments
            ],
        )
    if not first:
        return said
    draw = random.Random(f"{seed}/name")
    name, place = draw.randrange(2 * len(lists.women)), draw.randrange(len(lists.places))
    names, others = lists.women + lists.men, lists.men + lists.women
    told = lists.introduction.format(
        name=(others if swapped else names)[name],
        place=(lists.other_places if key == "other_hometown" else lists.places)[place],
    )
    opening = said.segments[0]
    gap = said.joiner if UNIT.match(told) and told[0].isascii() else ""
    begun = _segment(opening, [(0, 0, told + gap)])
    return replace(said, segments=(begun, *said.segments[1:]))


def _edited(said: Transcript, edits: Sequence[Sequence[Edit]]) -> Transcript:
    changed = [
        _segment(segment, some) if some else segment
        for segment, some in zip(said.segments, edits, strict=True)
    ]
    # a sentence of which nothing is left was never heard
    kept = tuple(s for s in changed if any(c.isalnum() for c in s.text))
    return replace(said, segments=kept or said.segments)


def _segment(segment: Segment, edits: Sequence[Edit]) -> Segment:
    """The text and its timed words changed together."""
    text = segment.text
    pieces = list(text)
    before = [""] * (len(text) + 1)
    for start, end, new in edits:
        for at in range(start, end):
            pieces[at] = ""
        before[start] += new

    def part(start: int, end: int) -> str:
        return "".join(before[i] + pieces[i] for i in range(start, end))

    words: list[Word] = []
    at = 0
    for word in segment.words:
        found = text.find(word.text.strip(), at)
        if found < 0:
            words = []
            break
        at = found + len(word.text.strip())
        left = part(found, at).strip()
        if any(c.isalnum() for c in left):
            words.append(replace(word, text=" ".join(left.split())))
    whole = part(0, len(text)) + before[len(text)]
    return replace(segment, text=" ".join(whole.split()), words=tuple(words))


@cache
def _all_lists() -> Mapping[str, Any]:
    return tomllib.loads(LISTS.read_text("utf-8"))


@cache
def _lists(locale: Locale) -> _Lists:
    row = _all_lists()[locale]
    return _Lists(
        **{k: tuple(v) for k, v in row.items() if isinstance(v, list)},
        filler_pattern=re.compile(row["filler_pattern"]),
        introduction=row["introduction"],
        misheard=row["misheard"],
    )
