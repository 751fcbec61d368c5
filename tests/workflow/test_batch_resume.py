"""A batch of fifty that is killed, or stopped by Ctrl-C, loses nothing and doubles nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from interview import Action
from store import blobs, events, open_store
from store.batches import items
from tests.workflow.recordings import batch_of
from workflow.store_sink import BATCH

ROOT = Path(__file__).parents[2]
MANY = 50


def started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "workflow", "score", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_until(process: subprocess.Popen[str], ready: Callable[[], bool]) -> None:
    while not ready():
        try:
            process.wait(timeout=0.01)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(f"ended before it could be stopped: {process.communicate()}")


def stop(process: subprocess.Popen[str], how: signal.Signals) -> int:
    os.kill(process.pid, how)
    process.communicate(timeout=60)
    return process.returncode


def lines_in(journal: Path) -> int:
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_without_a_store_the_next_run_goes_on(how: signal.Signals, tmp_path: Path) -> None:
    manifest = batch_of(tmp_path / "in", MANY, seconds=1.0)
    out = tmp_path / "cards.json"
    journal = tmp_path / "cards.json.journal"
    first = started(str(manifest), "--json", str(out))
    wait_until(first, lambda: lines_in(journal) >= 5)
    code = stop(first, how)
    assert code == (-signal.SIGKILL if how is signal.SIGKILL else 130)
    kept = lines_in(journal)
    assert 5 <= kept < MANY
    assert not out.exists()
    if how is signal.SIGKILL:
        # what a crash in the middle of a write leaves behind
        with journal.open("ab") as torn:
            torn.write(b'{"key": "half a li')

    second = started(str(manifest), "--json", str(out))
    said = second.communicate(timeout=300)[1]
    assert second.returncode == 0, said
    cards = json.loads(out.read_text(encoding="utf-8"))
    assert [card["interview"] for card in cards] == [f"i{n:03d}" for n in range(MANY)]
    assert all(card["digest"] for card in cards)
    assert f"│ {kept} │" in " ".join(said.split()), "the table says how many were taken over"
    assert not journal.exists()


def test_in_a_store_every_interview_is_there_once(tmp_path: Path) -> None:
    manifest = batch_of(tmp_path / "in", MANY, seconds=1.0)
    home = tmp_path / "store"

    def finished() -> int:
        if not (home / "candor.db").exists():
            return 0
        with open_store(folder=home) as store, store.read() as reading:
            return len([i for i in items(reading, BATCH) if i.state in ("done", "withheld")])

    open_store(folder=home).close()
    first = started(str(manifest), "--store", str(home))
    wait_until(first, lambda: finished() >= 5)
    assert stop(first, signal.SIGKILL) == -signal.SIGKILL
    kept = finished()
    assert 5 <= kept < MANY

    second = started(str(manifest), "--store", str(home))
    said = second.communicate(timeout=300)[1]
    assert second.returncode == 0, said
    with open_store(folder=home) as store, store.read() as reading:
        for action in (Action.INTERVIEW_ADDED, Action.INTERVIEW_SCORED, Action.PERSON_ADDED):
            subjects = [e.subject for e in events(reading, action=action, limit=1000)]
            assert len(subjects) == len(set(subjects)) == MANY, action
        recordings = [b for n in range(MANY) for b in blobs(reading, f"c{n:03d}")]
        assert len(recordings) == MANY
    checked = subprocess.run(
        [sys.executable, "-m", "workflow", "verify", "--store", str(home)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    third = started(str(manifest), "--store", str(home))
    said = third.communicate(timeout=60)[1]
    assert third.returncode == 0
    assert f"│ {MANY} │" in " ".join(said.split())
