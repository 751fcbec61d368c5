"""Reading a transcript file of any common kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from interview import Segment, Transcript, TranscriptError
from scoring.language.transcript_cues import read_cues
from scoring.language.transcript_markup import without_markup
from scoring.language.transcript_speakers import with_speakers
from scoring.language.transcript_words import read_json

KINDS = ("srt", "vtt", "json", "txt")
MAX_BYTES = 20_000_000
_ASK = "give an SRT, VTT, JSON or plain text file"


def read_transcript(source: str | Path | bytes, *, name: str | None = None) -> Transcript:
    """Read a transcript: SRT, VTT, JSON with times, or plain text, one paragraph a line.

    Markup and notes on sounds are taken out; a label such as ``Interviewer:`` becomes the
    segment's speaker.

    Parameters
    ----------
    source : str, Path or bytes
        The file's path or its content.
    name : str, optional
        The file's name when bytes are given; its ending names the kind. Without one, the content
        decides.

    Returns
    -------
    Transcript
        Segments in order of time; ``source`` is ``srt``, ``vtt``, ``json`` or ``text``.

    Raises
    ------
    TranscriptError
        ``transcript.not_found``, ``transcript.empty`` (nothing said in it),
        ``transcript.wrong_type`` (no text file), ``transcript.too_large`` or
        ``transcript.broken`` with the line that cannot be read.

    Notes
    -----
    Encodings: UTF-8 with or without mark, UTF-16, GB 18030 (which includes GBK), Windows-1252.

    Examples
    --------
    >>> said = read_transcript(b"1\\n00:00:01,000 --> 00:00:02,500\\nHello there.\\n")
    >>> said.source, said.segments[0].start_ms, said.text
    ('srt', 1000, 'Hello there.')
    >>> read_transcript(b"")
    Traceback (most recent call last):
    ...
    interview.errors.TranscriptError: the transcript is empty; ... [transcript.empty]
    """
    raw, label = _load(source, name)
    text = _decode(raw, label)
    kind = _kind(text, label)
    if kind == "json":
        segments = read_json(text)
    elif kind in ("srt", "vtt"):
        segments = read_cues(text)
    else:
        lines = without_markup(text).splitlines()
        segments = [Segment(text=line.strip()) for line in lines if line.strip()]
    segments = with_speakers(_bare(segments) if kind != "txt" else segments)
    segments = [segment for segment in segments if any(c.isalnum() for c in segment.text)]
    if not segments:
        raise _empty()
    return Transcript(segments=tuple(segments), source="text" if kind == "txt" else kind)


def _bare(segments: Sequence[Segment]) -> list[Segment]:
    """Without markup; a word that was nothing but a note ("[music]") goes with it."""
    out = []
    for segment in segments:
        text = " ".join(without_markup(segment.text).split())
        if text == segment.text:
            out.append(segment)
            continue
        words = tuple(word for word in segment.words if without_markup(word.text).strip())
        out.append(replace(segment, text=text, words=words))
    return out


def _load(source: str | Path | bytes, name: str | None) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        raw, label = source, name or ""
    else:
        path = Path(source)
        label = name or path.name
        if not path.is_file():
            raise TranscriptError(
                "transcript.not_found",
                f"there is no transcript file {path.name!r}",
                "check the path",
                file=path.name,
            )
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(path.stat().st_size)
        raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        raise _too_large(len(raw))
    if not raw.strip():
        raise _empty()
    return raw, label


def _decode(raw: bytes, label: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        codecs: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in raw[:200]:
        even, odd = raw[:200:2].count(0), raw[1:200:2].count(0)
        few = len(raw[:200]) // 5
        if max(even, odd) < few or min(even, odd) > 2:
            raise _wrong_type(label)
        codecs = ("utf-16-le",) if odd > even else ("utf-16-be",)
    else:
        codecs = ("utf-8-sig", "gb18030", "cp1252")
    for codec in codecs:
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec == "gb18030" and _lost_accents(text):
            continue
        strange = sum(not (c.isprintable() or c in "\n\r\t\f\v\ufeff\u200b") for c in text[:2000])
        if strange * 50 <= len(text[:2000]):
            return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    raise _wrong_type(label)


def _lost_accents(text: str) -> bool:
    """A few characters among Latin letters: accents of Windows-1252 read as Chinese."""
    han = sum("\u3400" <= char <= "\u9fff" for char in text)
    latin = sum(char.isascii() and char.isalpha() for char in text)
    return 0 < han < latin / 10


def _kind(text: str, label: str) -> str:
    start = text.lstrip()
    suffix = label.rsplit(".", 1)[-1].lower() if "." in label else ""
    if suffix in KINDS:
        return suffix
    if suffix and suffix not in ("text", "md", "log", "sub", "webvtt"):
        raise _wrong_type(label)
    if start.startswith("WEBVTT"):
        return "vtt"
    if start.startswith(("{", "[")):
        return "json"
    return "srt" if "-->" in start[:2000] else "txt"


def _empty() -> TranscriptError:
    return TranscriptError(
        "transcript.empty",
        "the transcript is empty",
        "give a file that holds what was said, or leave the transcript out",
    )


def _wrong_type(label: str) -> TranscriptError:
    suffix = label.rsplit(".", 1)[-1].lower() if "." in label else "unknown"
    return TranscriptError(
        "transcript.wrong_type",
        f"the content of this file (kind {suffix!r}) is no text",
        _ASK,
        kind=suffix,
    )


def _too_large(size: int) -> TranscriptError:
    return TranscriptError(
        "transcript.too_large",
        f"the transcript has {size:,} bytes, the limit is {MAX_BYTES:,}",
        "split it by answer",
        size=size,
        limit=MAX_BYTES,
    )
