"""Adjusted p values against statsmodels and printed ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from estimation.multiplicity import benjamini_hochberg, holm
from interview import InputError

P = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@given(P)
def test_against_statsmodels(p: list[float]) -> None:
    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1], abs=1e-12)
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1], abs=1e-12)


def test_printed_holm_of_two_correlations() -> None:
    # psych, corTest(sat.act): gender-education .0209 -> .167, age-ACT .0034 -> .031
    nine = [0.0034, 0.0209, *[0.3] * 7]
    assert holm(nine)[0] == pytest.approx(0.031, abs=5e-4)
    assert holm(nine)[1] == pytest.approx(0.167, abs=5e-4)


def test_what_was_not_tested_does_not_count() -> None:
    assert benjamini_hochberg([0.02, None, 0.04]) == pytest.approx((0.04, None, 0.04))
    assert holm([None, None]) == (None, None)


def test_no_p_value() -> None:
    with pytest.raises(InputError) as err:
        holm([1.2])
    assert err.value.code == "estimation.p_value"
