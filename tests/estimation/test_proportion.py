"""Wilson's interval against Newcombe's published table and scipy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from estimation import proportion
from interview import Estimate, InputError, Withheld


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_newcombe_1998_table_1(k: int, n: int, low: float, high: float) -> None:
    found = proportion(k, n)
    assert isinstance(found, Estimate)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 500), st.data(), st.floats(0.5, 0.995))
def test_against_scipy(n: int, data: st.DataObject, level: float) -> None:
    k = data.draw(st.integers(0, n))
    found = proportion(k, n, level=level)
    assert isinstance(found, Estimate)
    naive = stats.binomtest(k, n).proportion_ci(level, method="wilson")
    assert (found.low, found.high) == pytest.approx((naive.low, naive.high), abs=1e-12)
    assert found.value == k / n


def test_nobody_is_withheld_and_impossible_counts_are_refused() -> None:
    assert proportion(0, 0) == Withheld(code="sample.empty")
    for k, n in ((3, 2), (-1, 5)):
        with pytest.raises(InputError) as err:
            proportion(k, n)
        assert err.value.code == "estimation.counts"
