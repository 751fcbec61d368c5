"""What a card suggests to a person: go on, look closer, or ask for more. Never a rejection."""

from __future__ import annotations

from collections.abc import Sequence

from interview import (
    CompetencyScore,
    Finding,
    Flag,
    Recommendation,
    RoleModel,
    Withheld,
)


def recommend(
    role: RoleModel,
    competencies: Sequence[CompetencyScore],
    overall: Finding,
    flags: Sequence[Flag] = (),
    *,
    review_flags: frozenset[str] = frozenset(),
    fewest_answers: int = 1,
) -> Recommendation:
    """The suggestion and the codes of its reasons.

    ``collect`` when too little could be scored or there are too few answers, ``advance`` when the
    overall score reaches the role's threshold and every must-have its own, ``review`` otherwise:
    somebody must look. There is no outcome that turns a person down.

    Examples
    --------
    >>> from interview import Estimate
    >>> role = RoleModel(key="clerk", version=1, title={}, competencies=(), threshold=6.0)
    >>> recommend(role, (), Estimate(value=7.1, low=5.8, high=8.4, n=6, method="mean"))
    Recommendation(code='advance', because=('recommendation.above_threshold', \
'recommendation.interval_crosses_threshold'))
    """
    because: list[str] = []
    if isinstance(overall, Withheld):
        return Recommendation(
            code="collect", because=("recommendation.overall_withheld", overall.code)
        )
    missing = [c for c in competencies if isinstance(c.finding, Withheld)]
    if any(c.must_have for c in missing):
        return Recommendation(code="collect", because=("recommendation.must_have_withheld",))
    if overall.n < fewest_answers:
        return Recommendation(code="collect", because=("recommendation.too_few_answers",))
    low_must = [c for c in competencies if c.must_have and _below(c)]
    doubts = [flag for flag in flags if flag.code in review_flags]
    reached = overall.value >= role.threshold
    because.append(
        "recommendation.above_threshold" if reached else "recommendation.below_threshold"
    )
    if overall.low < role.threshold <= overall.high:
        because.append("recommendation.interval_crosses_threshold")
    if low_must:
        because.append("recommendation.must_have_below")
    if any(_below(c) for c in competencies if not c.must_have):
        because.append("recommendation.competency_below")
    if missing:
        because.append("recommendation.partly_withheld")
    if doubts:
        because.append("recommendation.flagged")
    go_on = reached and not low_must and not doubts
    return Recommendation(code="advance" if go_on else "review", because=tuple(because))


def _below(competency: CompetencyScore) -> bool:
    found = competency.finding
    return not isinstance(found, Withheld) and found.value < competency.threshold
