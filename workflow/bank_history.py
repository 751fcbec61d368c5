"""The life of a question: when each version was saved and what people decided about it, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from interview import Action, Actor
from store import Store, events, questions
from workflow.bank_accept import BankDecision, bank_decisions
from workflow.rights import require


@dataclass(frozen=True, kw_only=True, slots=True)
class LifeEvent:
    """One thing that happened to a version: it was saved, or somebody decided about it.

    ``because`` is the digest of the assessment that led to it, empty where none did.
    """

    at: datetime
    version: int
    kind: Literal["saved", "decided"]
    actor: str
    because: str
    decision: BankDecision | None


def question_life(actor: Actor, store: Store, key: str) -> tuple[LifeEvent, ...]:
    """Everything that happened to a question, oldest first.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to assess the bank.
    """
    require(actor, "assess_bank")
    told: list[LifeEvent] = []
    with store.read() as reading:
        for one in questions(reading):
            if one.key != key:
                continue
            saved = events(reading, subject=one.ref, action=Action.QUESTION_SAVED, limit=1)
            told += [
                LifeEvent(
                    at=event.at,
                    version=one.version,
                    kind="saved",
                    actor=event.actor,
                    because=one.because,
                    decision=None,
                )
                for event in saved
            ]
    told += [
        LifeEvent(
            at=datetime.fromisoformat(made.at),
            version=made.version,
            kind="decided",
            actor=made.actor,
            because=made.report,
            decision=made,
        )
        for made in bank_decisions(actor, store)
        if made.question == key
    ]
    return tuple(sorted(told, key=lambda one: (one.at, one.kind == "decided", one.version)))
