"""Omega and what follows from a reliability: published numbers and planted loadings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from printed_tables import thurstone

from analysis import (
    error_of_measurement,
    omega,
    omega_of_matrix,
    score_band,
    smallest_real_difference,
    spearman_brown,
    times_as_long,
)
from interview import Estimate, Finding, InputError, Withheld


def value(finding: Finding) -> float:
    assert isinstance(finding, Estimate)
    return finding.value


def test_thurstones_nine_tests() -> None:
    # psych's manual: omega hierarchical .74, total .93, and alpha .89 of the same matrix
    r = thurstone()
    told = omega_of_matrix(r, 213, groups=3)
    assert round(value(told.hierarchical), 2) == 0.74
    assert round(value(told.total), 2) == 0.93
    assert round(9 / 8 * (1 - 9 / r.sum()), 2) == 0.89


def factor_scores(n: int, loadings: list[float], seed: int = 4) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    load = np.array(loadings)
    scores = rng.normal(size=(n, 1)) * load + rng.normal(size=(n, load.size)) * np.sqrt(1 - load**2)
    return pd.DataFrame(scores, columns=[f"q{j}" for j in range(load.size)])


def test_planted_loadings_give_their_omega() -> None:
    load = [0.8, 0.7, 0.6, 0.5]
    truth = sum(load) ** 2 / (sum(load) ** 2 + 4 - sum(x * x for x in load))
    frame = factor_scores(4000, load)
    told = omega(frame, items=list(frame))
    assert isinstance(told.one_factor, Estimate)
    assert told.one_factor.low < truth < told.one_factor.high
    assert value(told.total) == pytest.approx(value(told.one_factor), abs=0.005)
    assert isinstance(told.hierarchical, Withheld)
    assert told.hierarchical.code == "omega.three_groups"


def test_the_interval_of_omega_holds_the_truth_as_often_as_it_says() -> None:
    load = [0.7, 0.6, 0.6, 0.5]
    truth = sum(load) ** 2 / (sum(load) ** 2 + 4 - sum(x * x for x in load))
    held = 0
    for seed in range(60):
        frame = factor_scores(150, load, seed)
        one = omega(frame, items=list(frame)).one_factor
        assert isinstance(one, Estimate)
        held += one.low <= truth <= one.high
    # 60 draws at .95: fewer than 52 happen less than once in a hundred times
    assert held >= 52


def test_questions_that_run_against_the_others_share_less() -> None:
    frame = factor_scores(1000, [0.8, 0.7, 0.7, 0.8])
    turned = frame.assign(q0=-frame["q0"], q1=-frame["q1"])
    assert value(omega(turned, items=list(frame)).one_factor) < 0.2
    assert value(omega(turned, items=list(frame)).total) < value(
        omega(frame, items=list(frame)).total
    )


def test_too_few_questions_or_people_for_omega() -> None:
    frame = factor_scores(200, [0.8, 0.7, 0.7])
    for told, code in (
        (omega(frame, items=["q0", "q1"]), "omega.three_items"),
        (omega(frame.head(3), items=list(frame)), "reliability.too_few"),
    ):
        assert isinstance(told.one_factor, Withheld)
        assert told.one_factor.code == code
    with pytest.raises(InputError) as err:
        omega(frame, items=list(frame), groups=3)
    assert err.value.code == "factors.too_many"


def test_longer_scales_and_more_raters() -> None:
    # Shrout and Fleiss: one judge .29, the mean of four .62; 9.8 would reach .80
    assert round(spearman_brown(0.29, 4), 2) == 0.62
    assert round(times_as_long(0.29, 0.80), 1) == 9.8
    assert spearman_brown(0.29, times_as_long(0.29, 0.80)) == pytest.approx(0.80)


def test_the_error_of_one_score() -> None:
    # extraversion of the bfi: SD 1.060, alpha .761
    assert round(error_of_measurement(1.060, 0.761), 3) == 0.518
    band = score_band(6.0, sd=2.0, reliability=0.75)
    assert isinstance(band, Estimate)
    assert (band.low, band.high) == pytest.approx((6 - 1.959964, 6 + 1.959964), abs=1e-5)
    assert smallest_real_difference(2.0, 0.75) == pytest.approx(1.959964 * 2**0.5, abs=1e-5)
    # a scale that tells nobody apart has an error above its spread
    assert error_of_measurement(1.0, -0.44) == pytest.approx(1.2)
    with pytest.raises(InputError) as err:
        times_as_long(-0.2, 0.8)
    assert err.value.code == "reliability.not_a_share"
