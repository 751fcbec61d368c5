"""The verb by which a person overrules the machine, with a reason; the card itself stays."""

from __future__ import annotations

from interview import Actor, InputError, Review
from store import Store
from store.reviews import save_review
from workflow.card_view import uncovered
from workflow.case import open_case
from workflow.rating import check_score

SHORTEST = 10


def overrule(
    actor: Actor, store: Store, interview: str, competency: str, score: float, reason: str
) -> Review:
    """Put a person's score beside the machine's on one competency.

    Raises
    ------
    PermissionDenied
        Without the right, for another department, or ``card.covered`` before rating.
    InputError
        ``rating.unknown_competency``, ``rating.out_of_range``, ``reason.too_short``.
    """
    with store.transaction(actor) as tx:
        case = open_case(tx, actor, "overrule", interview)
        card = uncovered(case, "overruling it")
        if competency not in case.competencies:
            raise InputError(
                "rating.unknown_competency",
                f"{interview} is not assessed for {competency!r}",
                f"use one of: {', '.join(case.competencies)}",
                competency=competency,
            )
        check_score(competency, score)
        review = Review(
            interview=interview,
            reviewer=actor.id,
            competency=competency,
            score=float(score),
            reason=stated_reason(reason),
            card_digest=card.digest,
            at=tx.moment(),
        )
        save_review(tx, review)
    return review


def stated_reason(reason: str) -> str:
    """The reason without blanks around it.

    Raises
    ------
    InputError
        ``reason.too_short`` when it says next to nothing.

    Examples
    --------
    >>> stated_reason("  Led two launches.  ")
    'Led two launches.'
    """
    words = reason.strip()
    # two or three Chinese characters say what ten letters do
    weight = sum(2 if ord(letter) > 0x2E7F else 1 for letter in words)
    if weight < SHORTEST:
        raise InputError(
            "reason.too_short",
            f"the reason is {words!r}",
            "say in a sentence what you saw or heard",
            least=SHORTEST,
        )
    return words
