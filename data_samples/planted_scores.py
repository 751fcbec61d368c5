"""The demo company's answers with planted machine scores, in no time and without a word of text.

A score follows the ability shown in the answer as closely as the shipped scorer was measured to
(``calibration.toml``); what the scorer itself makes of the texts is tested where it lives. Thus
fifty fresh companies can be studied in minutes.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from data_samples.calibration import score_on_latent

if TYPE_CHECKING:
    import pandas as pd

    from data_samples.planted_company import Company

MIDDLE, POINTS = 5.0, 1.2
TYPICAL_LEVEL = 3.0


def planted_scores(firm: Company, seed: int = 1) -> pd.DataFrame:
    """One row per answer: score, seconds, day, and the supervisor's rating at 90 days.

    Formula: ``score = 5 + 1.2 (r z + sqrt(1 - r^2) e)``, clipped to 0 to 10, with ``z`` the ability
    shown (after any planted harm or copying), ``r`` the calibration of the question's version and
    ``e`` standard normal noise. Seconds fall with the planted pace.
    """
    days = firm.interviews[["interview_id", "interviewed_at"]]
    answers = firm.answers.merge(days, on="interview_id")
    rng = np.random.default_rng([firm.seed, seed])
    refs = answers["question"] + "@" + answers["version"].astype(str)
    r = refs.map({ref: score_on_latent(ref) for ref in refs.unique()}).to_numpy(dtype=float)
    shown = answers["level"].to_numpy() - TYPICAL_LEVEL
    noise = rng.standard_normal(len(answers))
    score = MIDDLE + POINTS * (r * shown + np.sqrt(1 - r * r) * noise)
    answers["score"] = np.clip(score, 0.0, 10.0)
    words = 60 * np.exp(0.15 * shown + rng.normal(0, 0.25, len(answers)))
    answers["seconds"] = words / answers["pace"].to_numpy()
    rated = firm.outcomes
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
