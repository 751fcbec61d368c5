"""Worker processes that survive each other: one item at a time each, a dead one is replaced.

Each worker is a fresh interpreter that speaks through its standard input and output. It knows
nothing of the program that started it, so the same pool serves the command line, a notebook and
the app, whose main module must not run a second time.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from workflow.settings import worker_environment

START = "import sys; from workflow.worker_pool import serve; serve(sys.argv[1])"


@dataclass(frozen=True, slots=True)
class Died:
    """The worker on this task ended without an answer; ``exit_code`` as the system gives it."""

    exit_code: int


def run_tasks(
    work: str,
    tasks: Sequence[Any],
    *,
    jobs: int,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[int, Any]]:
    """Each task's number and result as it is finished, in ``jobs`` processes of one thread each.

    A worker that dies (a decoder that crashes, no memory left) yields `Died` for its task alone.
    When ``stop()`` turns true the tasks at hand are dropped. Closing the iterator, or Ctrl-C in
    the caller, ends every worker; one whose parent was killed ends by itself after its task.

    Parameters
    ----------
    work : str
        ``module:function``; the function takes one task, returns a result, and does not raise.
    tasks : sequence
        Tasks, like results, are JSON values: nothing is pickled.

    Examples
    --------
    >>> sorted(run_tasks("operator:neg", [1, 2, 3], jobs=2))
    [(0, -1), (1, -2), (2, -3)]
    """
    results: queue.Queue[tuple[int, Any]] = queue.Queue()
    shared = _Shared(tasks)
    crew = [_Driver(work, shared, results) for _ in range(min(max(1, jobs), len(tasks)))]
    left = len(tasks)
    try:
        for driver in crew:
            driver.start()
        while left and not stop():
            try:
                finished = results.get(timeout=0.1)
            except queue.Empty:
                continue
            left -= 1
            yield finished
    finally:
        for driver in crew:
            driver.end()
        for driver in crew:
            driver.join()


class _Shared:
    """Tasks handed out one by one to several threads."""

    def __init__(self, tasks: Sequence[Any]) -> None:
        self._left = iter(enumerate(tasks))
        self._lock = threading.Lock()

    def take(self) -> tuple[int, Any] | None:
        with self._lock:
            return next(self._left, None)


class _Driver(threading.Thread):
    """One thread that feeds one worker process and starts a new one when it dies."""

    def __init__(self, work: str, shared: _Shared, results: queue.Queue[tuple[int, Any]]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._shared = shared
        self._results = results
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    def run(self) -> None:
        while not self._ended and (taken := self._shared.take()):
            number, task = taken
            try:
                process = self._start()
            except OSError:  # no memory or no process left: this task is answered for all the same
                self._results.put((number, Died(-1)))
                continue
            if process is None:
                return
            answer = _ask(process, task)
            if isinstance(answer, Died):
                self._close()
            if not self._ended:
                self._results.put((number, answer))
        self._close()

    def end(self) -> None:
        """Stop at once; what is half done is dropped."""
        with self._lock:
            self._ended = True
            if self._process is not None:
                self._process.kill()

    def _start(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._ended:
                return None
            if self._process is None:
                # a session of its own: Ctrl-C in the terminal is the parent's to decide on
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-c", START, self._work],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=worker_environment(),
                    start_new_session=True,
                )
            return self._process

    def _close(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except OSError:  # the worker died with our bytes still on their way
                        continue
            process.wait()


def _ask(process: subprocess.Popen[bytes], task: object) -> Any:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the worker was started without pipes")
    try:
        _send(process.stdin, task)
        return _receive(process.stdout)
    except (EOFError, OSError, ValueError):
        process.kill()
        return Died(process.wait())


def _send(pipe: IO[bytes], value: object) -> None:
    pipe.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    line = pipe.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    return json.loads(line)


def serve(work: str) -> None:
    """A worker's life: take a task, answer, until the one who asks is gone."""
    answers = os.fdopen(os.dup(1), "wb")
    # a library that prints would otherwise write into the answers
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    module, _, name = work.partition(":")
    function = getattr(importlib.import_module(module), name)
    try:
        while True:
            _send(answers, function(_receive(sys.stdin.buffer)))
    except (EOFError, BrokenPipeError):
        return
