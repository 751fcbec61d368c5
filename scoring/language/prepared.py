"""What was said, cut into sentences and words and brought into the form phrases are found in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from interview import Locale, Transcript
from scoring.language.lexicon import Lexicon, expand, lexicon
from scoring.language.plain_form import plain_form
from scoring.language.segmenter import segmenter

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,:]\d+)*|[.!?;,:…%]")
_HAN_END = re.compile(r"[。！？!?；;\n…]+|(?<!\d)\.(?!\d)")
_END = frozenset(".!?;…")
_LONG_SENTENCE = 45
_LONG_HAN_SENTENCE = 90


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its place in the text and in the normal form, and its words' places."""

    start: int
    end: int
    norm_start: int
    norm_end: int
    first_word: int
    last_word: int


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A text with its normal form.

    Half and full width, traditional and simplified characters are one in the normal form; ``text``
    stays as it was written. ``norm`` is what phrases are searched in; the sentences lead from it
    back to ``text``. ``words`` are in lower case, ``stems`` beside them.
    """

    text: str
    lexicon: Lexicon
    norm: str
    words: list[str]
    stems: list[str]
    sentences: list[Sentence]


def prepare(transcript: Transcript, locale: Locale) -> Prepared:
    """Cut a transcript into sentences and words of its language.

    Sentences end at full stops; speech written without any ends them at its segments.

    Examples
    --------
    >>> from interview import Segment
    >>> said = Transcript(segments=(Segment(text="I didn't wait. I called them."),), source="text")
    >>> made = prepare(said, "en")
    >>> made.norm, len(made.sentences)
    (' i did not wait . i call them . ', 2)
    """
    found = lexicon(locale)
    ends = _segment_ends(transcript)
    text = transcript.text
    plain = plain_form(text)
    cut = _prepare_han if found.script == "han" else _spaced
    made = cut(plain, ends, found)
    return made if plain == text else replace(made, text=text)


def _segment_ends(transcript: Transcript) -> list[int]:
    ends, at = [], 0
    for segment in transcript.segments:
        at += len(segment.text)
        ends.append(at)
        at += len(transcript.joiner)
    return ends


@lru_cache(maxsize=50_000)
def _forms(token: str, locale: Locale) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The full words behind a written one, their stems, and what the normal form holds of them."""
    lex = lexicon(locale)
    skip = lex.words["skip"]
    words = tuple(expand(token.lower().replace("’", "'"), lex.contractions))
    stems = tuple(map(lex.stem, words))
    kept = (" " + stem for word, stem in zip(words, stems, strict=True) if word not in skip)
    return words, stems, "".join(kept)


def _spaced(text: str, ends: list[int], lex: Lexicon) -> Prepared:
    words: list[str] = []
    stems: list[str] = []
    parts: list[str] = []
    sentences: list[Sentence] = []
    at = 0
    opened: tuple[int, int, int] | None = None
    marks = sum(text.count(mark) for mark in ".!?")
    use_segments = marks * _LONG_SENTENCE < len(text.split()) and len(ends) > 1
    remaining = iter(ends)
    next_end = next(remaining, len(text)) if use_segments else len(text) + 1
    last = 0
    locale = lex.locale
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        token = found.group()
        if start >= next_end or (opened and len(words) - opened[2] > 2 * _LONG_SENTENCE):
            if opened:
                sentences.append(_close(opened, last, at, len(words)))
                parts.append(" .")
                at += 2
                opened = None
            while start >= next_end:
                next_end = next(remaining, len(text) + 1)
        if opened is None and token not in _END:
            opened = (start, at, len(words))
        first = token[0]
        if first.isalpha():
            full, roots, piece = _forms(token, locale)
            words += full
            stems += roots
            parts.append(piece)
            at += len(piece)
            last = end
            continue
        if first.isdigit():
            piece = " #"
            words.append(token)
            stems.append("#")
        elif token == "%":
            piece = " percent"
            words.append("percent")
            stems.append("percent")
        else:
            piece = " ." if token in _END else " ,"
        parts.append(piece)
        at += len(piece)
        last = end
        if token in _END and opened:
            sentences.append(_close(opened, end, at, len(words)))
            opened = None
    if opened:
        sentences.append(_close(opened, last, at, len(words)))
    parts.append(" ")
    return Prepared(text, lex, "".join(parts), words, stems, sentences)


def _close(opened: tuple[int, int, int], end: int, norm_end: int, words: int) -> Sentence:
    return Sentence(opened[0], end, opened[1], norm_end, opened[2], words)


def _prepare_han(text: str, ends: list[int], lex: Lexicon) -> Prepared:
    norm, places = _compact(text)
    cuts = [found.end() for found in _HAN_END.finditer(norm)]
    if len(cuts) * _LONG_HAN_SENTENCE < len(norm):
        cuts = sorted({*cuts, *(bisect_right(places, end - 1) for end in ends)})
    cuts = [cut for cut in cuts if 0 < cut < len(norm)] + [len(norm)]
    words: list[str] = []
    sentences: list[Sentence] = []
    begin = 0
    cut_words = segmenter()
    for stop in cuts:
        piece = norm[begin:stop]
        if not piece.strip("。！？!?；;…,，、. "):
            begin = stop
            continue
        first = len(words)
        words.extend(w.lower() for w in cut_words(piece) if w[0].isalnum())
        start, end = places[begin], places[stop - 1] + 1
        sentences.append(Sentence(start, end, begin, stop, first, len(words)))
        begin = stop
    return Prepared(text, lex, norm, words, words, sentences)


def _compact(text: str) -> tuple[str, Sequence[int]]:
    """The text without the spaces between Chinese characters, and where each character was."""
    if not any(char.isspace() for char in text):
        return text, range(len(text))
    kept: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        if char.isspace():
            around = text[at - 1 : at] + text[at + 1 : at + 2]
            if len(around) < 2 or not (around.isascii() and around.isalnum()):
                continue
        kept.append(char)
        places.append(at)
    return "".join(kept), places
