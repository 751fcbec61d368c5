"""The small company as a fixture, and settings that no surrounding environment changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring.learned.training_report import Trained
from store import Store, open_store
from tests.workflow.judged_company import challenger, judged_company, learned, proved
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


@pytest.fixture(scope="session")
def judged_bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`judged_company`, with nothing registered yet."""
    folder = tmp_path_factory.mktemp("judged") / "bare"
    judged_company(folder).close()
    return folder


@pytest.fixture(scope="session")
def trainings(judged_bare: Path) -> dict[str, Trained]:
    """Learned from its ratings: from three features that tell, and from two that do not."""
    with open_store(folder=judged_bare) as store:
        return {
            "better": learned(
                store, "better", ("lang_anchor", "lang_evidence", "lang_connectives")
            ),
            "worse": learned(store, "worse", ("lang_fillers", "lang_on_topic")),
        }


@pytest.fixture(scope="session")
def judged_folder(
    judged_bare: Path, trainings: dict[str, Trained], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """`judged_company` with both scorers as challengers, proved."""
    folder = tmp_path_factory.mktemp("proved") / "company"
    shutil.copytree(judged_bare, folder)
    with open_store(folder=folder) as store:
        for made in trainings.values():
            proved(store, challenger(store, made))
    return folder


@pytest.fixture
def judged(judged_folder: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the judged company that a test may change."""
    folder = tmp_path / "judged"
    shutil.copytree(judged_folder, folder)
    with open_store(folder=folder) as store:
        yield store
