"""The graded model's likelihood against one written naively, and its errors against repetition."""

from __future__ import annotations

import numpy as np
import pytest

from estimation import category_chances, expected_abilities, fit_graded


def drawn(n: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=(n, 1))
    slopes, d = np.array([0.9, 1.4, 1.8, 1.1]), np.array([1.2, -0.6])
    reach = 1 / (1 + np.exp(-(slopes[:, None] * theta[:, :, None] + d)))
    return (rng.random((n, 4, 1)) < reach).sum(axis=2)


def test_the_likelihood_is_the_integral_written_out() -> None:
    x = drawn(80, 1)
    x[::7, 2] = -1
    fit = fit_graded(x)
    grid = np.linspace(-8, 8, 801)
    weight = np.exp(-(grid**2) / 2)
    weight /= weight.sum()
    total = 0.0
    for row in x:
        chance = np.ones(grid.size)
        for j, category in enumerate(row):
            if category >= 0:
                chances, _ = category_chances(float(fit.slopes[j]), fit.intercepts[j], grid)
                chance = chance * chances[category]
        total += np.log(chance @ weight)
    assert fit.log_likelihood == pytest.approx(total, abs=1e-3)


def test_no_other_parameters_nearby_fit_better() -> None:
    x = drawn(500, 2)
    fit = fit_graded(x)
    grid, rng = np.linspace(-6, 6, 61), np.random.default_rng(0)
    mass = np.exp(-(grid**2) / 2)
    mass /= mass.sum()

    def height(slopes: np.ndarray, d: list[np.ndarray]) -> float:
        logs = sum(
            np.log(category_chances(float(slopes[j]), d[j], grid)[0])[x[:, j]] for j in range(4)
        )
        return float(np.log(np.exp(logs) @ mass).sum())

    best = height(fit.slopes, list(fit.intercepts))
    assert best == pytest.approx(fit.log_likelihood, abs=1e-6)
    for _ in range(50):
        moved = [d + rng.normal(0, 0.02, d.size) for d in fit.intercepts]
        assert height(fit.slopes + rng.normal(0, 0.02, 4), moved) <= best + 1e-4


def test_errors_are_those_of_repeated_samples() -> None:
    fits = [fit_graded(drawn(400, seed)) for seed in range(16)]
    spread = np.std([fit.slopes for fit in fits], axis=0, ddof=1)
    stated = np.mean([np.sqrt(np.diag(fit.covariance)[::3]) for fit in fits], axis=0)
    # the spread of sixteen is itself known to one part in five or six
    assert stated == pytest.approx(spread, rel=0.6)
    ability, error = expected_abilities(fits[0], drawn(400, 0))
    assert np.var(ability) + np.mean(error**2) == pytest.approx(1.0, abs=0.1)
