"""What a person's planted competence is worth on the score scale: the truth an interval must hold.

An interval on a card speaks of the score a person would get over all answers they could have given
to all questions the role asks. The demo company knows it: the competence is planted, and what the
shipped scorer makes of an answer of a given ability can be measured beforehand, for each question
and language, on answers that belong to nobody.

    tau(p, c) = sum_q w(q, c) E[score of c | q, language, theta(p)] / sum_q w(q, c)

over the questions q of the role, w being the question's criterion weight. The expectation runs over
everything that an answer's text is drawn from besides competence: chance in the ability shown,
the choice of words, manner of speaking, speech recognition. With ``a = loading * mix(theta)`` the
part of the ability that is competence and ``s = sqrt(1 - loading^2)`` the rest,

    E = integral h(clip(3 + a + s z, 0.6, 5.4)) phi(z) dz

where h(level) is a cubic fitted to the scores of ``DRAWS`` answers of random level.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_samples import plan
from data_samples.ability import loadings, mixture_sd
from data_samples.bank import asked_questions, bank, competencies
from interview import Answer, AnswerSignals, FeatureSet, Question, RoleModel, SignalPolicy

Floats = NDArray[np.float64]
LOWEST, HIGHEST = 0.6, 5.4
DRAWS = 240
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(21)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
WORDS_ALONE = SignalPolicy(key="words", version=1, compute=("language",))


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """Expected score of one competency in answers of a given level to one question."""

    coefficients: tuple[float, ...]
    residual_sd: float
    n: int

    def at(self, level: Floats) -> Floats:
        """The expected score at each level, kept on the scale."""
        found: Floats = np.clip(np.polyval(self.coefficients, level), 0.0, 10.0)
        return found


Curves = Mapping[tuple[str, str, str], Curve]
"""By question reference, competency and language."""


def measure_curves(
    questions: Sequence[tuple[str, str, int]], locale: str, *, draws: int = DRAWS, seed: int = 5
) -> dict[tuple[str, str, str], Curve]:
    """Score answers of random level and fit the expected score, question by question.

    ``questions`` are (role, key, version).
    """
    from data_samples.bank import question as question_of

    found = {}
    for role_key, key, version in questions:
        role = bank()[role_key]
        question = question_of(role_key, key, version)
        rng = np.random.default_rng(
            [seed, sum(map(ord, question.ref)), len(locale), ord(locale[0])]
        )
        levels = np.clip(3.0 + 1.25 * rng.standard_normal(draws), LOWEST, HIGHEST)
        scores: dict[str, list[tuple[float, float]]] = {c: [] for c in question.criteria}
        for level in levels.tolist():
            row = {
                "locale": locale,
                "role": role_key,
                "question": key,
                "version": version,
                "level": level,
                "copied_from": -1,
                "text_seed": int(rng.integers(2**31 - 1)),
                "manner": int(rng.integers(100_000)),
                "transcript_error_rate": 0.03 + 0.05 * float(rng.beta(2, 5)),
                "pace": round(float(np.exp(0.1 * rng.standard_normal())), 3),
            }
            for competency, score in answer_scores(row, role).items():
                scores[competency].append((level, score))
        for competency, pairs in scores.items():
            x, y = np.array(pairs).T
            fitted = np.polyfit(x, y, 3)
            rest = y - np.polyval(fitted, x)
            found[question.ref, competency, locale] = Curve(
                coefficients=tuple(fitted.tolist()),
                residual_sd=float(np.sqrt(np.sum(rest**2) / (len(x) - 4))),
                n=len(x),
            )
    return found


def answer_scores(row: Mapping[str, Any], role: RoleModel) -> dict[str, float]:
    """The shipped scorer's score of each competency in one written answer, from words alone."""
    from data_samples.writing import write_answer
    from scoring.answer_scale import answer_parts
    from scoring.answer_words import answer_words
    from scoring.quality_gate import gate, shares
    from scoring.rubric_weights import shipped_rubric

    said = write_answer(row, seed=0)
    answer = Answer(
        id="a", question=str(row["question"]), version=int(row["version"]), transcript=said
    )
    words = answer_words(
        answer, role, locale=str(row["locale"]), duration_ms=said.segments[-1].end_ms
    )
    signals = AnswerSignals(
        features=FeatureSet(answer="a", values=words.values, missing=words.missing, extractor="x"),
        quality=(words.quality,),
        flags=words.flags,
    )
    found = answer_parts(
        answer,
        signals,
        gate(signals, WORDS_ALONE, None),
        role,
        shares(role, WORDS_ALONE, None),
        shipped_rubric(),
    )
    return {key: part.plain for key, part in found.parts.items()}


def expected(curve: Curve, role: str, question: Question, theta: Mapping[str, float]) -> float:
    """The expected score of one competency in a person's answers to one question."""
    loading = loadings(role, question).competence
    mix = sum(weight * theta[key] for key, weight in question.criteria.items())
    shown = loading * mix / mixture_sd(question)
    rest = math.sqrt(1.0 - loading**2)
    levels = np.clip(3.0 + shown + rest * _NODES, LOWEST, HIGHEST)
    return float(np.dot(_WEIGHTS, curve.at(levels)))


def true_scores(
    role: str, month: int, locale: str, theta: Mapping[str, float], curves: Curves
) -> dict[str, float]:
    """tau of every competency of the role, for a person with these planted competences."""
    sums = dict.fromkeys(competencies(role), 0.0)
    weights = dict.fromkeys(competencies(role), 0.0)
    for question in questions_in_force(role, month):
        for competency, weight in question.criteria.items():
            curve = curves[question.ref, competency, locale]
            sums[competency] += weight * expected(curve, role, question, theta)
            weights[competency] += weight
    return {key: sums[key] / weights[key] for key in sums}


def questions_in_force(role: str, month: int) -> list[Question]:
    """The questions a role asked in a month, each in the version of that month."""
    found = []
    for question in asked_questions(role):
        rewritten = question.key == plan.REWRITTEN
        if rewritten and (question.version == 2) != (month >= plan.REWRITE_MONTH):
            continue
        found.append(question)
    return found
