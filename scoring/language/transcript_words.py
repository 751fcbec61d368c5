"""Transcripts as JSON: what speech recognisers write, with times of words or segments."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any

from interview import Segment, TranscriptError, Word

_PAUSE_MS = 800
_SENTENCE_END = (".", "!", "?", "。", "！", "？")
_LONGEST = 40
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")


def read_json(text: str) -> list[Segment]:
    """Segments from JSON.

    Understood are a list of words or segments (``text`` or ``word`` with ``start`` and ``end`` in
    seconds, or ``start_ms`` and ``end_ms``), and objects that hold such a list under ``segments``,
    ``words`` or ``chunks`` (with ``timestamp: [start, end]``), or ``text`` alone. Times may be
    missing. Words are gathered into segments at full stops and pauses over 0.8 s.

    Raises
    ------
    TranscriptError
        ``transcript.broken`` with the line of the JSON error, or the entry that makes no sense.

    Examples
    --------
    >>> read_json('[{"word": "Hello", "start": 0.1, "end": 0.4}]')[0].words[0].start_ms
    100
    """
    try:
        data = json.loads(text)
        if _ESCAPED_HALF.search(text):
            # half of a pair is no character: nothing could be written down that holds one
            data = json.loads(_HALF.sub("\ufffd", json.dumps(data, ensure_ascii=False)))
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise _broken(line, "is not valid JSON") from error
    if isinstance(data, dict):
        for key in ("segments", "chunks", "words", "results"):
            if isinstance(data.get(key), list) and data[key]:
                return _entries(data[key], words=key == "words")
        if isinstance(data.get("text"), str):
            return [Segment(text=part.strip()) for part in data["text"].split("\n") if part.strip()]
        if any(isinstance(data.get(key), list) for key in ("segments", "chunks", "words")):
            return []
        raise _broken(1, "holds neither segments, words, chunks nor text")
    if isinstance(data, list):
        return _entries(data, words=all(isinstance(e, dict) and "word" in e for e in data))
    raise _broken(1, "is neither a list nor an object")


def gathered(words: Sequence[Word]) -> list[Segment]:
    """Timed words as segments that end at full stops and at pauses over 0.8 s.

    Examples
    --------
    >>> said = [Word(text="Yes.", start_ms=0, end_ms=300), Word(text="I", start_ms=400, end_ms=500)]
    >>> [segment.text for segment in gathered(said)]
    ['Yes.', 'I']
    """
    return _gather([(w.text, w.start_ms, w.end_ms, w.confidence) for w in words])


def _entries(entries: Sequence[Any], *, words: bool) -> list[Segment]:
    if not words:
        texts = [_text(entry, number) for number, entry in enumerate(entries, start=1)]
        # many recognisers call words "text": single words with times are words
        words = len(texts) > 3 and all(len(t.split()) <= 1 and len(t) <= 20 for t in texts)
    if words:
        return _gather([_word(entry, number) for number, entry in enumerate(entries, start=1)])
    return [_segment(entry, number) for number, entry in enumerate(entries, start=1)]


def _text(entry: Any, number: int) -> str:
    if not isinstance(entry, dict):
        raise _broken(number, "is no object with text and times", unit="entry")
    for key in ("text", "word", "punctuated_word"):
        if isinstance(entry.get(key), str):
            return str(entry[key]).strip()
    raise _broken(number, "has no text", unit="entry")


def _times(entry: dict[str, Any], number: int) -> tuple[int | None, int | None]:
    start, end, scale = entry.get("start"), entry.get("end"), 1000.0
    if start is None and "start_ms" in entry:
        start, end, scale = entry.get("start_ms"), entry.get("end_ms"), 1.0
    if isinstance(entry.get("timestamp"), list) and len(entry["timestamp"]) == 2:
        start, end = entry["timestamp"]
    out: list[int | None] = []
    for value in (start, end):
        if value is None:
            out.append(None)
        elif isinstance(value, (int, float)) and math.isfinite(value) and value >= 0:
            out.append(round(value * scale))
        else:
            raise _broken(number, f"has the time {value!r}, which is no number", unit="entry")
    first, last = out
    if first is not None and last is None:
        last = first  # a recogniser that lost the end: a moment without length
    if first is not None and last is not None and last < first:
        raise _broken(number, "ends before it starts", unit="entry")
    return first, last


def _confidence(entry: dict[str, Any]) -> float | None:
    for key in ("confidence", "probability", "score"):
        value = entry.get(key)
        if isinstance(value, (int, float)) and 0 <= value <= 1:
            return float(value)
    return None


def _word(entry: Any, number: int) -> tuple[str, int | None, int | None, float | None]:
    text = _text(entry, number)
    start, end = _times(entry, number)
    return text, start, end, _confidence(entry)


def _segment(entry: Any, number: int) -> Segment:
    text = " ".join(_text(entry, number).split())
    start, end = _times(entry, number)
    inner = entry.get("words")
    words: tuple[Word, ...] = ()
    if isinstance(inner, list):
        read = [_word(word, number) for word in inner]
        if all(w[1] is not None for w in read):
            words = tuple(_as_word(w) for w in read if w[0])
    speaker = entry.get("speaker")
    return Segment(
        text=text,
        start_ms=start,
        end_ms=end,
        words=words,
        confidence=_confidence(entry),
        speaker=speaker if isinstance(speaker, str) else None,
    )


def _as_word(read: tuple[str, int | None, int | None, float | None]) -> Word:
    text, start, end, confidence = read
    return Word(text=text, start_ms=start or 0, end_ms=end or start or 0, confidence=confidence)


def _gather(read: Sequence[tuple[str, int | None, int | None, float | None]]) -> list[Segment]:
    out: list[Segment] = []
    group: list[tuple[str, int | None, int | None, float | None]] = []
    for word in read:
        if not word[0]:
            continue
        pause = (
            group
            and word[1] is not None
            and group[-1][2] is not None
            and word[1] - group[-1][2] > _PAUSE_MS
        )
        ended = group and group[-1][0].endswith(_SENTENCE_END)
        if group and (pause or ended or len(group) >= _LONGEST):
            out.append(_joined(group))
            group = []
        group.append(word)
    if group:
        out.append(_joined(group))
    return out


def _joined(group: Sequence[tuple[str, int | None, int | None, float | None]]) -> Segment:
    text = ""
    for word in group:
        text += word[0] if not text or _tight(text[-1], word[0][0]) else " " + word[0]
    timed = all(word[1] is not None for word in group)
    return Segment(
        text=text,
        start_ms=group[0][1] if timed else None,
        end_ms=group[-1][2] if timed else None,
        words=tuple(_as_word(word) for word in group) if timed else (),
    )


def _tight(before: str, after: str) -> bool:
    """No space belongs between Chinese characters, nor before a mark."""
    return _han(before) or _han(after) or not (after.isalnum() or after in "\"'“‘(（$€£¥#@&")


def _han(char: str) -> bool:
    return "\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"


def _broken(number: int, reason: str, *, unit: str = "line") -> TranscriptError:
    return TranscriptError(
        "transcript.broken",
        f"{unit} {number} of the transcript {reason}",
        "give a list of {text, start, end} with times in seconds, or export it again",
        line=number,
    )
