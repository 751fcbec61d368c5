"""Decisions: made by a person at a stage, with reasons, over a card that is frozen with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ScalarSelect, case, select, update

from interview import Action, Decision, utc_text
from store.acts import record
from store.interviews import candidate_of, candidates_of
from store.keys import IN_CHUNK, find_key, person_key
from store.sealing import seal, unseal
from store.tables import DECISION
from store.transaction import Reading, Transaction

STAGES = ("screened", "advance", "hire")


def save_decision(tx: Transaction, decision: Decision) -> None:
    """Remember one decision; the reasons are encrypted, they speak of the person."""
    save_decisions(tx, (decision,))


def save_decisions(tx: Transaction, decisions: Iterable[Decision]) -> None:
    """Remember decisions in the order given, each with an event of its own."""
    made = tuple(decisions)
    interviews = list(dict.fromkeys(one.interview for one in made))
    people = candidates_of(tx, interviews)
    with tx.gathering():
        for one in made:
            person = people[one.interview]
            context = f"decision:{one.interview}:{one.stage}"
            row = {
                "interview_id": one.interview,
                "stage": one.stage,
                "outcome": one.outcome,
                "actor": one.actor,
                "card_digest": one.card_digest,
                "at": utc_text(one.at),
                "reasons_sealed": seal(person_key(tx, person), one.reasons.encode(), context),
            }
            record(tx, one.interview, Action.DECISION_MADE, [(DECISION, [row])])
    tx.flush()
    for start in range(0, len(interviews), IN_CHUNK):
        _mark_current(tx, interviews[start : start + IN_CHUNK])


def decisions(reading: Reading, interview: str) -> tuple[Decision, ...]:
    """An interview's decisions, oldest first; an erased person's come without the reasons."""
    key = find_key(reading, candidate_of(reading, interview))
    query = (
        select(DECISION).where(DECISION.c.interview_id == interview).order_by(DECISION.c.event_seq)
    )
    return tuple(
        Decision(
            interview=interview,
            stage=row["stage"],
            outcome=row["outcome"],
            reasons=(
                ""
                if key is None
                else unseal(
                    key, row["reasons_sealed"], f"decision:{interview}:{row['stage']}"
                ).decode()
            ),
            actor=row["actor"],
            card_digest=row["card_digest"],
            at=datetime.fromisoformat(row["at"]),
        )
        for row in reading.all(query)
    )


def shown_decision() -> ScalarSelect[int]:
    """Which decision of its interview a list shows: the newest of the furthest stage."""
    other = DECISION.alias("other")
    rank = case({name: n for n, name in enumerate(STAGES)}, value=other.c.stage, else_=-1)
    return (
        select(other.c.event_seq)
        .where(other.c.interview_id == DECISION.c.interview_id)
        .order_by(rank.desc(), other.c.event_seq.desc())
        .limit(1)
        .correlate(DECISION)
        .scalar_subquery()
    )


def _mark_current(tx: Transaction, interviews: list[str]) -> None:
    shown = case((DECISION.c.event_seq == shown_decision(), 1), else_=0)
    changed = update(DECISION).where(DECISION.c.interview_id.in_(interviews))
    tx.connection.execute(changed.values(current=shown))
