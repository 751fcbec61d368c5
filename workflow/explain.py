"""Why an interview's score is what it is, for somebody who may see the score."""

from __future__ import annotations

from dataclasses import dataclass

from interview import Actor, RoleModel, ScoreCard
from scoring.explanation import OVERALL, Explanation, explain_card
from store import Reading, Store
from workflow.card_view import uncovered
from workflow.case import Case, open_case
from workflow.comparison_groups import comparison_group


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """An explanation with its card and role, so that words and evidence are at hand."""

    explanation: Explanation
    card: ScoreCard
    role: RoleModel


def explain(actor: Actor, store: Store, interview: str, *, subject: str = OVERALL) -> Explained:
    """One score of the current card, explained against everybody interviewed for the role.

    Parameters
    ----------
    subject : str
        ``overall`` or a competency of the card.

    Raises
    ------
    PermissionDenied
        Without the right, for another department, or ``card.covered`` before rating.
    StoreError
        ``interview.unknown``, ``card.none``.
    InputError
        ``explanation.withheld`` with what would be enough, ``explanation.unknown_subject``,
        ``explanation.not_additive``.
    """
    with store.read() as reading:
        case = open_case(reading, actor, "explain", interview)
        card = uncovered(case, "explaining it")
        return Explained(
            explanation=explained(actor, store, reading, case, card, subject),
            card=card,
            role=case.role,
        )


def explained(
    actor: Actor, store: Store, reading: Reading, case: Case, card: ScoreCard, subject: str
) -> Explanation:
    """The explanation of a card that is already open to this actor."""
    group = comparison_group(
        actor, store, reading, case.interview.role, card.scorer.name, card.scorer.version
    )
    return explain_card(card, case.role, group, subject=subject)
