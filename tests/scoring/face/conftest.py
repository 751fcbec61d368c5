"""What the face tests share: the fetched networks and pictures of the test figure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from data_samples.figure.drawing import Figure
from data_samples.figure.script import Moment
from scoring.networks import NETWORKS, network_state

MODELS = Path(__file__).parents[3] / ".models"


@pytest.fixture(scope="session")
def networks() -> Path:
    """The folder of models; the tests of the face need them, and say how to get them."""
    absent = [name for name in NETWORKS if network_state(name, MODELS) != "present"]
    if absent:
        pytest.fail(f"network files missing: {', '.join(absent)}. Run: make models")
    return MODELS


@pytest.fixture(scope="session")
def at_rest() -> NDArray[np.uint8]:
    """The test figure at rest, 480 by 480, BGR."""
    return Figure().draw(Moment())
