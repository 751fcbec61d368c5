"""The shipped scorer finds in the demo's words what was planted there, before any selection."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from data_samples import company
from data_samples.calibration import calibration, measured, score_on_latent, scored_answers
from scoring import rubric_id


@pytest.fixture(scope="module")
def scored():
    return scored_answers(company(seed=31, size=0.04))


def test_every_answer_gets_a_score_in_both_languages(scored):
    assert scored["score"].between(0, 10).all()
    assert set(scored["locale"]) == {"en", "zh"}


def test_the_calibration_names_every_question_and_this_kind_of_scorer(key):
    stored = calibration()
    assert set(stored.score_on_latent) == set(key["validity"])
    assert stored.scorer.split("-")[0] == rubric_id().version.split("-")[0]
    assert all(0.6 < r < 0.9 for r in stored.score_on_latent.values())


def test_the_score_follows_the_ability_as_closely_as_the_calibration_says(scored):
    average, _ = measured(scored)
    n = len(scored)
    se = (1 - average**2) / math.sqrt(n)
    assert average == pytest.approx(calibration().average, abs=4 * se + 0.01)
    honest = scored[scored["copied_from"] < 0]
    for locale in ("en", "zh"):
        rows = honest[honest["locale"] == locale]
        assert rows["score"].corr(rows["latent"]) > 0.65


def test_planted_validities_come_back_from_the_machines_scores_within_sampling_error(scored, key):
    root = math.sqrt(key["criterion"]["reliability"])
    z = []
    rows = scored[scored["copied_from"] < 0]
    rows = rows[~rows["role"].eq(key["break"]["role"]) | (rows["month"] < key["break"]["month"])]
    for (question, version), part in rows.groupby(["question", "version"]):
        ref = f"{question}@{version}"
        # a supervisor's rating is the true performance thinned by its reliability
        r = part["score"].corr(part["performance"]) * root
        # the thinning also thins the sampling error of r
        se = root / math.sqrt(len(part) - 3)
        z.append((math.atanh(r) - math.atanh(key["validity"][ref])) / se)
    assert len(z) == len(key["validity"])
    assert stats.chi2.sf(float(np.square(z).sum()), len(z)) > 0.001
    assert abs(np.mean(z)) < 3 / math.sqrt(len(z))


def test_better_answers_score_higher_in_almost_every_pair(scored):
    honest = scored[scored["copied_from"] < 0]
    low, high = honest[honest["level"] < 2.0], honest[honest["level"] > 4.0]
    pairs = np.subtract.outer(high["score"].to_numpy(), low["score"].to_numpy())
    assert (pairs > 0).mean() > 0.95


def test_the_harder_question_is_harder_for_one_group_by_what_was_planted(key):
    truth = key["harder_question"]
    assert truth["harder_sd"] / score_on_latent(f"{truth['question']}@1") < 1.0
