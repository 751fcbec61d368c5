"""The funnel: how many people came how far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import distinct, func, select

from store.decisions import STAGES
from store.listing import in_scope, joined
from store.tables import CARD, DECISION, INTERVIEW, RATING
from store.transaction import Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class FunnelStep:
    """One step: how many interviews came to it, and how it was decided where it is a decision.

    Steps are ``interviewed``, ``scored``, ``rated`` (nobody decides there: yes, no and hold are
    0) and the stages. Of several decisions at one stage the newest counts.
    """

    step: str
    n: int
    yes: int = 0
    no: int = 0
    hold: int = 0


def funnel(
    reading: Reading,
    *,
    units: Sequence[str] | None,
    role: str | None = None,
    requisition: str | None = None,
    since: datetime | None = None,
) -> tuple[FunnelStep, ...]:
    """The funnel of these departments (None: of all), this role, this requisition."""
    scope = in_scope(units, role, requisition, since)
    counts = joined(
        select(func.count().label("interviewed"), func.count(CARD.c.digest).label("scored"))
    ).where(scope)
    counted = reading.all(counts)[0]
    within = joined(select(INTERVIEW.c.id)).where(scope)
    rated = select(func.count(distinct(RATING.c.interview_id)).label("n")).where(
        RATING.c.interview_id.in_(within)
    )
    newer = (
        select(func.max(DECISION.c.event_seq))
        .where(DECISION.c.interview_id.in_(within))
        .group_by(DECISION.c.interview_id, DECISION.c.stage)
    )
    by_stage: dict[tuple[str, str], int] = {}
    decided = (
        select(DECISION.c.stage, DECISION.c.outcome, func.count().label("n"))
        .where(DECISION.c.event_seq.in_(newer))
        .group_by(DECISION.c.stage, DECISION.c.outcome)
    )
    for row in reading.all(decided):
        by_stage[row["stage"], row["outcome"]] = int(row["n"])
    steps = [
        FunnelStep(step="interviewed", n=int(counted["interviewed"])),
        FunnelStep(step="scored", n=int(counted["scored"])),
        FunnelStep(step="rated", n=int(reading.all(rated)[0]["n"])),
    ]
    for stage in STAGES:
        yes, no, hold = (by_stage.get((stage, one), 0) for one in ("yes", "no", "hold"))
        steps.append(FunnelStep(step=stage, n=yes + no + hold, yes=yes, no=no, hold=hold))
    return tuple(steps)
