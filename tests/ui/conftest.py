"""A store of their own for the page tests, found through the settings as in real use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the four interviews of `ui_store`."""
    from ui_store import ui_store

    folder = tmp_path_factory.mktemp("home")
    with ui_store(folder):
        yield folder


@pytest.fixture
def home(filled_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installation in force is the filled one."""
    monkeypatch.setenv("CANDOR_HOME", str(filled_home))
    return filled_home


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A filled store of one test's own, for acts that change it."""
    from ui_store import ui_store

    monkeypatch.setenv("CANDOR_HOME", str(tmp_path))
    with ui_store(tmp_path) as store:
        yield store


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation in which nothing has happened yet."""
    monkeypatch.setenv("CANDOR_HOME", str(tmp_path))
    return tmp_path
