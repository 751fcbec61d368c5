"""A recorded interview: answers with their media and transcripts, and what the person allowed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from interview.question import Locale

Modality = Literal["language", "voice", "face"]
MODALITIES: tuple[Modality, ...] = ("language", "voice", "face")
EXPRESSION: tuple[Modality, ...] = ("voice", "face")


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A stretch of a recording in milliseconds; ``end_ms`` is exclusive."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """One spoken word with its time; ``confidence`` 0 to 1 or None when the source is silent."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """One cue or sentence; times are None in a plain-text transcript."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    words: tuple[Word, ...] = ()
    confidence: float | None = None
    speaker: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Transcript:
    """What was said, in order. ``source`` is srt, vtt, json, text or the recogniser's name.

    Examples
    --------
    >>> Transcript(segments=(Segment(text="Hello."), Segment(text="I led it.")), source="text").text
    'Hello. I led it.'
    """

    segments: tuple[Segment, ...]
    source: str
    locale: Locale | None = None

    @property
    def text(self) -> str:
        """All segments joined; character offsets of evidence count in this string."""
        return self.joiner.join(s.text for s in self.segments)

    @property
    def joiner(self) -> str:
        """Between segments: a space, so that offsets are the same in every language."""
        return " "

    @property
    def timed(self) -> bool:
        """True when every segment carries times."""
        return bool(self.segments) and all(s.start_ms is not None for s in self.segments)


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """What the person agreed to: which text, when, and for which modalities and uses."""

    text_version: str
    given_at: datetime
    scopes: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One recorded answer: one media row. ``media`` is a path or a blob address, never a name.

    A bare recording is one answer without a question. ``span`` cuts it out of a longer file.
    """

    id: str
    question: str | None = None
    version: int | None = None
    media: str | None = None
    span: Span | None = None
    transcript: Transcript | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Interview:
    """One structured interview, held as opaque ids: scoring never learns who the person is."""

    id: str
    candidate_id: str
    role: str
    answers: tuple[Answer, ...]
    requisition: str | None = None
    locale: Locale | None = None
    conducted_at: datetime | None = None
    consent: Consent | None = None
    tags: frozenset[str] = field(default_factory=frozenset)
