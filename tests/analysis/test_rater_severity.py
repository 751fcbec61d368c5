"""Raters who stand out: statsmodels' mixed model as oracle, planted leniency, and the demo's."""

from __future__ import annotations

import tomllib
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.regression.mixed_linear_model import MixedLM

import data_samples
from analysis import RaterReport, rater_severity
from data_samples import company
from interview import Estimate, Finding, InputError, Withheld

KEY = tomllib.loads((Path(data_samples.__file__).parent / "answer_key.toml").read_text("utf-8"))


def found(finding: Finding) -> Estimate:
    assert isinstance(finding, Estimate)
    return finding


def rated(
    n: int = 300, seed: int = 1, *, lenient: float = 0.0, narrow: float = 1.0, raters: int = 4
) -> pd.DataFrame:
    """Three of four raters on each target; the last is lenient, the first narrow."""
    rng = np.random.default_rng(seed)
    true = rng.normal(0, 1, (n, 1))
    x = true + rng.normal(0, 0.8, (n, raters))
    x[:, 0] *= narrow
    x[:, -1] += lenient
    x = x + 6
    x[np.arange(n), rng.integers(0, raters, n)] = np.nan
    wide = pd.DataFrame(x, columns=[f"r{j}" for j in range(raters)])
    rows = wide.reset_index(names="who").melt("who", var_name="rater", value_name="rating")
    return rows.dropna()


def report(rows: pd.DataFrame, **more: Any) -> RaterReport:
    return rater_severity(rows, target="who", rater="rater", rating="rating", **more)


def test_means_and_variances_are_those_of_the_mixed_model() -> None:
    rows = rated(120, 4, lenient=0.6)
    told = report(rows, targets="random")
    design = pd.get_dummies(rows["rater"]).astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = MixedLM(rows["rating"], design, groups=rows["who"]).fit(reml=True)
    assert told.chance == pytest.approx(fit.scale, rel=1e-3)
    assert told.between_targets == pytest.approx(float(fit.cov_re.iloc[0, 0]), rel=1e-3)
    theirs = fit.fe_params["r3"] - fit.fe_params[["r0", "r1", "r2"]].mean()
    assert found(told.raters[3].leniency).value == pytest.approx(theirs, abs=1e-3)


def test_a_planted_rater_is_named_and_the_others_are_not() -> None:
    told = report(rated(lenient=0.8, narrow=0.5))
    assert {one.rater: one.flags for one in told.flagged} == {
        "r0": ("rater.narrow",), "r3": ("rater.lenient",),
    }  # fmt: skip
    lenient, narrow = found(told.raters[3].leniency), found(told.raters[0].spread)
    assert lenient.low < 0.8 < lenient.high
    assert narrow.low < 0.5 < narrow.high


def test_nobody_is_named_where_nothing_was_planted() -> None:
    named = sum(bool(report(rated(150, seed)).flagged) for seed in range(40))
    assert named <= 5
    # the interval holds no leniency as often as it says, over four raters and forty tables
    held = [
        found(one.leniency).low <= 0 <= found(one.leniency).high
        for seed in range(40)
        for one in report(rated(150, 100 + seed)).raters
    ]
    assert np.mean(held) >= 0.91


def test_many_raters_of_few_targets_each_are_not_taken_for_odd() -> None:
    rng = np.random.default_rng(2)
    target = np.repeat(np.arange(3000), 2)
    first = rng.integers(0, 60, 3000)
    second = (first + rng.integers(1, 60, 3000)) % 60
    rows = pd.DataFrame({"who": target, "rater": np.column_stack([first, second]).ravel()})
    rows["rating"] = 6 + rng.normal(size=3000)[target] + rng.normal(0, 0.8, 6000)
    told = report(rows)
    assert told.flagged == ()
    spreads = [found(one.spread) for one in told.raters]
    assert np.mean([one.low <= 1 <= one.high for one in spreads]) > 0.85
    assert np.mean([one.value for one in spreads]) == pytest.approx(1.0, abs=0.03)


def test_better_people_are_no_leniency() -> None:
    rng = np.random.default_rng(3)
    true = np.sort(rng.normal(0, 1.5, 200))
    rows = []
    for who, level in enumerate(true):
        # r2 and r3 see the better half, r0 and r1 the other; r1 and r2 share some of the middle
        seats = ["r0", "r1"] if who < 90 else ["r1", "r2"] if who < 110 else ["r2", "r3"]
        rows += [(who, seat, 6 + level + rng.normal(0, 0.6)) for seat in seats]
    told = report(pd.DataFrame(rows, columns=["who", "rater", "rating"]))
    assert told.flagged == ()
    assert told.panels == 1


def test_raters_who_never_overlap_cannot_be_compared() -> None:
    other = rated(60, 2).assign(rater="alone", who=lambda f: f["who"] + 99)
    rows = pd.concat([rated(60, 1), other.drop_duplicates("who")])
    told = report(rows)
    alone = told.of("alone")
    assert alone is not None
    assert alone.leniency == Withheld(code="raters.never_overlap", n=alone.n)
    assert told.panels == 2
    few = report(rated(60, 1).groupby("rater").head(6))
    assert all(isinstance(one.leniency, Withheld) for one in few.raters)
    alike = pd.DataFrame({"a": np.arange(20.0), "b": np.arange(20.0)})
    same = rater_severity(alike, raters=["a", "b"]).raters[0]
    assert same.leniency == Withheld(code="correlation.perfect", n=20)
    twice = pd.concat([rated(20, 1), rated(20, 1).head(1)])
    with pytest.raises(InputError) as err:
        report(twice)
    assert err.value.code == "raters.twice"


def test_the_demo_companys_raters() -> None:
    planted = KEY["raters"]
    ratings = company(2026, 0.35).ratings
    told = rater_severity(
        ratings, target=["interview_id", "competency"], rater="rater", rating="rating",
        cluster="interview_id",
    )  # fmt: skip
    assert {one.rater: one.flags for one in told.flagged} == {
        planted["lenient"]: ("rater.lenient",),
        planted["narrow"]: ("rater.narrow",),
    }
    one = told.of(planted["lenient"])
    assert one is not None
    assert found(one.leniency).low < planted["lenient_by"] < found(one.leniency).high
    assert told.panels == 3


def test_of_three_raters_the_odd_one_alone_is_named() -> None:
    """Half way between a strict majority and one lenient rater nobody stands: two agree."""
    rng = np.random.default_rng(21)
    true = rng.normal(6, 1, size=(200, 1))
    seen = true + rng.normal(0, 0.7, size=(200, 3)) + np.array([0, 1.2, 0])
    found = rater_severity(pd.DataFrame(seen, columns=list("abc")), raters=list("abc"))
    assert [(one.rater, one.flags) for one in found.flagged] == [("b", ("rater.lenient",))]
