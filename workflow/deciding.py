"""The verb by which a person decides; the card in force is frozen with the decision."""

from __future__ import annotations

from typing import get_args

from interview import Actor, Decision, InputError, Outcome, PermissionDenied, Stage
from store import Store
from store.decisions import save_decision
from workflow.case import open_case
from workflow.reviewing import stated_reason
from workflow.rights import require


def decide(
    actor: Actor, store: Store, interview: str, stage: Stage, outcome: Outcome, reasons: str
) -> Decision:
    """Decide on one person at one stage; the newest decision of a stage counts.

    Where the score is rated blind first, whoever decides has rated first. ``card_digest`` names
    the card that was in force, empty when nothing was scored.

    Raises
    ------
    PermissionDenied
        Without the right, for another department, or ``decision.rate_first``.
    InputError
        ``decision.unknown_stage``, ``decision.unknown_outcome``, ``reason.too_short``.
    """
    require(actor, "decide")
    for value, known, name in ((stage, Stage, "stage"), (outcome, Outcome, "outcome")):
        if value not in get_args(known):
            raise InputError(
                f"decision.unknown_{name}",
                f"there is no {name} {value!r}",
                f"use one of: {', '.join(get_args(known))}",
                value=value,
            )
    with store.transaction(actor) as tx:
        case = open_case(tx, actor, "decide", interview)
        if case.covered is not None:
            left = ", ".join(case.covered.left)
            raise PermissionDenied(
                "decision.rate_first",
                f"{interview} is rated blind before it is decided",
                f"rate first: {left}",
                interview=interview,
                left=left,
            )
        decision = Decision(
            interview=interview,
            stage=stage,
            outcome=outcome,
            reasons=stated_reason(reasons),
            actor=actor.id,
            card_digest=case.scored.digest if case.scored else "",
            at=tx.moment(),
        )
        save_decision(tx, decision)
    return decision
