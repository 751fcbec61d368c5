"""The verbs that show and hand out a score card, never while it is covered."""

from __future__ import annotations

from typing import Any

from interview import Action, Actor, Covered, PermissionDenied, ScoreCard, StoreError
from store import Store, append
from workflow.case import Case, open_case
from workflow.stored_cards import whole_card


def view_card(actor: Actor, store: Store, interview: str) -> Covered | ScoreCard:
    """The current card, or its cover until this reviewer has rated.

    Raises
    ------
    PermissionDenied
        Without the right, or for another department.
    StoreError
        ``interview.unknown``, ``card.none`` when nothing was scored.
    """
    with store.read() as reading:
        case = open_case(reading, actor, "view_card", interview)
    if case.card is None:
        raise no_card(interview)
    return case.card


def export_card(actor: Actor, store: Store, interview: str) -> dict[str, Any]:
    """The current card as the JSON of ``candor score``; who took it away is remembered.

    Raises
    ------
    PermissionDenied
        Without the right, for another department, or ``card.covered`` before rating.
    StoreError
        ``interview.unknown``, ``card.none``.
    """
    with store.transaction(actor) as tx:
        case = open_case(tx, actor, "export_card", interview)
        open_card = uncovered(case, "exporting it")
        whole = whole_card(tx, interview)
        if whole is None:
            raise no_card(interview)
        append(tx, actor.id, interview, Action.CARD_EXPORTED, open_card.digest)
    return whole


def uncovered(case: Case, doing: str) -> ScoreCard:
    """The card of a case, for a verb that needs to see it.

    Raises
    ------
    PermissionDenied
        ``card.covered`` with the competencies still to rate.
    StoreError
        ``card.none``.
    """
    if case.covered is not None:
        left = ", ".join(case.covered.left)
        raise PermissionDenied(
            "card.covered",
            f"the score of {case.interview.id} is covered, so {doing} would tell it",
            f"rate first: {left}",
            interview=case.interview.id,
            left=left,
        )
    if case.scored is None:
        raise no_card(case.interview.id)
    return case.scored


def no_card(interview: str) -> StoreError:
    """The refusal for an interview that nothing has scored."""
    return StoreError(
        "card.none",
        f"interview {interview} has no score card",
        "score it first",
        interview=interview,
    )
