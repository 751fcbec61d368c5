"""The examples in the documentation of ui are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import ui

# pages and the script run when they are imported, as Streamlit wants it
MODULES = [
    found.name
    for found in pkgutil.walk_packages(ui.__path__, "ui.")
    if not found.name.startswith(("ui.pages", "ui.shell.main"))
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
