"""How many people reach each stage, and which share of those before them passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from estimation import proportion
from interview import Finding, InputError, Withheld


@dataclass(frozen=True, kw_only=True, slots=True)
class FunnelStage:
    """One stage: people who reached it, and the pass rate (0 to 1) from the stage before."""

    stage: str
    n: int
    pass_rate: Finding


def funnel(counts: Sequence[tuple[str, int]]) -> tuple[FunnelStage, ...]:
    """Pass rates along the stages of a campaign.

    Formula: n of this stage / n of the stage before, Wilson interval at 95 %. The first stage has
    no rate (``funnel.first_stage``); a stage after an empty one has none either
    (``funnel.nobody_before``).

    Raises
    ------
    InputError
        ``funnel.grows`` when more people stand at a stage than at the one before: somebody was
        lost from the earlier count.

    Examples
    --------
    >>> [(s.stage, s.n) for s in funnel([("interviewed", 20), ("advance", 8), ("hire", 2)])]
    [('interviewed', 20), ('advance', 8), ('hire', 2)]
    """
    stages: list[FunnelStage] = []
    for position, (stage, n) in enumerate(counts):
        before = counts[position - 1][1] if position else None
        if before is None:
            rate: Finding = Withheld(code="funnel.first_stage", n=n)
        elif n > before:
            raise InputError(
                "funnel.grows",
                f"stage '{stage}' counts {n} people, the stage before only {before}",
                "count each person at every stage they passed",
                stage=stage,
            )
        elif before == 0:
            rate = Withheld(code="funnel.nobody_before")
        else:
            rate = proportion(n, before)
        stages.append(FunnelStage(stage=stage, n=n, pass_rate=rate))
    return tuple(stages)
