"""What one scorer said of each interview, whichever card is current now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from store.tables import CARD, COMPETENCY_SCORE
from store.transaction import Reading

if TYPE_CHECKING:
    import pandas as pd

OVERALL = "overall"


def scores_by_scorer(reading: Reading, name: str, version: str) -> pd.DataFrame:
    """Scores of the newest card that this scorer made of each interview.

    Columns ``interview_id, competency, score``; the overall score is the competency ``overall``.
    A withheld score is empty.
    """
    import pandas as pd

    newest = (
        select(CARD.c.interview_id, func.max(CARD.c.event_seq).label("seq"))
        .where(CARD.c.scorer == name, CARD.c.scorer_version == version)
        .group_by(CARD.c.interview_id)
        .subquery()
    )
    chosen = and_(newest.c.interview_id == CARD.c.interview_id, newest.c.seq == CARD.c.event_seq)
    overall = select(CARD.c.interview_id, CARD.c.overall_value).join(newest, chosen)
    parts = (
        select(CARD.c.interview_id, COMPETENCY_SCORE.c.competency, COMPETENCY_SCORE.c.value)
        .join(newest, chosen)
        .join(
            COMPETENCY_SCORE,
            and_(
                COMPETENCY_SCORE.c.interview_id == CARD.c.interview_id,
                COMPETENCY_SCORE.c.card_digest == CARD.c.digest,
            ),
        )
    )
    rows = [(one, OVERALL, value) for one, value in reading.connection.execute(overall)]
    rows += [tuple(row) for row in reading.connection.execute(parts)]
    table = pd.DataFrame(rows, columns=["interview_id", "competency", "score"])
    table["score"] = table["score"].astype("float64")
    return table.sort_values(["interview_id", "competency"], kind="stable", ignore_index=True)
