"""People needed to learn what further measures add, against the tables of Cohen."""

from __future__ import annotations

import math

import numpy as np
import pytest

from estimation import added_power, people_for_added
from interview import InputError

# f2 = .15 as a multiple correlation
MEDIUM = math.sqrt(0.15 / 1.15)


@pytest.mark.parametrize(
    ("measures", "people"),
    # Cohen (1992), A power primer, table 2: medium effect, alpha .05, power .80
    [(2, 67), (3, 76), (4, 84), (5, 91), (6, 97), (7, 102)],
)
def test_cohens_table_of_people_needed(measures: int, people: int) -> None:
    found = people_for_added(base=0.0, gain=MEDIUM, added=measures, known=0)
    # his are read from tables with linear interpolation: within one person
    assert abs(found - people) <= 1
    assert added_power(found, base=0.0, gain=MEDIUM, added=measures, known=0) >= 0.80
    assert added_power(found - 1, base=0.0, gain=MEDIUM, added=measures, known=0) < 0.80


def test_the_power_is_the_share_of_samples_in_which_the_f_test_finds_it() -> None:
    from scipy.stats import f

    rng = np.random.default_rng(2)
    n, k, hits, times = 150, 4, 0, 1500
    # base R 0.4 from one measure, four further ones lift it to 0.5
    known, further = 0.4, math.sqrt((0.5**2 - 0.4**2) / k)
    limit = float(f.ppf(0.95, k, n - k - 2))
    for _ in range(times):
        x = rng.normal(size=(n, k + 1))
        y = known * x[:, 0] + further * x[:, 1:].sum(axis=1) + math.sqrt(0.75) * rng.normal(size=n)
        small, large = (
            float(np.linalg.lstsq(np.column_stack([np.ones(n), part]), y)[1][0])
            for part in (x[:, :1], x)
        )
        hits += (small - large) / k / (large / (n - k - 2)) > limit
    expected = added_power(n, base=0.4, gain=0.1, added=k, known=1)
    assert hits / times == pytest.approx(expected, abs=0.04)


def test_without_people_there_is_no_power_and_nonsense_is_refused() -> None:
    assert added_power(5, base=0.2, gain=0.1, added=4, known=2) == 0.0
    assert people_for_added(base=0.0, gain=1e-5, added=3) == 10_000_000
    for base, gain in ((0.2, 0.0), (-0.1, 0.2), (0.9, 0.1), (0.5, float("nan"))):
        with pytest.raises(InputError, match="stay below 1"):
            people_for_added(base=base, gain=gain, added=2)
