"""The small recording that the tests of altered copies share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.altered.recorded import figure_clip


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return figure_clip(tmp_path_factory.mktemp("figure"))
