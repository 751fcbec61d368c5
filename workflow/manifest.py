"""What is to be scored, read from a table: one row per answer, rows of one interview together."""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from interview import CandorError, InputError
from workflow.progress import BatchItem

COLUMNS = (
    "interview",
    "candidate",
    "requisition",
    "role",
    "question",
    "media",
    "transcript",
    "language",
    "consent",
    "conducted_at",
)
LANGUAGES = ("en", "zh")
OPAQUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerSource:
    """Where one answer lies: a recording, a transcript, or both."""

    media: Path | None = None
    transcript: Path | None = None
    question: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InterviewSource:
    """One interview to score. ``consent`` are the scopes the person agreed to; without
    ``conducted_at`` the time of its oldest file is taken."""

    interview: str
    candidate: str
    answers: tuple[AnswerSource, ...]
    role: str | None = None
    requisition: str | None = None
    language: str | None = None
    consent: frozenset[str] = frozenset()
    conducted_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """Interviews ready to be scored, and those refused at the door with the reason."""

    sources: tuple[InterviewSource, ...] = ()
    refused: tuple[BatchItem, ...] = ()


def refused_item(interview: str, error: CandorError) -> BatchItem:
    """A named failure made from an error, so that the rest of a batch can go on."""
    return BatchItem(
        interview=interview,
        state="failed",
        code=error.code,
        message=error.message,
        remedy=error.remedy,
        slots=dict(error.slots),
    )


def read_manifest(path: Path) -> Manifest:
    """Read a CSV or JSON Lines manifest.

    Columns: ``interview`` and at least one of ``media`` and ``transcript``; optional
    ``candidate, requisition, role, question, language, consent`` (scopes, with spaces between) and
    ``conducted_at`` (ISO 8601).
    Paths count from the manifest's folder and may not leave it. A wrong row refuses its whole
    interview, never another one.

    Raises
    ------
    InputError
        ``manifest.not_found``, ``manifest.empty``, ``manifest.not_text``,
        ``manifest.missing_column``, ``manifest.unknown_column`` (a misspelled one).
    """
    text = _text(path)
    rows = list(_json_rows(text) if path.suffix.lower() == ".jsonl" else _csv_rows(text))
    if not rows:
        raise InputError(
            "manifest.empty", f"{path.name} holds no rows", "give it one row per answer"
        )
    _check_columns(path.name, {name for _, row in rows if isinstance(row, Mapping) for name in row})
    return _grouped(path.resolve().parent, rows)


def _text(path: Path) -> str:
    if not path.is_file():
        raise InputError(
            "manifest.not_found", f"there is no file {path}", "check the path", path=str(path)
        )
    data = path.read_bytes()
    for encoding in (
        "utf-8-sig",
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030",
    ):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputError(
        "manifest.not_text", f"{path.name} is not text", "save it as CSV in UTF-8", name=path.name
    )


Row = Mapping[str, str] | InputError


def _csv_rows(text: str) -> Iterator[tuple[int, Row]]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text.lstrip("\n"), newline=""), delimiter=delimiter)
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    for row in reader:
        if None in row:
            yield reader.line_num, _broken(reader.line_num, "more cells than the header")
        else:
            yield reader.line_num, {k: (v or "").strip() for k, v in row.items()}


