"""The interview as a baseline: ranges that hold, cohorts set apart, nobody named by chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import onboarding
from estimation import left_out_line, mean_off_line
from interview import Estimate, InputError, Withheld

BY = {"score": "score", "outcome": "rating"}


def people(n: int, seed: int, slope: float = 0.4) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    score = np.clip(rng.normal(6, 1.2, n), 0, 10)
    rating = 3.4 + slope * (score - 6) + rng.normal(0, 0.6, n)
    cohort = np.array([f"2025-Q{1 + i % 4}" for i in range(n)])
    return pd.DataFrame({"id": np.arange(n), "score": score, "rating": rating, "cohort": cohort})


def test_leaving_one_out_is_fitting_without_that_one() -> None:
    frame = people(40, 1)
    (line,) = onboarding(frame, **BY, fewest=30).lines
    for one in line.people[::7]:
        rest = frame.drop(index=one.row)
        fit = stats.linregress(rest["score"], rest["rating"])
        expected = fit.intercept + fit.slope * one.score
        residual = rest["rating"] - fit.intercept - fit.slope * rest["score"]
        k = len(rest)
        s = np.sqrt((residual**2).sum() / (k - 2))
        sxx = ((rest["score"] - rest["score"].mean()) ** 2).sum()
        error = s * np.sqrt(1 + 1 / k + (one.score - rest["score"].mean()) ** 2 / sxx)
        half = stats.t.ppf(0.975, k - 2) * error
        assert one.expected.value == pytest.approx(expected)
        assert one.expected.high - one.expected.value == pytest.approx(half)
        assert one.distance == pytest.approx((frame["rating"][one.row] - expected) / error)
    whole = stats.linregress(frame["score"], frame["rating"])
    assert isinstance(line.slope, Estimate)
    assert line.slope.value == pytest.approx(whole.slope)
    assert isinstance(line.validity, Estimate)
    assert line.validity.value == pytest.approx(whole.rvalue)
    assert line.informs


def test_a_cohort_is_compared_with_the_line_of_all_others() -> None:
    frame = people(80, 2)
    frame.loc[frame["cohort"] == "2025-Q3", "rating"] += 0.8
    (line,) = onboarding(frame, **BY, cohort="cohort").lines
    told = {c.cohort: c for c in line.cohorts}
    assert {k for k, c in told.items() if c.standing == "above"} == {"2025-Q3"}
    inside = (frame["cohort"] == "2025-Q3").to_numpy()
    rest = frame[~inside]
    # the coefficient of a dummy for the cohort says the same as its mean off the others' line
    # when the slope is taken from the others alone
    fit = stats.linregress(rest["score"], rest["rating"])
    gap = frame["rating"][inside].mean() - fit.intercept - fit.slope * frame["score"][inside].mean()
    assert isinstance(told["2025-Q3"].difference, Estimate)
    assert told["2025-Q3"].difference.value == pytest.approx(gap)
    assert told["2025-Q3"].difference.low > 0


def test_ranges_and_cohorts_hold_what_they_say_and_name_nobody_by_chance() -> None:
    inside = rated = named = flagged = held = cohorts = 0
    for seed in range(300):
        frame = people(60, 5000 + seed)
        (line,) = onboarding(frame, **BY, cohort="cohort").lines
        inside += sum(bool(one.inside) for one in line.people)
        rated += line.n
        named += any(one.standing != "as_expected" for one in line.people)
        flagged += any(c.standing != "as_expected" for c in line.cohorts)
        held += sum(c.difference.low <= 0 <= c.difference.high for c in line.cohorts)  # type: ignore[union-attr]
        cohorts += len(line.cohorts)
    assert inside / rated == pytest.approx(0.95, abs=0.007)
    assert held / cohorts == pytest.approx(0.95, abs=0.025)
    # at most one table in twenty names anybody; 28 of 300 lie three standard errors above
    assert named <= 26
    assert flagged <= 26


def test_somebody_far_off_is_named_and_new_people_get_their_range() -> None:
    frame = people(60, 4)
    frame.loc[10, "rating"] = frame.loc[10, "rating"] - 4
    frame.loc[[5, 6], "rating"] = None
    frame["role"] = "clerk"
    found = onboarding(frame, **BY, by=["role"], person="id", outcome_scale=(1, 5))
    line = found.line("clerk")
    assert line is not None
    standing = {one.row: one.standing for one in line.people}
    assert {row for row, told in standing.items() if told == "below"} == {10}
    assert standing[5] == standing[6] == "not_yet"
    assert line.n == 58
    assert line.outside_by_chance == pytest.approx(0.05 * 58)
    assert all(1 <= one.expected.low <= one.expected.high <= 5 for one in line.people)
    assert found.excluded == {}
    assert line.n + 2 == len(line.people)


def test_refusals() -> None:
    frame = people(40, 5)
    (few,) = onboarding(frame.iloc[:29], **BY).lines
    assert few.withheld == Withheld(code="onboarding.too_few", n=29)
    (enough,) = onboarding(frame.iloc[:30], **BY).lines
    assert enough.withheld is None
    assert len(enough.people) == 30
    (same,) = onboarding(frame.assign(rating=3.0), **BY).lines
    assert same.withheld == Withheld(code="outcome.constant", n=40)
    (flat,) = onboarding(frame.assign(score=5.0), **BY).lines
    assert flat.withheld == Withheld(code="score.constant", n=40)
    (none,) = onboarding(frame.assign(rating=None), **BY).lines
    assert none.withheld == Withheld(code="outcome.none_yet", n=40)
    with pytest.raises(InputError) as err:
        onboarding(frame, **BY, fewest=3)
    assert err.value.code == "onboarding.fewest"
    (small,) = onboarding(frame.assign(cohort=["x"] * 4 + ["y"] * 36), **BY, cohort="cohort").lines
    told = {c.cohort: c.difference for c in small.cohorts}
    assert told["x"] == Withheld(code="onboarding.cohort_small", n=4)
    # the mean of so few would be nearly a person's own rating
    assert {c.cohort: c.later is None for c in small.cohorts} == {"x": True, "y": False}
    # four others draw no line to set thirty-six beside
    assert told["y"] == Withheld(code="onboarding.too_few", n=4)


def test_points_on_one_line_stand_out_for_nobody() -> None:
    found = left_out_line(np.arange(12.0), 2 + 3 * np.arange(12.0))
    assert not isinstance(found, Withheld)
    assert np.abs(found.distance).max() < 1e-3
    assert found.r == pytest.approx(1)
    assert left_out_line([1, 2], [1, 2]) == Withheld(code="sample.too_few", n=2)
    gap, expected, p = mean_off_line([1, 1, 1, 1, 1, 2], [1, 2, 1, 2, 1, 9], np.arange(6) == 5)
    assert (gap, expected, p) == (Withheld(code="score.constant", n=5), None, None)


def test_the_order_of_rows_changes_nothing() -> None:
    frame = people(50, 6)
    again = frame.sample(frac=1, random_state=1)
    first, second = (onboarding(f, **BY, cohort="cohort").lines[0] for f in (frame, again))
    ids = again["id"].to_numpy()
    told = {ids[one.row]: one.expected.value for one in second.people}
    for one in first.people:
        assert told[one.row] == pytest.approx(one.expected.value)
