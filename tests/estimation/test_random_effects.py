"""Random effects against the likelihood written out, statsmodels and what must hold."""

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import minimize_scalar
from statsmodels.stats.meta_analysis import combine_effects

from estimation import effects_posterior, random_effects, shrunken_effects
from interview import InputError


def drawn(k: int, seed: int, tau: float = 0.2) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    v = 1 / rng.integers(5, 200, k)
    return rng.normal(0.3, tau, k) + rng.normal(size=k) * np.sqrt(v), v


def restricted(tau2: float, y: np.ndarray, v: np.ndarray, x: np.ndarray) -> float:
    w = np.diag(1 / (v + tau2))
    b = np.linalg.solve(x.T @ w @ x, x.T @ w @ y)
    e = y - x @ b
    return 0.5 * (np.log(v + tau2).sum() + np.linalg.slogdet(x.T @ w @ x)[1] + float(e @ w @ e))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("moderated", [False, True])
def test_reml_minimises_the_restricted_likelihood(seed: int, moderated: bool) -> None:
    y, v = drawn(25, seed)
    x = np.ones((25, 1))
    extra = None
    if moderated:
        extra = np.arange(25.0) / 25
        x = np.column_stack([x, extra])
    found = random_effects(y, v, extra)
    assert found is not None
    best = minimize_scalar(restricted, bounds=(0, 1), args=(y, v, x), method="bounded",
                           options={"xatol": 1e-10})  # fmt: skip
    assert found.tau2 == pytest.approx(float(best.x), abs=1e-6)


@pytest.mark.parametrize("seed", range(12))
def test_moment_estimators_against_statsmodels(seed: int) -> None:
    k = 12 + seed
    y, v = drawn(k, seed)
    laird = random_effects(y, v, estimator="dersimonian_laird")
    paule = random_effects(y, v, estimator="paule_mandel")
    assert laird is not None
    assert paule is not None
    other = combine_effects(y, v, method_re="chi2")
    assert laird.tau2 == pytest.approx(max(float(other.tau2), 0), abs=1e-9)
    assert laird.q == pytest.approx(float(other.q), rel=1e-9)
    if laird.tau2 > 0:
        assert laird.coefficients[0] == pytest.approx(float(other.mean_effect_re), abs=1e-9)
        assert laird.errors[0] == pytest.approx(float(other.sd_eff_w_re), abs=1e-9)
    # Paule and Mandel's makes the weighted sum of squares equal its degrees of freedom
    w = 1 / (v + paule.tau2)
    q = float((w * (y - np.average(y, weights=w)) ** 2).sum())
    assert q == pytest.approx(k - 1, abs=1e-5) or (paule.tau2 == 0 and q < k - 1)


def test_the_interval_of_the_spread_inverts_q() -> None:
    y, v = drawn(20, 3)
    found = random_effects(y, v)
    assert found is not None
    for tau2, p in ((found.tau2_low, 0.975), (found.tau2_high, 0.025)):
        w = 1 / (v + tau2)
        q = float((w * (y - np.average(y, weights=w)) ** 2).sum())
        assert stats.chi2.cdf(q, 19) == pytest.approx(p, abs=1e-6)


def test_one_spread_for_all_is_weighted_least_squares() -> None:
    # nothing between the studies: the mean is weighted by precision alone
    y, v = np.full(6, 0.25), np.array([0.1, 0.2, 0.05, 0.1, 0.3, 0.02])
    found = random_effects(y, v)
    assert found is not None
    assert (found.tau2, found.i2, found.q) == (0.0, 0.0, pytest.approx(0, abs=1e-12))
    assert found.errors[0] == pytest.approx((1 / v).sum() ** -0.5)


def test_knapp_and_hartung_scale_by_the_weighted_residuals() -> None:
    y, v = drawn(15, 5)
    plain, scaled = random_effects(y, v), random_effects(y, v, knapp_hartung=True)
    assert plain is not None
    assert scaled is not None
    w = 1 / (v + plain.tau2)
    factor = float((w * (y - plain.coefficients[0]) ** 2).sum()) / 14
    assert scaled.errors[0] == pytest.approx(plain.errors[0] * factor**0.5)
    low, _ = scaled.limits()
    gap = stats.t.ppf(0.975, 14) * scaled.errors[0]
    assert low == pytest.approx(scaled.coefficients[0] - gap)


def test_shrinkage_written_out() -> None:
    y, v = drawn(12, 8)
    fit = random_effects(y, v)
    assert fit is not None
    centre, spread = shrunken_effects(y, v, fit)
    mu, se2 = float(fit.coefficients[0]), float(fit.covariance[0, 0])
    for i in range(12):
        own = fit.tau2 / (fit.tau2 + v[i])
        assert centre[i] == pytest.approx(own * y[i] + (1 - own) * mu)
        assert spread[i] ** 2 == pytest.approx(own * v[i] + (1 - own) ** 2 * se2)


def test_a_posterior_with_many_studies_is_the_plug_in_one() -> None:
    y, v = drawn(400, 9)
    fit = random_effects(y, v)
    assert fit is not None
    centre, spread = shrunken_effects(y, v, fit)
    studies, new = effects_posterior(y, v, fit)
    assert studies.quantile(0.975) == pytest.approx(centre + 1.96 * spread, abs=0.01)
    assert new.quantile(0.025)[0] == pytest.approx(fit.prediction()[0], abs=0.01)


def test_a_spread_estimated_as_zero_is_not_taken_for_certain() -> None:
    y, v = np.array([0.21, 0.25, 0.19, 0.24, 0.22, 0.2]), np.full(6, 0.02)
    fit = random_effects(y, v)
    assert fit is not None
    assert fit.tau2 == 0
    _, plug_in = shrunken_effects(y, v, fit)
    studies, _ = effects_posterior(y, v, fit)
    assert (studies.quantile(0.975) - studies.quantile(0.025) > 2.2 * 1.96 * plug_in).all()


def test_what_cannot_be_pooled() -> None:
    assert random_effects([0.1], [0.1]) is None
    assert random_effects([0.1, 0.2, 0.3], [0.1] * 3, [[1, 2], [2, 4], [3, 6]]) is None
    with pytest.raises(InputError) as err:
        random_effects([0.1, 0.2], [0.1, 0.0])
    assert err.value.code == "pool.variance"
    with pytest.raises(InputError) as err:
        random_effects([0.1, 0.2], [0.1])
    assert err.value.code == "estimation.unequal_lengths"
    with pytest.raises(InputError) as err:
        random_effects([0.1, float("nan")], [0.1, 0.1])
    assert err.value.code == "estimation.not_finite"