def _json_rows(text: str) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            yield number, _broken(number, "no valid JSON")
            continue
        if not isinstance(row, dict):
            yield number, _broken(number, "no JSON object")
            continue
        try:
            json.dumps(row, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            yield number, _broken(number, "half of a character")
            continue
        yield (
            number,
            {
                str(k).strip().lower(): ""
                if v is None
                else " ".join(map(str, v))
                if isinstance(v, list)
                else str(v).strip()
                for k, v in row.items()
            },
        )


def _broken(number: int, what: str) -> InputError:
    return InputError(
        "manifest.broken_row",
        f"line {number} holds {what}",
        "correct that line",
        line=number,
    )


def _check_columns(name: str, found: set[str]) -> None:
    for column in sorted(found - set(COLUMNS)):
        meant = difflib.get_close_matches(column, set(COLUMNS) - found, n=1, cutoff=0.75)
        if meant:
            raise InputError(
                "manifest.unknown_column",
                f"{name} has a column '{column}'",
                f"call it '{meant[0]}', or leave it out",
                column=column,
                meant=meant[0],
            )
    missing = None
    if "interview" not in found:
        missing = "interview"
    elif not found & {"media", "transcript"}:
        missing = "media"
    if missing:
        raise InputError(
            "manifest.missing_column",
            f"{name} has no column '{missing}'",
            f"add it; the columns are {', '.join(COLUMNS)}",
            column=missing,
        )


def _grouped(folder: Path, rows: list[tuple[int, Row]]) -> Manifest:
    sources: dict[str, InterviewSource] = {}
    refused: dict[str, BatchItem] = {}
    for number, row in rows:
        key = f"line {number}" if isinstance(row, InputError) else row.get("interview", "")
        key = key or f"line {number}"
        try:
            if isinstance(row, InputError):
                raise row
            source = _source(folder, number, row)
            sources[key] = _joined(sources[key], source, number) if key in sources else source
        except InputError as error:
            refused.setdefault(key, refused_item(key, error))
    return Manifest(
        sources=tuple(s for key, s in sources.items() if key not in refused),
        refused=tuple(refused.values()),
    )


def _source(folder: Path, number: int, row: Mapping[str, str]) -> InterviewSource:
    interview = row.get("interview", "")
    if not interview:
        raise InputError(
            "manifest.missing_value",
            f"line {number} names no interview",
            "give every row the id of its interview",
            line=number,
            column="interview",
        )
    candidate = row.get("candidate") or f"c-{interview}"[:64]
    for column, value in (("interview", interview), ("candidate", candidate)):
        if not OPAQUE.fullmatch(value):
            raise InputError(
                "manifest.bad_id",
                f"line {number}: {value!r} is no {column} id",
                "use up to 64 letters, digits, '.', '_', ':' or '-', and never a person's name",
                line=number,
                column=column,
            )
    language = row.get("language") or None
    if language is not None:
        language = language.lower().replace("_", "-").split("-")[0]
        if language not in LANGUAGES:
            raise InputError(
                "manifest.unknown_language",
                f"line {number}: no language '{row['language']}'",
                f"use one of: {', '.join(LANGUAGES)}, or leave it empty to have it found",
                line=number,
                language=row["language"],
            )
    media = _inside(folder, number, row.get("media", ""))
    transcript = _inside(folder, number, row.get("transcript", ""))
    if media is None and transcript is None:
        raise InputError(
            "manifest.missing_value",
            f"line {number} names neither a recording nor a transcript",
            "fill the column media or transcript",
            line=number,
            column="media",
        )
    return InterviewSource(
        interview=interview,
        candidate=candidate,
        answers=(
            AnswerSource(media=media, transcript=transcript, question=row.get("question") or None),
        ),
        role=row.get("role") or None,
        requisition=row.get("requisition") or None,
        language=language,
        consent=frozenset(row.get("consent", "").replace(",", " ").split()),
        conducted_at=_time(number, row.get("conducted_at", "")),
    )


def _time(number: int, value: str) -> datetime | None:
    if not value:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise InputError(
            "manifest.broken_row",
            f"line {number}: {value!r} is no date and time",
            "write it like 2026-03-12T09:30+08:00; without a zone it is taken as UTC",
            line=number,
            value=value,
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _inside(folder: Path, number: int, value: str) -> Path | None:
    if not value:
        return None
    path = (folder / value).resolve()
    if not path.is_relative_to(folder):
        raise InputError(
            "manifest.outside_folder",
            f"line {number}: {value} lies outside the manifest's folder",
            "put the file beside the manifest or in a folder below it",
            line=number,
            path=value,
        )
    if not path.is_file():
        raise InputError(
            "manifest.no_such_file",
            f"line {number}: there is no file {value}",
            "check the path; it counts from the manifest's folder",
            line=number,
            path=value,
        )
    return path


def _joined(known: InterviewSource, more: InterviewSource, number: int) -> InterviewSource:
    for column in ("candidate", "role", "requisition", "language", "consent", "conducted_at"):
        if getattr(known, column) != getattr(more, column):
            raise InputError(
                "manifest.conflict",
                f"line {number}: interview {known.interview} already has another {column}",
                f"give all its rows the same {column}",
                line=number,
                column=column,
            )
    answer = more.answers[0]
    if any(
        a.question == answer.question if answer.question else a == answer for a in known.answers
    ):
        raise InputError(
            "manifest.duplicate",
            f"line {number} repeats an answer of interview {known.interview}",
            "keep one row per answer",
            line=number,
            interview=known.interview,
        )
    return replace(known, answers=(*known.answers, answer))
