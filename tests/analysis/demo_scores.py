"""The demo company's answers with a stand-in for the machine's score, in no time.

The score follows the planted level as closely as the shipped scorer was measured to; what the
scorer itself makes of the texts is tested where it lives.
"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from data_samples import Company
from data_samples.calibration import score_on_latent


def scored_answers(company: Company, seed: int = 1) -> pd.DataFrame:
    """One row per answer: score, seconds, day, and the supervisor's rating at 90 days."""
    answers = company.answers.merge(
        company.interviews[["interview_id", "interviewed_at"]], on="interview_id"
    )
    rng = np.random.default_rng([company.seed, seed])
    refs = answers["question"] + "@" + answers["version"].astype(str)
    r = refs.map({ref: score_on_latent(ref) for ref in refs.unique()}).to_numpy(dtype=float)
    shown = answers["level"].to_numpy() - 3.0
    noise = rng.standard_normal(len(answers))
    answers["score"] = np.clip(5.0 + 1.2 * (r * shown + np.sqrt(1 - r * r) * noise), 0.0, 10.0)
    words = 60 * np.exp(0.15 * shown + rng.normal(0, 0.25, len(answers)))
    answers["seconds"] = words / answers["pace"].to_numpy()
    rated = company.outcomes
    rated = rated[(rated["outcome_kind"] == "90_days") & (rated["kpi"] == "overall")]
    return answers.merge(rated[["interview_id", "outcome"]], on="interview_id", how="left")


def planted_pairs(answers: pd.DataFrame) -> list[tuple[str, str]]:
    """Answers that copy the same model answer, each with the next: what a search would report."""
    copies = answers[answers["copied_from"] >= 0]
    pairs: list[tuple[str, str]] = []
    for _, rows in copies.groupby(["question", "copied_from"]):
        ids = rows["answer_id"].tolist()
        pairs += list(itertools.pairwise(ids))
    return pairs
