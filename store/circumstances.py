"""Under which circumstances interviews were held, scored, rated and handled, as frames.

Figures and ids only: what an instrument is watched by, beside the `frames` of what it measured.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from interview import Action, utc_text
from store.tables import CARD, DECISION, EVENT, INTERVIEW, RATING, REQUISITION
from store.transaction import Reading

if TYPE_CHECKING:
    import pandas as pd

HANDLING = (
    Action.CARD_REVEALED,
    Action.MEDIA_VIEWED,
    Action.RATING_GIVEN,
    Action.CARD_OVERRULED,
    Action.DECISION_MADE,
)


def circumstance_frame(reading: Reading) -> pd.DataFrame:
    """One row per interview: where it was held and what made its current card.

    Columns: interview_id, candidate_id, requisition_id, role, department, location, locale,
    interviewed_at, draw (the lot of the blind sample, from 0 to 1), score, threshold,
    recommendation, scorer, scorer_version, results_version, role_digest, policy_digest; the last
    eight are empty without a card.
    """
    import pandas as pd

    current = and_(CARD.c.interview_id == INTERVIEW.c.id, CARD.c.current == 1)
    query = (
        select(
            INTERVIEW.c.id.label("interview_id"),
            INTERVIEW.c.candidate_id,
            INTERVIEW.c.requisition_id,
            INTERVIEW.c.role,
            REQUISITION.c.department,
            REQUISITION.c.location,
            INTERVIEW.c.locale,
            INTERVIEW.c.conducted_at.label("interviewed_at"),
            INTERVIEW.c.draw,
            CARD.c.overall_value.label("score"),
            CARD.c.threshold,
            CARD.c.recommendation,
            CARD.c.scorer,
            CARD.c.scorer_version,
            CARD.c.results_version,
            CARD.c.role_digest,
            CARD.c.policy_digest,
        )
        .select_from(
            INTERVIEW.outerjoin(
                REQUISITION, REQUISITION.c.id == INTERVIEW.c.requisition_id
            ).outerjoin(CARD, current)
        )
        .order_by(INTERVIEW.c.id)
    )
    result = reading.connection.execute(query)
    frame = pd.DataFrame([tuple(row) for row in result], columns=list(result.keys()))
    for name in ("draw", "score", "threshold"):
        frame[name] = frame[name].astype("float64")
    return _dated(frame, "interviewed_at")


def judgement_frame(reading: Reading) -> pd.DataFrame:
    """When each rating was given and whether blind; one row per rating, those replaced included.

    Columns: interview_id, rater, competency, rated_at, blind.
    """
    import pandas as pd

    query = select(
        RATING.c.interview_id,
        RATING.c.rater,
        RATING.c.competency,
        RATING.c.at.label("rated_at"),
        RATING.c.blind,
    ).order_by(RATING.c.event_seq, RATING.c.competency)
    names = ["interview_id", "rater", "competency", "rated_at", "blind"]
    rows = [tuple(row) for row in reading.connection.execute(query)]
    frame = pd.DataFrame(rows, columns=names)
    frame["blind"] = frame["blind"].astype(bool)
    return _dated(frame, "rated_at")


def decision_moments(reading: Reading) -> pd.DataFrame:
    """When each interview was first decided on at each stage: interview_id, stage, decided_at."""
    import pandas as pd

    query = select(
        DECISION.c.interview_id, DECISION.c.stage, func.min(DECISION.c.at).label("decided_at")
    ).group_by(DECISION.c.interview_id, DECISION.c.stage)
    rows = [tuple(row) for row in reading.connection.execute(query)]
    frame = pd.DataFrame(rows, columns=["interview_id", "stage", "decided_at"])
    return _dated(frame, "decided_at")


def handling_frame(reading: Reading) -> pd.DataFrame:
    """What people did with interviews and when, from the trail: interview_id, actor, action, at.

    Cards revealed and overruled, media viewed, ratings given, decisions made.
    """
    import pandas as pd

    query = (
        select(EVENT.c.subject.label("interview_id"), EVENT.c.actor, EVENT.c.action, EVENT.c.at)
        .where(EVENT.c.action.in_([action.value for action in HANDLING]))
        .order_by(EVENT.c.seq)
    )
    rows = [tuple(row) for row in reading.connection.execute(query)]
    return _dated(pd.DataFrame(rows, columns=["interview_id", "actor", "action", "at"]), "at")


def newest_act(reading: Reading, actions: Collection[Action]) -> int:
    """Number of the newest event of these kinds; 0 when there is none.

    Names a state of the store as far as these acts change it.
    """
    query = select(func.max(EVENT.c.seq).label("seq")).where(
        EVENT.c.action.in_([action.value for action in actions])
    )
    row = reading.first(query)
    return int(row["seq"] or 0) if row else 0


def _dated(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    import pandas as pd

    frame[name] = pd.to_datetime(frame[name], utc=True, format="ISO8601")
    return frame


def act_counts(reading: Reading, since: datetime, until: datetime) -> dict[Action, int]:
    """How often each kind of act was done from ``since`` up to before ``until``."""
    query = (
        select(EVENT.c.action, func.count().label("n"))
        .where(EVENT.c.at >= utc_text(since), EVENT.c.at < utc_text(until))
        .group_by(EVENT.c.action)
        .order_by(EVENT.c.action)
    )
    return {Action(row["action"]): int(row["n"]) for row in reading.all(query)}
