"""What tables of a size can show: printed numbers, statsmodels, and its own inverse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize

from fairness import people_needed, power_of, smallest_ratio
from interview import InputError


@pytest.mark.parametrize(
    ("rate", "other", "n"), [(0.50, 0.40, 387), (0.25, 0.20, 1092), (0.10, 0.08, 3205)]
)
def test_people_needed_to_see_four_fifths(rate: float, other: float, n: int) -> None:
    assert round(people_needed(rate, other)) == n


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.floats(0.1, 0.9), st.floats(0.5, 0.95))
def test_against_statsmodels(rate: float, other: float, share: float, power: float) -> None:
    if abs(rate - other) < 0.01:
        return
    effect = abs(proportion_effectsize(rate, other))
    needed = people_needed(rate, other, power=power, share=share)
    times = (1 - share) / share
    theirs = NormalIndPower().power(effect, needed, 0.05, ratio=times, alternative="larger")
    # ours leaves out the far tail when it solves for n, as every textbook does
    assert NormalIndPower().power(effect, needed, 0.025, ratio=times, alternative="larger") == (
        pytest.approx(power, abs=1e-6)
    )
    assert theirs >= power - 1e-6
    ours = power_of(rate, other, 300, 500)
    two_sided = NormalIndPower().power(effect, 300, 0.05, ratio=500 / 300)
    assert ours == pytest.approx(two_sided, abs=1e-9)


@given(st.floats(0.05, 0.95), st.integers(20, 5000), st.integers(20, 5000))
def test_the_smallest_ratio_has_the_power_it_promises(rate: float, n: int, n_ref: int) -> None:
    found = smallest_ratio(rate, n, n_ref)
    if found is None:
        assert power_of(rate, 0.0, n_ref, n) < 0.81
    else:
        assert 0 < found < 1
        assert power_of(rate, rate * found, n_ref, n) == pytest.approx(0.80, abs=1e-3)


def test_what_makes_no_test_is_refused() -> None:
    for call in (
        lambda: people_needed(0.3, 0.3),
        lambda: people_needed(0.0, 0.3),
        lambda: smallest_ratio(0.0, 10, 10),
        lambda: power_of(0.3, 0.2, 0, 10),
    ):
        with pytest.raises(InputError) as err:
            call()
        assert err.value.code == "power.rates"
