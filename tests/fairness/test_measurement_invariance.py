"""Factor models of several groups: closed forms, scikit-learn, and breaches found where planted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from fairness import MeasurementInvariance, measurement_invariance
from fairness.factor_model import fit_factors, moments_of
from interview import Estimate, InputError

COLUMNS = ["smile", "brow", "pitch", "energy", "movement"]
LOADINGS = np.array([0.8, 0.7, 0.7, 0.6, 0.5])


def people(n: int = 1600, breach: str = "", mean: float = 0.0, seed: int = 2) -> pd.DataFrame:
    """One factor; group b may differ in a loading, an intercept or the factor mean."""
    rng = np.random.default_rng(seed)
    b = np.arange(n) % 2 == 1
    lively = rng.normal(size=n) + mean * b
    load = np.tile(LOADINGS, (n, 1))
    if breach == "metric":
        load[b, 0] = 0.1
    x = load * lively[:, None] + np.sqrt(1 - LOADINGS**2) * rng.normal(size=(n, 5))
    if breach == "scalar":
        x[b, 2] -= 0.8
    return pd.DataFrame(x, columns=COLUMNS).assign(style=np.where(b, "b", "a"))


def audit(frame: pd.DataFrame) -> MeasurementInvariance:
    return measurement_invariance(frame, attribute="style", indicators=COLUMNS, reference="a")


def test_one_group_has_the_likelihood_of_scikit_learns_factor_analysis() -> None:
    from sklearn.decomposition import FactorAnalysis

    x = people()[COLUMNS].to_numpy()
    fit = fit_factors([moments_of(x)], np.ones((5, 1), dtype=bool), "configural")
    oracle = FactorAnalysis(n_components=1, tol=1e-10, max_iter=5000, svd_method="lapack").fit(x)
    means, sigma = fit.implied(0)
    off = x - means
    ours = -0.5 * (
        np.einsum("ij,jk,ik->i", off, np.linalg.inv(sigma), off).mean()
        + np.linalg.slogdet(sigma)[1]
        + 5 * np.log(2 * np.pi)
    )
    assert ours == pytest.approx(oracle.score(x), abs=1e-7)
    saturated = -0.5 * (
        5 + np.linalg.slogdet(np.cov(x, rowvar=False, ddof=0))[1] + 5 * np.log(2 * np.pi)
    )
    assert fit.chi2 == pytest.approx(2 * len(x) * (saturated - ours), abs=1e-5)
    assert fit.df == 5


def test_three_measures_of_one_thing_fit_exactly_with_the_closed_form() -> None:
    x = people()[COLUMNS[:3]].to_numpy()
    fit = fit_factors([moments_of(x)], np.ones((3, 1), dtype=bool), "configural")
    s = np.cov(x, rowvar=False, ddof=0)
    assert (fit.df, fit.chi2) == (0, pytest.approx(0.0, abs=1e-6))
    assert abs(fit.loadings[0][0, 0]) == pytest.approx(
        np.sqrt(s[0, 1] * s[0, 2] / s[1, 2]), rel=1e-4
    )


def test_degrees_of_freedom_of_the_classic_three_factor_model() -> None:
    # nine tests, three factors, two groups: 48, 54 and 60
    rng = np.random.default_rng(4)
    factors = (
        rng.normal(size=(600, 3)) @ np.linalg.cholesky(np.full((3, 3), 0.4) + 0.6 * np.eye(3)).T
    )
    x = 0.7 * np.repeat(factors, 3, axis=1) + 0.7 * rng.normal(size=(600, 9))
    names = [f"x{j}" for j in range(9)]
    frame = pd.DataFrame(x, columns=names).assign(style=["a", "b"] * 300)
    found = measurement_invariance(
        frame, attribute="style",
        indicators={"visual": names[:3], "textual": names[3:6], "speed": names[6:]},
    )  # fmt: skip
    assert [s.df for s in found.steps] == [48, 54, 60]
    assert [s.chi2 for s in found.steps] == sorted(s.chi2 for s in found.steps)
    # a right model: chi2 about its df, CFI about 1
    for step in found.steps:
        assert step.chi2 < step.df + 4 * np.sqrt(2 * step.df)
        assert step.cfi > 0.97


@pytest.mark.parametrize(
    ("breach", "reached"), [("", "scalar"), ("scalar", "metric"), ("metric", "configural")]
)
def test_a_breach_is_found_at_its_own_step(breach: str, reached: str) -> None:
    found = audit(people(breach=breach))
    assert found.reached == reached
    assert found.verdict == ("within" if reached == "scalar" else "exceeds")
    assert ("invariance.no_cut" in {n.code for n in found.notes}) == (reached != "scalar")


def test_a_true_difference_of_the_factor_is_no_breach_and_is_recovered() -> None:
    found = audit(people(3000, mean=-0.6))
    assert found.reached == "scalar"
    assert found.latent_gaps["b"]["factor"] == pytest.approx(-0.6, abs=0.12)


def test_units_do_not_matter() -> None:
    frame = people()
    scaled = frame.assign(pitch=frame["pitch"] * 1000 - 7, smile=-frame["smile"])
    one, other = audit(frame), audit(scaled)
    for a, b in zip(one.steps, other.steps, strict=True):
        assert a.chi2 == pytest.approx(b.chi2, abs=1e-3)
        assert isinstance(a.rmsea, Estimate)
        assert a.rmsea.low <= a.rmsea.value <= a.rmsea.high


def test_small_groups_are_listed_and_left_out() -> None:
    frame = people(400)
    frame.loc[:49, "style"] = "c"
    frame.loc[50:59, "style"] = None
    found = audit(frame)
    assert found.compared == ("a", "b")
    assert found.groups == {"a": 170, "b": 170, "c": 50, "not_stated": 10}
    alone = audit(people(150))
    assert (alone.reached, alone.verdict, alone.steps) == ("", "cannot_tell", ())


def test_two_measures_are_too_few() -> None:
    with pytest.raises(InputError) as err:
        measurement_invariance(people(300), attribute="style", indicators=COLUMNS[:2])
    assert err.value.code == "invariance.too_few_indicators"
