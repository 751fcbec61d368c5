"""What a score adds, and weights: printed regressions, written-out fits, honest comparisons."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.optimize import nnls

from analysis import (
    CompositeWeights,
    IncrementalValidity,
    composite_weights,
    incremental_validity,
)
from analysis.composite_weights import nonnegative_weights, ridge_weights
from interview import Estimate, Withheld

# psych, sat.act: means and covariances of gender, education, age and ACT of 700 people
MEANS = [1.6471428571428572, 3.164285714285714, 25.594285714285714, 28.547142857142855]
COVARIANCES = [
    [0.22867565910484297, 0.05948293480482342, -0.09472307377886768, -0.08419987737584297],
    [0.05948293480482342, 2.0316268138156457, 7.422971592070303, 1.0644900878806467],
    [-0.09472307377886768, 7.422971592070303, 90.22428775802167, 5.0649335785816465],
    [-0.08419987737584297, 1.0644900878806467, 5.0649335785816465, 23.266730022481084],
]


@pytest.fixture(scope="module")
def sat() -> pd.DataFrame:
    """700 rows with exactly those means and covariances."""
    z = np.random.default_rng(1).standard_normal((700, 4))
    z -= z.mean(axis=0)
    z = z @ np.linalg.inv(np.linalg.cholesky(np.cov(z, rowvar=False))).T
    rows = z @ np.linalg.cholesky(np.array(COVARIANCES)).T + MEANS
    return pd.DataFrame(rows, columns=["gender", "education", "age", "ACT"])


def added(frame: pd.DataFrame, base: list[str], more: list[str], **options: object
          ) -> IncrementalValidity:  # fmt: skip
    found = incremental_validity(frame, outcome="ACT", base=base, added=more, **options)  # type: ignore[arg-type]
    assert isinstance(found, IncrementalValidity)
    return found


def test_the_printed_regression(sat: pd.DataFrame) -> None:
    found = added(sat, [], ["gender", "education", "age"])
    b = {name: f.value for name, f in found.coefficients if isinstance(f, Estimate)}
    assert b[""] == pytest.approx(27.41706, abs=5e-6)
    assert b["gender"] == pytest.approx(-0.48606, abs=5e-6)
    assert b["education"] == pytest.approx(0.47890, abs=6e-6)
    assert b["age"] == pytest.approx(0.01623, abs=5e-6)
    assert found.f is not None
    assert found.p_value is not None
    assert (round(found.r2_full, 4), round(found.adjusted_gain, 5)) == (0.0272, 0.02301)
    assert (round(found.f, 3), found.df) == (6.487, (3, 696))
    assert found.p_value == pytest.approx(0.0002476, abs=5e-8)


def test_the_gain_over_one_column(sat: pd.DataFrame) -> None:
    found = added(sat, ["gender"], ["education", "age"])
    assert isinstance(found.gain, Estimate)
    assert found.f is not None
    assert found.p_value is not None
    assert (round(found.gain.value, 5), round(found.f, 3)) == (0.02587, 9.254)
    assert found.p_value == pytest.approx(0.000108, abs=5e-7)
    assert (found.gain.low, found.gain.high) == pytest.approx((0.009, 0.055), abs=0.004)
    # the bootstrap cannot tell a gain from none; the left-out folds can
    assert found.gain.low > 0
    assert isinstance(found.unseen_gain, Estimate)
    assert found.unseen_gain.value < found.gain.value


def test_within_roles_is_one_dummy_per_role() -> None:
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(rng.normal(size=(120, 2)), columns=["a", "b"])
    frame["role"] = np.repeat(list("xyz"), 40)
    level = frame["role"].map({"x": 0.0, "y": 2.0, "z": -1.0})
    frame["a"] += level
    frame["ACT"] = 0.4 * frame["b"] + level + rng.normal(size=120)
    found = added(frame, ["a"], ["b"], role="role")
    dummies = pd.get_dummies(frame["role"]).astype(float)
    small = sm.OLS(frame["ACT"], dummies.assign(a=frame["a"])).fit()
    large = sm.OLS(frame["ACT"], dummies.assign(a=frame["a"], b=frame["b"])).fit()
    f, p, q = large.compare_f_test(small)
    assert (found.f, found.p_value, found.df[0]) == (
        pytest.approx(f), pytest.approx(p), int(q),
    )  # fmt: skip
    assert found.df[1] == int(large.df_resid)
    hc3 = large.get_robustcov_results("HC3")
    slope = dict(found.coefficients)["b"]
    assert isinstance(slope, Estimate)
    low, high = hc3.conf_int()[-1]
    assert (slope.low, slope.high) == pytest.approx((low, high))


def test_what_cannot_be_told() -> None:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.normal(size=(60, 2)), columns=["a", "ACT"])
    same = frame.assign(b=2 * frame["a"])
    assert incremental_validity(same, outcome="ACT", base=["a"], added=["b"]) == Withheld(
        code="regression.collinear", n=60
    )
    assert incremental_validity(frame.iloc[:11], outcome="ACT", base=[], added=["a"]) == Withheld(
        code="incremental.too_few", n=11
    )
    assert incremental_validity(
        frame.assign(ACT=3.0), outcome="ACT", base=[], added=["a"]
    ) == Withheld(code="outcome.constant", n=60)
    few = incremental_validity(frame.iloc[:40], outcome="ACT", base=[], added=["a"])
    assert isinstance(few, IncrementalValidity)
    assert few.unseen_gain == Withheld(code="folds.too_few_people", n=40)


def weighed(frame: pd.DataFrame, scores: list[str], **options: object) -> CompositeWeights:
    found = composite_weights(frame, scores=scores, outcome="y", **options)  # type: ignore[arg-type]
    assert isinstance(found, CompositeWeights)
    return found


def sample(n: int, weights: list[float], seed: int = 4, noise: float = 1.0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, len(weights)))
    frame = pd.DataFrame(x, columns=[f"s{i}" for i in range(len(weights))])
    frame["y"] = x @ weights + noise * rng.normal(size=n)
    frame["req"] = rng.integers(0, 12, n)
    return frame


def test_equal_weights_stay_where_nothing_else_proves_better() -> None:
    names = ["s0", "s1", "s2"]
    few = weighed(sample(60, [0.6, 0.0, -0.4]), names)
    assert few.chosen == "unit"
    assert few.rule("ols").validity == Withheld(code="weights.too_few", n=60)
    alike = weighed(sample(400, [0.3, 0.3, 0.3]), names, requisition="req")
    assert alike.chosen == "unit"
    assert not any(rule.offered for rule in alike.rules if rule.rule != "unit")
    unit = alike.rule("unit")
    assert [w for _, w in unit.weights] == pytest.approx([1 / 3] * 3)


def test_fitted_weights_are_offered_where_they_gain() -> None:
    found = weighed(sample(800, [0.6, 0.0, -0.5]), ["s0", "s1", "s2"], requisition="req")
    assert found.chosen in ("ols", "ridge")
    gain = found.rule(found.chosen).gain
    assert isinstance(gain, Estimate)
    assert gain.low > 0
    assert found.r2 is not None
    assert found.adjusted_r2 is not None
    assert found.unseen_r2 is not None
    assert found.r2 > found.adjusted_r2 > found.unseen_r2 > 0
    # nobody's requisition stands on both sides, so the fold is the requisition's
    again = weighed(sample(800, [0.6, 0.0, -0.5]), ["s0", "s1", "s2"], requisition="req")
    assert again == found


def test_fits_written_out() -> None:
    frame = sample(150, [0.5, 0.2, -0.3], seed=6)
    z = frame[["s0", "s1", "s2"]].to_numpy()
    z = (z - z.mean(axis=0)) / z.std(axis=0)
    y = (frame["y"] - frame["y"].mean()).to_numpy()
    assert nonnegative_weights(z, y) == pytest.approx(nnls(z, y)[0])
    total = z.sum(axis=1)
    c = total @ y / (total @ total)
    found = ridge_weights(z, y)
    scores = {}
    for a in np.logspace(-2, 4, 25):
        inverse = np.linalg.inv(z.T @ z + a * np.eye(3))
        w = inverse @ z.T @ (y - c * total)
        df = 1 + np.trace(z @ inverse @ z.T)
        scores[a] = (((y - z @ (w + c)) ** 2).sum() / (150 - df) ** 2, w + c)
    best = min(scores.values(), key=lambda pair: pair[0])[1]
    assert found == pytest.approx(best, abs=1e-9)
    # nothing helps: equal weights, not none
    assert nonnegative_weights(z, -total).tolist() == [1, 1, 1]


def test_weights_refuse_by_name() -> None:
    frame = sample(50, [0.3, 0.3])
    flat = frame.assign(s1=2.0)
    assert composite_weights(flat, scores=["s0", "s1"], outcome="y") == Withheld(
        code="score.constant", n=50
    )
    assert composite_weights(frame.assign(y=1.0), scores=["s0"], outcome="y") == Withheld(
        code="outcome.constant", n=50
    )
    assert composite_weights(frame.iloc[:3], scores=["s0"], outcome="y") == Withheld(
        code="correlation.too_few", n=3
    )
