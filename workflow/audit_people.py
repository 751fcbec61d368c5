"""The store's people as one table to audit: decisions, scores, ratings, outcomes and groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fairness import Columns
from interview import Actor, InputError, Stage
from store import Store, attributes, frames
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd

ATTRIBUTE_PREFIX = "attr_"
COLUMNS = Columns(
    score="score",
    selected="selected",
    stratum="requisition_id",
    human="human",
    outcome="outcome",
    person="candidate_id",
    at="interviewed_at",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditScope:
    """Whom an audit of the store looks at, and what it is for.

    ``purpose`` is remembered with the reading of protected attributes. ``stage`` names the decision
    audited, ``outcome_kind`` the later performance set beside it. Empty tuples and None mean all.
    """

    purpose: str
    stage: Stage = "advance"
    outcome_kind: str = "6_months"
    requisitions: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def audit_people(actor: Actor, store: Store, scope: AuditScope) -> pd.DataFrame:
    """Everybody interviewed within the scope, one row per interview, with their groups.

    Columns: candidate_id, interview_id, requisition_id, role, department, interviewed_at, score
    (overall, empty when withheld), selected (1, 0, empty without a decision at that stage), human
    (mean of people's ratings), outcome (mean rating of that kind), and ``attr_<name>`` per
    protected attribute. Nobody is dropped. The reading of the attributes is an event with its
    purpose.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to audit, ``attribute.no_purpose`` without a purpose.
    InputError
        ``audit.nobody`` when nobody was interviewed within the scope.
    """
    require(actor, "audit")

    with store.transaction(actor.id) as tx:
        groups = attributes(tx, purpose=scope.purpose, actor=actor.id)
        everybody = frames(tx, "interview", since=scope.since, until=scope.until)
        decisions = frames(tx, "decision", since=scope.since, until=scope.until)
        ratings = frames(tx, "rating", since=scope.since, until=scope.until)
        outcomes = frames(tx, "outcome", since=scope.since, until=scope.until)
    seen = everybody["department"].map(actor.sees)
    kept = everybody[seen]
    if scope.requisitions:
        kept = kept[kept["requisition_id"].isin(scope.requisitions)]
    if scope.roles:
        kept = kept[kept["role"].isin(scope.roles)]
    if kept.empty:
        raise InputError(
            "audit.nobody",
            "nobody was interviewed within these limits",
            "widen the period, or choose other openings",
        )
    at_stage = decisions[decisions["stage"] == scope.stage]
    chosen = at_stage.set_index("interview_id")["selected"]
    judged = outcomes[(outcomes["outcome_kind"] == scope.outcome_kind)]
    judged = judged[judged["kpi"] == "overall"]
    facts = ["candidate_id", "interview_id", "requisition_id", "role", "department"]
    table = kept[[*facts, "interviewed_at", "score"]].copy()
    table["selected"] = table["interview_id"].map(chosen)
    table["human"] = table["interview_id"].map(ratings.groupby("interview_id")["rating"].mean())
    table["outcome"] = table["interview_id"].map(judged.groupby("interview_id")["outcome"].mean())
    merged: pd.DataFrame = table.merge(groups, on="candidate_id", how="left", validate="m:1")
    return merged


def audited_attributes(table: pd.DataFrame) -> tuple[str, ...]:
    """The protected attributes of such a table, as their columns are called.

    Examples
    --------
    >>> import pandas as pd
    >>> audited_attributes(pd.DataFrame(columns=["score", "attr_sex"]))
    ('attr_sex',)
    """
    return tuple(c for c in map(str, table.columns) if c.startswith(ATTRIBUTE_PREFIX))
