"""Subtitles: SRT and VTT, told apart by nothing but the marks they carry."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from interview import Segment, TranscriptError

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_MARKUP = re.compile(r"<[^<>\n]*>|\{\\[^{}\n]*\}")
_BLOCKS = ("WEBVTT", "NOTE", "STYLE", "REGION")


def read_cues(text: str) -> list[Segment]:
    """The cues of an SRT or VTT text, in order of time, without markup.

    Style, region and note blocks are skipped, ``<v Name>`` becomes the segment's speaker, a cue
    without words is left out, and a line that rolls on from the cue before is kept once. A missing
    WEBVTT header or a dot for a comma is forgiven.

    Raises
    ------
    TranscriptError
        ``transcript.broken`` with the line whose time cannot be read, that ends before it starts,
        or ``line 1`` when there is no cue at all in a text that is not empty.

    Examples
    --------
    >>> cues = read_cues("WEBVTT\\n\\n00:01.000 --> 00:02.000\\n<v Ann>I <b>led</b> it.\\n")
    >>> cues[0].text, cues[0].speaker, cues[0].start_ms
    ('I led it.', 'Ann', 1000)
    """
    lines = text.split("\n")
    cues: list[Segment] = []
    seen_cue = False
    previous = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        if "-->" not in line:
            if line.startswith(_BLOCKS) and (at == 0 or not lines[at - 1].strip()):
                at = _skip_block(lines, at)
            at += 1
            continue
        start, end = _times(line, at + 1)
        seen_cue = True
        body: list[str] = []
        at += 1
        while at < len(lines) and lines[at].strip() and "-->" not in lines[at]:
            body.append(lines[at])
            at += 1
        if at < len(lines) and "-->" in lines[at] and body and body[-1].strip().isdigit():
            body.pop()  # the number of the next cue, after a forgotten empty line
        segment, previous = _segment(body, start, end, previous)
        if segment is not None:
            cues.append(segment)
    if not seen_cue and any(line.strip() and not line.startswith(_BLOCKS) for line in lines):
        raise _broken(1, lines[0], "has no time line such as 00:00:01,000 --> 00:00:02,500")
    return sorted(cues, key=lambda cue: cue.start_ms or 0)


def _skip_block(lines: Sequence[str], at: int) -> int:
    if lines[at].startswith("WEBVTT"):
        return at
    while at < len(lines) and lines[at].strip():
        at += 1
    return at


def _times(line: str, number: int) -> tuple[int, int]:
    found = _TIMES.match(line)
    if found is None:
        raise _broken(number, line, "is no time such as 00:00:01,000 --> 00:00:02,500")
    parts = found.groups()
    start, end = _ms(parts[:4]), _ms(parts[4:])
    if end < start:
        raise _broken(number, line, "ends before it starts")
    return start, end


def _ms(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int(
        fraction.ljust(3, "0")
    )


def _segment(
    body: Sequence[str], start: int, end: int, previous: str
) -> tuple[Segment | None, str]:
    voice = _VOICE.search(" ".join(body))
    shown = [_clean(line) for line in body]
    shown = [line for line in shown if line]
    last = shown[-1] if shown else previous
    if len(shown) > 1 and shown[0] == previous:
        shown = shown[1:]
    elif len(shown) == 1 and shown[0] == previous and end - start < 100:
        shown = []  # the short hold frame of rolling captions
    if not shown:
        return None, last
    speaker = html.unescape(voice.group(1)).strip() if voice else None
    return Segment(text=" ".join(shown), start_ms=start, end_ms=end, speaker=speaker), last


def _clean(line: str) -> str:
    bare = html.unescape(_MARKUP.sub("", line)).replace("\u200e", "").replace("\u200f", "")
    return " ".join(bare.split())


def _broken(number: int, line: str, reason: str) -> TranscriptError:
    # a piece of a time line, never of what was said
    shown = f" {line.strip()[:40]!r}" if "-->" in line else ""
    return TranscriptError(
        "transcript.broken",
        f"line {number} of the transcript{shown} {reason}",
        f"correct line {number} or export the subtitles again",
        line=number,
    )
