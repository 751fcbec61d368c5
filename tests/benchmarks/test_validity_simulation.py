"""A small version of the simulation: every row made, every aim met within chance."""

import pytest

from benchmarks import validity_simulation
from benchmarks.signals.row import Row


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(validity_simulation.report(replicates=500))


def test_intervals_cover_and_tests_keep_their_size(rows: list[Row]) -> None:
    # the seeds are fixed, so this is one draw of 500 and not a matter of luck from run to run
    assert [row for row in rows if row.met is False] == []
    assert len(rows) > 50


def test_the_usual_limit_of_the_stability_index_cries_wolf(rows: list[Row]) -> None:
    (usual,) = [row for row in rows if row.name.startswith("stability index above .10")]
    assert float(usual.value) > 0.7
