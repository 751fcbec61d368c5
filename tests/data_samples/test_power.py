"""The demo company is large enough, and says so itself when it is not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from data_samples import company
from data_samples.power import (
    FLOOR,
    PowerTooLow,
    after_selection,
    power,
    ratio_below,
    require_power,
    table,
    two_correlations,
    two_sample,
)


def test_every_truth_is_found_with_power_point_nine_or_more_at_full_size():
    found = require_power(company())
    assert len(found) >= 15
    assert all(entry.power >= FLOOR for entry in found)
    assert list(table(found)["truth"]) == [entry.truth for entry in found]


def test_a_small_company_is_refused_with_the_weakest_truth_named():
    firm = company(size="small")
    assert min(entry.power for entry in power(firm)) < FLOOR
    with pytest.raises(PowerTooLow) as caught:
        require_power(firm)
    assert caught.value.code == "demo.power_too_low"
    require_power(company(size=1.0))  # what the remedy advises


def test_two_sample_power_matches_the_table_value():
    # Cohen 1988, table 2.3.5: d = .5, n = 64 per group, alpha .05 two-sided: power .80
    assert two_sample(0.5, 64, 64) == pytest.approx(0.80, abs=0.01)


def test_power_to_tell_correlations_apart_matches_simulation():
    rng = np.random.default_rng(4)

    def drawn(r, n):
        x = rng.standard_normal((2, 3000, n))
        y = r * x[0] + math.sqrt(1 - r**2) * x[1]
        x = x[0] - x[0].mean(axis=1, keepdims=True)
        y = y - y.mean(axis=1, keepdims=True)
        return (x * y).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))

    z = (np.arctanh(drawn(0.35, 150)) - np.arctanh(drawn(0.05, 150))) / math.sqrt(2 / 147)
    assert two_correlations(0.35, 150, 0.05, 150) == pytest.approx(
        float(np.mean(np.abs(z) > 1.96)), abs=0.03
    )


def test_ratio_power_matches_simulation():
    rng = np.random.default_rng(5)
    a = rng.binomial(350, 0.39, 20000)
    b = rng.binomial(350, 0.65, 20000)
    se = np.sqrt(1 / a - 1 / 350 + 1 / b - 1 / 350)
    below = np.log(a / b) + 1.96 * se < math.log(0.8)
    assert ratio_below(0.8, 0.39, 350, 0.65, 350) == pytest.approx(below.mean(), abs=0.02)


def test_selection_dilutes_a_correlation_as_in_a_simulation():
    rng = np.random.default_rng(6)
    cov = np.array([[1, 0.35, 0.4], [0.35, 1, 0.3], [0.4, 0.3, 1]])
    x, y, d = rng.multivariate_normal([0, 0, 0], cov, 400_000).T
    kept = d > stats.norm.isf(0.4)
    observed = np.corrcoef(x[kept], y[kept])[0, 1]
    assert after_selection(0.35, 0.4, 0.3, 0.4) == pytest.approx(observed, abs=0.006)
