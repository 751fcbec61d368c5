"""Outcomes: how people did in the job, months later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from interview import Action, utc_text
from store.acts import record
from store.people import require_people
from store.tables import OUTCOME
from store.transaction import Reading, Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class JobOutcome:
    """One fact about one person's work.

    ``kind`` says when or of what nature (``90_days``, ``6_months``, ``12_months``,
    ``retention``), ``kpi`` what was measured (``overall`` or a competency's key), ``rater`` who
    judged, None for a measured figure.
    """

    candidate: str
    requisition: str | None
    kind: str
    kpi: str
    value: float
    at: datetime
    rater: str | None = None


def save_outcomes(tx: Transaction, outcomes: Iterable[JobOutcome]) -> None:
    """Remember outcomes; one event for each person. A figure given again counts from then on."""
    acts: dict[str, list[JobOutcome]] = {}
    for one in outcomes:
        acts.setdefault(one.candidate, []).append(one)
    require_people(tx, acts)
    with tx.gathering():
        for candidate, some in acts.items():
            rows = [
                {
                    "position": position,
                    "candidate_id": candidate,
                    "requisition_id": one.requisition,
                    "kind": one.kind,
                    "kpi": one.kpi,
                    "value": float(one.value),
                    "at": utc_text(one.at),
                    "rater": one.rater,
                }
                for position, one in enumerate(some)
            ]
            record(tx, candidate, Action.OUTCOME_RECORDED, [(OUTCOME, rows)])


def outcomes(reading: Reading, candidate: str) -> tuple[JobOutcome, ...]:
    """The outcomes of one person that count, oldest first."""
    query = (
        select(OUTCOME)
        .where(OUTCOME.c.candidate_id == candidate)
        .order_by(OUTCOME.c.event_seq, OUTCOME.c.position)
    )
    newest = {
        (row["requisition_id"], row["kind"], row["kpi"], row["rater"]): row
        for row in reading.all(query)
    }
    return tuple(
        JobOutcome(
            candidate=candidate,
            requisition=row["requisition_id"],
            kind=row["kind"],
            kpi=row["kpi"],
            value=row["value"],
            at=datetime.fromisoformat(row["at"]),
            rater=row["rater"],
        )
        for row in sorted(newest.values(), key=lambda row: str(row["at"]))
    )
