"""The small company as a fixture, and settings that no surrounding environment changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store, open_store
from tests.workflow.small_company import Clock, small_company


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CANDOR_HOME", str(tmp_path / "home"))
    for name in ("CANDOR_STORE", "CANDOR_KEY_ROLES", "CANDOR_MAX_UPLOAD", "CANDOR_DEMO"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def company_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "company"
    small_company(folder).close()
    return folder


@pytest.fixture
def company(company_folder: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the small company that a test may change."""
    folder = tmp_path / "company"
    shutil.copytree(company_folder, folder)
    with open_store(folder=folder, clock=Clock()) as store:
        yield store
