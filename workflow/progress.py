"""How far a batch is and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

ItemState = Literal["waiting", "done", "withheld", "failed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchItem:
    """One interview of a batch.

    ``done`` has an overall score; ``withheld`` has a card whose overall score is withheld under
    ``code``; ``failed`` has none, and ``code``, ``message`` and ``remedy`` say why.
    """

    interview: str
    state: ItemState
    code: str = ""
    message: str = ""
    remedy: str = ""
    slots: Mapping[str, object] = field(default_factory=dict)
    seconds: float = 0.0
    resumed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchProgress:
    """Counts so far; ``seconds`` since this run began, ``resumed`` finished in an earlier run.

    Examples
    --------
    >>> p = BatchProgress(total=10, done=3, withheld=1, failed=0, resumed=2, seconds=8.0)
    >>> p.finished, p.per_minute, p.left_s
    (4, 15.0, 24.0)
    """

    total: int
    done: int
    withheld: int
    failed: int
    resumed: int
    seconds: float

    @property
    def finished(self) -> int:
        """Interviews that need no more work."""
        return self.done + self.withheld + self.failed

    @property
    def per_minute(self) -> float | None:
        """Interviews per minute in this run; None before the first."""
        fresh = self.finished - self.resumed
        return 60.0 * fresh / self.seconds if fresh > 0 and self.seconds > 0 else None

    @property
    def left_s(self) -> float | None:
        """Seconds left at this rate; None before the first interview of this run is finished."""
        rate = self.per_minute
        return None if rate is None else 60.0 * (self.total - self.finished) / rate


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchReport:
    """How a batch ended: every item, in the order asked for. ``stopped`` when cut short.

    ``cards`` holds the cards as JSON by interview when no store keeps them.
    """

    items: tuple[BatchItem, ...]
    progress: BatchProgress
    stopped: bool = False
    cards: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def of(self, state: ItemState) -> tuple[BatchItem, ...]:
        """The items in one state."""
        return tuple(item for item in self.items if item.state == state)
