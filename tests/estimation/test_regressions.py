"""Linear and logistic regression against statsmodels and scikit-learn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from sklearn.linear_model import LogisticRegression

from estimation import centred, least_squares, logistic, nagelkerke, nested_f
from interview import Estimate, InputError


def data(n: int = 120) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(9)
    x = rng.normal(size=(n, 2))
    strata = rng.integers(0, 4, n)
    y = x @ [0.5, -0.3] + strata + rng.normal(size=n) * (1 + np.abs(x[:, 0]))
    return x, y, strata


def test_coefficients_errors_and_intervals_are_hc3() -> None:
    x, y, _ = data()
    design = sm.add_constant(x)
    fit = least_squares(design, y)
    oracle = sm.OLS(y, design).fit(cov_type="HC3", use_t=True)
    assert fit is not None
    assert fit.coefficients == pytest.approx(oracle.params)
    assert fit.covariance == pytest.approx(oracle.cov_params())
    assert fit.r2 == pytest.approx(oracle.rsquared)
    for j in range(3):
        found = fit.coefficient(j)
        assert isinstance(found, Estimate)
        assert (found.low, found.high) == pytest.approx(tuple(oracle.conf_int()[j]))
        assert fit.p_value(j) == pytest.approx(oracle.pvalues[j])


def test_means_taken_out_are_the_same_as_a_dummy_per_stratum() -> None:
    x, y, strata = data()
    inside = least_squares(centred(x, strata), centred(y, strata), absorbed=strata)
    dummies = pd.get_dummies(strata).to_numpy(dtype=float)
    oracle = sm.OLS(y, np.column_stack([x, dummies])).fit(cov_type="HC3", use_t=True)
    assert inside is not None
    assert inside.df == oracle.df_resid
    assert inside.coefficients == pytest.approx(oracle.params[:2])
    assert inside.covariance == pytest.approx(np.asarray(oracle.cov_params())[:2, :2])


def test_nested_fits_are_compared_by_f() -> None:
    x, y, _ = data()
    design = sm.add_constant(x)
    small, large = (least_squares(design[:, :k], y, robust=False) for k in (1, 3))
    assert small is not None
    assert large is not None
    f, p, _df = sm.OLS(y, design).fit().compare_f_test(sm.OLS(y, design[:, :1]).fit())
    assert nested_f(small, large) == pytest.approx((f, p))


def test_what_cannot_be_told_apart_has_no_fit() -> None:
    x, y, _ = data()
    assert least_squares(np.column_stack([x, x[:, 0] - x[:, 1]]), y) is None
    assert least_squares(x[:2], y[:2]) is None
    with pytest.raises(InputError) as err:
        least_squares(x, np.where(y > 1, np.nan, y))
    assert err.value.code == "estimation.not_finite"


def test_logistic_regression_with_and_without_a_penalty() -> None:
    x, y, _ = data()
    yes = (y > y.mean()).astype(float)
    design = sm.add_constant(x)
    fit, oracle = logistic(design, yes), sm.Logit(yes, design).fit(disp=0)
    assert fit is not None
    assert fit.coefficients == pytest.approx(oracle.params, abs=1e-6)
    assert fit.covariance == pytest.approx(oracle.cov_params(), abs=1e-6)
    assert fit.log_likelihood == pytest.approx(oracle.llf)
    most = 1 - np.exp(2 * oracle.llnull / len(yes))
    cox_snell = 1 - np.exp(2 * (oracle.llnull - oracle.llf) / len(yes))
    assert nagelkerke(fit.log_likelihood, oracle.llnull, len(yes)) == pytest.approx(
        cox_snell / most
    )
    shrunk = logistic(design, yes, ridge=2.0)
    ridge = LogisticRegression(C=0.5, tol=1e-10, max_iter=1000).fit(x, yes)
    assert shrunk is not None
    assert shrunk.coefficients[1:] == pytest.approx(ridge.coef_[0], abs=1e-5)
    assert shrunk.probabilities(design) == pytest.approx(ridge.predict_proba(x)[:, 1], abs=1e-5)


def test_perfect_separation_has_no_finite_answer_without_a_penalty() -> None:
    design = sm.add_constant(np.arange(10.0))
    yes = (np.arange(10) > 4).astype(float)
    assert logistic(design, yes) is None
    assert logistic(design, yes, ridge=1.0) is not None
    assert logistic(design, np.ones(10)) is None
