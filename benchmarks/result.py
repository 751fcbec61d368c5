"""One measured figure beside its aim."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """``value`` in ``unit``; the aim is an upper limit, or a lower one with ``more_is_better``."""

    name: str
    value: float
    unit: str
    aim: float | None = None
    more_is_better: bool = False
    detail: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None when the figure has none."""
        if self.aim is None:
            return None
        return self.value >= self.aim if self.more_is_better else self.value <= self.aim
