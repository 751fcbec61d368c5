"""Beyond selection: what new hires need, how they came on, what the strongest have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis import (
    Onboarding,
    StrongPerformers,
    TrainingNeeds,
    onboarding,
    strong_performers,
    training_needs,
)
from interview import Actor, InputError, RoleModel
from store import Store
from store.listing import listing
from workflow.candidates import blind_for
from workflow.hired_people import OCCASIONS, OVERALL, HiredPeople, hired_people
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd

EVERYBODY = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class HiredRoles:
    """Training needs of every role at once; ``hired`` counts its new hires, most first."""

    hired: Mapping[str, int]
    models: Mapping[str, RoleModel]
    needs: TrainingNeeds


@dataclass(frozen=True, kw_only=True, slots=True)
class HiredPerson:
    """One new hire in a list. ``state`` is ``open``, ``covered`` (rate first) or ``none``."""

    interview: str
    candidate: str
    cohort: str | None
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleDevelopment:
    """One role at one occasion.

    ``baseline`` holds a line for the overall score and one for each KPI; its rows are places in
    ``people``, and only those are listed whose score this actor may see. ``strong`` compares the
    strongest third by overall rating. ``hired``, ``left`` and ``rated`` count the way from hiring
    to rating at this occasion.
    """

    role: RoleModel
    occasion: str
    hired: int
    left: int
    rated: int
    people: tuple[HiredPerson, ...]
    baseline: Onboarding
    kpi_of: Mapping[str, str]
    strong: StrongPerformers


def hired_roles(actor: Actor, store: Store) -> HiredRoles:
    """Training needs in sum, over every role of the departments this actor sees.

    Shares of fewer than ten people are withheld, so that a sum tells of nobody.

    Raises
    ------
    PermissionDenied
        ``right.missing``.
    InputError
        ``development.nobody``.
    """
    require(actor, "view_development")
    found = hired_people(actor, store)
    counts = found.overall["role"].value_counts()
    needs = training_needs(
        found.scores,
        person="interview_id",
        competency="competency",
        score="score",
        threshold="threshold",
        role="role",
    )
    return HiredRoles(
        hired={str(role): int(n) for role, n in counts.items()}, models=found.models, needs=needs
    )


def role_development(
    actor: Actor, store: Store, role: str, *, occasion: str = "6_months"
) -> RoleDevelopment:
    """How the new hires of one role came on, person by person, and what the strongest share.

    Raises
    ------
    PermissionDenied
        ``right.missing``.
    InputError
        ``development.occasion`` for another occasion than `OCCASIONS`, ``development.nobody``.
    """
    require(actor, "view_development")
    if occasion not in OCCASIONS:
        raise InputError(
            "development.occasion",
            f"nothing is rated at {occasion!r}",
            f"use one of: {', '.join(OCCASIONS)}",
            occasion=occasion,
        )
    found = hired_people(actor, store, role)
    everybody = found.overall.reset_index(drop=True)
    left = set(found.left.loc[found.left["occasion"] == occasion, "interview_id"])
    later = found.outcomes[found.outcomes["outcome_kind"] == occasion]
    kpi_of = found.kpi_of(role)
    people = _people(actor, store, everybody, role)
    table = _baseline(everybody, found, later, kpi_of, left)
    baseline = onboarding(
        table,
        score="score",
        outcome="outcome",
        by=["kpi"],
        cohort="cohort",
        person="interview_id",
        interviewed_at="interviewed_at",
        outcome_at="outcome_at",
        repeated="mean",
    )
    ratings = later[later["kpi"] == OVERALL].groupby("interview_id")["outcome"].mean()
    strong = strong_performers(
        found.scores.assign(outcome=found.scores["interview_id"].map(ratings)),
        person="interview_id",
        competency="competency",
        score="score",
        outcome="outcome",
        role=role,
        applicants=found.applicants,
    )
    return RoleDevelopment(
        role=_model(store, found, role),
        occasion=occasion,
        hired=len(everybody),
        left=sum(one in left for one in everybody["interview_id"]),
        rated=len(ratings),
        people=people,
        baseline=_shown(baseline, table, people),
        kpi_of=kpi_of,
        strong=strong,
    )


def _baseline(
    people: pd.DataFrame,
    found: HiredPeople,
    later: pd.DataFrame,
    kpi_of: Mapping[str, str],
    left: set[str],
) -> pd.DataFrame:
    """One row per person and figure: the score that should show in it, and the figure.

    ``place`` is the person's row in ``people``. Whoever left without being rated waits for nothing
    and is not among them.
    """
    import pandas as pd

    place = pd.Series(people.index, index=people["interview_id"])
    parts = [people.assign(kpi=OVERALL)]
    scores = found.scores
    for competency, kpi in kpi_of.items():
        if (later["kpi"] == kpi).any():
            mine = scores[scores["competency"] == competency]
            cohort = mine["interview_id"].map(people.set_index("interview_id")["cohort"])
            parts.append(mine.assign(kpi=kpi, cohort=cohort))
    columns = ["interview_id", "interviewed_at", "score", "kpi", "cohort"]
    table = pd.concat([part[columns] for part in parts], ignore_index=True)
    figures = later[["interview_id", "kpi", "outcome", "outcome_at"]]
    merged = table.merge(figures, on=["interview_id", "kpi"], how="left")
    merged["place"] = merged["interview_id"].map(place)
    gone = merged["outcome"].isna() & merged["interview_id"].isin(left)
    kept: pd.DataFrame = merged[~gone].reset_index(drop=True)
    return kept


def _shown(found: Onboarding, table: pd.DataFrame, people: Sequence[HiredPerson]) -> Onboarding:
    """The same with the place of each person among the people instead of the row of the table.

    Whoever's score this actor may not see yet is counted in the lines and not among their people.
    """
    place = table["place"].to_numpy()
    return replace(
        found,
        lines=tuple(
            replace(
                line,
                people=tuple(
                    replace(one, row=int(place[one.row]))
                    for one in line.people
                    if people[int(place[one.row])].state == "open"
                ),
            )
            for line in found.lines
        ),
    )


def _people(actor: Actor, store: Store, people: pd.DataFrame, role: str) -> tuple[HiredPerson, ...]:
    """The people in order, each with whether this actor may see the score."""
    with store.read() as reading:
        shown = listing(
            reading, units=actor.units, role=role, stage="hire", limit=EVERYBODY,
            blind=blind_for(actor),
        )  # fmt: skip
    state = {row.interview: row.state for row in shown.rows}
    return tuple(
        HiredPerson(
            interview=str(interview),
            candidate=str(candidate),
            cohort=None if cohort is None else str(cohort),
            # what the list does not hold is not shown: somebody hired whose decision changed
            state=state.get(str(interview), "covered"),
        )
        for interview, candidate, cohort in zip(
            people["interview_id"], people["candidate_id"], people["cohort"], strict=True
        )
    )


def _model(store: Store, found: HiredPeople, role: str) -> RoleModel:
    if role in found.models:
        return found.models[role]
    from scoring import find_role

    return find_role(role)
