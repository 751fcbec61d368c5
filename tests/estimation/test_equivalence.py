"""Equivalence against statsmodels' two one-sided tests."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.weightstats import ttost_paired

from estimation.equivalence import paired_equivalence
from interview import Estimate, InputError, Withheld


@given(st.integers(5, 80), st.integers(0, 9999), st.floats(0.05, 1.0))
def test_against_statsmodels(n: int, seed: int, margin: float) -> None:
    d = np.random.default_rng(seed).normal(0.05, 0.3, n)
    found = paired_equivalence(d, margin=margin)
    naive = ttost_paired(d, np.zeros(n), -margin, margin)[0]
    assert found.p_value == pytest.approx(naive, abs=1e-10)
    assert isinstance(found.difference, Estimate)
    inside = -margin < found.difference.low and found.difference.high < margin
    assert found.shown == inside


def test_a_large_p_shows_nothing() -> None:
    assert not paired_equivalence([0.5, -0.6, 0.4, -0.3], margin=0.1).shown


def test_edges() -> None:
    assert paired_equivalence([0.0] * 3, margin=1).difference == Withheld(
        code="sample.too_few", n=3
    )
    assert paired_equivalence([0.0] * 9, margin=1).shown
    assert not paired_equivalence([2.0] * 9, margin=1).shown
    with pytest.raises(InputError) as err:
        paired_equivalence([0.0] * 9, margin=0)
    assert err.value.code == "equivalence.margin"
    with pytest.raises(InputError) as err:
        paired_equivalence([0.0, float("nan")], margin=1)
    assert err.value.code == "estimation.not_finite"
