"""The audit finds what is planted in a fresh company and keeps quiet where nothing is."""

from __future__ import annotations

import pytest

from benchmarks.fairness_detection import Sign, signs
from data_samples import company

pytestmark = pytest.mark.xdist_group("planted_truths")


@pytest.fixture(scope="module")
def found() -> list[Sign]:
    return list(signs(company(seed=8_123, size=0.999)))


def test_every_planted_truth_is_found(found: list[Sign]) -> None:
    # truths 1, 4, 8 and 9; rates over fifty companies are printed by the benchmark
    planted = [s for s in found if s.planted]
    assert len({s.name for s in planted}) >= 9
    assert [s.name for s in planted if not s.found] == []


def test_few_false_alarms_where_nothing_is_planted(found: list[Sign]) -> None:
    quiet = [s for s in found if not s.planted]
    assert len(quiet) > 40
    # most are tested at five in a hundred; a verdict from a whole interval errs far less often
    assert sum(s.found for s in quiet) <= 3
    assert not any(s.found for s in quiet if "score of" in s.name or "gate" in s.name)


def test_the_planted_sizes_come_back(found: list[Sign]) -> None:
    shifts = [s.value for s in found if s.name == "planted display (1)"]
    assert shifts == [pytest.approx(-0.8, abs=0.12)] * 2
    (harder,) = [s.value for s in found if s.name == "harder question (4)"]
    assert harder == pytest.approx(-0.6, abs=0.25)
