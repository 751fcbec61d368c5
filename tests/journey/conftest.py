"""A running app and a browser for the journey."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import FLAGS, find

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium that is on this machine."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find(), args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """Start the app over a folder; gives back its address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(home: Path) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        log = (tmp_path / "server.log").open("wb")
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                str(ROOT / "app.py"),
                f"--server.port={port}",
                "--server.address=127.0.0.1",
            ],
            cwd=ROOT,
            env={**os.environ, "CANDOR_HOME": str(home)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        running.append(process)
        log.close()
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as reply:
                    if reply.status == 200:
                        return address
            except OSError:
                ended = process.poll() is not None or time.monotonic() > deadline
                if ended:
                    raise RuntimeError((tmp_path / "server.log").read_text()) from None
                process_wait(process)

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=20)


def process_wait(process: subprocess.Popen[bytes]) -> None:
    """Wait a moment for the server, less if it ends."""
    try:
        process.wait(timeout=0.3)
    except subprocess.TimeoutExpired:
        return


@pytest.fixture(scope="session", autouse=True)
def page_samples() -> None:
    """The hand-made store of the page tests serves the browser too."""
    folder = str(ROOT / "tests" / "ui")
    if folder not in sys.path:
        sys.path.insert(0, folder)
