"""A few fresh companies and a small simulation: every row made, every aim met within chance."""

import pytest

from benchmarks import reliability_simulation, validity_detection
from data_samples import company
from data_samples.planted_scores import planted_scores


def test_truths_are_found_and_controls_stay_clear() -> None:
    rows = validity_detection.report(seeds=2)
    names = {row.name for row in rows if row.section == "planted truths found"}
    assert {name[-2] for name in names} == {"4", "5", "6", "7"}
    # two companies: rates of one and nought
    missed = [row for row in rows if row.met is False]
    assert len(missed) <= 1, missed


def test_reliability_covers_and_tests_keep_their_size() -> None:
    rows = reliability_simulation.report(replicates=50)
    assert len(rows) == 19
    assert [row for row in rows if row.met is False] == []


def test_planted_scores_follow_ability_as_closely_as_measured() -> None:
    firm = company(5, 0.5)
    answers = planted_scores(firm)
    asked = answers[(answers["question"] == "cs_q1") & (answers["copied_from"] < 0)]
    shown = asked["level"] - 3
    # .837 measured for this question; clipping of rare extremes takes a hair
    assert asked["score"].corr(shown) == pytest.approx(0.837, abs=0.02)
    assert planted_scores(firm)["score"].equals(answers["score"])
    assert not planted_scores(firm, seed=2)["score"].equals(answers["score"])
