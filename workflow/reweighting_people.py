"""The hires that weights are fitted to, and the applicants whom other weights would move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fairness import AuditTable, impact_ratios
from interview import Actor, InputError, RoleModel
from scoring import find_role
from store import Reading, frames, role
from workflow.modality_gaps import selected
from workflow.modality_people import STAGE, USUAL_RATE

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
OUTCOME = "outcome"
OVERALL = "overall"
FLOOR = 30


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ReweightingPeople:
    """One role as an actor may see it.

    ``hires``: one row per hired person with an outcome, a column per competency, ``outcome``,
    ``requisition_id``. ``applicants``: everybody scored, a column per competency. ``pass_rate``:
    the share that went on; ``departments`` those that the rows come from.
    """

    model: RoleModel
    hires: pd.DataFrame
    applicants: pd.DataFrame
    pass_rate: float
    departments: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FairnessBeside:
    """Impact ratios of one attribute with the present and with the proposed weights, when the role
    takes as many people as it did."""

    attribute: str
    before: AuditTable
    after: AuditTable


def reweighting_people(
    actor: Actor, reading: Reading, key: str, occasion: str
) -> ReweightingPeople:
    """Read one role's scores and outcomes; rights are the caller's to check.

    Raises
    ------
    RoleModelError
        ``role.unknown``.
    InputError
        ``reweighting.nobody`` when nobody was scored for the role.
    """
    model = role(reading, key) or find_role(key)
    scores = frames(reading, "score", role=key)
    scores = scores[scores["department"].map(actor.sees).astype(bool)]
    if scores.empty:
        raise InputError(
            "reweighting.nobody",
            f"nobody was scored for {key}",
            "choose a role with scored interviews",
            role=key,
        )
    keys = [c.key for c in model.competencies]
    wide = scores.pivot_table(
        index="interview_id", columns="competency", values="score", aggfunc="first"
    ).reindex(columns=keys)
    facts = scores.drop_duplicates("interview_id").set_index("interview_id")
    applicants = wide.join(facts[["candidate_id", "requisition_id", "department"]])
    outcomes = frames(reading, "outcome", role=key)
    later = outcomes["outcome_at"] > outcomes["interviewed_at"]
    rated = outcomes[later & outcomes["kpi"].eq(OVERALL) & outcomes["outcome_kind"].eq(occasion)]
    value = rated.groupby("interview_id")["outcome"].mean().rename(OUTCOME)
    decisions = frames(reading, "decision", role=key)
    decided = decisions[decisions["stage"].eq(STAGE)].dropna(subset=["selected"])
    decided = decided[decided["interview_id"].isin(applicants.index)]
    rate = float(decided["selected"].mean()) if len(decided) else USUAL_RATE
    hires = applicants.join(value, how="inner").reset_index()
    # one person counts once, after the later interview
    hires = hires.drop_duplicates("candidate_id", keep="last")
    return ReweightingPeople(
        model=model,
        hires=hires,
        applicants=applicants.reset_index(),
        pass_rate=rate if 0.02 <= rate <= 0.98 else USUAL_RATE,
        departments=tuple(sorted(str(d) for d in facts["department"].dropna().unique())),
    )


def composite(table: pd.DataFrame, weights: Mapping[str, float]) -> Floats:
    """The mean of competencies under these weights, over those that were scored.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"a": [4.0, 8.0], "b": [6.0, None]})
    >>> composite(table, {"a": 0.5, "b": 0.5}).tolist()
    [5.0, 8.0]
    """
    values = table[list(weights)].to_numpy(dtype=np.float64)
    share = np.where(np.isnan(values), 0.0, np.array(list(weights.values())))
    total = share.sum(axis=1)
    summed = (share * np.nan_to_num(values)).sum(axis=1)
    return np.asarray(np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.nan))


def picked(people: ReweightingPeople, weights: Mapping[str, float]) -> Floats:
    """Who would be selected: 1 or 0, not-a-number for those without any score."""
    score = composite(people.applicants, weights)
    made = np.full(score.size, np.nan)
    known = np.isfinite(score)
    names = np.full(int(known.sum()), people.model.key, dtype=object)
    made[known] = selected(score[known], names, {people.model.key: people.pass_rate})
    return made


def fairness_beside(
    people: ReweightingPeople,
    groups: pd.DataFrame,
    attributes: Mapping[str, str],
    before: Floats,
    after: Floats,
) -> tuple[FairnessBeside, ...]:
    """Impact ratios with either weights; ``attributes`` maps column to name."""
    table = people.applicants[["candidate_id"]].merge(
        groups, on="candidate_id", how="left", validate="m:1"
    )
    table = table.rename(columns=dict(attributes))
    made = []
    for name in attributes.values():
        both = []
        for chosen in (before, after):
            known = np.isfinite(chosen)
            both.append(
                impact_ratios(
                    table.loc[known, [name]].assign(selected=chosen[known]),
                    attribute=name,
                    selected="selected",
                    reference="largest_group",
                    floor=FLOOR,
                )
            )
        made.append(FairnessBeside(attribute=name, before=both[0], after=both[1]))
    return tuple(made)
