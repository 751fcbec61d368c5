"""What is to be scored, found on disk: recordings, folders and manifests."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from interview import CandorError, InputError
from workflow.manifest import (
    LANGUAGES,
    AnswerSource,
    InterviewSource,
    Manifest,
    read_manifest,
    refused_item,
)
from workflow.progress import BatchItem

RECORDINGS = frozenset(
    {"mp4", "m4v", "mov", "webm", "mkv", "avi", "wmv", "flv", "3gp", "mpg", "mpeg"}
    | {"mp3", "wav", "flac", "m4a", "aac", "ogg", "oga", "opus", "wma"}
)
# the first found is taken: word times beat sentence times beat none
TRANSCRIPTS = ("json", "vtt", "srt", "txt")
MANIFESTS = frozenset(("csv", "jsonl"))
# what `candor score --json` writes may lie beside a recording under its name
OWN_CARD = re.compile(rb'\s*\[?\s*\{\s*"interview"\s*:')
# texts that lie in many folders and are nobody's answer
NO_ANSWERS = frozenset(("readme", "license", "licence", "notice", "changelog", "requirements"))


def collect(
    paths: Sequence[Path],
    *,
    transcript: Path | None = None,
    language: str | None = None,
    consent: Iterable[str] = (),
    opaque: bool = False,
) -> Manifest:
    """All interviews under the paths given, each path a recording, a folder or a manifest.

    A bare recording is one interview of one answer without a question; a transcript of the same
    stem beside it is its transcript, and a transcript alone is a written answer. Its id is the
    file's stem, or with ``opaque`` a digest of its content: ids outlive an erasure in the trail,
    and file names often hold people's names. A path that cannot be used is refused by name; the
    others go on.

    Raises
    ------
    InputError
        ``input.unknown_language``.

    Examples
    --------
    >>> collect([Path("no/such/file.mp4")]).refused[0].code
    'input.not_found'
    """
    if language not in (None, *LANGUAGES):
        raise InputError(
            "input.unknown_language",
            f"there is no language {language!r}",
            f"use one of: {', '.join(LANGUAGES)}, or leave it out to have it found",
            language=language,
        )
    sources: list[InterviewSource] = []
    refused: list[BatchItem] = []
    for path in paths:
        try:
            found = _of(path, transcript, language, frozenset(consent), opaque)
        except CandorError as error:
            refused.append(refused_item(path.name or str(path), error))
            continue
        sources += found.sources
        refused += found.refused
    unique: dict[str, InterviewSource] = {}
    for source in sources:
        if source.interview in unique:
            refused.append(
                refused_item(
                    source.interview,
                    InputError(
                        "interview.duplicate",
                        f"interview {source.interview} is asked for twice",
                        "leave one of them out",
                        interview=source.interview,
                    ),
                )
            )
        else:
            unique[source.interview] = source
    return Manifest(sources=tuple(unique.values()), refused=tuple(refused))


def _of(
    path: Path,
    transcript: Path | None,
    language: str | None,
    consent: frozenset[str],
    opaque: bool,
) -> Manifest:
    if path.is_dir():
        files = [f for f in sorted(path.rglob("*")) if f.is_file() and _visible(f, path)]
        if not (answers := _paired(files)):
            raise InputError(
                "input.empty_folder",
                f"{path} holds no recording and no transcript",
                f"recordings end in {', '.join(sorted(RECORDINGS))}",
                path=str(path),
            )
        names = _names(answers, path)
    elif not path.is_file():
        raise InputError("input.not_found", f"there is no file or folder {path}", "check the path")
    elif _suffix(path) in MANIFESTS:
        return read_manifest(path)
    else:
        written = _suffix(path) in TRANSCRIPTS
        answers = [
            AnswerSource(
                media=None if written else path,
                transcript=transcript or (path if written else _sidecar(path)),
            )
        ]
        names = [path.stem]
    sources = []
    for answer, name in zip(answers, names, strict=True):
        key = _content_id(answer) if opaque else name
        sources.append(
            InterviewSource(
                interview=key,
                candidate=f"c-{key}",
                answers=(answer,),
                language=language,
                consent=consent,
            )
        )
    return Manifest(sources=tuple(sources))


def _suffix(path: Path) -> str:
    return path.suffix.lower().lstrip(".")


def _visible(file: Path, folder: Path) -> bool:
    return not any(part.startswith(".") for part in file.relative_to(folder).parts)


def _paired(files: list[Path]) -> list[AnswerSource]:
    recordings = [f for f in files if _suffix(f) in RECORDINGS]
    taken = {f.with_suffix("") for f in recordings}
    written = [f for f in files if _is_transcript(f) and f.stem.lower() not in NO_ANSWERS]
    beside: dict[Path, Path] = {}
    for file in sorted(written, key=lambda f: TRANSCRIPTS.index(_suffix(f))):
        beside.setdefault(file.with_suffix(""), file)
    answers = [AnswerSource(media=f, transcript=beside.get(f.with_suffix(""))) for f in recordings]
    answers += [AnswerSource(transcript=f) for f in written if f.with_suffix("") not in taken]
    return sorted(answers, key=lambda a: str(a.media or a.transcript))


def _sidecar(path: Path) -> Path | None:
    for suffix in TRANSCRIPTS:
        for spelled in (suffix, suffix.upper()):
            beside = path.with_suffix(f".{spelled}")
            if beside.is_file() and _is_transcript(beside):
                return beside
    return None


def _is_transcript(file: Path) -> bool:
    if _suffix(file) != "json":
        return _suffix(file) in TRANSCRIPTS
    try:
        with file.open("rb") as stream:
            return OWN_CARD.match(stream.read(200)) is None
    except OSError:  # reading it will say why
        return True


def _names(answers: list[AnswerSource], folder: Path) -> list[str]:
    files = [(a.media or a.transcript or folder).relative_to(folder) for a in answers]
    stems = [file.with_suffix("").as_posix() for file in files]
    # two files of one stem keep their suffix, so that both are scored and told apart
    return [
        file.as_posix() if stems.count(stem) > 1 else stem
        for stem, file in zip(stems, files, strict=True)
    ]


def _content_id(answer: AnswerSource) -> str:
    whole = hashlib.sha256()
    for file in (answer.media, answer.transcript):
        if file is not None:
            with file.open("rb") as stream:
                whole.update(hashlib.file_digest(stream, "sha256").digest())
    return f"i-{whole.hexdigest()[:16]}"
