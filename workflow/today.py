"""The first page: the funnel, the spread of scores, what waits and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from interview import Action, Finding, Locale

if TYPE_CHECKING:
    from analysis import FunnelStage, ScoreSpread

WaitingKind = Literal["to_rate", "to_decide", "overdue", "failed", "not_scored"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RolePass:
    """One role: of its interviews, the share a person advanced, and how its scores are spread.

    ``spread`` counts the scores this actor may see; ``covered`` are left out of it.
    """

    role: str
    title: Mapping[Locale, str]
    interviews: int
    passed: Finding
    threshold: float
    spread: ScoreSpread
    covered: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """Something that waits for this actor: how many, since when, and the first few to open."""

    kind: WaitingKind
    count: int
    oldest: datetime | None
    interviews: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """Acts of one kind on one day."""

    day: datetime
    action: Action
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Today:
    """One screen for one actor, over the units they see and the time since ``since``."""

    since: datetime | None
    interviews: int
    funnel: tuple[FunnelStage, ...]
    spread: ScoreSpread
    roles: tuple[RolePass, ...]
    waiting: tuple[Waiting, ...]
    changes: tuple[Change, ...]
    covered: int
