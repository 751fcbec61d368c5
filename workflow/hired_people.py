"""The people who were hired, with what their interviews said and what was seen of them later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interview import Actor, InputError
from store import Reading, Store, frames, roles
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd

    from interview import RoleModel

OVERALL = "overall"
OCCASIONS = ("90_days", "6_months", "12_months")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class HiredPeople:
    """Tables of the departments the actor sees, one interview per person hired.

    ``scores``: one row per hired person and competency, with its ``threshold``. ``overall``: one
    row per hired person with the overall score and the ``cohort`` (quarter of the interview).
    ``outcomes``: later ratings and KPIs of the occasions in `OCCASIONS`. ``left``: interviews
    and the occasion by which that person had left. ``applicants``: competency scores of everybody
    interviewed.
    """

    scores: pd.DataFrame
    overall: pd.DataFrame
    outcomes: pd.DataFrame
    left: pd.DataFrame
    applicants: pd.DataFrame
    models: dict[str, RoleModel]

    def kpi_of(self, role: str) -> dict[str, str]:
        """Each competency of a role with the later figure it should show in."""
        model = self.models.get(role)
        return {} if model is None else {c.key: c.kpi or c.key for c in model.competencies}


def hired_people(actor: Actor, store: Store, role: str | None = None) -> HiredPeople:
    """Everybody hired, of one role or of all, in the departments this actor sees.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see development.
    InputError
        ``development.nobody`` when nobody was hired for it.
    """
    require(actor, "view_development")
    with store.read() as reading:
        decisions = _seen(actor, reading, "decision", role)
        scores = _seen(actor, reading, "score", role)
        everybody = _seen(actor, reading, "interview", role)
        outcomes = _seen(actor, reading, "outcome", role)
        models = {model.key: model for model in roles(reading)}
    taken = decisions[(decisions["stage"] == "hire") & (decisions["selected"] == 1)]
    # somebody hired twice for one role is a new hire once, after the later interview
    taken = taken.sort_values(["interviewed_at", "interview_id"], kind="stable")
    taken = taken.drop_duplicates(["candidate_id", "role"], keep="last")
    if taken.empty:
        raise InputError(
            "development.nobody",
            "nobody has been hired here yet" if role is None else f"nobody was hired for {role}",
            "record who was hired, or choose another role",
            role=role or "",
        )
    from analysis import cohorts

    hired = set(taken["interview_id"])
    own = scores[scores["interview_id"].isin(hired)].copy()
    asked = {
        (key, entry.key): entry.threshold
        for key, model in models.items()
        for entry in model.competencies
    }
    pairs = zip(own["role"], own["competency"], strict=True)
    own["threshold"] = [asked.get(pair) for pair in pairs]
    own["threshold"] = own["threshold"].astype("float64")
    overall = everybody[everybody["interview_id"].isin(hired)].copy()
    overall["cohort"] = cohorts(overall, "interviewed_at")
    later = outcomes[outcomes["interview_id"].isin(hired)]
    gone = later[(later["outcome_kind"] == "retention") & (later["outcome"] == 0)]
    return HiredPeople(
        scores=own,
        overall=overall,
        outcomes=later[later["outcome_kind"].isin(OCCASIONS)],
        left=gone[["interview_id", "kpi"]].rename(columns={"kpi": "occasion"}),
        applicants=scores[["role", "competency", "score"]],
        models=models,
    )


def _seen(actor: Actor, reading: Reading, kind: str, role: str | None) -> pd.DataFrame:
    frame = frames(reading, kind, role=role)  # type: ignore[arg-type]
    # asked once per department: a frame has tens of thousands of rows and a handful of departments
    known = {unit: actor.sees(unit) for unit in frame["department"].unique()}
    kept: pd.DataFrame = frame[frame["department"].map(known).astype(bool)]
    return kept
