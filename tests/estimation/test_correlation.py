"""Fisher's interval against published and scipy's values, and where it is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from estimation import correlation, correlation_interval
from interview import Estimate, InputError, Withheld


def test_published_r_test_of_fifty() -> None:
    # psych's r.test(50, .3): .02 to .53
    found = correlation_interval(0.3, 50)
    assert isinstance(found, Estimate)
    assert (round(found.low, 2), round(found.high, 2)) == (0.02, 0.53)


@given(st.integers(5, 60), st.integers(0, 10_000))
def test_against_scipy(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=n), rng.normal(size=n)
    found = correlation(x, y)
    naive = stats.pearsonr(x, y)
    interval = naive.confidence_interval(0.95)
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(naive.statistic, abs=1e-12)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=1e-10)
    assert found.n == n


@given(st.floats(0.1, 100), st.floats(-100, 100))
def test_units_change_nothing(scale: float, shift: float) -> None:
    x, y = np.arange(8.0), np.array([3.0, 1, 4, 1, 5, 9, 2, 6])
    plain, scaled = correlation(x, y), correlation(x * scale + shift, y)
    assert isinstance(plain, Estimate)
    assert isinstance(scaled, Estimate)
    assert scaled.value == pytest.approx(plain.value, abs=1e-9)


def test_refusals_are_named() -> None:
    assert correlation([1, 2, 3], [1, 2, 4]) == Withheld(code="correlation.too_few", n=3)
    assert correlation([0.1] * 5, range(5)) == Withheld(code="correlation.constant", n=5)
    assert correlation(range(5), range(5)) == Withheld(code="correlation.perfect", n=5)
    with pytest.raises(InputError) as err:
        correlation([1, 2, 3, 4], [1, 2, 3])
    assert err.value.code == "estimation.unequal_lengths"
    with pytest.raises(InputError) as err:
        correlation([1, 2, 3, float("nan")], [1, 2, 3, 4])
    assert err.value.code == "estimation.not_finite"
