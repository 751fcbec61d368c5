"""Display at equal competence: the analytic expectation as oracle, and conclusions both ways."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from fairness import (
    CulturalExpression,
    composite_gap,
    conditional_expressivity,
    cultural_expression,
    expected_impact_ratio,
    incremental_gate,
    largest_weight,
    pass_through,
)
from interview import Estimate, InputError, Withheld
from ui.codes import said


def people(n: int = 6000, weight: float = 0.3, delta: float = 0.8, seed: int = 1) -> pd.DataFrame:
    """Methods C8.4: V and E of unit variance, E shifted by delta for three in ten."""
    rng = np.random.default_rng(seed)
    calm = rng.random(n) < 0.3
    v, e = rng.normal(size=n), rng.normal(size=n) - delta * calm
    return pd.DataFrame(
        {
            "style": np.where(calm, "restrained", "open"),
            "words": v,
            "smile": e,
            "score": (1 - weight) * v + weight * e,
        }
    )


def audit(frame: pd.DataFrame, **how: object) -> CulturalExpression:
    held: dict[str, object] = {
        "attribute": "style", "score": "score", "verbal": "words", "expression": ["smile"],
        "without_expression": "words", "weight": 0.3, "reference": "open", "replicates": 200,
    }  # fmt: skip
    return cultural_expression(frame, **(held | how))  # type: ignore[arg-type]


def test_the_analytic_expectation_to_its_printed_digits() -> None:
    # delta .8, a quarter selected, three in ten restrained
    for weight, gap, ratio in ((0.1, 0.088, 0.893), (0.2, 0.194, 0.777), (0.3, 0.315, 0.659),
                               (0.5, 0.566, 0.459)):  # fmt: skip
        d = composite_gap(0.8, weight)
        assert round(d, 3) == gap
        assert round(expected_impact_ratio(d, selection_ratio=0.25, share=0.3), 3) == ratio
    assert round(largest_weight(0.8, selection_ratio=0.25, share=0.3), 3) == 0.180
    assert round(expected_impact_ratio(0.15, selection_ratio=0.25, share=0.30), 4) == 0.8234
    assert round(expected_impact_ratio(0.40, selection_ratio=0.10, share=0.15), 4) == 0.4708
    # the gap that gives exactly .80
    for sr, d in ((0.50, 0.268), (0.25, 0.172), (0.10, 0.126)):
        assert expected_impact_ratio(d, selection_ratio=sr, share=0.3) == pytest.approx(
            0.8, abs=2e-3
        )


def test_the_whole_audit_agrees_with_the_expectation() -> None:
    found = audit(people(20_000))
    by_label = {t.label: t for t in found.weights}
    for label, weight in (("removed", 0.0), ("damped", 0.15), ("present", 0.3), ("doubled", 0.6)):
        tried = by_label[label]
        assert tried.weight == pytest.approx(weight)
        ratio = tried.ratios["restrained"]
        assert isinstance(ratio, Estimate)
        expected = expected_impact_ratio(
            composite_gap(0.8, weight), selection_ratio=0.25, share=0.3
        )
        assert ratio.low <= expected <= ratio.high, label
    safe, expected_safe = found.safe["restrained"], found.expected["restrained"]
    assert isinstance(safe, Estimate)
    assert isinstance(expected_safe, Estimate)
    assert safe.value < 0.180 < safe.high + 0.03
    assert expected_safe.value == pytest.approx(0.180, abs=0.01)
    assert expected_safe.low < expected_safe.value < expected_safe.high
    (told,) = found.conclusions
    assert (told.code, told.verdict) == ("expression.lowers_score", "exceeds")
    assert by_label["present"].changed == 0
    assert by_label["removed"].changed > 1000


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_every_conclusion_is_a_sentence_with_its_numbers(locale: str) -> None:
    (told,) = audit(people(3000)).conclusions
    sentence = said(told.code, locale, told.slots).what
    assert "restrained" in sentence
    assert f"{told.slots['through']:.2f}" in sentence
    assert "—" not in sentence.replace(" — ", "")


def test_a_score_of_words_alone_is_cleared_and_keeps_its_hypothetical_weights() -> None:
    found = audit(people(weight=0.0), weight=0.0)
    (told,) = found.conclusions
    assert told.code == "expression.weight_zero"
    assert [t.label for t in found.weights] == ["removed", "candidate", "candidate", "candidate"]
    assert found.present == 0.0
    # the display itself still differs, and that is no harm while it has no weight
    assert found.expressivity[0].verdict == "exceeds"


def test_a_gap_that_display_does_not_carry_is_told_apart() -> None:
    frame = people(weight=0.05, delta=0.0)
    frame["score"] -= 0.5 * (frame["style"] == "restrained")
    found = audit(frame, without_expression="", weight=None)
    assert {n.code for n in found.notes} == {
        "expression.part_estimated", "expression.weight_as_multiple",
    }  # fmt: skip
    (told,) = found.conclusions
    assert told.code.startswith("expression.other_gap")
    assert told.verdict == "exceeds"


def test_few_people_cannot_tell() -> None:
    found = audit(people(120))
    assert isinstance(found.safe["restrained"], Withheld)
    (told,) = found.conclusions
    assert told.code.endswith("_no_weight")


def test_a_score_without_its_parts_is_taken_apart_by_regression() -> None:
    exact, estimated = audit(people()), audit(people(), without_expression="")
    assert {n.code for n in estimated.notes} == {"expression.part_estimated"}
    for a, b in zip(exact.weights, estimated.weights, strict=True):
        one, other = a.ratios["restrained"], b.ratios["restrained"]
        assert isinstance(one, Estimate)
        assert isinstance(other, Estimate)
        if a.label in ("removed", "present"):
            assert one.value == pytest.approx(other.value, abs=0.03)


def test_expressivity_is_a_regression_with_hc3() -> None:
    frame = people(400)
    focal = (frame["style"] == "restrained").to_numpy(dtype=float)
    (found,) = conditional_expressivity(
        ["smile"], frame[["smile"]].to_numpy(), frame["words"].to_numpy(), focal, "restrained"
    )
    x = sm.add_constant(np.column_stack([frame["words"], focal]))
    fit = sm.OLS(frame["smile"].to_numpy(), x).fit(cov_type="HC3", use_t=True)
    sd = np.sqrt(fit.ssr / fit.df_resid)
    assert isinstance(found.finding, Estimate)
    assert found.finding.value == pytest.approx(fit.params[2] / sd)
    assert found.finding.low == pytest.approx(fit.conf_int()[2][0] / sd, rel=1e-6)


def test_mediation_is_the_drop_in_the_coefficient() -> None:
    frame = people(2000)
    rng = np.random.default_rng(8)
    score = frame["score"] + 0.2 * rng.normal(size=2000)
    score -= 0.2 * (frame["style"] == "restrained")
    focal = (frame["style"] == "restrained").to_numpy(dtype=float)
    found = pass_through(
        score.to_numpy(), frame["words"].to_numpy(), frame[["smile"]].to_numpy(), focal, "x"
    )
    # display carries .3 * .8 = .24 of a gap of .44
    assert isinstance(found.share, Estimate)
    assert found.share.low < 0.24 / 0.44 < found.share.high
    assert isinstance(found.beyond, Estimate)
    sd = float(score.std())
    assert found.beyond.low < -0.2 / sd < found.beyond.high


@pytest.mark.parametrize(("effect", "state"), [(0.0, "closed"), (0.5, "open")])
def test_the_gate_opens_only_for_what_forecasts_performance(effect: float, state: str) -> None:
    rng = np.random.default_rng(11)
    n = 1200
    v, e, g = rng.normal(size=n), rng.normal(size=(n, 1)), (np.arange(n) % 2).astype(np.int32)
    y = v + effect * e[:, 0] + rng.normal(size=n)
    assert incremental_gate(y, v, e, g, ("a", "b"), (0, 1)).state == state


def test_the_gate_stays_shut_where_it_helps_one_group_only_or_nobody_is_known() -> None:
    rng = np.random.default_rng(12)
    n = 1200
    v, e, g = rng.normal(size=n), rng.normal(size=(n, 1)), (np.arange(n) % 2).astype(np.int32)
    y = v + 0.6 * e[:, 0] * g + rng.normal(size=n)
    assert incremental_gate(y, v, e, g, ("a", "b"), (0, 1)).state == "closed"
    gate = incremental_gate(np.full(n, np.nan), v, e, g, ("a", "b"), (0, 1))
    assert (gate.state, gate.because) == ("cannot_tell", "outcome.too_few")


def test_rows_of_one_person_count_once_and_nobody_is_lost() -> None:
    frame = people(900)
    frame["who"] = np.arange(900)
    frame.loc[:9, "smile"] = np.nan
    twice = pd.concat([frame, frame])
    found = audit(twice, person="who")
    assert sum(found.groups.values()) + sum(found.excluded.values()) == 900
    assert found.excluded == {"expression.not_measured": 10}


def test_what_is_missing_is_asked_for() -> None:
    frame = people(100)
    for how, code in (
        ({"expression": []}, "expression.no_features"),
        ({"verbal": "", "without_expression": ""}, "expression.no_verbal"),
        ({"weight": 1.5}, "weight.not_a_share"),
    ):
        with pytest.raises(InputError) as err:
            audit(frame, **how)
        assert err.value.code == code
