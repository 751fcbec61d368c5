"""Which passages of an answer speak of pressure, by the words in them and the times they carry."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from interview import Segment, Transcript, Word

CUES = Path(__file__).with_name("pressure.toml")
LONGEST_MS = 20_000
"""A recogniser that writes no full stops makes one sentence of everything."""
AROUND_MS = 6_000
"""What is taken on either side of a cue word out of such a sentence."""
_END = re.compile(r"[.!?。！？…][\"'”’)\]]*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A stretch of an answer in seconds and what was said in it."""

    start: float
    end: float
    text: str


@lru_cache(maxsize=1)
def _cues() -> re.Pattern[str]:
    table = tomllib.loads(CUES.read_text("utf-8"))
    escaped = [re.escape(cue) for cue in table["en"]]
    english = [cue.replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for cue in escaped]
    latin = rf"\b(?:{'|'.join(english)})\b"
    return re.compile("|".join([latin, *map(re.escape, table["zh"])]), re.IGNORECASE)


def speaks_of_pressure(text: str) -> bool:
    """Whether a text holds a word of pressure, deadline or conflict, in either language.

    The topic counts, not the judgement: "there was no pressure" speaks of pressure too.

    Examples
    --------
    >>> speaks_of_pressure("The deadline moved."), speaks_of_pressure("客户投诉了我们")
    (True, True)
    >>> speaks_of_pressure("I planned the launch."), speaks_of_pressure("我们按计划完成")
    (False, False)
    """
    return _cues().search(text) is not None


def pressure_passages(transcript: Transcript) -> tuple[Passage, ...]:
    """The sentences that speak of pressure, with their times; neighbours are joined.

    A sentence is found by its full stop where words carry times, and is a cue of the transcript
    where only cues do. Of a sentence longer than 20 s only 6 s on either side of each cue word
    count. Passages without times are left out.

    Examples
    --------
    >>> said = (("I had time.", 0, 1000), ("Then the deadline came.", 1000, 3000))
    >>> cues = tuple(Segment(text=t, start_ms=a, end_ms=b) for t, a, b in said)
    >>> pressure_passages(Transcript(segments=cues, source="srt"))
    (Passage(start=1.0, end=3.0, text='Then the deadline came.'),)
    """
    found: list[Passage] = []
    for segment in transcript.segments:
        for one in _passages(segment, transcript):
            if found and one.start <= found[-1].end + 1e-3:
                before = found.pop()
                text = before.text + transcript.joiner + one.text
                one = Passage(start=before.start, end=max(before.end, one.end), text=text)
            found.append(one)
    return tuple(found)


def _passages(segment: Segment, transcript: Transcript) -> Iterator[Passage]:
    if not segment.words:
        start, end = segment.start_ms, segment.end_ms
        if start is not None and end is not None and speaks_of_pressure(segment.text):
            yield Passage(start=start / 1000, end=end / 1000, text=segment.text)
        return
    for words in _sentences(segment.words):
        if not speaks_of_pressure(_joined(words)):
            continue
        if words[-1].end_ms - words[0].start_ms <= LONGEST_MS:
            yield _passage(words)
            continue
        near: list[Word] = []
        marks = [words[i].start_ms for i in _cue_words(words)]
        for word in words:
            if any(abs(word.start_ms - mark) <= AROUND_MS for mark in marks):
                near.append(word)
            elif near:
                yield _passage(near)
                near = []
        if near:
            yield _passage(near)


def _cue_words(words: Sequence[Word]) -> list[int]:
    """Which words begin a cue; in Chinese a cue runs over several of them."""
    ends = [len(_joined(words[: number + 1])) for number in range(len(words))]
    starts = [found.start() for found in _cues().finditer(_joined(words))]
    return [next(i for i, end in enumerate(ends) if end > at) for at in starts]


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    for word in words:
        sentence.append(word)
        if _END.search(word.text.strip()):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _passage(words: Sequence[Word]) -> Passage:
    return Passage(start=words[0].start_ms / 1000, end=words[-1].end_ms / 1000, text=_joined(words))


def _joined(words: Sequence[Word]) -> str:
    """Words as text: characters close together, words in Latin letters apart."""
    text = ""
    for word in words:
        bare = word.text.strip()
        apart = text and text[-1].isascii() and bare[:1].isascii()
        text += (" " if apart else "") + bare
    return text
