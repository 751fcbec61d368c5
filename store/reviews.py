"""Reviews: a person overrules the machine on one competency and says why; the card stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from interview import Action, Review, utc_text
from store.acts import record
from store.interviews import candidate_of
from store.keys import find_key, person_key
from store.sealing import seal, unseal
from store.tables import REVIEW
from store.transaction import Reading, Transaction


def save_review(tx: Transaction, review: Review) -> None:
    """Remember a review; the reason is encrypted, it speaks of the person."""
    key = person_key(tx, candidate_of(tx, review.interview))
    row = {
        "interview_id": review.interview,
        "reviewer": review.reviewer,
        "competency": review.competency,
        "score": float(review.score),
        "card_digest": review.card_digest,
        "at": utc_text(review.at),
        "reason_sealed": seal(key, review.reason.encode(), f"review:{review.interview}"),
    }
    record(tx, review.interview, Action.CARD_OVERRULED, [(REVIEW, [row])])


def reviews(reading: Reading, interview: str) -> tuple[Review, ...]:
    """An interview's reviews, oldest first; an erased person's come without the reason."""
    key = find_key(reading, candidate_of(reading, interview))
    query = select(REVIEW).where(REVIEW.c.interview_id == interview).order_by(REVIEW.c.event_seq)
    return tuple(
        Review(
            interview=interview,
            reviewer=row["reviewer"],
            competency=row["competency"],
            score=row["score"],
            reason=(
                ""
                if key is None
                else unseal(key, row["reason_sealed"], f"review:{interview}").decode()
            ),
            card_digest=row["card_digest"],
            at=datetime.fromisoformat(row["at"]),
        )
        for row in reading.all(query)
    )
