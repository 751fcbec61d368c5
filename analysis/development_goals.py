"""What one new hire should work on: competencies clearly below what the role asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from interview import Estimate, Finding

Standing = Literal["goal", "look_again", "met", "unknown"]


@dataclass(frozen=True, kw_only=True, slots=True)
class DevelopmentGoal:
    """One competency of one person beside the role's threshold.

    ``standing`` is ``goal`` where the whole interval lies below the threshold, ``look_again`` where
    the score does but its interval reaches the threshold (too little was seen to set a goal),
    ``met`` where the score is at the threshold or above, ``unknown`` where it is withheld.
    """

    competency: str
    finding: Finding
    threshold: float
    standing: Standing


def development_goals(
    scores: Iterable[tuple[str, Finding, float]],
) -> tuple[DevelopmentGoal, ...]:
    """One person's competencies: goals first, each group by how far below the threshold it lies.

    Formula: ``high < threshold`` makes a goal, ``value < threshold <= high`` a second look. With a
    95 % interval about one competency in forty of those that truly meet the threshold becomes a
    goal by chance, so a goal opens a conversation and settles nothing.

    Parameters
    ----------
    scores : iterable of (competency, finding, threshold)
        Findings and thresholds on the same scale.

    Examples
    --------
    >>> low = Estimate(value=4.0, low=3.1, high=4.9, n=3, method="rubric")
    >>> near = Estimate(value=5.6, low=4.2, high=7.0, n=2, method="rubric")
    >>> [g.standing for g in development_goals([("tact", near, 6.0), ("plans", low, 6.0)])]
    ['goal', 'look_again']
    """
    order = {"goal": 0, "look_again": 1, "unknown": 2, "met": 3}
    found = [
        DevelopmentGoal(
            competency=key, finding=finding, threshold=asked, standing=_standing(finding, asked)
        )
        for key, finding, asked in scores
    ]
    return tuple(sorted(found, key=lambda g: (order[g.standing], _above(g), g.competency)))


def _standing(finding: Finding, threshold: float) -> Standing:
    if not isinstance(finding, Estimate):
        return "unknown"
    if finding.value >= threshold:
        return "met"
    return "goal" if finding.high < threshold else "look_again"


def _above(goal: DevelopmentGoal) -> float:
    return goal.finding.value - goal.threshold if isinstance(goal.finding, Estimate) else 0.0
