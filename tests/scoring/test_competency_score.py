"""The pooled spread: unbiased with several criteria, and the stated one where nothing repeats."""

import numpy as np
import pytest
from planted_interview import MEASURED, ROLE, interview, rubric, signals

from scoring.answer_scale import AnswerParts, Part
from scoring.competency_score import pooled_spread, spoken
from scoring.quality_gate import gate

RUBRIC = rubric()


def planted(weights: list[dict[str, float]], levels: list[dict[str, float]]) -> list[AnswerParts]:
    found = []
    case = interview(*[None] * len(weights))
    for answer, criteria, level in zip(case.answers, weights, levels, strict=True):
        one = signals(answer.id)
        parts = {
            key: Part(answer.id, weight, level[key], level[key], ())
            for key, weight in criteria.items()
        }
        quality = gate(one, MEASURED, None)
        found.append(AnswerParts(answer, one, quality, parts, frozenset(criteria)))
    return found


def test_one_answer_per_competency_leaves_the_stated_spread() -> None:
    weights = [{"communication": 1.0}, {"teamwork": 1.0}, {"planning": 1.0}]
    found = planted(weights, [{"communication": 1.0}, {"teamwork": 9.0}, {"planning": 5.0}])
    spread = pooled_spread(found, ROLE, RUBRIC)
    assert (spread.sd, spread.df) == (ROLE.between_answers_sd, RUBRIC.prior_df)


def test_against_the_textbook_where_every_weight_is_one() -> None:
    levels = [3.0, 6.0, 8.0, 7.0]
    found = planted([{"teamwork": 1.0}] * 4, [{"teamwork": x} for x in levels])
    spread = pooled_spread(found, ROLE, RUBRIC)
    s2 = np.var(levels, ddof=1)
    assert spread.df == RUBRIC.prior_df + 3
    assert spread.sd**2 == pytest.approx((10 * 1.5**2 + 3 * s2) / 13)


def test_unbiased_with_several_criteria_per_question() -> None:
    rng = np.random.default_rng(5)
    weights = [
        {"communication": 0.7, "teamwork": 0.3},
        {"communication": 0.3, "teamwork": 0.7},
        {"communication": 1.0},
        {"teamwork": 0.5, "planning": 0.5},
        {"planning": 1.0},
    ]
    true_sd = 2.2
    squares = []
    for _ in range(3000):
        levels = [{key: 5 + true_sd * rng.normal() for key in w} for w in weights]
        spread = pooled_spread(planted(weights, levels), ROLE, RUBRIC)
        df = spread.df - RUBRIC.prior_df
        squares.append((spread.sd**2 * spread.df - RUBRIC.prior_df * 1.5**2) / df)
    assert np.mean(squares) == pytest.approx(true_sd**2, rel=0.04)


def test_spoken_gathers_in_order() -> None:
    found = planted([{"teamwork": 0.7}, {"planning": 1.0}, {"teamwork": 1.0}],
                    [{"teamwork": 1.0}, {"planning": 2.0}, {"teamwork": 3.0}])  # fmt: skip
    said = spoken(found, "teamwork")
    assert [p.answer for p in said.parts] == ["a1", "a3"]
    assert said.weight == 1.7
