"""Intervals on cards hold the planted competence and narrow with every answer; one role, small."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from benchmarks.signals.coverage import (
    OVERALL,
    complete,
    covered,
    curves_of,
    intervals,
    versions_asked,
)
from data_samples.true_scores import Curve, expected, true_scores
from interview import Question

ROLES = ("project_engineer", "production_manager")


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    curves = curves_of(versions_asked(ROLES), draws=45)
    return intervals(curves, seed=12, fraction=0.05, roles=ROLES)


def test_about_nineteen_of_twenty_intervals_hold_the_planted_competence(
    found: pd.DataFrame,
) -> None:
    whole = complete(found)
    single, overall = whole[whole["what"] != OVERALL], whole[whole["what"] == OVERALL]
    # four standard errors around the middle of the aim, the answers of a person being one draw
    assert len(single) > 250
    assert covered(single) == pytest.approx(0.95, abs=0.02 + 4 * np.sqrt(0.05 * 0.95 / 80))
    assert covered(overall) == pytest.approx(0.95, abs=0.02 + 4 * np.sqrt(0.05 * 0.95 / 80))
    # an interval that held everything would be no use: half as wide, it holds far fewer
    middle = (single["low"] + single["high"]) / 2
    narrow = single.assign(low=(single["low"] + middle) / 2, high=(single["high"] + middle) / 2)
    assert covered(narrow) < 0.85


def test_every_further_answer_narrows_the_overall_interval(found: pd.DataFrame) -> None:
    overall = found[found["what"] == OVERALL]
    width = (overall["high"] - overall["low"]).groupby(overall["n"])
    means = width.mean()[width.size() >= 30]
    assert len(means) >= 3
    assert (means.diff().dropna() < 0).all()
    # the width is a person's own, no constant
    assert (width.std()[means.index] > 0.05).all()


def test_in_both_languages(found: pd.DataFrame) -> None:
    whole = complete(found)
    shares = {locale: covered(rows) for locale, rows in whole.groupby("locale")}
    assert set(shares) == {"en", "zh"}
    assert all(0.85 < share < 1.0 for share in shares.values())


def test_the_truth_of_a_straight_scorer_is_the_integral_on_paper() -> None:
    # a scorer that gives 2 points per level: E = 2 * (3 + loading * theta), clipping aside
    straight = Curve(coefficients=(0.0, 0.0, 2.0, 0.0), residual_sd=0.0, n=100)
    asked = Question(
        key="se_q2", version=1, text={}, kind="technical", criteria={"professional_skill": 1.0}
    )
    from data_samples.ability import loadings

    loading = loadings("software_engineer", asked).competence
    low, middle, high = (
        expected(straight, "software_engineer", asked, {"professional_skill": theta})
        for theta in (-0.5, 0.0, 0.5)
    )
    assert middle == pytest.approx(6.0, abs=0.01)
    assert high - low == pytest.approx(2 * loading, abs=0.1)


def test_a_competency_is_the_mean_of_its_questions_under_their_weights() -> None:
    flat = {
        "pe_q1@1": 4.0, "pe_q2@1": 5.0, "pe_q3@1": 6.0, "pe_q4@1": 7.0, "pe_q5@1": 8.0,
        "pe_q6@1": 9.0,
    }  # fmt: skip
    asked = {
        (ref, competency, "en"): Curve(coefficients=(0.0, 0.0, 0.0, value), residual_sd=0.0, n=1)
        for ref, value in flat.items()
        for competency in (
            "professional_skill", "problem_solving", "planning", "communication", "learning",
        )
    }  # fmt: skip
    theta = dict.fromkeys(
        ("problem_solving", "professional_skill", "planning", "communication", "learning"), 0.0
    )
    true = true_scores("project_engineer", 0, "en", theta, asked)
    # planning: all of pe_q3 (6) and .4 of pe_q6 (9)
    assert true["planning"] == pytest.approx((6.0 + 0.4 * 9.0) / 1.4)
    assert true["communication"] == pytest.approx(7.0)
