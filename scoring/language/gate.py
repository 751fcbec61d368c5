"""Is there enough understandable speech on paper to measure language at all?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from interview import Locale, Quality, Transcript
from scoring.gate_thresholds import limit
from scoring.language.lexicon import lexicon, lexicons
from scoring.language.locale import detect_locale
from scoring.language.own_words import OwnWords, own_words

_UNIT = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+(?:['’][^\W\d_]+)?|\d+")
# fewer words (English) or characters (Chinese) than this hold no answer
_LEAST: Mapping[str, int] = {
    "spaced": round(limit("language.least_words")),
    "han": round(limit("language.least_characters")),
}
# nobody speaks faster than this, per minute: the transcript belongs to another recording
_FASTEST: Mapping[str, float] = {
    "spaced": limit("language.fastest_words"),
    "han": limit("language.fastest_characters"),
}
_LEAST_CONFIDENCE = limit("language.least_confidence")
_TOLERANCE_MS = 1000 * limit("language.overrun_s")
_TOLERANCE_SHARE = limit("language.overrun_share")


@dataclass(frozen=True, slots=True)
class Gate:
    """The verdict, the language found and the seconds of speech behind the text (None unknown).

    ``own`` is the transcript with only the candidate's words; None where there is none.
    """

    quality: Quality
    locale: Locale | None
    seconds: float | None
    own: OwnWords | None = None


def gate(
    transcript: Transcript | None,
    *,
    locale: Locale | None = None,
    duration_ms: int | None = None,
    answer: str = "",
) -> Gate:
    """Check a transcript before anything is measured.

    What an interviewer said does not count. Codes: ``language.no_transcript``, ``language.empty``,
    ``language.only_interviewer``, ``language.speakers_unclear``, ``language.unsupported``,
    ``language.too_short``, ``language.low_confidence``, ``language.other_length`` (the transcript
    runs on after the recording ends, or would need impossibly fast speech).

    Examples
    --------
    >>> gate(None).quality.code
    'language.no_transcript'
    """
    if transcript is None:
        return _stop("language.no_transcript", answer)
    own = own_words(transcript)
    if own.code:
        return _stop(own.code, answer, speakers=own.speakers)
    transcript = own.transcript
    text = transcript.text
    units = len(_UNIT.findall(text))
    if not units:
        return _stop("language.empty", answer)
    found = detect_locale(text)
    if found is None:
        return _stop("language.unsupported", answer, known=", ".join(lexicons()))
    if locale in lexicons() and units < _LEAST["spaced"]:
        found = locale
    script = lexicon(found or lexicons()[0]).script
    seconds = _seconds(transcript, duration_ms, own.others_ms)
    if units < _LEAST[script]:
        return _stop("language.too_short", answer, found, words=units, needed=_LEAST[script])
    sure = [w.confidence for s in transcript.segments for w in s.words if w.confidence is not None]
    sure = sure or [s.confidence for s in transcript.segments if s.confidence is not None]
    if sure and sum(sure) / len(sure) < _LEAST_CONFIDENCE:
        mean = round(sum(sure) / len(sure), 2)
        return _stop(
            "language.low_confidence", answer, found, confidence=mean, needed=_LEAST_CONFIDENCE
        )
    last = max((s.end_ms or 0 for s in transcript.segments), default=0)
    if duration_ms is not None and last > duration_ms + max(
        _TOLERANCE_MS, duration_ms * _TOLERANCE_SHARE
    ):
        return _stop(
            "language.other_length",
            answer,
            found,
            transcript_s=round(last / 1000, 1),
            recording_s=round(duration_ms / 1000, 1),
        )
    if seconds and units / seconds * 60 > _FASTEST[script]:
        return _stop(
            "language.other_length",
            answer,
            found,
            transcript_s=round(units / _FASTEST[script] * 60, 1),
            recording_s=round(seconds, 1),
        )
    return Gate(Quality(modality="language", answer=answer), found, seconds, own)


def _seconds(transcript: Transcript, duration_ms: int | None, others_ms: int) -> float | None:
    """How long the candidate had: the recording, or the transcript's own times, less the others."""
    if duration_ms is None:
        starts = [s.start_ms for s in transcript.segments if s.start_ms is not None]
        ends = [s.end_ms for s in transcript.segments if s.end_ms is not None]
        duration_ms = max(ends) - min(starts) if starts and ends else 0
    left = duration_ms - others_ms
    return left / 1000 if left > 0 else None


def _stop(code: str, answer: str, locale: Locale | None = None, **slots: object) -> Gate:
    return Gate(Quality(modality="language", answer=answer, code=code, slots=slots), locale, None)
