"""Intervals of a ratio of shares: printed values, the test they invert, and the edges."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from estimation.ratio import ratio
from interview import Estimate, InputError, Withheld


def test_printed_values() -> None:
    katz, score = ratio(12, 40, 48, 80, method="katz"), ratio(12, 40, 48, 80)
    assert isinstance(katz, Estimate)
    assert isinstance(score, Estimate)
    assert katz.value == score.value == 0.5
    assert (round(katz.low, 3), round(katz.high, 3)) == (0.301, 0.829)
    assert (round(score.low, 3), round(score.high, 3)) == (0.293, 0.795)


def naive_score(phi: float, a: int, n1: int, c: int, n2: int) -> float:
    """The squared score statistic, its restricted estimate found by maximising the likelihood."""

    def unlikely(p: float) -> float:
        cells = ((a, phi * p), (n1 - a, 1 - phi * p), (c, p), (n2 - c, 1 - p))
        return -sum(k * math.log(max(q, 1e-300)) for k, q in cells if k)

    best = minimize_scalar(
        unlikely, bounds=(0.0, min(1.0, 1 / phi)), method="bounded", options={"xatol": 1e-12}
    ).x
    variance = phi * best * (1 - phi * best) / n1 + phi * phi * best * (1 - best) / n2
    variance *= (n1 + n2) / (n1 + n2 - 1)
    return (a / n1 - phi * c / n2) ** 2 / variance


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 150), st.integers(3, 150), st.data())
def test_the_score_test_is_just_refused_at_the_limits(
    n1: int, n2: int, data: st.DataObject
) -> None:
    a, c = data.draw(st.integers(1, n1)), data.draw(st.integers(1, n2))
    found = ratio(a, n1, c, n2)
    assert isinstance(found, Estimate)
    for limit in (found.low, found.high):
        assert naive_score(limit, a, n1, c, n2) == pytest.approx(1.959964**2, abs=5e-3)


def test_edges_are_findings_or_named_refusals() -> None:
    none = ratio(0, 20, 10, 20)
    assert isinstance(none, Estimate)
    assert (none.value, none.low) == (0.0, 0.0)
    assert 0.1 < none.high < 0.5
    assert ratio(5, 10, 0, 10) == Withheld(code="ratio.no_reference", n=20)
    assert ratio(0, 0, 3, 10) == Withheld(code="sample.empty", n=10)
    assert ratio(0, 9, 3, 10, method="katz") == Withheld(code="ratio.none_selected", n=19)
    with pytest.raises(InputError) as err:
        ratio(11, 10, 3, 10)
    assert err.value.code == "estimation.counts"


@pytest.mark.parametrize(
    ("a", "n1", "c", "n2"), [(5, 5, 5, 5), (1, 1, 118, 138), (174, 198, 37, 37)]
)
def test_everybody_selected_still_has_an_interval(a: int, n1: int, c: int, n2: int) -> None:
    found = ratio(a, n1, c, n2)
    assert isinstance(found, Estimate)
    assert 0 < found.low < found.value < found.high
