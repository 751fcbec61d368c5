"""What is to be scored is found on disk: files, folders, transcripts beside their recordings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.workflow.recordings import tone
from workflow import collect


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"content of {name}")


def test_a_folder_pairs_transcripts_with_their_recordings(tmp_path: Path) -> None:
    write(
        tmp_path,
        "one.mp4",
        "one.srt",
        "deep/two.WAV",
        "deep/two.TXT",
        "three.mp3",
        "alone.vtt",
        "README.txt",
        "table.xlsx",
        ".hidden/four.mp4",
    )
    found = {s.interview: s.answers[0] for s in collect([tmp_path]).sources}
    assert set(found) == {"one", "deep/two", "three", "alone"}
    assert found["one"].transcript == tmp_path / "one.srt"
    assert found["deep/two"].transcript == tmp_path / "deep/two.TXT"
    assert found["three"].transcript is None
    assert (found["alone"].media, found["alone"].transcript) == (None, tmp_path / "alone.vtt")


def test_word_times_beat_sentence_times_beat_none(tmp_path: Path) -> None:
    write(tmp_path, "a.mp4", "a.txt", "a.srt", "a.json", "b.mp4", "b.txt", "b.vtt")
    for found in (
        {s.interview: s.answers[0].transcript for s in collect([tmp_path]).sources},
        {p: collect([tmp_path / f"{p}.mp4"]).sources[0].answers[0].transcript for p in "ab"},
    ):
        assert found == {"a": tmp_path / "a.json", "b": tmp_path / "b.vtt"}


def test_a_card_written_beside_its_recording_is_not_what_was_said(tmp_path: Path) -> None:
    write(tmp_path, "a.mp4", "b.mp4", "b.srt", "c.mp4")
    (tmp_path / "a.json").write_text(json.dumps({"interview": "a", "overall": {}}, indent=2))
    (tmp_path / "b.json").write_text(json.dumps([{"interview": "b"}]))
    (tmp_path / "c.json").write_text(json.dumps({"segments": []}))
    expected = {"a": None, "b": tmp_path / "b.srt", "c": tmp_path / "c.json"}
    found = {s.interview: s.answers[0].transcript for s in collect([tmp_path]).sources}
    assert found == expected
    for name, transcript in expected.items():
        alone = collect([tmp_path / f"{name}.mp4"]).sources[0]
        assert alone.answers[0].transcript == transcript


def test_two_files_of_one_stem_are_both_kept_and_told_apart(tmp_path: Path) -> None:
    write(tmp_path, "a.mp4", "a.wav", "b.srt", "b.vtt")
    found = [source.interview for source in collect([tmp_path]).sources]
    assert found == ["a.mp4", "a.wav", "b.srt", "b.vtt"]


def test_a_transcript_given_by_hand_and_a_language_and_consent(tmp_path: Path) -> None:
    write(tmp_path, "a.mp4", "a.srt", "other.vtt")
    source = collect(
        [tmp_path / "a.mp4"], transcript=tmp_path / "other.vtt", language="zh", consent=["voice"]
    ).sources[0]
    assert source.answers[0].transcript == tmp_path / "other.vtt"
    assert (source.language, source.consent) == ("zh", {"voice"})


def test_an_interview_asked_for_twice_is_scored_once_and_said(tmp_path: Path) -> None:
    write(tmp_path, "a.mp4")
    found = collect([tmp_path / "a.mp4", tmp_path])
    assert [s.interview for s in found.sources] == ["a"]
    assert [(i.interview, i.code) for i in found.refused] == [("a", "interview.duplicate")]


def test_opaque_ids_come_from_the_content_and_hold_no_name(tmp_path: Path) -> None:
    tone(tmp_path / "Zhang Wei.wav", seconds=0.01)
    first = collect([tmp_path], opaque=True).sources[0]
    assert "zhang" not in f"{first.interview}{first.candidate}".lower()
    (tmp_path / "Zhang Wei.wav").rename(tmp_path / "other.wav")
    assert collect([tmp_path / "other.wav"], opaque=True).sources[0].interview == first.interview
    tone(tmp_path / "other.wav", seconds=0.02)
    assert collect([tmp_path], opaque=True).sources[0].interview != first.interview


@pytest.mark.parametrize(
    ("name", "code"), [("gone.mp4", "input.not_found"), ("empty", "input.empty_folder")]
)
def test_a_path_that_cannot_be_used_is_refused_by_name(
    name: str, code: str, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    found = collect([tmp_path / name])
    assert found.sources == ()
    assert [(item.interview, item.code) for item in found.refused] == [(name, code)]
