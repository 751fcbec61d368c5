"""Differences of correlations: printed values, the formula written out, and the edges."""

import math

import pytest
from scipy import stats

from estimation import dependent_correlations, independent_correlations
from interview import Estimate, InputError, Withheld


def test_printed_independent() -> None:
    # psych r.test(30, .4, .6): z = 0.99, p = .32
    found = independent_correlations(0.4, 30, 0.6, 30)
    assert found.statistic is not None
    assert found.p_value is not None
    assert (round(-found.statistic, 2), round(found.p_value, 2), found.df) == (0.99, 0.32, None)


def test_printed_williams() -> None:
    # psych r.test(103, .4, .5, .1): t = -0.89, p < .37
    found = dependent_correlations(0.4, 0.5, 0.1, 103)
    assert found.statistic is not None
    assert found.p_value is not None
    assert (round(found.statistic, 2), found.df) == (-0.89, 100)
    assert round(found.p_value, 2) == 0.37
    assert found.p_value == pytest.approx(2 * stats.t.sf(-found.statistic, 100))


def test_intervals_turn_round_with_the_order() -> None:
    one = dependent_correlations(0.5, 0.2, 0.3, 80).difference
    other = dependent_correlations(0.2, 0.5, 0.3, 80).difference
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))
    # predictors that agree make the same people's comparison sharper
    apart = independent_correlations(0.5, 80, 0.2, 80).difference
    alike = dependent_correlations(0.5, 0.4, 0.9, 80).difference
    assert isinstance(apart, Estimate)
    assert isinstance(alike, Estimate)
    assert one.half_width < apart.half_width
    assert alike.half_width < one.half_width


def test_unrelated_predictors_are_near_the_independent_case() -> None:
    same = dependent_correlations(0.0, 0.0, 0.0, 50).difference
    apart = independent_correlations(0.0, 50, 0.0, 50).difference
    assert isinstance(same, Estimate)
    assert isinstance(apart, Estimate)
    assert same.half_width == pytest.approx(apart.half_width)
    assert math.isclose(apart.half_width, math.sqrt(2) * math.tanh(1.959964 / math.sqrt(47)),
                        rel_tol=1e-6)  # fmt: skip


def test_edges_are_refused_by_name() -> None:
    assert independent_correlations(0.4, 3, 0.6, 30).difference == Withheld(
        code="correlation.too_few", n=33
    )
    assert independent_correlations(0.4, 20, 1.0, 30).difference == Withheld(
        code="correlation.perfect", n=50
    )
    assert dependent_correlations(0.4, 0.4, 1.0, 30).p_value is None
    with pytest.raises(InputError) as err:
        dependent_correlations(0.9, -0.9, 0.9, 30)
    assert err.value.code == "correlation.impossible"
    with pytest.raises(InputError) as err:
        independent_correlations(1.2, 30, 0.6, 30)
    assert err.value.code == "correlation.not_a_correlation"
