"""Correlations of people who come in groups, and their gaps on the same people."""

from __future__ import annotations

import numpy as np
import pytest

from estimation import clustered_correlations, correlation, within_correlation
from interview import Estimate, InputError, Withheld


def drawn(groups: int, each: int, seed: int, apart: float = 0.0):  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(seed)
    g = np.repeat(np.arange(groups), each)
    slope = 0.4 + apart * rng.standard_normal(groups)
    x = rng.normal(size=g.size)
    other = 0.6 * x + 0.8 * rng.normal(size=g.size)
    y = slope[g] * x + np.sqrt(0.84) * rng.normal(size=g.size)
    return np.column_stack([x, other]), y, g


def test_values_are_pearsons_and_the_pooled_one_within_cells() -> None:
    x, y, g = drawn(20, 15, 1)
    cells = g % 4
    whole = clustered_correlations(x, y, g).finding(0)
    inside = clustered_correlations(x, y + 3.0 * cells, g, cells=cells).finding(1)
    plain, within = correlation(x[:, 0], y), within_correlation(x[:, 1], y, cells)
    assert isinstance(whole, Estimate)
    assert isinstance(plain, Estimate)
    assert isinstance(inside, Estimate)
    assert isinstance(within, Estimate)
    assert whole.value == pytest.approx(plain.value, abs=1e-12)
    assert inside.value == pytest.approx(within.value, abs=1e-12)


def test_where_groups_do_not_matter_the_interval_is_fishers() -> None:
    x, y, _ = drawn(60, 20, 2)
    alone = clustered_correlations(x, y, np.arange(y.size), replicates=4000).finding(0)
    fisher = correlation(x[:, 0], y)
    assert isinstance(alone, Estimate)
    assert isinstance(fisher, Estimate)
    assert alone.high - alone.low == pytest.approx(fisher.high - fisher.low, rel=0.08)


def test_intervals_hold_the_truth_where_openings_differ() -> None:
    # slopes vary between openings: a plain interval would be far too narrow
    true = 0.4 / np.sqrt(0.16 + 0.15**2 + 0.84)
    alone = gap = 0
    times = 300
    for seed in range(times):
        x, y, g = drawn(24, 20, seed, apart=0.15)
        found = clustered_correlations(x, y, g, replicates=200, seed=seed)
        r, difference = found.finding(0), found.difference(0, 1)
        assert isinstance(r, Estimate)
        assert isinstance(difference, Estimate)
        alone += r.low <= true <= r.high
        gap += difference.low <= 0.4 * true <= difference.high
    # three standard errors of 300 tries below .95
    assert min(alone, gap) / times > 0.91


def test_relabelling_groups_and_shuffling_rows_change_nothing() -> None:
    x, y, g = drawn(12, 10, 3)
    order = np.random.default_rng(0).permutation(y.size)
    one = clustered_correlations(x, y, g).difference(0, 1)
    other = clustered_correlations(x[order], y[order], g[order] + 7).difference(0, 1)
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high))


def test_refusals_are_named() -> None:
    x, y, g = drawn(12, 10, 4)
    few = clustered_correlations(x[:9], y[:9], g[:9]).finding(0)
    together = clustered_correlations(x, y, g // 3).finding(0)
    flat = clustered_correlations(np.ones_like(x), y, g).difference(0, 1)
    perfect = clustered_correlations(np.column_stack([y, y]), y, g).finding(0)
    nobody = clustered_correlations(x[:0], y[:0], g[:0]).finding(0)
    assert few == Withheld(code="correlation.too_few", n=9)
    assert together == Withheld(code="correlation.too_few_groups", n=4)
    assert flat == Withheld(code="correlation.constant", n=120)
    assert perfect == Withheld(code="correlation.perfect", n=120)
    assert nobody == Withheld(code="correlation.too_few", n=0)
    with pytest.raises(InputError, match="drop those people"):
        clustered_correlations(x, np.where(g == 1, np.nan, y), g)
    with pytest.raises(InputError, match="one row of measures"):
        clustered_correlations(x, y[:-1], g)
