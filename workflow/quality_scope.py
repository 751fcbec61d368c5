"""What the evidence of quality looks at: which roles, which time, and only departments one sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from interview import Action, Actor

if TYPE_CHECKING:
    import pandas as pd

# the acts that change what these pages show; opening a record or saving a report is none of them
CHANGING = (
    Action.ROLE_SAVED,
    Action.QUESTION_SAVED,
    Action.QUESTION_STATUS_CHANGED,
    Action.REQUISITION_SAVED,
    Action.PERSON_ERASED,
    Action.INTERVIEW_ADDED,
    Action.INTERVIEW_MEASURED,
    Action.INTERVIEW_SCORED,
    Action.RATING_GIVEN,
    Action.DECISION_MADE,
    Action.OUTCOME_RECORDED,
    Action.MODEL_STATE_CHANGED,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class QualityScope:
    """Interviews from ``since`` up to before ``until``, of ``roles``; empty and None mean all."""

    roles: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def within(actor: Actor, scope: QualityScope, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a frame that the actor may see and the scope names.

    A frame needs the columns department, role and interviewed_at; rows of departments the actor
    does not see are not counted anywhere.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"department": ["sales", "plant"], "role": ["a", "b"],
    ...                      "interviewed_at": pd.to_datetime(["2026-01-02", "2026-01-03"])})
    >>> seen = Actor(id="a", roles=("hr_leader",), units=("plant",))
    >>> within(seen, QualityScope(), rows)["role"].tolist()
    ['b']
    """
    kept = frame[frame["department"].map(actor.sees).astype(bool)]
    if scope.roles:
        kept = kept[kept["role"].isin(scope.roles)]
    if scope.since is not None:
        kept = kept[kept["interviewed_at"] >= scope.since]
    if scope.until is not None:
        kept = kept[kept["interviewed_at"] < scope.until]
    return kept.reset_index(drop=True)


def scope_content(actor: Actor, scope: QualityScope) -> Mapping[str, object]:
    """A scope as it is kept beside a report; no department named means all of them."""
    return {
        "roles": list(scope.roles),
        "departments": [] if "*" in actor.units else sorted(actor.units),
        "since": scope.since.isoformat() if scope.since else "",
        "until": scope.until.isoformat() if scope.until else "",
    }


def day_text(at: object) -> str:
    """A moment's day as 2026-03-01, for the engines that read dates.

    Examples
    --------
    >>> day_text(datetime(2026, 3, 1, 23, tzinfo=UTC))
    '2026-03-01'
    """
    import pandas as pd

    return str(pd.Timestamp(str(at)).tz_convert(UTC).strftime("%Y-%m-%d"))
