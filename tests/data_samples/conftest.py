"""The answer key, for tests alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def key():
    return tomllib.loads((ROOT / "data_samples/answer_key.toml").read_text(encoding="utf-8"))
