"""A small version of the simulation: every row made, every aim met within chance."""

import pytest

from benchmarks import fairness_simulation
from benchmarks.fairness_simulation import coverage_row, size_row
from benchmarks.signals.row import Row


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(fairness_simulation.report(replicates=200))


def test_intervals_cover_and_tests_keep_their_size(rows: list[Row]) -> None:
    # the seeds are fixed, so this is one draw of 200 and not a matter of luck from run to run
    assert [row for row in rows if row.met is False] == []
    assert len(rows) > 80
    assert len({row.section for row in rows}) == 3


def test_the_false_alarms_of_four_fifths_are_the_known_ones(rows: list[Row]) -> None:
    points = [row for row in rows if row.name.startswith("point estimate")]
    assert [row.aim for row in points] == [
        "0.56 known", "0.36 known", "0.19 known", "0.35 known",
    ]  # fmt: skip
    verdicts = [float(row.value) for row in rows if row.name.startswith("verdict exceeds")]
    assert max(verdicts) <= 0.05


def test_coverage_that_is_too_wide_is_named_and_too_narrow_is_not_met() -> None:
    assert coverage_row("x", [True] * 100).note.startswith("over-covers")
    low = coverage_row("x", [True] * 1700 + [False] * 300)
    assert (low.met, low.value) == (False, "0.850")
    some = coverage_row("x", [True] * 95 + [False] * 5 + [None] * 100)
    assert (some.value, some.met) == ("0.950", True)
    assert "withheld in 50.0%" in some.note


def test_a_test_that_cries_wolf_is_not_met() -> None:
    assert size_row("x", [True] * 160 + [False] * 1840).met is False
    assert size_row("x", [True] * 90 + [False] * 1910).met is True
    assert size_row("x", [False] * 100).note == "conservative"
