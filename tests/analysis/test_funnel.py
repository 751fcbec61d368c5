"""The funnel and the spread of scores: definitions and refusals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import funnel, score_spread
from interview import Estimate, InputError, Withheld


def test_rates_are_shares_of_the_stage_before() -> None:
    first, second, third = funnel([("interviewed", 40), ("advance", 12), ("hire", 3)])
    assert first.pass_rate == Withheld(code="funnel.first_stage", n=40)
    assert isinstance(second.pass_rate, Estimate)
    assert second.pass_rate.value == pytest.approx(12 / 40)
    assert isinstance(third.pass_rate, Estimate)
    assert third.pass_rate.n == 12


def test_nobody_before_is_withheld_not_zero() -> None:
    *_, last = funnel([("interviewed", 0), ("advance", 0)])
    assert last.pass_rate == Withheld(code="funnel.nobody_before")


def test_a_growing_funnel_is_refused() -> None:
    with pytest.raises(InputError, match=r"funnel\.grows"):
        funnel([("interviewed", 3), ("advance", 4)])


@given(st.lists(st.none() | st.floats(0, 10), max_size=80))
def test_everybody_is_in_the_spread(scores: list[float | None]) -> None:
    spread = score_spread(scores)
    assert spread.n + spread.withheld == len(scores)
    assert sum(spread.counts) == spread.n


def test_quartiles_of_a_known_sample() -> None:
    # definition 7: R's quantile(c(1,2,3,4)) prints 1.75 2.50 3.25
    assert score_spread([1.0, 2.0, 3.0, 4.0]).quartiles == (1.75, 2.5, 3.25)


def test_a_score_off_the_scale_is_refused() -> None:
    with pytest.raises(InputError, match=r"score\.out_of_range"):
        score_spread([11.0])
