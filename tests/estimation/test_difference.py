"""Newcombe's interval against his table II and statsmodels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from estimation.difference import difference
from interview import Estimate, Withheld


@pytest.mark.parametrize(
    ("a", "n1", "c", "n2", "low", "high"),
    # Newcombe 1998, table II, method 10
    [(56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090),
     (10, 10, 0, 20, 0.6791, 1.0), (10, 10, 0, 10, 0.6075, 1.0)],
)  # fmt: skip
def test_newcombe_1998(a: int, n1: int, c: int, n2: int, low: float, high: float) -> None:
    found = difference(a, n1, c, n2)
    assert isinstance(found, Estimate)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 80), st.integers(1, 80), st.data())
def test_against_statsmodels(n1: int, n2: int, data: st.DataObject) -> None:
    a, c = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    found = difference(a, n1, c, n2)
    assert isinstance(found, Estimate)
    naive = confint_proportions_2indep(a, n1, c, n2, compare="diff", method="newcomb")
    assert (found.low, found.high) == pytest.approx(naive, abs=1e-9)


def test_nobody() -> None:
    assert difference(0, 0, 1, 2) == Withheld(code="sample.empty", n=2)
