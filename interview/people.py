"""Who acts, and what people give: ratings, reviews, decisions, appeals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Role = Literal["hr_leader", "hiring_manager", "compliance", "data_scientist", "admin", "system"]
ROLES: tuple[Role, ...] = (
    "hr_leader",
    "hiring_manager",
    "compliance",
    "data_scientist",
    "admin",
    "system",
)
Stage = Literal["screened", "advance", "hire"]
Outcome = Literal["yes", "no", "hold"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Somebody who does something. ``units`` are the departments they may see; empty means none,
    ``("*",)`` all.

    Examples
    --------
    >>> Actor.system().roles
    ('system',)
    """

    id: str
    roles: tuple[Role, ...]
    units: tuple[str, ...] = ()

    @classmethod
    def system(cls) -> Actor:
        """The installation itself: command line, set-up, scheduled work."""
        return cls(id="system", roles=("system",), units=("*",))

    def sees(self, unit: str | None) -> bool:
        """True when this unit's people may be seen."""
        return "*" in self.units or (unit is not None and unit in self.units)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rating:
    """A person's score of one competency, 0 to 10; ``blind`` when given before the machine's."""

    interview: str
    rater: str
    competency: str
    score: float
    at: datetime
    blind: bool
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """A person overrules the card on one competency, with a reason; the card itself stays."""

    interview: str
    reviewer: str
    competency: str
    score: float
    reason: str
    card_digest: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """A person's decision at a stage, with reasons; the card in force is frozen with it."""

    interview: str
    stage: Stage
    outcome: Outcome
    reasons: str
    actor: str
    card_digest: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Appeal:
    """A candidate contests a result; ``about`` are competencies or answers."""

    id: str
    interview: str
    text: str
    about: tuple[str, ...]
    raised_at: datetime
    status: Literal["open", "upheld", "dismissed"] = "open"
    answer: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Covered:
    """The machine's score exists but is not shown yet, and why (``blind.rate_first`` ...)."""

    interview: str
    code: str
    left: tuple[str, ...] = field(default_factory=tuple)
