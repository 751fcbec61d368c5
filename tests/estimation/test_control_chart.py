"""Control charts: the two series that handbooks print."""

import numpy as np
import pytest

from estimation import cusum, ewma
from interview import InputError

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4
NIST = [52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5,
        49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]  # fmt: skip
PRINTED = [50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33,
           50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99]  # fmt: skip


def test_the_handbooks_weighted_mean() -> None:
    chart = ewma(NIST, mean=50, sd=2.0539, weight=0.3, width=3)
    assert chart.values.round(2).tolist() == pytest.approx(PRINTED, abs=0.0101)
    assert round(float(chart.high[-1]), 2) == 52.59
    assert not chart.signals.any()


# Montgomery, Introduction to Statistical Quality Control: mean 10, a shift of one from the 21st on
MONTGOMERY = [9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34,
              9.03, 11.47, 10.51, 9.4, 10.08, 9.37, 10.62, 10.31, 8.52, 10.84,
              10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52]  # fmt: skip


def test_the_textbooks_shift_is_seen_where_the_textbook_sees_it() -> None:
    up, _ = cusum(MONTGOMERY, mean=10, sd=1)
    assert up.values[28:].round(2).tolist() == [5.28, 5.30]
    assert np.flatnonzero(up.signals).tolist() == [28, 29]
    chart = ewma(MONTGOMERY, mean=10, sd=1, weight=0.1, width=2.7)
    assert chart.values[27:].round(4).tolist() == [10.5731, 10.6468, 10.6341]
    assert np.flatnonzero(chart.signals).tolist() == [28, 29]


def test_unequal_errors_are_the_variance_written_out() -> None:
    sd, weight = np.array([1.0, 2.0, 0.5]), 0.2
    chart = ewma([0.0, 0.0, 0.0], mean=0, sd=sd, weight=weight, width=1)
    parts = [weight * (1 - weight) ** (2 - i) * sd[i] for i in range(3)]
    assert chart.high[-1] == pytest.approx(np.sqrt(np.square(parts).sum()))


def test_a_cumulative_sum_by_hand() -> None:
    # mean 10, slack .5: .0, 1.5, 4.0, 3.0, 6.5 upwards
    up, down = cusum([10, 12, 13, 9.5, 14], mean=10, sd=1)
    assert up.values.tolist() == [0.0, 1.5, 4.0, 3.0, 6.5]
    assert up.signals.tolist() == [False, False, False, False, True]
    assert down.values.tolist() == [0.0, 0.0, 0.0, 0.0, 0.0]


def test_what_cannot_be_charted_is_refused() -> None:
    with pytest.raises(InputError) as err:
        ewma([1.0], mean=0, sd=1, weight=0)
    assert err.value.code == "control.weight"
    with pytest.raises(InputError) as err:
        cusum([float("nan")], mean=0, sd=1)
    assert err.value.code == "estimation.not_finite"
