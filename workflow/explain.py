"""Why an interview's score is what it is, for somebody who may see the score."""

from __future__ import annotations

from dataclasses import dataclass

from interview import Actor, RoleModel, ScoreCard, digest
from scoring.explanation import OVERALL, Explanation, explain_card, explain_learned
from store import Reading, Store
from workflow.card_view import uncovered
from workflow.case import Case, open_case
from workflow.comparison_groups import comparison_group
from workflow.kept_few import KeptFew
from workflow.register import RUBRIC, find_model
from workflow.shadow import learned_scorer

MOST_KEPT = 64
_KEPT: KeptFew[Explanation] = KeptFew(most=MOST_KEPT)


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
        # a learned scorer may have to tell the language from the words
        case = open_case(reading, actor, "explain", interview, with_transcripts=True)
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
    if card.scorer.name != RUBRIC:
        model = find_model(reading, f"{card.scorer.name}@{card.scorer.version}")
        scorer = learned_scorer(reading, model)
        name = digest([card.digest, subject, model.digest])
        return _KEPT.once(
            name, lambda: explain_learned(card, case.role, case.interview, scorer, subject=subject)
        )
    group = comparison_group(
        actor, store, reading, case.interview.role, card.scorer.name, card.scorer.version
    )
    name = digest([card.digest, subject, group.digest])
    return _KEPT.once(name, lambda: explain_card(card, case.role, group, subject=subject))
