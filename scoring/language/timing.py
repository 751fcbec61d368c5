"""From characters of a transcript to milliseconds of its recording."""

from __future__ import annotations

from bisect import bisect_right

from interview import Segment, Transcript, Word


class Clock:
    """Times of stretches of a transcript's text.

    Within a segment the words' own times are used where they are known; else speech is taken as
    even over the segment's characters. Without times there is nothing to say, and it says None.

    Examples
    --------
    >>> said = Transcript(source="srt", segments=(
    ...     Segment(text="Hello.", start_ms=0, end_ms=600),
    ...     Segment(text="I led it.", start_ms=1000, end_ms=1900)))
    >>> Clock(said).span(7, 16)
    (1000, 1900)
    """

    def __init__(self, transcript: Transcript) -> None:
        self._segments = transcript.segments
        self._timed = transcript.timed
        self._starts: list[int] = []
        at = 0
        for segment in transcript.segments:
            self._starts.append(at)
            at += len(segment.text) + len(transcript.joiner)

    def span(self, start: int, end: int) -> tuple[int | None, int | None]:
        """Start and end in milliseconds of the characters ``start`` to ``end`` (exclusive)."""
        if not self._timed:
            return None, None
        first = self._at(start, ending=False)
        last = self._at(max(end - 1, start), ending=True)
        return first, max(first, last)

    def _at(self, char: int, *, ending: bool) -> int:
        index = max(bisect_right(self._starts, char) - 1, 0)
        segment = self._segments[index]
        inside = min(char - self._starts[index], max(len(segment.text) - 1, 0))
        begin = segment.start_ms or 0
        stop = segment.end_ms if segment.end_ms is not None else begin
        word = _word_at(segment, inside)
        if word is not None:
            return word.end_ms if ending else word.start_ms
        share = (inside + (1 if ending else 0)) / max(len(segment.text), 1)
        return round(begin + share * (stop - begin))


def _word_at(segment: Segment, inside: int) -> Word | None:
    at = 0
    for word in segment.words:
        found = segment.text.find(word.text.strip(), at)
        if found < 0:
            return None
        at = found + len(word.text.strip())
        if inside < at:
            return word
    return None
