"""The journal of a batch: whole lines only, one writer, private."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview import StoreError
from workflow import BatchItem
from workflow.journal import Journal

CARD = {"interview": "i1", "overall": {"value": 7.25, "n": 3}, "quote": "我带领团队"}


def filled(path: Path, count: int) -> None:
    journal = Journal(path)
    for number in range(count):
        journal.add(f"k{number}", BatchItem(interview=f"i{number}", state="done"), CARD)
    journal.close()


def test_what_was_added_is_there_next_time(tmp_path: Path) -> None:
    filled(tmp_path / "j", 3)
    again = Journal(tmp_path / "j")
    again.close()
    assert list(again.entries) == ["k0", "k1", "k2"]
    assert again.entries["k1"].card == CARD
    assert again.entries["k1"].item == BatchItem(interview="i1", state="done", resumed=True)


def test_at_whatever_byte_a_crash_cut_it_whole_lines_remain(tmp_path: Path) -> None:
    filled(tmp_path / "j", 3)
    whole = (tmp_path / "j").read_bytes()
    ends = [n + 1 for n, byte in enumerate(whole) if byte == 10]
    for cut in range(0, len(whole) + 1, 7):
        path = tmp_path / f"cut{cut}"
        path.write_bytes(whole[:cut])
        journal = Journal(path)
        assert len(journal.entries) == sum(end <= cut for end in ends)
        journal.add("new", BatchItem(interview="new", state="failed", code="a.b"), None)
        journal.close()
        again = Journal(path)
        again.close()
        assert list(again.entries)[-1] == "new"


def test_two_processes_never_write_one_journal(tmp_path: Path) -> None:
    first = Journal(tmp_path / "j")
    with pytest.raises(StoreError) as refused:
        Journal(tmp_path / "j")
    assert refused.value.code == "batch.running"
    first.close()
    Journal(tmp_path / "j").close()


def test_it_is_for_its_owners_eyes(tmp_path: Path) -> None:
    filled(tmp_path / "j", 1)
    assert (tmp_path / "j").stat().st_mode & 0o077 == 0


def test_without_a_path_it_lives_in_memory() -> None:
    journal = Journal()
    journal.add("k", BatchItem(interview="i", state="done"), CARD)
    journal.close()
    assert journal.entries["k"].card == CARD
