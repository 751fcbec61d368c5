"""Composites, power, drift statistics, folds and conformal limits against printed numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import roc_auc_score

from estimation import (
    adjusted_r2,
    best_weights,
    change_point,
    classifier_shift,
    composite_gap,
    composite_validity,
    corrected_interval,
    correlation_power,
    cross_conformal,
    cross_validity,
    kinds_shift,
    kolmogorov_smirnov,
    largest_by_chance,
    people_needed,
    people_to_separate,
    repeated_folds,
    stability_index,
    stability_limit,
    stability_of_counts,
)
from interview import Estimate, InputError, Withheld

# De Corte, Lievens and Sackett (2007): cognitive ability, structured interview,
# conscientiousness, biodata; their gaps and validities for task and contextual performance
R = [[1, 0.24, 0, 0.19], [0.24, 1, 0.12, 0.16], [0, 0.12, 1, 0.51], [0.19, 0.16, 0.51, 1]]
D = [1.0, 0.23, 0.09, 0.33]
TASK, CONTEXT = [0.30, 0.30, 0.18, 0.28], [0.16, 0.26, 0.20, 0.25]


def test_the_published_matrix() -> None:
    unit = np.ones(4)
    assert round(composite_validity(unit, TASK, R), 4) == 0.4177
    assert round(composite_validity(unit, CONTEXT, R), 4) == 0.3428
    assert round(composite_gap(unit, D, R), 4) == 0.6502
    best = best_weights(TASK, R)
    assert best.round(4).tolist() == [0.2166, 0.2126, 0.0676, 0.1703]
    assert round(composite_validity(best, TASK, R), 4) == 0.4343
    assert round(composite_gap(best, D, R), 4) == 0.7547


@pytest.mark.parametrize(("n", "known"), [(20, 0.302), (50, 0.378), (100, 0.406), (200, 0.420)])
def test_fitted_weights_lose_what_is_known(n: int, known: float) -> None:
    # mean population validity of least-squares weights fitted on n people
    full = np.block([[np.array(R), np.array(TASK)[:, None]], [np.array(TASK)[None, :], np.eye(1)]])
    rng = np.random.default_rng(n)
    z = rng.standard_normal((1500, n, 5)) @ np.linalg.cholesky(full).T
    z -= z.mean(axis=1, keepdims=True)
    z /= z.std(axis=1, keepdims=True)
    c = np.einsum("rni,rnj->rij", z, z)
    w = np.linalg.solve(c[:, :4, :4], c[:, :4, 4:])[..., 0]
    found = (w @ TASK) / np.sqrt(np.einsum("ri,ij,rj->r", w, np.array(R), w))
    assert float(found.mean()) == pytest.approx(known, abs=0.008)


def test_what_is_borrowed_is_given_back() -> None:
    # psych vignette, ACT on three measures: R2 .0272 of 700 people, adjusted .02301
    assert adjusted_r2(0.02720193, 700, 3) == pytest.approx(0.02301, abs=5e-6)
    assert adjusted_r2(0.01, 20, 4) < 0
    assert cross_validity(0.01, 20, 4) == 0
    assert cross_validity(0.3, 100_000, 4) == pytest.approx(0.3, abs=1e-3)
    with pytest.raises(InputError) as err:
        adjusted_r2(0.2, 4, 3)
    assert err.value.code == "composite.too_few"
    with pytest.raises(InputError) as err:
        composite_validity([1, 1], [0.3, 0.3], [[1, 2], [2, 1]])
    assert err.value.code == "composite.bad_matrix"


def test_people_needed_as_tables_have_it() -> None:
    # Fisher's approximation gives 783, 194, 124, 85; pingouin's power_corr 84.07 for .30
    assert [people_needed(r) for r in (0.20, 0.30)] == [194, 85]
    assert people_needed(0.25) in (123, 124)
    assert people_needed(0.10) in (782, 783)
    assert 84 < 84.07 <= people_needed(0.3)
    assert correlation_power(0.3, 85) >= 0.80 > correlation_power(0.3, 84)
    # .70 from .30, one-sided, power .90
    assert people_to_separate(0.70, 0.30, power=0.90) == 31
    assert people_to_separate(0.30, 0.10) == pytest.approx(144, abs=1)
    assert people_to_separate(0.25, 0.10) == pytest.approx(260, abs=1)
    for wrong in (0.0, 1.0):
        with pytest.raises(InputError):
            people_needed(wrong)


def test_how_large_noise_gets() -> None:
    # the largest |r| of 40 questions without any validity
    found = [largest_by_chance(40, n) for n in (20, 30, 60)]
    assert found == pytest.approx([0.53, 0.43, 0.31], abs=0.008)


def test_stability_index_as_computed_by_hand() -> None:
    found = stability_of_counts([20] * 5, [10, 15, 20, 25, 30])
    assert round(found.value, 4) == 0.1354
    e, a = np.full(5, 0.2), np.array([0.1, 0.15, 0.2, 0.25, 0.3])
    assert found.value == pytest.approx(float(((a - e) * np.log(a / e)).sum()))
    limits = [stability_limit(10, n, m) for n, m in ((50, 50), (100, 100), (200, 500),
                                                     (1000, 1000))]  # fmt: skip
    assert [round(v, 3) for v in limits] == [0.677, 0.338, 0.118, 0.034]


def test_an_empty_bin_is_half_a_case() -> None:
    found = stability_of_counts([10, 10], [20, 0])
    e, a = np.array([0.5, 0.5]), np.array([20, 0.5]) / 20.5
    assert found.value == pytest.approx(float(((a - e) * np.log(a / e)).sum()))
    assert stability_index([5.0] * 30, [5.0] * 30).bins == 1
    with pytest.raises(InputError) as err:
        stability_of_counts([1, 2], [1, 2, 3])
    assert err.value.code == "estimation.counts"


def test_distance_of_two_samples() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=80), rng.normal(size=90) + 0.4
    d, p = kolmogorov_smirnov(x, y)
    naive = stats.ks_2samp(x, y)
    assert (d, p) == pytest.approx((naive.statistic, naive.pvalue))
    # the critical value of 100 and 100 at .05 is .192
    assert stats.kstwobign.isf(0.05) * math.sqrt(2 / 100) == pytest.approx(0.192, abs=5e-4)
    whole = kolmogorov_smirnov(np.round(x), np.round(y))
    assert whole[0] == pytest.approx(stats.ks_2samp(np.round(x), np.round(y)).statistic)


def test_a_mix_of_kinds() -> None:
    v, p = kinds_shift([50, 30, 20], [30, 40, 30])
    assert isinstance(v, Estimate)
    naive = stats.chi2_contingency([[50, 30, 20], [30, 40, 30]], correction=False)
    assert p == pytest.approx(naive.pvalue)
    assert v.value == pytest.approx(math.sqrt(naive.statistic / 200))
    assert v.low < v.value < v.high
    assert kinds_shift([5, 0], [7, 0])[0] == Withheld(code="shift.one_kind", n=12)


def test_a_classifier_sees_what_moves_together() -> None:
    rng = np.random.default_rng(4)
    old = rng.multivariate_normal([0, 0], [[1, 0.9], [0.9, 1]], 150)
    new = rng.multivariate_normal([0.35, -0.35], [[1, 0.9], [0.9, 1]], 150)
    found, p = classifier_shift(old, new, replicates=199)
    assert isinstance(found, Estimate)
    assert found.value > 0.75
    assert p == 0.005
    # each measure alone has moved by a third of a standard deviation only
    alone = roc_auc_score(np.repeat([0, 1], 150), np.r_[old[:, 0], new[:, 0]])
    assert found.value > alone + 0.1
    assert classifier_shift(old[:5], new)[0] == Withheld(code="sample.too_few", n=155)


def test_a_break_is_where_it_was_put() -> None:
    y = np.r_[np.full(10, 0.4), np.full(8, 0.0)]
    found = change_point(y, np.full(18, 0.01))
    assert found is not None
    assert (found.at, found.before, found.after) == (10, pytest.approx(0.4), pytest.approx(0))
    assert found.before_se == pytest.approx(math.sqrt(0.01 / 10))
    assert found.low <= 10 <= found.high
    assert change_point([0.1, 0.2, 0.3], [0.01] * 3) is None
    with pytest.raises(InputError):
        change_point([0.1, 0.2], [0.1])


@given(st.integers(5, 60), st.integers(2, 5), st.integers(0, 99))
def test_folds_are_even_and_groups_stay_whole(n: int, folds: int, seed: int) -> None:
    plain = repeated_folds(n, folds=folds, repeats=2, seed=seed)
    sizes = np.bincount(plain[0], minlength=folds)
    assert sizes.max() - sizes.min() <= 1
    groups = np.random.default_rng(seed).integers(0, 8, n)
    if np.unique(groups).size < folds:
        with pytest.raises(InputError, match=r"folds\.too_few"):
            repeated_folds(n, groups=groups, folds=folds)
        return
    for row in repeated_folds(n, groups=groups, folds=folds, repeats=3, seed=seed):
        assert len({(g, f) for g, f in zip(groups, row, strict=True)}) == np.unique(groups).size
        assert np.unique(row).size == folds


def test_the_corrected_interval_written_out() -> None:
    v = np.array([0.02, 0.05, 0.01, 0.04])
    found = corrected_interval(v, test_over_train=0.25, n=50)
    assert isinstance(found, Estimate)
    half = stats.t.ppf(0.975, 3) * math.sqrt((0.25 + 0.25) * v.var(ddof=1))
    assert found.half_width == pytest.approx(half)
    assert corrected_interval([0.1], test_over_train=0.25, n=5) == Withheld(
        code="sample.too_few", n=5
    )


def test_conformal_limits_written_out() -> None:
    rng = np.random.default_rng(6)
    r, folds = rng.exponential(size=40), np.arange(40) % 4
    mu = rng.normal(size=(4, 3))
    low, high = cross_conformal(r, folds, mu, level=0.9)
    for j in range(3):
        below = sorted(mu[folds[i], j] - r[i] for i in range(40))
        above = sorted(mu[folds[i], j] + r[i] for i in range(40))
        assert low[j] == pytest.approx(below[math.floor(0.1 * 41) - 1])
        assert high[j] == pytest.approx(above[math.ceil(0.9 * 41) - 1])
    with pytest.raises(InputError) as err:
        cross_conformal(r[:5], folds[:5], mu)
    assert err.value.code == "conformal.too_few"
    needed = int(str(err.value.slots["needed"]))
    # the advice works
    cross_conformal(r[:needed], folds[:needed], mu)
