"""A transcript as plain JSON types and back, without loss: how it is kept and handed on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from interview import Segment, Transcript, Word


def transcript_json(transcript: Transcript) -> dict[str, Any]:
    """A transcript as JSON types; what is not known is left out.

    Examples
    --------
    >>> transcript_json(Transcript(segments=(Segment(text="Hello."),), source="text"))
    {'source': 'text', 'segments': [{'text': 'Hello.'}]}
    """
    out: dict[str, Any] = {"source": transcript.source}
    if transcript.locale is not None:
        out["locale"] = transcript.locale
    out["segments"] = [_segment(segment) for segment in transcript.segments]
    return out


def transcript_from_json(data: Mapping[str, Any]) -> Transcript:
    """The exact inverse of ``transcript_json``.

    Examples
    --------
    >>> transcript_from_json({"source": "text", "segments": [{"text": "Hello."}]}).text
    'Hello.'
    """
    return Transcript(
        segments=tuple(
            Segment(
                text=row["text"],
                start_ms=row.get("start_ms"),
                end_ms=row.get("end_ms"),
                words=tuple(
                    Word(text=w[0], start_ms=w[1], end_ms=w[2], confidence=w[3] if w[3:] else None)
                    for w in row.get("words", ())
                ),
                confidence=row.get("confidence"),
                speaker=row.get("speaker"),
            )
            for row in data["segments"]
        ),
        source=data["source"],
        locale=data.get("locale"),
    )


def _segment(segment: Segment) -> dict[str, Any]:
    row: dict[str, Any] = {"text": segment.text}
    for name in ("start_ms", "end_ms", "confidence", "speaker"):
        value = getattr(segment, name)
        if value is not None:
            row[name] = value
    if segment.words:
        # [text, start_ms, end_ms, confidence?]: a fifth of the size of named fields
        row["words"] = [
            [w.text, w.start_ms, w.end_ms, *([] if w.confidence is None else [w.confidence])]
            for w in segment.words
        ]
    return row
