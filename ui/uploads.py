"""Uploaded files become interviews to score: paired by name, kept under neutral names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from interview import InputError
from ui.upload_folder import UploadFolder, remove_left_behind
from workflow.collect import RECORDINGS, TRANSCRIPTS
from workflow.journal import disk_error
from workflow.manifest import AnswerSource, InterviewSource, Manifest

ACCEPTED = tuple(sorted(RECORDINGS)) + TRANSCRIPTS


def stems(names: Iterable[str]) -> list[str]:
    """The answers a set of files makes: one for each recording, or transcript without one.

    Examples
    --------
    >>> stems(["1.mp4", "1.srt", "2.txt"])
    ['1', '2']
    """
    return list(dict.fromkeys(Path(name).stem for name in sorted(names, key=in_order)))


def in_order(name: str) -> list[tuple[bool, int, str]]:
    """Sorts names as people count: ``2.mp4`` before ``10.mp4``.

    Examples
    --------
    >>> sorted(["10.mp4", "2.mp4", "a.mp4"], key=in_order)
    ['2.mp4', '10.mp4', 'a.mp4']
    """
    pieces = [piece for piece in re.split(r"([0-9]+)", name.lower()) if piece]
    return [
        (not piece.isdecimal(), int(piece) if piece.isdecimal() else 0, piece) for piece in pieces
    ]


class Upload(Protocol):
    """A file a browser sent."""

    @property
    def name(self) -> str:
        """Its name on the sender's machine."""

    def getbuffer(self) -> memoryview:
        """Its bytes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """Interviews ready to be scored, what each was called by the sender, and where they lie."""

    manifest: Manifest
    labels: Mapping[str, str]
    folder: UploadFolder

    def discard(self) -> None:
        """Remove the plain files; what was scored is in the store, encrypted."""
        self.folder.discard()


def prepare(
    files: Sequence[Upload],
    *,
    folder: Path,
    together: bool,
    requisition: str | None,
    language: str | None,
    questions: Mapping[str, str | None],
    consent: frozenset[str],
) -> Prepared:
    """Write the files under neutral names and group them.

    A transcript belongs to the recording of the same name; one without a recording is a written
    answer. A sender's file name may hold a person's name, so it stays out of every path and id;
    an id comes from the content, so that the same files sent again are recognised. ``questions``
    names the question of each answer by the stem of its file.

    Raises
    ------
    InputError
        ``upload.empty`` without files, ``upload.two_transcripts`` when two share a name.
    StoreError
        ``store.disk_full`` or ``store.cannot_write``. Whatever goes wrong, no plain file stays.
    """
    if not files:
        raise InputError("upload.empty", "no file was chosen", "choose a recording or transcript")
    remove_left_behind(folder)
    with _cleared_up(folder) as place:
        named = _named_answers(files, place.path, questions)
        groups = [named] if together else [[one] for one in named]
        sources, labels = [], {}
        for group in groups:
            key = _content_id([answer for _, answer in group])
            labels[f"i-{key}"] = group[0][0]
            sources.append(
                InterviewSource(
                    interview=f"i-{key}",
                    candidate=f"c-{key}",
                    answers=tuple(answer for _, answer in group),
                    requisition=requisition,
                    language=language,
                    consent=consent,
                )
            )
    return Prepared(manifest=Manifest(sources=tuple(sources)), labels=labels, folder=place)


@contextmanager
def _cleared_up(inside: Path) -> Iterator[UploadFolder]:
    """A folder for the plain files; when anything goes wrong, it is gone again."""
    try:
        place = UploadFolder(inside)
    except OSError as error:
        raise disk_error(error, inside) from None
    try:
        yield place
    except OSError as error:
        place.discard()
        raise disk_error(error, inside) from None
    except BaseException:
        place.discard()
        raise


def _named_answers(
    files: Sequence[Upload], place: Path, questions: Mapping[str, str | None]
) -> list[tuple[str, AnswerSource]]:
    """Write the files and pair them; each answer with the stem its sender gave it."""
    recordings: dict[str, Path] = {}
    transcripts: dict[str, Path] = {}
    for number, file in enumerate(sorted(files, key=lambda one: in_order(one.name)), 1):
        stem, suffix = Path(file.name).stem, Path(file.name).suffix.lower()
        path = place / f"{number:04d}{suffix}"
        path.write_bytes(file.getbuffer())
        written = suffix.lstrip(".") in TRANSCRIPTS
        shelf = transcripts if written else recordings
        if stem in shelf and written:
            raise InputError(
                "upload.two_transcripts",
                f"two transcripts belong to {stem!r}",
                "keep the one with word times and send again",
                name=stem,
            )
        shelf[f"{stem}{suffix}" if stem in shelf else stem] = path
    answers = [
        (
            stem,
            AnswerSource(
                media=path,
                transcript=transcripts.pop(stem, None),
                question=questions.get(stem),
            ),
        )
        for stem, path in recordings.items()
    ]
    return answers + [
        (stem, AnswerSource(transcript=path, question=questions.get(stem)))
        for stem, path in transcripts.items()
    ]


def _content_id(answers: Sequence[AnswerSource]) -> str:
    whole = hashlib.sha256()
    for answer in answers:
        for path in (answer.media, answer.transcript):
            if path is not None:
                with path.open("rb") as stream:
                    whole.update(hashlib.file_digest(stream, "sha256").digest())
    return whole.hexdigest()[:16]
