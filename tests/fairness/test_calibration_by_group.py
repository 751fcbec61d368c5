"""Calibration: ten forecasts worked by hand, statsmodels for the slope, honest chance levels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from fairness import calibration_by_group
from interview import Estimate, InputError

P = [0.1, 0.1, 0.3, 0.3, 0.3, 0.6, 0.6, 0.9, 0.9, 0.9]
Y = [0, 0, 0, 1, 0, 1, 0, 1, 1, 1]


def details(people: pd.DataFrame, group: int = 0, **how: float) -> dict[str, float]:
    table = calibration_by_group(people, attribute="g", probability="p", outcome="y", **how)  # type: ignore[arg-type]
    return {k: float(v) for k, v in table.groups[group].details.items() if v is not None}


def test_ten_forecasts_by_hand() -> None:
    # squared errors add up to 1.24; per distinct forecast |rate - forecast| is .1, 1/30, .1, .1
    found = details(pd.DataFrame({"g": "a", "p": P, "y": Y}), floor=5)
    assert found["brier"] == pytest.approx(0.124)
    assert found["o_e"] == pytest.approx(1.0)
    assert found["ece"] == pytest.approx(0.2 * 0.1 + 0.3 / 30 + 0.2 * 0.1 + 0.3 * 0.1)
    assert found["ece_low"] <= found["ece"] <= found["ece_high"]


def test_the_slope_is_that_of_a_logistic_regression() -> None:
    rng = np.random.default_rng(3)
    p = rng.uniform(0.05, 0.95, 400)
    y = (rng.random(400) < p).astype(int)
    found = details(pd.DataFrame({"g": "a", "p": p, "y": y}), replicates=50)
    fit = sm.Logit(y, sm.add_constant(np.log(p / (1 - p)))).fit(disp=0)
    low, high = fit.conf_int()[1]
    assert found["slope"] == pytest.approx(fit.params[1], abs=1e-6)
    assert found["slope_low"] == pytest.approx(low, abs=1e-5)
    assert found["slope_high"] == pytest.approx(high, abs=1e-5)


def test_a_group_whose_chances_are_overstated_is_found_and_the_other_is_not() -> None:
    rng = np.random.default_rng(5)
    n = 3000
    group, p = rng.choice(["a", "b"], n, p=[0.6, 0.4]), rng.uniform(0.2, 0.8, n)
    y = rng.random(n) < p - 0.15 * (group == "b")
    people = pd.DataFrame({"g": group, "p": p, "y": y})
    table = calibration_by_group(
        people, attribute="g", probability="p", outcome="y", replicates=200
    )
    a, b = table.groups
    assert (a.verdict, b.verdict) == ("within", "exceeds")
    assert isinstance(b.finding, Estimate)
    assert b.finding.low < -0.15 < b.finding.high
    # an error above zero is no finding by itself: chance alone gives about as much in group a
    assert a.details["ece_p"] > 0.05  # type: ignore[operator]
    assert b.details["ece_p"] < 0.01  # type: ignore[operator]


def test_a_score_is_no_chance() -> None:
    people = pd.DataFrame({"g": ["a"] * 3, "p": [0.2, 7.5, 0.4], "y": [0, 1, 1]})
    with pytest.raises(InputError) as err:
        calibration_by_group(people, attribute="g", probability="p", outcome="y")
    assert (err.value.code, err.value.slots["row"]) == ("calibration.not_probability", 2)
