"""Uploaded files become interviews without their names going anywhere."""

from __future__ import annotations

import errno
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from interview import InputError, StoreError
from ui.upload_folder import remove_left_behind
from ui.uploads import Prepared, prepare

ROOT = Path(__file__).parents[2]


@dataclass
class File:
    name: str
    content: bytes

    def getbuffer(self) -> memoryview:
        return memoryview(self.content)


def sent(folder: Path, *files: File, together: bool = False) -> Prepared:
    return prepare(
        list(files),
        folder=folder,
        together=together,
        requisition=None,
        language=None,
        questions={"Li Wen": "sm_q1@1"},
        consent=frozenset({"language"}),
    )


FILM, WORDS = File("Li Wen.webm", b"film"), File("Li Wen.srt", b"words")


def test_a_transcript_joins_the_recording_of_the_same_name(tmp_path: Path) -> None:
    got = sent(tmp_path, WORDS, FILM)
    (source,) = got.manifest.sources
    (answer,) = source.answers
    assert answer.media is not None
    assert answer.transcript is not None
    assert answer.media.read_bytes() == b"film"
    assert answer.transcript.read_bytes() == b"words"
    assert answer.question == "sm_q1@1"
    assert got.labels == {source.interview: "Li Wen"}


def test_a_senders_name_stays_out_of_ids_and_paths(tmp_path: Path) -> None:
    got = sent(tmp_path, FILM, WORDS)
    source = got.manifest.sources[0]
    assert "Li" not in source.interview + source.candidate
    assert not [p for p in tmp_path.rglob("*") if "Li" in p.name]


def test_the_same_files_get_the_same_id_and_others_another(tmp_path: Path) -> None:
    first = sent(tmp_path, FILM, WORDS).manifest.sources[0].interview
    again = sent(tmp_path, File("x.webm", b"film"), File("x.srt", b"words")).manifest.sources[0]
    other = sent(tmp_path, File("x.webm", b"another film")).manifest.sources[0]
    assert again.interview == first != other.interview


def test_recordings_make_one_interview_or_one_each(tmp_path: Path) -> None:
    films = [File(f"{n}.mp4", bytes([n])) for n in range(3)]
    assert [len(s.answers) for s in sent(tmp_path, *films).manifest.sources] == [1, 1, 1]
    assert [len(s.answers) for s in sent(tmp_path, *films, together=True).manifest.sources] == [3]


def test_two_recordings_of_one_name_are_both_kept(tmp_path: Path) -> None:
    got = sent(tmp_path, File("a.mp4", b"1"), File("a.wav", b"2"))
    assert len(got.manifest.sources) == 2


@pytest.mark.parametrize(
    ("files", "code"),
    [((), "upload.empty"), ((WORDS, File("Li Wen.vtt", b"x")), "upload.two_transcripts")],
)
def test_what_cannot_be_paired_is_refused_and_leaves_nothing(
    tmp_path: Path, files: tuple[File, ...], code: str
) -> None:
    with pytest.raises(InputError) as refusal:
        sent(tmp_path, *files)
    assert refusal.value.code == code
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]


def test_discarding_removes_the_plain_files(tmp_path: Path) -> None:
    got = sent(tmp_path, FILM)
    got.discard()
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]


class Full(File):
    """A file that no longer fits."""

    def getbuffer(self) -> memoryview:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_named_and_leaves_no_plain_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        sent(tmp_path, FILM, Full("Wu Na.webm", b""))
    assert refused.value.code == "store.disk_full"
    assert not list(tmp_path.iterdir())


def test_what_a_killed_program_left_behind_goes_with_the_next_upload(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, sys; from ui.upload_folder import UploadFolder; "
        "place = UploadFolder(pathlib.Path(sys.argv[1])); "
        "(place.path / '0001.webm').write_bytes(b'film'); os._exit(9)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=False)
    assert killed.returncode == 9
    (left,) = tmp_path.iterdir()
    running = sent(tmp_path, WORDS)
    assert not left.exists()
    another = sent(tmp_path, FILM)
    assert running.folder.path.exists(), "what is still being scored stays"
    for one in (running, another):
        one.discard()
        one.discard()
    assert not list(tmp_path.iterdir())
    assert remove_left_behind(tmp_path / "never made") == 0
