"""What people can do: competencies, the ability shown in each answer, and true performance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_samples import plan
from data_samples.bank import asked_questions, competencies
from data_samples.calibration import score_on_latent
from interview import Question


@dataclass(frozen=True)
class Abilities:
    """Latents of everybody, standard normal in all applicants of a role.

    ``answers`` maps a question reference to one value per interview (NaN in other roles).
    """

    competence: pd.DataFrame
    potential: pd.DataFrame
    answers: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Loadings:
    """How an answer's ability is made: from its competencies, from what they miss, from chance."""

    competence: float
    residual: float
    unique: float


def mixture_sd(question: Question) -> float:
    """Standard deviation of the weighted competencies a question asks for."""
    weights = np.array(list(question.criteria.values()))
    r = plan.COMPETENCY_CORRELATION
    return float(np.sqrt((1 - r) * np.sum(weights**2) + r * np.sum(weights) ** 2))


def explained(role: str) -> float:
    """Share of true performance that the role's competencies explain together."""
    k = len(competencies(role))
    return plan.COMPETENCY_VALIDITY**2 * k / (1 + plan.COMPETENCY_CORRELATION * (k - 1))


def loadings(role: str, question: Question) -> Loadings:
    """Loadings that give the answer's ability its planted correlation with performance.

    The score's planted validity v is reached when the ability correlates
    ``v / (r sqrt(CRITERION_RELIABILITY))`` with true performance, r being how closely the shipped
    scorer follows the ability.
    """
    target = plan.QUESTION_VALIDITY[question.ref] / (
        score_on_latent(question.ref) * math.sqrt(plan.CRITERION_RELIABILITY)
    )
    competence = min(max(1.75 * target + 0.02, 0.15), 0.85)
    through = competence * plan.COMPETENCY_VALIDITY / mixture_sd(question)
    residual = (target - through) / math.sqrt(1 - explained(role))
    return Loadings(competence, residual, math.sqrt(1 - competence**2 - residual**2))


def draw_abilities(interviews: pd.DataFrame, rng: np.random.Generator) -> Abilities:
    """Draw everybody's competencies, performance and per-question ability.

    A person who applies twice is the same person twice, but answers anew.
    """
    n = len(interviews)
    person = interviews["person"].to_numpy()
    general = rng.standard_normal(n)[person]
    beyond = rng.standard_normal(n)[person]
    after = rng.standard_normal(n)[person]
    r = plan.COMPETENCY_CORRELATION
    frames = []
    answers: dict[str, np.ndarray] = {}
    performance = np.full(n, np.nan)
    average = np.full(n, np.nan)
    for role in plan.ROLES:
        keys = competencies(role)
        own = rng.standard_normal((n, len(keys)))[person]
        rows = np.flatnonzero(interviews["role"] == role)
        theta = math.sqrt(r) * general[rows, None] + math.sqrt(1 - r) * own[rows]
        k = len(keys)
        share = explained(role)
        sum_sd = math.sqrt(k * (1 + r * (k - 1)))
        average[rows] = theta.sum(axis=1) / sum_sd
        performance[rows] = math.sqrt(share) * average[rows] + math.sqrt(1 - share) * beyond[rows]
        for question in asked_questions(role):
            shape = loadings(role, question)
            mix = sum(
                weight * theta[:, keys.index(key)] for key, weight in question.criteria.items()
            ) / mixture_sd(question)
            full = np.full(n, np.nan)
            full[rows] = (
                shape.competence * mix
                + shape.residual * beyond[rows]
                + shape.unique * rng.standard_normal(len(rows))
            )
            answers[question.ref] = full
        frames.append(
            pd.DataFrame(
                {
                    "interview_id": np.repeat(interviews["interview_id"].to_numpy()[rows], k),
                    "candidate_id": np.repeat(interviews["candidate_id"].to_numpy()[rows], k),
                    "competency": np.tile(np.array(keys, dtype=object), len(rows)),
                    "theta": theta.ravel(),
                }
            )
        )
    performance = _after_the_break(interviews, performance, after)
    potential = pd.DataFrame(
        {
            "interview_id": interviews["interview_id"],
            "candidate_id": interviews["candidate_id"],
            "mean_ability": average,
            "performance": performance,
        }
    )
    return Abilities(pd.concat(frames, ignore_index=True), potential, answers)


def _after_the_break(
    interviews: pd.DataFrame, performance: np.ndarray, other: np.ndarray
) -> np.ndarray:
    """In one role the work changes: from a month on performance asks for other things."""
    before, after = plan.BREAK_VALIDITY
    kept = after / before
    changed = (interviews["role"] == plan.BREAK_ROLE) & (interviews["month"] >= plan.BREAK_MONTH)
    mixed = kept * performance + math.sqrt(1 - kept**2) * other
    return np.where(changed, mixed, performance)
