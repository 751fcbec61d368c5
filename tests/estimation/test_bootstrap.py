"""Binomial draws per group are the stratified bootstrap of people."""

import numpy as np
import pytest

from estimation.bootstrap import bootstrap_rates
from interview import Estimate, InputError, Withheld


def test_the_same_law_as_drawing_people() -> None:
    """The naive definition: resample the zeros and ones of each group."""
    rng = np.random.default_rng(5)
    people = [np.repeat([1.0, 0.0], [30, 50]), np.repeat([1.0, 0.0], [9, 31])]
    naive = [
        rng.choice(people[1], 40).mean() / rng.choice(people[0], 80).mean() for _ in range(20_000)
    ]
    found = bootstrap_rates(
        [30, 9], [80, 40], lambda r: r[:, 1] / r[:, 0], replicates=20_000, seed=1
    )
    assert isinstance(found, Estimate)
    low, high = np.quantile(naive, [0.025, 0.975])
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.02)
    assert found.n == 120


def test_one_seed_one_interval() -> None:
    twice = [bootstrap_rates([3, 5], [9, 9], lambda r: r[:, 0] - r[:, 1]) for _ in range(2)]
    assert twice[0] == twice[1]


def test_refusals() -> None:
    assert bootstrap_rates([0, 1], [0, 4], lambda r: r[:, 0]) == Withheld(code="sample.empty", n=4)
    assert bootstrap_rates([1, 0], [4, 4], lambda r: r[:, 0] / r[:, 1]) == Withheld(
        code="bootstrap.undefined", n=8
    )
    with pytest.raises(InputError) as err:
        bootstrap_rates([5], [4], lambda r: r[:, 0])
    assert err.value.code == "estimation.counts"
