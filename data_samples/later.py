"""What became of the hired: supervisor ratings, KPIs per competency, and who stayed."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from data_samples import plan
from data_samples.ability import Abilities

OCCASIONS: tuple[tuple[str, int], ...] = (
    ("90_days", 90),
    ("6_months", 182),
    ("12_months", 365),
)
START_AFTER_DAYS = 21
LEFT_BY = {"90_days": 0.04, "6_months": 0.09, "12_months": 0.17}
STAYING_ON_PERFORMANCE = 0.15
RATING_MEAN, RATING_SD = 3.4, 0.7
"""Supervisors rate 1 to 5."""

KPIS: Mapping[str, tuple[str, float]] = {
    "communication": ("clear_handover", 0.40),
    "teamwork": ("team_contribution", 0.60),
    "problem_solving": ("issues_resolved", 0.50),
    "professional_skill": ("task_completion", 0.60),
    "innovation": ("accepted_proposals", 0.25),
    "learning": ("training_passed", 0.45),
    "customer_insight": ("customer_satisfaction", 0.50),
    "negotiation": ("margin_held", 0.40),
    "stress_tolerance": ("peak_period_quality", 0.35),
    "results_focus": ("targets_met", 0.55),
    "planning": ("on_time_delivery", 0.50),
    "leadership": ("team_retention", 0.40),
    "responsibility": ("audit_findings_closed", 0.45),
    "affinity": ("complaint_free_contacts", 0.30),
}
"""Competency -> its KPI and the planted correlation of the competency with it, before selection."""


def draw_outcomes(
    interviews: pd.DataFrame,
    decisions: pd.DataFrame,
    abilities: Abilities,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """One row per hired person, occasion and measure; nothing later than the window's end.

    ``outcome_kind`` is the occasion (``90_days``, ``6_months``, ``12_months``); then ``kpi`` is
    ``overall`` (a supervisor's rating, 1 to 5) or a competency (index, 100 typical; what was
    counted stands in ``measure``). Or it is ``retention`` (1 stayed, 0 left), ``kpi`` the occasion.
    """
    n = len(interviews)
    rated_y = rng.standard_normal((n, len(OCCASIONS)))
    leaving = rng.standard_normal(n)
    hires = decisions[(decisions["stage"] == "hire") & decisions["selected"]]
    row = pd.Series(np.arange(n), index=interviews["interview_id"])
    at = row.loc[hires["interview_id"]].to_numpy()
    person = interviews.iloc[at][["candidate_id", "interview_id", "requisition_id", "role"]]
    started = pd.DatetimeIndex(hires["at"]) + pd.Timedelta(days=START_AFTER_DAYS)
    performance = abilities.potential["performance"].to_numpy()[at]
    stay = STAYING_ON_PERFORMANCE
    staying = stay * performance + math.sqrt(1 - stay**2) * leaving[at]
    parts: list[pd.DataFrame] = []
    reliability = plan.CRITERION_RELIABILITY
    traits = abilities.competence.set_index("interview_id")
    for i, (occasion, days) in enumerate(OCCASIONS):
        due = started + pd.Timedelta(days=days)
        seen = np.asarray(due < pd.Timestamp(plan.AS_OF))
        left = staying < float(np.quantile(leaving, LEFT_BY[occasion]))
        base = person.assign(outcome_at=due)
        parts.append(
            base[seen].assign(
                outcome_kind="retention",
                kpi=occasion,
                measure="retained",
                outcome=np.where(left[seen], 0.0, 1.0),
                rater="",
            )
        )
        here = seen & ~left
        y = math.sqrt(reliability) * performance + math.sqrt(1 - reliability) * rated_y[at, i]
        parts.append(
            base[here].assign(
                outcome_kind=occasion,
                kpi="overall",
                measure="supervisor_rating",
                outcome=np.round(np.clip(RATING_MEAN + RATING_SD * y[here], 1.0, 5.0), 2),
                rater="supervisor_" + person["requisition_id"][here].str[2:].str.lower(),
            )
        )
        if occasion == OCCASIONS[0][0]:
            continue
        theta = traits.loc[person["interview_id"].to_numpy()[here], ["competency", "theta"]]
        theta = theta.reset_index()
        link = np.array([KPIS[c][1] for c in theta["competency"]])
        value = link * theta["theta"] + np.sqrt(1 - link**2) * rng.standard_normal(len(theta))
        kpi = theta.merge(base[here], on="interview_id", how="left")
        parts.append(
            kpi.drop(columns=["theta", "competency"]).assign(
                outcome_kind=occasion,
                kpi=theta["competency"].to_numpy(),
                measure=[KPIS[c][0] for c in theta["competency"]],
                outcome=np.round(100 + 15 * value.to_numpy(), 1),
                rater="",
            )
        )
    columns = [
        "candidate_id", "interview_id", "requisition_id", "role",
        "outcome_kind", "kpi", "measure", "outcome", "outcome_at", "rater",
    ]  # fmt: skip
    frame = pd.concat([part[columns] for part in parts], ignore_index=True)
    order = ["outcome_at", "candidate_id", "outcome_kind", "kpi"]
    return frame.sort_values(order, kind="stable").reset_index(drop=True)
