"""The small company as a fixture, and settings that no surrounding environment changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store
from tests.workflow.small_company import small_company


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CANDOR_HOME", str(tmp_path / "home"))
    for name in ("CANDOR_STORE", "CANDOR_KEY_ROLES", "CANDOR_MAX_UPLOAD", "CANDOR_DEMO"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Store]:
    with small_company(tmp_path / "company") as store:
        yield store
