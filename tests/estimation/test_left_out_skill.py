"""Skill of forecasts: figures by their definitions, intervals that hold the truth."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from estimation.left_out_skill import left_out_skill
from interview import Estimate, InputError, Withheld


def test_figures_are_those_of_scikit_learn_and_numpy() -> None:
    rng = np.random.default_rng(3)
    truth = np.clip(np.round(rng.normal(5, 2, 400)), 0, 10)
    said = np.clip(truth + rng.normal(0, 1.5, 400), 0, 10)
    found = left_out_skill(truth, {"said": said}, np.arange(400)).metrics("said")
    kappa = cohen_kappa_score(truth.astype(int), np.floor(said + 0.5).astype(int),
                              weights="quadratic", labels=list(range(11)))  # fmt: skip
    assert isinstance(found["kappa"], Estimate)
    assert found["kappa"].value == pytest.approx(kappa)
    assert found["r"].value == pytest.approx(np.corrcoef(truth, said)[0, 1])  # type: ignore[union-attr]
    assert found["rmse"].value == pytest.approx(np.sqrt(np.mean((truth - said) ** 2)))  # type: ignore[union-attr]


def test_intervals_over_people_are_wider_than_over_rows_that_repeat_them() -> None:
    rng = np.random.default_rng(5)
    people = np.repeat(np.arange(60), 5)
    truth = rng.normal(size=60)[people]
    said = truth + rng.normal(size=60)[people]
    by_person = left_out_skill(truth, {"a": said}, people, kappa=False).metrics("a")["r"]
    by_row = left_out_skill(truth, {"a": said}, np.arange(300), kappa=False).metrics("a")["r"]
    assert isinstance(by_person, Estimate)
    assert isinstance(by_row, Estimate)
    assert by_person.value == pytest.approx(by_row.value)
    assert by_person.high - by_person.low > 1.6 * (by_row.high - by_row.low)


def test_the_interval_of_a_gain_holds_the_truth_as_often_as_it_says() -> None:
    held = 0
    for seed in range(150):
        rng = np.random.default_rng(seed)
        truth = rng.normal(size=200)
        said = {"near": truth + rng.normal(0, 0.6, 200), "far": truth + rng.normal(0, 0.8, 200)}
        gain = left_out_skill(
            truth, said, np.arange(200), kappa=False, replicates=300, seed=seed
        ).gain("near", "far")["rmse"]
        assert isinstance(gain, Estimate)
        held += gain.low <= 0.6 - 0.8 <= gain.high
    assert 0.89 <= held / 150 <= 0.99


def test_what_cannot_be_said_is_withheld_and_unequal_lengths_are_refused() -> None:
    few = left_out_skill([1.0, 2, 3], {"a": [1.0, 2, 3]}, [0, 1, 2]).metrics("a")["r"]
    assert few == Withheld(code="sample.too_few", n=3)
    flat = left_out_skill(np.arange(20.0), {"a": np.ones(20)}, np.arange(20)).metrics("a")["r"]
    assert flat == Withheld(code="score.constant", n=20)
    with pytest.raises(InputError) as refused:
        left_out_skill([1.0, 2.0], {"a": [1.0]}, [0, 1])
    assert refused.value.code == "estimation.unequal_lengths"
