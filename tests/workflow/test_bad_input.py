"""Everything a hard disk may hold: one clear sentence with a code each, and the rest goes on."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from interview import Actor, StoreError
from scoring import find_role
from store import open_store
from store.batches import items
from tests.workflow.recordings import Pipe, batch_of, film, silence, tone
from workflow import collect, score_batch
from workflow.cli import app
from workflow.journal import Journal
from workflow.policies import signal_policy
from workflow.store_sink import BATCH

SYSTEM = Actor.system()


def candor(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["score", *map(str, arguments)])


def cards_in(path: Path) -> dict[str, Any]:
    return {one["interview"]: one for one in json.loads(path.read_text(encoding="utf-8"))}


def write_odd_recordings(folder: Path) -> None:
    folder.mkdir()
    (folder / "empty.webm").write_bytes(b"")
    (folder / "wrong_type.mp4").write_text("This is a letter, not a film.\n" * 40)
    film(folder / "whole.webm")
    whole = (folder / "whole.webm").read_bytes()
    (folder / "truncated.webm").write_bytes(whole[:60])
    film(folder / "no_audio.webm")
    film(folder / "one_pixel.webm", size=2)
    with Pipe(folder / "no_duration.webm") as pipe:
        film(pipe)  # type: ignore[arg-type]
    tone(folder / "no_video.wav", seconds=3)
    silence(folder / "silent.wav")
    tone(folder / "half_second.wav", seconds=0.5)
    tone(folder / "good.wav", seconds=2)
    (folder / "good.txt").write_text(
        "I led the team that moved our warehouse. I planned each week, asked everyone what they "
        "needed, and we finished two weeks early with thirty percent fewer complaints."
    )
    tone(folder / "broken_words.wav", seconds=2)
    (folder / "broken_words.srt").write_text("no time line\nin this file\n")
    tone(folder / "other_length.wav", seconds=2)
    (folder / "other_length.srt").write_text(
        "1\n00:00:00,000 --> 00:02:00,000\nI led the team that moved our warehouse, and asked "
        "each colleague what they needed before we planned the weeks together.\n\n"
    )


# what failed as a whole, and why
FAILED = {
    "empty": "media.empty",
    "wrong_type": "media.wrong_type",
    "truncated": "media.truncated",
    "broken_words": "transcript.broken",
}
# what has a card, with the parts withheld or flagged under a code
WITHHELD = {
    "no_audio": {"media.no_audio", "language.no_transcript"},
    "one_pixel": {"language.no_transcript"},
    "no_duration": {"media.no_audio", "language.no_transcript"},
    "no_video": {"face.no_video", "language.no_transcript"},
    "silent": {"voice.silent", "face.no_video"},
    "half_second": {"language.no_transcript"},
    "other_length": {"language.other_length"},
    "good": {"face.no_video"},
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, dict[str, Any]]:
    place = tmp_path_factory.mktemp("odd")
    write_odd_recordings(place / "in")
    result = candor(place / "in", "--json", place / "out.json", "--jobs", "2")
    return result, cards_in(place / "out.json")


def test_the_batch_goes_on_to_its_end(odd: tuple[Result, dict[str, Any]]) -> None:
    result, cards = odd
    assert result.exit_code == 1, result.output
    assert set(cards) == set(FAILED) | set(WITHHELD) | {"whole"}


@pytest.mark.parametrize("name", FAILED)
def test_what_is_no_recording_fails_by_name(name: str, odd: tuple[Result, dict[str, Any]]) -> None:
    one = odd[1][name]
    assert one["failed"] is True
    assert one["code"] == FAILED[name]
    assert one["message"]
    assert one["remedy"]
    assert "Traceback" not in odd[0].output


@pytest.mark.parametrize("name", WITHHELD)
def test_what_cannot_be_measured_is_withheld_by_name(
    name: str, odd: tuple[Result, dict[str, Any]]
) -> None:
    card = odd[1][name]
    codes = {quality["code"] for quality in card["quality"]} | {f["code"] for f in card["flags"]}
    assert codes >= WITHHELD[name], codes


def test_only_the_good_one_has_an_overall_score(odd: tuple[Result, dict[str, Any]]) -> None:
    scored = {name for name, card in odd[1].items() if "value" in card.get("overall", {})}
    assert scored <= {"good", "other_length"}


def test_over_the_size_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    silence(tmp_path / "long.wav", seconds=40)
    monkeypatch.setenv("CANDOR_MAX_UPLOAD", "1")
    result = candor(tmp_path / "long.wav", "--json", tmp_path / "out.json")
    assert result.exit_code == 2
    one = json.loads((tmp_path / "out.json").read_text())
    assert one["code"] == "media.too_large"
    # the advice works
    monkeypatch.setenv("CANDOR_MAX_UPLOAD", "2")
    assert candor(tmp_path / "long.wav", "--json", tmp_path / "out.json").exit_code == 0


COMMAND_ERRORS: dict[str, Callable[[Path], list[str | Path]]] = {
    "role.unknown": lambda p: [tone(p / "a.wav"), "--role", "astronaut"],
    "role.not_found": lambda p: [tone(p / "a.wav"), "--role", p / "none.toml"],
    "policy.unknown": lambda p: [tone(p / "a.wav"), "--policy", "moon"],
    "input.one_transcript": lambda p: [
        tone(p / "a.wav"),
        tone(p / "b.wav"),
        "--transcript",
        p / "a.srt",
    ],
    "input.not_found": lambda p: [tone(p / "a.wav"), "--transcript", p / "none.srt"],
    "input.unknown_language": lambda p: [tone(p / "a.wav"), "--language", "fr"],
    "store.cannot_write": lambda p: [tone(p / "a.wav"), "--store", tone(p / "b.wav")],
}


@pytest.mark.parametrize("code", COMMAND_ERRORS)
def test_a_command_that_cannot_begin_says_why(code: str, tmp_path: Path) -> None:
    result = candor(*COMMAND_ERRORS[code](tmp_path))
    assert result.exit_code == 2
    assert f"[{code}]" in " ".join(result.output.split())
    assert "Traceback" not in result.output


REFUSED_PATHS: dict[str, Callable[[Path], Path]] = {
    "input.not_found": lambda p: p / "none.mp4",
    "input.empty_folder": lambda p: _folder(p / "empty"),
    "manifest.missing_column": lambda p: _text(p / "m.csv", "interview,role\ni1,sales_manager\n"),
    "manifest.empty": lambda p: _text(p / "m.csv", "interview,media\n"),
    "manifest.not_text": lambda p: _bytes(p / "m.csv", b"\xff\x00\xfe\x80" * 50),
}


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _bytes(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("code", REFUSED_PATHS)
def test_a_path_that_cannot_be_used_does_not_stop_the_others(code: str, tmp_path: Path) -> None:
    good = _text(tmp_path / "good.txt", "I led the team and we finished two weeks early.")
    bad = REFUSED_PATHS[code](tmp_path)
    out = tmp_path / "out.jsonl"
    assert candor(bad, good, "--json", out).exit_code == 1
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert len(lines) == 2
    assert {line.get("code") for line in lines} >= {code}
    assert candor(bad).exit_code == 2


def test_one_wrong_row_fails_its_interview_only(tmp_path: Path) -> None:
    manifest = batch_of(tmp_path, 2)
    outside = tmp_path.parent / f"{tmp_path.name}-outside.wav"
    tone(outside)
    with manifest.open("a", encoding="utf-8") as out:
        out.write(f"i100,c100,sales_manager,sm_q1,../{outside.name},\n")
        out.write("i101,c101,astronaut,sm_q1,i000.wav,\n")
        out.write("i102,c102,sales_manager,xx_q9,i000.wav,\n")
        out.write("i103,c103,sales_manager,sm_q1,gone.wav,\n")
        out.write("i001,c001,sales_manager,sm_q1,i001.wav,i001.txt\n")
    result = candor(manifest, "--json", tmp_path / "out.json")
    assert result.exit_code == 1
    cards = cards_in(tmp_path / "out.json")
    assert {name: card.get("code") for name, card in cards.items()} == {
        "i000": None,
        "i100": "manifest.outside_folder",
        "i101": "role.unknown",
        "i102": "question.unknown",
        "i103": "manifest.no_such_file",
        "i001": "manifest.duplicate",
    }
    outside.unlink()


def test_an_interview_that_is_there_already_is_refused_in_a_store(tmp_path: Path) -> None:
    manifest = batch_of(tmp_path / "in", 2)
    store = tmp_path / "store"
    assert candor(manifest, "--store", store).exit_code == 0
    (tmp_path / "in" / "i001.txt").write_text("Something else was said in this interview, later.")
    result = candor(manifest, "--store", store, "--json", tmp_path / "out.json")
    assert result.exit_code == 1
    cards = cards_in(tmp_path / "out.json")
    assert cards["i000"]["overall"]
    assert cards["i001"]["code"] == "interview.duplicate"


def test_who_gave_the_files_sees_which_is_meant_though_the_store_keeps_no_names(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    tone(folder / "li_wei.wav")
    result = candor(folder, "--role", "sales_manager", "--store", tmp_path / "store")
    assert "li_wei.wav" in result.output
    assert b"li_wei" not in (tmp_path / "store" / "candor.db").read_bytes()


def test_a_worker_that_dies_costs_its_own_interview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deadly.py").write_text(
        "import os\n"
        "from workflow.task_json import work as scored\n"
        "def work(data):\n"
        "    if data['source']['interview'] == 'i001':\n"
        "        os._exit(9)\n"
        "    return scored(data)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("workflow.batch.WORK", "deadly:work")
    report = score_batch(SYSTEM, None, collect([batch_of(tmp_path / "in", 4)]), role=None, jobs=2)
    assert [(item.interview, item.code) for item in report.of("failed")] == [
        ("i001", "batch.worker_died")
    ]
    assert len(report.cards) == 3


def test_what_nobody_foresaw_is_named_without_a_persons_words(tmp_path: Path) -> None:
    from workflow import scoring_task
    from workflow.batch_sink import needed_role

    source = collect([batch_of(tmp_path, 1)]).sources[0]
    role = needed_role(source, None)
    task = scoring_task.ScoringTask(
        source=source,
        role=role,
        policy=signal_policy("none"),
        models=tmp_path,
        max_bytes="a secret sentence",  # type: ignore[arg-type]
        key="k",
    )
    item = scoring_task.score_task(task)
    assert isinstance(item, scoring_task.BatchItem)
    assert item.code == "batch.unexpected"
    assert "secret" not in item.message


def test_a_full_disk_keeps_what_was_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = collect([batch_of(tmp_path / "in", 4)])
    journal = tmp_path / "out.journal"
    quota = 2
    real = os.fsync
    written = 0

    def fsync(number: int) -> None:
        nonlocal written
        written += 1
        if written > quota:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(number)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(StoreError) as full:
        score_batch(SYSTEM, None, manifest, journal=journal, jobs=1)
    assert full.value.code == "store.disk_full"
    kept = Journal(journal)
    kept.close()
    assert len(kept.entries) == quota
    quota = 100
    report = score_batch(SYSTEM, None, manifest, journal=journal, jobs=1)
    assert (report.progress.resumed, report.progress.finished) == (2, 4)
    assert len(report.cards) == 4


def test_a_full_disk_under_the_store_leaves_no_half_interview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = collect([batch_of(tmp_path / "in", 3)])
    calls = 0
    real = os.fsync

    def fsync(number: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(number)

    with open_store(folder=tmp_path / "store") as store:
        monkeypatch.setattr(os, "fsync", fsync)
        with pytest.raises(StoreError) as full:
            score_batch(SYSTEM, store, manifest, role=find_role("sales_manager"), jobs=1)
        assert full.value.code == "store.disk_full"
        with store.read() as reading:
            states = [i.state for i in items(reading, BATCH)]
        assert states[0] in ("done", "withheld")
        assert states[1:] == ["pending", "pending"]
        report = score_batch(SYSTEM, store, manifest, role=find_role("sales_manager"), jobs=1)
        assert (report.progress.resumed, report.progress.finished) == (1, 3)


def test_an_output_that_cannot_be_written_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    manifest = batch_of(tmp_path / "in", 2)
    (tmp_path / "file").write_text("in the way")
    result = candor(manifest, "--json", tmp_path / "file" / "out.json")
    assert result.exit_code == 2
    assert "[store.cannot_write]" in " ".join(result.output.split())
