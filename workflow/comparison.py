"""Up to four people side by side, competency by competency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from interview import Covered, Finding, ScoreCard

MOST = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One column: the card, or that it is covered, or None when nothing was scored.

    ``findings`` is by competency and empty unless the card is open.
    """

    interview: str
    candidate: str
    name: str | None
    role: str
    card: ScoreCard | Covered | None
    findings: Mapping[str, Finding]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Columns in the order asked for; ``competencies`` in role order. ``one_role`` is False when
    roles differ, so that the page can say the scores mean different things."""

    columns: tuple[Compared, ...]
    competencies: tuple[str, ...]
    one_role: bool
