"""What every test shares: one thread per process, no network, and the browser rule."""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import settings

from tests.chromium import HOW, find

# the first example pays for an import of scipy or statsmodels: a busy machine is no failure
settings.register_profile("candor", deadline=None)
settings.load_profile("candor")


# two workers share two cores: one thread each is faster than two each
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
os.environ["HF_HUB_OFFLINE"] = "1"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a Chromium the journey is left out and said so; in CI set-up has failed before."""
    if find() or os.environ.get("CI"):
        return
    journeys = [item for item in items if item.get_closest_marker("journey")]
    if journeys:
        config.hook.pytest_deselected(items=journeys)
        items[:] = [item for item in items if item not in journeys]
        print(HOW, file=sys.stderr)
