"""Frames as the store gives them, from the demo company, with a stand-in for the machine's score.

The score follows the planted ability about as closely as the shipped scorer does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_samples import Company


@dataclass(frozen=True, kw_only=True)
class PlantedFrames:
    """What the verbs on quality read."""

    interviews: pd.DataFrame
    answers: pd.DataFrame
    ratings: pd.DataFrame
    judged: pd.DataFrame
    outcomes: pd.DataFrame
    decisions: pd.DataFrame
    features: pd.DataFrame


def planted_frames(firm: Company) -> PlantedFrames:
    """Everybody of a company, scored."""
    rng = np.random.default_rng([firm.seed, 3])
    facts = firm.interviews.set_index("interview_id")
    answers = firm.answers.merge(firm.interviews[["interview_id", "interviewed_at"]])
    answers["score"] = np.clip(
        5 + 0.9 * (answers["level"] - 3) + 0.8 * rng.standard_normal(len(answers)), 0, 10
    )
    overall = answers.groupby("interview_id")["score"].mean()
    interviews = firm.interviews.assign(
        score=firm.interviews["interview_id"].map(overall), draw=rng.random(len(firm.interviews))
    )
    ability = firm.competence.set_index(["interview_id", "competency"])["theta"]
    ratings = firm.ratings.drop(columns="blind").join(ability, on=["interview_id", "competency"])
    ratings["role"] = ratings["interview_id"].map(facts["role"])
    cell = pd.factorize(ratings["interview_id"] + ratings["competency"])[0]
    noise = rng.standard_normal(int(cell.max()) + 1)[cell]
    ratings["score"] = np.clip(5.4 + 0.8 * ratings["theta"] + 0.6 * noise, 0, 10)
    keys = ["interview_id", "rater", "competency", "blind"]
    outcomes = firm.outcomes.assign(
        score=firm.outcomes["interview_id"].map(overall),
        interviewed_at=firm.outcomes["interview_id"].map(facts["interviewed_at"]),
    )
    decisions = firm.decisions.assign(
        interviewed_at=firm.decisions["interview_id"].map(facts["interviewed_at"])
    )
    signals = firm.voice_signals.merge(firm.face_signals, on="answer_id").merge(
        firm.answers[["answer_id", "interview_id"]], on="answer_id"
    )
    return PlantedFrames(
        interviews=interviews,
        answers=answers,
        ratings=ratings,
        judged=firm.ratings[keys].assign(rated_at=firm.ratings["at"]),
        outcomes=outcomes,
        decisions=decisions,
        features=signals,
    )
