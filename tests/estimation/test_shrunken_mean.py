"""The mean of few values: published t interval, scipy's, and the shrinking of its spread."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from estimation import Spread, shrunken_mean, shrunken_spread
from interview import Estimate, InputError, Withheld

SLEEP = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]
scores = st.lists(st.floats(0, 10), min_size=1, max_size=12)


def test_without_prior_it_is_students_own_interval() -> None:
    # Student (1908), the sleep data; R's t.test(paired) prints 0.7001142 to 2.4598858
    found = shrunken_mean(SLEEP, stated_sd=1.0, prior_df=0)
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(1.58)
    assert (found.low, found.high) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)


@given(scores, st.floats(0.2, 4), st.floats(1, 50), st.floats(0.5, 0.99))
def test_against_scipy(values: list[float], sd: float, prior: float, level: float) -> None:
    n, mean = len(values), float(np.mean(values))
    s2 = (prior * sd**2 + float(np.sum((np.array(values) - mean) ** 2))) / (prior + n - 1)
    low, high = stats.t.interval(level, prior + n - 1, loc=mean, scale=np.sqrt(s2 / n))
    found = shrunken_mean(values, stated_sd=sd, prior_df=prior, level=level)
    assert isinstance(found, Estimate)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9, abs=1e-9)


def test_equal_weights_change_nothing_and_zero_weight_removes() -> None:
    plain = shrunken_mean([4.0, 7.0, 6.0], stated_sd=1.5)
    weighted = shrunken_mean([4.0, 7.0, 6.0], stated_sd=1.5, weights=[0.2, 0.2, 0.2])
    assert isinstance(plain, Estimate)
    assert isinstance(weighted, Estimate)
    assert (weighted.low, weighted.high) == pytest.approx((plain.low, plain.high))
    given_spread = Spread(sd=1.0, df=10)
    two = shrunken_mean([4.0, 7.0], stated_sd=1, spread=given_spread)
    three = shrunken_mean([4.0, 7.0, 9.0], stated_sd=1, spread=given_spread, weights=[1, 1, 0])
    assert isinstance(two, Estimate)
    assert isinstance(three, Estimate)
    assert (three.value, three.low, three.high) == (two.value, two.low, two.high)


@given(st.permutations([2.0, 3.5, 7.0, 9.0]))
def test_order_changes_nothing(values: list[float]) -> None:
    found = shrunken_mean(values, stated_sd=1.5)
    same = shrunken_mean([2.0, 3.5, 7.0, 9.0], stated_sd=1.5)
    assert isinstance(found, Estimate)
    assert isinstance(same, Estimate)
    assert (found.value, found.low) == pytest.approx((same.value, same.low), rel=1e-12)


def test_more_values_narrow_it_and_one_value_is_not_certain() -> None:
    widths = []
    for n in (1, 2, 4, 8):
        found = shrunken_mean([5.0] * n, stated_sd=1.5)
        assert isinstance(found, Estimate)
        widths.append(found.half_width)
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 3  # 2.23 * 1.5


def test_the_interval_keeps_its_promise_when_the_prior_is_right() -> None:
    rng = np.random.default_rng(7)
    hits = 0
    for _ in range(2000):
        found = shrunken_mean(rng.normal(5, 1.5, 4).tolist(), stated_sd=1.5, prior_df=10)
        assert isinstance(found, Estimate)
        hits += found.low <= 5 <= found.high
    # a t interval with a right prior covers slightly more than 95 %
    assert 0.94 <= hits / 2000 <= 0.985


def test_limits_clip_value_and_interval() -> None:
    found = shrunken_mean([9.8, 10.0], stated_sd=1.5, limits=(0, 10))
    assert isinstance(found, Estimate)
    assert found.high == 10.0


def test_nothing_given_is_withheld_and_nonsense_is_refused() -> None:
    assert shrunken_mean([], stated_sd=1.0) == Withheld(code="sample.empty")
    for values, weights in (([1.0], [-1.0]), ([1.0, 2.0], [1.0]), ([1.0], [0.0])):
        with pytest.raises(InputError) as err:
            shrunken_mean(values, stated_sd=1.0, weights=weights)
        assert err.value.code == "estimation.weights"
    with pytest.raises(InputError) as err:
        shrunken_mean([float("nan")], stated_sd=1.0)
    assert err.value.code == "estimation.not_finite"
    with pytest.raises(InputError) as err:
        shrunken_spread(0.0, 0, stated_sd=1.0, prior_df=0)
    assert err.value.code == "estimation.no_spread"


def test_spread_lies_between_stated_and_observed() -> None:
    observed = 3.0
    found = shrunken_spread(5 * observed**2, 5, stated_sd=1.0, prior_df=10)
    assert 1.0 < found.sd < observed
    assert found.sd**2 == pytest.approx((10 * 1 + 5 * 9) / 15)
