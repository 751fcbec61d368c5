"""Cleary's regressions against statsmodels, dMod's printed example, and bent yardsticks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from fairness import criterion_bias, differential_prediction, dmod
from interview import Estimate


def people(n: int = 600, shift: float = -0.5, slope: float = 0.5, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    focal = np.arange(n) % 3 == 0
    x = rng.normal(size=n)
    y = x * np.where(focal, slope, 0.5) + shift * focal + rng.normal(size=n)
    return pd.DataFrame(
        {"g": np.where(focal, "f", "r"), "x": x, "y": y, "job": rng.choice(list("jk"), n)}
    )


def test_the_f_tests_are_those_of_statsmodels() -> None:
    frame = people()
    (found,) = [
        g
        for g in differential_prediction(frame, attribute="g", score="x", outcome="y").groups
        if not g.reference
    ]
    fits = [smf.ols(f, frame).fit() for f in ("y ~ x", "y ~ x + g", "y ~ x * g")]
    for step, name in ((1, "intercept"), (2, "slope")):
        f, p, _ = fits[step].compare_f_test(fits[step - 1])
        assert found.details[f"{name}_f"] == pytest.approx(f, rel=1e-9)
        assert found.details[f"{name}_p"] == pytest.approx(p, rel=1e-8)
    focal = frame["g"] == "f"
    assert isinstance(found.finding, Estimate)
    assert found.finding.value == pytest.approx(
        fits[0].resid[focal].mean() / frame["y"].std(), rel=1e-9
    )


def test_within_jobs_the_tests_are_those_with_a_dummy_per_job() -> None:
    frame = people()
    frame["y"] += 2.0 * (frame["job"] == "j")
    (found,) = [
        g
        for g in differential_prediction(
            frame, attribute="g", score="x", outcome="y", stratum="job"
        ).groups
        if not g.reference
    ]
    fits = [smf.ols(f, frame).fit() for f in ("y ~ x + job", "y ~ x + g + job")]
    assert found.details["intercept_p"] == pytest.approx(
        fits[1].compare_f_test(fits[0])[1], rel=1e-8
    )


def test_dmods_printed_example() -> None:
    signed, unsigned = dmod((-0.05, 0.5), (-0.05, 0.3), mean=-0.5, sd=1.0, outcome_sd=1.0)
    assert (round(signed, 4), round(unsigned, 4)) == (-0.1, 0.1791)
    # and the definition: an integral over the focal group's scores
    x = np.linspace(-9, 8, 200_001)
    density = np.exp(-((x + 0.5) ** 2) / 2) / np.sqrt(2 * np.pi)
    assert signed == pytest.approx(np.trapezoid(density * 0.2 * x, x), abs=1e-6)
    assert unsigned == pytest.approx(np.trapezoid(density * np.abs(0.2 * x), x), abs=1e-6)


def test_over_prediction_is_said_and_is_no_all_clear() -> None:
    table = differential_prediction(people(shift=-0.8), attribute="g", score="x", outcome="y")
    codes = {n.code for n in table.notes}
    assert table.verdict == "exceeds"
    assert {"prediction.over_predicted", "outcome.selection_bias"} <= codes
    (found,) = [g for g in table.groups if not g.reference]
    low, value, high = (found.details[f"dmod_signed{end}"] for end in ("_low", "", "_high"))
    assert low < value < high  # type: ignore[operator]
    assert low < 0.8 / 1.1 < high  # type: ignore[operator]


def test_what_could_have_been_found_shrinks_with_people() -> None:
    few, many = (
        differential_prediction(people(n), attribute="g", score="x", outcome="y").groups[0].details
        for n in (90, 900)
    )
    # one more column with 80 % power needs about 7.85 / n of the variance
    assert few["detectable_added"] > many["detectable_added"]  # type: ignore[operator]
    assert many["detectable_added"] == pytest.approx(7.85 / 900 * (1 - many["r2"]), rel=0.1)  # type: ignore[operator]


def test_a_bent_yardstick_is_seen_only_when_raters_are_named() -> None:
    frame = people(1200, shift=0.0)
    frame["boss"] = np.where(np.arange(1200) % 2 == 0, "f", "r")
    frame.loc[(frame["g"] == "f") & (frame["boss"] == "r"), "y"] -= 1.0
    table = differential_prediction(
        frame, attribute="g", score="x", outcome="y", rater_group="boss"
    )
    (note,) = [n for n in table.notes if n.code == "outcome.criterion_bias"]
    assert note.slots["verdict"] == "exceeds"
    straight = criterion_bias(
        people(1200, shift=0.0).assign(boss=frame["boss"]),
        attribute="g", outcome="y", rater_group="boss", score="x",
    )  # fmt: skip
    assert straight.verdict != "exceeds"
