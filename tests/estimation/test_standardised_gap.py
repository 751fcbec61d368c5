"""Hedges' g and Welch's t: a textbook's printed numbers, scipy, and the edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from estimation import Sample, mean_difference, standardised_gap, welch_p
from interview import Estimate, InputError, Withheld


def test_a_textbooks_numbers() -> None:
    # Borenstein, Hedges, Higgins and Rothstein 2009, chapter 4: g .5924, standard error .2028
    found = standardised_gap(Sample(n=50, mean=103, sd=5.5), Sample(n=50, mean=100, sd=4.5))
    assert isinstance(found, Estimate)
    assert round(found.value, 4) == 0.5924
    assert round((found.high - found.low) / 2 / 1.959964, 4) == 0.2028


VALUES = st.lists(st.integers(0, 40), min_size=3, max_size=30)


def sample(values: list[int]) -> Sample:
    return Sample(n=len(values), mean=float(np.mean(values)), sd=float(np.std(values, ddof=1)))


@given(VALUES, VALUES)
def test_welch_against_scipy(a: list[int], b: list[int]) -> None:
    first, second = sample(a), sample(b)
    if np.std(a) + np.std(b) == 0:
        assert welch_p(first, second) is None
        return
    theirs = stats.ttest_ind_from_stats(
        first.mean, first.sd, first.n, second.mean, second.sd, second.n, equal_var=False
    )
    assert welch_p(first, second) == pytest.approx(theirs.pvalue, abs=1e-9)
    # the interval leaves out zero exactly when the test does
    for level in (0.5, 0.8, 0.95, 0.99):
        ours = mean_difference(first, second, level=level)
        assert isinstance(ours, Estimate)
        if abs(theirs.pvalue - (1 - level)) > 1e-9:
            assert (ours.low > 0 or ours.high < 0) == (theirs.pvalue < 1 - level)


def test_the_interval_is_scipys() -> None:
    a, b = [5.0, 6.0, 6.5, 8.0], [3.0, 4.5, 6.0, 6.5, 9.0, 4.0]
    interval = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    one, two = (Sample(n=len(x), mean=np.mean(x), sd=np.std(x, ddof=1)) for x in (a, b))
    ours = mean_difference(one, two)
    assert isinstance(ours, Estimate)
    assert (ours.low, ours.high) == pytest.approx((interval.low, interval.high))


@given(VALUES, VALUES, st.floats(0.1, 20), st.floats(-50, 50))
def test_the_unit_of_the_score_does_not_matter(
    a: list[int], b: list[int], scale: float, shift: float
) -> None:
    plain = standardised_gap(sample(a), sample(b))
    other = standardised_gap(
        *(
            Sample(n=s.n, mean=s.mean * scale + shift, sd=s.sd * scale)
            for s in (sample(a), sample(b))
        )
    )
    if isinstance(plain, Withheld):
        assert plain.code == "score.constant"
        return
    assert isinstance(other, Estimate)
    assert (other.value, other.low) == pytest.approx((plain.value, plain.low), abs=1e-6)


def test_edges_are_named() -> None:
    one, flat = Sample(n=1, mean=3.0, sd=0.0), Sample(n=9, mean=3.0, sd=0.0)
    assert standardised_gap(one, flat) == Withheld(code="sample.too_few", n=10)
    assert standardised_gap(flat, flat) == Withheld(code="score.constant", n=18)
    assert mean_difference(one, flat) == Withheld(code="sample.too_few", n=10)
    assert welch_p(flat, flat) is None
    with pytest.raises(InputError) as err:
        standardised_gap(Sample(n=4, mean=float("nan"), sd=1.0), flat)
    assert err.value.code == "estimation.not_finite"
