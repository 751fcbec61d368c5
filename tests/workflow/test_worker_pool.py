"""Worker processes: each task answered once, a dead worker replaced, nobody left behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workflow.worker_pool import Died, run_tasks


@pytest.fixture(autouse=True)
def _own_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd_work.py").write_text(
        "import os, sys, threading\n"
        "def who(task):\n    return [os.getpid(), os.environ['OMP_NUM_THREADS']]\n"
        "def chatty(task):\n    print('noise'); os.write(1, b'more'); return task\n"
        "def deadly(task):\n    return os._exit(7) if task == 2 else task * 10\n"
        "def broken(task):\n    raise ValueError(task)\n"
        "def stuck(task):\n    return threading.Event().wait() if task else os.getpid()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def test_every_task_is_answered_once() -> None:
    found = list(run_tasks("operator:neg", list(range(20)), jobs=3))
    assert sorted(found) == [(n, -n) for n in range(20)]


def test_no_task_at_all() -> None:
    assert list(run_tasks("operator:neg", [], jobs=2)) == []


def test_a_worker_is_kept_and_has_one_arithmetic_thread() -> None:
    found = [answer for _, answer in run_tasks("odd_work:who", [0, 1, 2], jobs=1)]
    assert len({pid for pid, _ in found}) == 1
    assert {threads for _, threads in found} == {"1"}
    assert os.getpid() not in {pid for pid, _ in found}


def test_what_a_library_prints_does_not_reach_the_answers() -> None:
    assert dict(run_tasks("odd_work:chatty", ["a", "b"], jobs=1)) == {0: "a", 1: "b"}


def test_a_dead_worker_costs_its_own_task() -> None:
    found = dict(run_tasks("odd_work:deadly", [0, 1, 2, 3, 4], jobs=2))
    assert found == {0: 0, 1: 10, 2: Died(7), 3: 30, 4: 40}


def test_work_that_raises_or_is_not_there_answers_all_the_same() -> None:
    for work in ("odd_work:broken", "odd_work:missing", "no_such_module:work"):
        assert all(isinstance(a, Died) for _, a in run_tasks(work, [1, 2], jobs=2))


def test_stopping_drops_what_is_at_hand_and_ends_every_worker() -> None:
    workers: list[int] = []
    for _, answer in run_tasks("odd_work:stuck", [0, 1], jobs=1, stop=lambda: bool(workers)):
        workers.append(answer)
    assert len(workers) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(workers[0], 0)


def test_leaving_early_ends_every_worker() -> None:
    tasks = run_tasks("odd_work:stuck", [0, 1], jobs=1)
    _, worker = next(tasks)
    tasks.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
