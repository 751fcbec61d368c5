"""What was measured of an interview as a whole: means of signals, checks passed, score of words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic_core import from_json
from sqlalchemy import func, select

from store.tables import CARD, FEATURE_SET
from store.transaction import Reading

if TYPE_CHECKING:
    import pandas as pd

MODALITIES = ("language", "voice", "face")


def interview_signals(reading: Reading, names: Sequence[str]) -> pd.DataFrame:
    """One row per measured interview: ``interview_id``, the mean of each named feature over its
    answers (empty where no answer has it), and ``check_<modality>``: 1 when every answer passed
    the quality check of that modality, 0 when one did not, empty when it was never checked.
    """
    import pandas as pd

    newest = select(
        FEATURE_SET.c.interview_id, func.max(FEATURE_SET.c.event_seq).label("seq")
    ).group_by(FEATURE_SET.c.interview_id)
    last = newest.subquery()
    query = select(
        FEATURE_SET.c.interview_id, FEATURE_SET.c.feature_values, FEATURE_SET.c.quality
    ).join(last, last.c.seq == FEATURE_SET.c.event_seq)
    rows = []
    for interview, values, quality in reading.connection.execute(query):
        held = from_json(values)
        row: dict[str, object] = {"interview_id": interview}
        row.update((name, held.get(name)) for name in names)
        row.update(_checks(quality))
        rows.append(row)
    checks = [f"check_{modality}" for modality in MODALITIES]
    table = pd.DataFrame(rows, columns=["interview_id", *names, *checks])
    table[[*names, *checks]] = table[[*names, *checks]].astype("float64")
    grouped = table.groupby("interview_id", sort=True)
    # one answer that failed is enough for the interview to have failed
    ways = {**dict.fromkeys(names, "mean"), **dict.fromkeys(checks, "min")}
    found: pd.DataFrame = grouped.agg(ways).reset_index()
    return found


def scores_of_words(reading: Reading) -> pd.DataFrame:
    """The current cards' overall score without expression: ``interview_id, without_expression``."""
    import pandas as pd

    query = (
        select(CARD.c.interview_id, CARD.c.without_expression_value)
        .where(CARD.c.current == 1)
        .order_by(CARD.c.interview_id)
    )
    rows = [tuple(row) for row in reading.connection.execute(query)]
    table = pd.DataFrame(rows, columns=["interview_id", "without_expression"])
    table["without_expression"] = table["without_expression"].astype("float64")
    return table


def _checks(quality: str | None) -> dict[str, float]:
    if not quality:
        return {}
    return {
        f"check_{one['modality']}": 0.0 if one["code"] else 1.0
        for one in json.loads(quality)
        if one["modality"] in MODALITIES
    }
