"""Everybody whose words, voice and face were measured, with people's ratings and later work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from interview import Actor, InputError, Modality
from scoring.learned.design import OVERALL, DesignTable, design_rows
from scoring.learned.training_spec import TrainingSpec
from store import Reading, feature_frame, frames, questions, roles, withheld_modalities
from workflow.modality_predictions import complete

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
MODALITIES: tuple[Modality, ...] = ("language", "voice", "face")
FEW_RATINGS = 20
"""Ratings by one person at which half of their leniency is believed."""
USUAL_RATE = 0.25
MOST_MISSING = 1 / 3
STAGE = "advance"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ModalityPeople:
    """One row per interview of the departments an actor sees.

    ``design`` holds the features of all three modalities. ``rating`` is the mean of people's
    ratings, each less its rater's leniency; ``performance`` a supervisor's rating at ``occasion``;
    both not-a-number where nobody gave one. ``withheld`` says why a modality is missing
    (`store.withheld_modalities`), ``pass_rate`` is the share of each role that went on,
    ``excluded`` counts interviews without all three modalities by reason.
    """

    design: DesignTable
    rating: Floats
    performance: Floats
    occasion: str
    withheld: pd.DataFrame
    pass_rate: Mapping[str, float]
    departments: tuple[str, ...]
    excluded: Mapping[str, int]

    @property
    def minutes(self) -> float | None:
        """How long an interview's answers run on average; None where no length is known."""
        known = self.withheld["minutes"].dropna()
        return float(known.mean()) if len(known) else None


def modality_people(actor: Actor, reading: Reading, occasion: str) -> ModalityPeople:
    """Read the interviews that this actor may count; rights are the caller's to check.

    Raises
    ------
    InputError
        ``frontier.nobody`` when no interview was measured, ``frontier.modality_missing`` when a
        modality was measured in none.
    """
    interviews = frames(reading, "interview")
    interviews = interviews[interviews["department"].map(actor.sees).astype(bool)]
    measured = feature_frame(reading)
    measured = measured[measured["interview_id"].isin(interviews["interview_id"])]
    if measured.empty:
        raise InputError(
            "frontier.nobody",
            "no interview has been measured",
            "score interviews with sound and picture first",
        )
    models = {model.key: model for model in roles(reading)}
    held = interviews.set_index("interview_id")
    design = design_rows(
        measured,
        {str(i): models[role] for i, role in held["role"].items() if role in models},
        questions={(q.key, q.version): q for q in questions(reading)},
        competencies=[OVERALL],
        modalities=MODALITIES,
        names=TrainingSpec(modalities=MODALITIES).design().names,
        requisition_of={str(i): str(r) for i, r in held["requisition_id"].dropna().items()},
    )
    design = _measured(design)
    ratings = frames(reading, "rating")
    outcomes = frames(reading, "outcome")
    decisions = frames(reading, "decision")
    withheld = withheld_modalities(reading)
    withheld = withheld[withheld["interview_id"].isin(interviews["interview_id"])]
    return ModalityPeople(
        design=design,
        rating=_of(design, _fair_ratings(ratings)),
        performance=_of(design, _performance(outcomes, occasion)),
        occasion=occasion,
        withheld=withheld.reset_index(drop=True),
        pass_rate=_pass_rates(decisions[decisions["interview_id"].isin(held.index)]),
        departments=tuple(sorted(str(d) for d in interviews["department"].dropna().unique())),
        excluded=_excluded(design, withheld),
    )


def _measured(design: DesignTable) -> DesignTable:
    """Without features that a third of those measured lack; every modality must keep one."""
    known = []
    for modality in MODALITIES:
        mine = [n for n in design.names if design.modality[n] == modality]
        part = design.columns(mine).X
        there = ~np.isnan(part).all(axis=1)
        if there.any():
            lacking = np.isnan(part[there]).mean(axis=0)
            known += [n for n, share in zip(mine, lacking, strict=True) if share <= MOST_MISSING]
    for modality in MODALITIES:
        if not any(design.modality[name] == modality for name in known):
            raise InputError(
                "frontier.modality_missing",
                f"no interview has a measured {modality}",
                "score interviews under a law preset and a consent that let it be measured",
                modality=modality,
            )
    return design.columns(known)


def _fair_ratings(ratings: pd.DataFrame) -> pd.Series:
    """Mean rating of each interview, every rating less what its rater gives above all others.

    Leniency is believed the more the more somebody rated: ``n / (n + 20)`` of the difference.
    """
    by = ratings.groupby("rater")["rating"]
    mean, n = by.mean(), by.size()
    lenient = (mean - ratings["rating"].mean()) * n / (n + FEW_RATINGS)
    fair = ratings["rating"] - ratings["rater"].map(lenient).fillna(0.0)
    return fair.groupby(ratings["interview_id"]).mean()


def _performance(outcomes: pd.DataFrame, occasion: str) -> pd.Series:
    later = outcomes["outcome_at"] > outcomes["interviewed_at"]
    chosen = outcomes[later & outcomes["kpi"].eq(OVERALL) & outcomes["outcome_kind"].eq(occasion)]
    return chosen.groupby("interview_id")["outcome"].mean()


def _of(design: DesignTable, values: pd.Series) -> Floats:
    held = values.to_dict()
    return np.array([held.get(i, np.nan) for i in design.interview], dtype=np.float64)


def _pass_rates(decisions: pd.DataFrame) -> dict[str, float]:
    decided = decisions[decisions["stage"] == STAGE].dropna(subset=["selected"])
    rates = decided.groupby("role")["selected"].mean()
    # a role of which all or none went on has no cut to speak of
    return {str(role): float(r) if 0.02 <= r <= 0.98 else USUAL_RATE for role, r in rates.items()}


def _excluded(design: DesignTable, withheld: pd.DataFrame) -> dict[str, int]:
    """Interviews that lack a modality, each counted once under its first reason."""
    lacking = set(design.interview[~complete(design)])
    counts: dict[str, int] = {}
    for row in withheld[withheld["interview_id"].isin(lacking)].to_dict("records"):
        code = next((str(row[m]) for m in MODALITIES if row[m]), "quality.not_checked")
        counts[code] = counts.get(code, 0) + 1
    unasked = len(lacking) - sum(counts.values())
    return counts | ({"quality.not_checked": unasked} if unasked > 0 else {})
