"""The examples in the documentation of every package are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

PACKAGES = ("interview", "estimation", "scoring", "fairness", "analysis", "store", "workflow", "ui")
# pages and scripts run when they are imported, as Streamlit and Alembic want it
RUN_ON_IMPORT = ("ui.pages", "ui.shell.main", "store.migrations", "workflow.__main__")


def modules() -> list[str]:
    """Every module that can be imported without running."""
    return [
        found.name
        for package in PACKAGES
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
        if not found.name.startswith(RUN_ON_IMPORT)
    ]


@pytest.mark.parametrize("name", modules())
def test_the_examples_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.failed == 0
