"""What may be done: reweighing, Pareto weights, and group cuts that are only to be looked at."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from fairness import (
    AnalysisThresholds,
    pareto_frontier,
    pareto_weights,
    reweighing,
    thresholds_for_analysis,
)
from interview import InputError, PolicyError

# De Corte, Lievens and Sackett 2007: cognitive ability, structured interview, conscientiousness,
# biodata; correlations, validities for task performance, and standardised gaps
R = [[1, 0.24, 0.0, 0.19], [0.24, 1, 0.12, 0.16], [0.0, 0.12, 1, 0.51], [0.19, 0.16, 0.51, 1]]
V = [0.30, 0.30, 0.18, 0.28]
D = [1.0, 0.23, 0.09, 0.33]


def test_weights_of_the_worked_example_and_equal_rates_after() -> None:
    people = pd.DataFrame(
        {"g": ["a"] * 100 + ["b"] * 50, "good": [1] * 30 + [0] * 70 + [1] * 10 + [0] * 40}
    )
    found = reweighing(people, attribute="g", outcome="good")
    cells = (("a", True), ("a", False), ("b", True), ("b", False))
    printed = [0.8889, 1.0476, 1.3333, 0.9167]
    assert [round(found.weights[cell], 4) for cell in cells] == printed
    # the definition: weighted, both groups have the overall rate and nobody's weight is lost
    w = pd.Series(found.row_weights)
    for group in "ab":
        rows = people["g"] == group
        rate = (w * people["good"])[rows].sum() / w[rows].sum()
        assert round(float(rate), 4) == 0.2667
    assert w.sum() == pytest.approx(150)
    assert found.weighted_rate == pytest.approx(40 / 150)


def test_people_without_group_or_outcome_keep_weight_one_and_are_counted() -> None:
    people = pd.DataFrame({"g": ["a", "a", "b", "b", None, "a"], "good": [1, 0, 1, 0, 1, None]})
    found = reweighing(people, attribute="g", outcome="good")
    assert found.row_weights[4:].tolist() == [1.0, 1.0]
    assert found.excluded == {"outcome.none": 1, "group.not_stated": 1}
    with pytest.raises(InputError) as err:
        reweighing(people.iloc[:3], attribute="g", outcome="good")
    assert err.value.code == "reweighing.empty_cell"


def test_the_published_matrix_gives_the_published_frontier() -> None:
    # validity, gap, impact ratio at a tenth selected and a quarter of minority applicants
    printed = ((0.4343, 0.755, 0.226), (0.4286, 0.636, 0.294), (0.4141, 0.517, 0.377),
               (0.3932, 0.398, 0.478), (0.3591, 0.279, 0.602), (0.3250, 0.219, 0.673),
               (0.1926, 0.100, 0.837))  # fmt: skip
    front = pareto_frontier(
        R, V, D, selection_ratio=0.10, share=0.25, at_most=[gap for _, gap, _ in printed]
    )
    for point, (validity, gap, ratio) in zip(front, printed, strict=True):
        # the gap is printed to three digits, and the steep end moves the fourth of the validity
        assert point.validity == pytest.approx(validity, abs=2e-4)
        assert round(point.gap, 3) == pytest.approx(gap, abs=1e-3)
        assert point.impact_ratio == pytest.approx(ratio, abs=1.1e-3)
    interview = pareto_frontier([[1.0]], [0.30], [0.23], selection_ratio=0.10, share=0.25, points=1)
    assert round(interview[0].impact_ratio, 3) == 0.660


def test_no_other_weights_are_as_valid_with_a_smaller_gap() -> None:
    rng = np.random.default_rng(1)
    front = pareto_frontier(R, V, D, selection_ratio=0.10, share=0.25, points=6)
    w = rng.dirichlet(np.full(4, 0.6), 20_000)
    size = np.sqrt(np.einsum("ij,jk,ik->i", w, np.array(R), w))
    validity, gap = w @ np.array(V) / size, w @ np.array(D) / size
    for point in front:
        assert validity[gap <= point.gap].max(initial=0.0) <= point.validity + 1e-4


def test_the_frontier_shrinks_on_people_it_was_not_fitted_to() -> None:
    rng = np.random.default_rng(2)
    n = 150
    x = rng.multivariate_normal(np.zeros(4), R, n)
    focal = np.arange(n) % 3 == 0
    x[focal] -= D
    y = x @ np.linalg.solve(np.array(R), V) + rng.normal(size=n)
    people = pd.DataFrame(x, columns=list("abcd")).assign(kpi=y, g=np.where(focal, "f", "r"))
    found = pareto_weights(
        people, attribute="g", predictors=list("abcd"), outcome="kpi", reference="r", points=3,
        repeats=2,
    )  # fmt: skip
    first = found.points[0]
    assert first.validity_cross_validated is not None
    assert first.validity_cross_validated < first.validity
    assert found.unit.validity <= first.validity
    with pytest.raises(InputError) as err:
        pareto_weights(people.head(20), attribute="g", predictors=list("abcd"), outcome="kpi")
    assert err.value.code == "pareto.too_few"


def test_group_cuts_are_refused_with_the_law_and_cannot_decide() -> None:
    rng = np.random.default_rng(3)
    group = np.where(np.arange(400) % 2, "f", "m")
    x = rng.normal(size=400) - 0.6 * (group == "f")
    people = pd.DataFrame({"g": group, "x": x, "y": x + rng.normal(size=400) > 0})
    with pytest.raises(PolicyError) as err:
        thresholds_for_analysis(people, attribute="g", score="x", outcome="y")
    assert err.value.code == "thresholds.analysis_only"
    assert "2000e-2(l)" in str(err.value)
    found = thresholds_for_analysis(
        people, attribute="g", score="x", outcome="y", analysis_only=True
    )
    assert found.rates["f"] == pytest.approx(found.rates["m"], abs=0.02)
    # the group that scores lower would get the lower cut
    assert min(c for c, _ in found.cuts["f"]) < min(c for c, _ in found.cuts["m"])
    assert 0.5 < found.accuracy_one_cut < 1
    # numbers alone: nothing in it can be applied to a person
    assert not any(callable(getattr(found, f.name)) for f in dataclasses.fields(AnalysisThresholds))
    assert not hasattr(found, "predict")
