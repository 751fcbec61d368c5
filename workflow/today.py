"""The first page: the funnel, the spread of scores, what waits and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from interview import Action, Finding, Locale

WaitingKind = Literal["to_rate", "to_decide", "overdue", "failed", "not_scored"]


@dataclass(frozen=True, kw_only=True, slots=True)
class FunnelStep:
    """One stage: how many reached it, of how many at the stage before, and that share."""

    stage: str
    count: int
    of: int
    share: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class RolePass:
    """Of one role's decided interviews, the share a person advanced; and its open scores.

    ``scores`` are the overall values this actor may see; ``covered`` and ``withheld`` count
    the others.
    """

    role: str
    title: Mapping[Locale, str]
    interviews: int
    passed: Finding
    threshold: float
    scores: tuple[float, ...]
    covered: int
    withheld: int


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
    funnel: tuple[FunnelStep, ...]
    roles: tuple[RolePass, ...]
    waiting: tuple[Waiting, ...]
    changes: tuple[Change, ...]
    covered: int
