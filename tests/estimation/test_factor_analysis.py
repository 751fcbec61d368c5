"""Factors: planted loadings return, scikit-learn's is met where it should be, and refusals."""

from __future__ import annotations

import numpy as np
import pytest

from estimation import general_loadings, minres, oblimin, reliability_interval
from interview import Estimate, InputError, Withheld


def three_groups() -> tuple[np.ndarray, np.ndarray]:
    """Nine items in three groups of unequal loadings, the groups under one factor of .9 .8 .7."""
    load = np.zeros((9, 3))
    for j, size in enumerate([0.8, 0.7, 0.6, 0.9, 0.6, 0.5, 0.7, 0.8, 0.6]):
        load[j, j // 3] = size
    above = np.array([0.9, 0.8, 0.7])
    between = np.outer(above, above)
    np.fill_diagonal(between, 1.0)
    r = load @ between @ load.T
    np.fill_diagonal(r, 1.0)
    return r, load @ above


def test_exact_matrices_give_back_what_they_were_made_of() -> None:
    load = np.array([0.8, 0.7, 0.6, 0.5])
    r = np.outer(load, load)
    np.fill_diagonal(r, 1.0)
    found = minres(r)
    assert found.loadings[:, 0] == pytest.approx(load, abs=1e-5)
    assert found.unique == pytest.approx(1 - load**2, abs=1e-5)
    matrix, general = three_groups()
    assert general_loadings(matrix, groups=3)[0] == pytest.approx(general, abs=1e-3)


def test_a_stack_is_solved_as_its_matrices_are() -> None:
    matrix, _ = three_groups()
    moved = matrix.copy()
    moved[0, 4] = moved[4, 0] = moved[0, 4] + 0.001
    stack = np.stack([matrix, moved])
    together = general_loadings(stack, groups=3)[0]
    for one, part in zip(together, stack, strict=True):
        assert one == pytest.approx(general_loadings(part, groups=3)[0], abs=1e-3)


def test_minres_leaves_less_than_any_other_loadings_nearby() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(300, 2)) @ rng.normal(size=(2, 6)) + rng.normal(size=(300, 6))
    r = np.corrcoef(x.T)
    best = minres(r, factors=2).loadings
    off = ~np.eye(6, dtype=bool)

    def left(loadings: np.ndarray) -> float:
        return float((((r - loadings @ loadings.T) ** 2)[off]).sum())

    for _ in range(200):
        assert left(best) <= left(best + rng.normal(0, 0.01, best.shape)) + 1e-9


def test_turning_keeps_what_the_factors_explain() -> None:
    matrix, _ = three_groups()
    plain = minres(matrix, factors=3).loadings
    turned, between = oblimin(plain)
    assert turned @ between @ turned.T == pytest.approx(plain @ plain.T, abs=1e-6)
    assert np.diag(between) == pytest.approx(1.0)
    with pytest.raises(InputError) as err:
        minres(matrix, factors=9)
    assert err.value.code == "factors.too_many"


def test_the_delta_interval_of_alpha_is_the_one_that_is_known() -> None:
    # for equal covariances and variances alpha's variance is 2 k (1 - a)^2 / ((k - 1) n)
    k, n = 4, 501
    s = np.full((k, k), 0.4) + 0.6 * np.eye(k)

    def alpha(c: np.ndarray) -> np.ndarray:
        return k / (k - 1) * (1 - np.trace(c, axis1=1, axis2=2) / c.sum(axis=(1, 2)))

    found = reliability_interval(alpha, s, n, method="x")
    assert isinstance(found, Estimate)
    error = np.log((1 - found.low) / (1 - found.value)) / 1.959964
    assert error == pytest.approx(np.sqrt(2 * k / ((k - 1) * (n - 1))), rel=1e-3)
    assert reliability_interval(alpha, s, 4, method="x") == Withheld(
        code="reliability.too_few", n=4
    )
    assert isinstance(reliability_interval(alpha, np.ones((k, k)), n, method="x"), Withheld)
