"""Word times as a recogniser gives them, made usable: in order, inside the sound, none missing."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from interview import Word

SLACK_S = 0.5  # a time this far outside the window is rounding; further out it is made up
LONGEST_WORD_S = 1.5

Heard = tuple[str, float | None, float | None]


def mended(
    heard: Sequence[Heard], begin_s: float, end_s: float, confidence: float | None = None
) -> tuple[Word, ...]:
    """Words with times in milliseconds that never run backwards and never leave the window.

    Recognisers lose times and make some up. The longest run of starts that are in order is
    believed; the other words are laid out between their neighbours by their length. Words without
    letters, which would only be noise, are left out.

    Parameters
    ----------
    heard : sequence of (text, start, end)
        Seconds from the start of the answer; None where the recogniser does not know.
    begin_s, end_s : float
        The window they were heard in.
    confidence : float or None
        0 to 1, the same for every word.

    Examples
    --------
    >>> [(w.text, w.start_ms, w.end_ms)
    ...  for w in mended([("I", 0.1, 0.3), ("led", None, 99.0), ("it", 0.9, None)], 0.0, 2.0)]
    [('I', 100, 300), ('led', 300, 900), ('it', 900, 2000)]
    """
    words = [(text.strip(), a, b) for text, a, b in heard if text.strip()]
    starts = _starts([(len(text), a) for text, a, _ in words], begin_s, end_s)
    out = []
    for number, (text, _, end) in enumerate(words):
        start = starts[number]
        following = starts[number + 1] if number + 1 < len(words) else end_s
        known = end is not None and math.isfinite(end) and start <= end <= end_s + SLACK_S
        stop = end if known and end is not None else start + LONGEST_WORD_S
        stop = min(stop, following, end_s)
        out.append(
            Word(
                text=text,
                start_ms=round(start * 1000),
                end_ms=max(round(start * 1000), round(stop * 1000)),
                confidence=confidence,
            )
        )
    return tuple(out)


def _starts(words: Sequence[tuple[int, float | None]], begin: float, end: float) -> list[float]:
    """A start for every word: believed ones, and even spacing by length between them."""
    given = [
        (number, min(max(start, begin), end))
        for number, (_, start) in enumerate(words)
        if start is not None and begin - SLACK_S <= start <= end + SLACK_S
    ]
    believed = [(-1, begin), *_in_order(given), (len(words), end)]
    starts = [0.0] * len(words)
    for (first, a), (last, b) in pairwise(believed):
        if first >= 0:
            starts[first] = a
        # the believed word itself takes its share; before the first word there is none
        lengths = [words[k][0] for k in range(max(first, 0), last)]
        total, at = sum(lengths) or 1, 0
        for k, length in zip(range(max(first, 0), last), lengths, strict=True):
            if k != first:
                starts[k] = a + (b - a) * at / total
            at += length
    return starts


def _in_order(given: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """The longest part of ``given`` whose times never fall (patience sorting)."""
    tails: list[float] = []
    at: list[int] = []
    before: list[int] = []
    for place, (_, time) in enumerate(given):
        length = bisect_right(tails, time)
        before.append(at[length - 1] if length else -1)
        if length == len(tails):
            tails.append(time)
            at.append(place)
        else:
            tails[length], at[length] = time, place
    out: list[tuple[int, float]] = []
    place = at[-1] if at else -1
    while place >= 0:
        out.append(given[place])
        place = before[place]
    return out[::-1]
