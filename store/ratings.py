"""Ratings: what people think of an interview, competency by competency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import RowMapping

from interview import Action, Rating, utc_text
from store.acts import record
from store.interviews import candidate_of, candidates_of
from store.keys import find_key, person_key
from store.sealing import seal, unseal
from store.tables import RATING
from store.transaction import Reading, Row, Transaction


def save_ratings(tx: Transaction, ratings: Iterable[Rating]) -> None:
    """Remember ratings; one event for each interview and rater. A rating given again counts from
    then on, the earlier one stays in the record."""
    acts: dict[tuple[str, str], list[Rating]] = {}
    for one in ratings:
        acts.setdefault((one.interview, one.rater), []).append(one)
    people = candidates_of(tx, (interview for interview, _ in acts))
    with tx.gathering():
        for (interview, _), some in acts.items():
            rows = [_row(tx, one, people[interview]) for one in some]
            record(tx, interview, Action.RATING_GIVEN, [(RATING, rows)])


def ratings(
    reading: Reading, interview: str | None = None, *, rater: str | None = None
) -> tuple[Rating, ...]:
    """The ratings that count, of one interview or one rater or all, oldest first."""
    query = select(RATING).order_by(RATING.c.event_seq, RATING.c.competency)
    if interview is not None:
        query = query.where(RATING.c.interview_id == interview)
    if rater is not None:
        query = query.where(RATING.c.rater == rater)
    newest = {
        (row["interview_id"], row["rater"], row["competency"]): row for row in reading.all(query)
    }
    return tuple(_rating(reading, row) for row in newest.values())


def _row(tx: Transaction, one: Rating, candidate: str) -> Row:
    note = None
    if one.note:
        note = seal(
            person_key(tx, candidate), one.note.encode(), f"rating:{one.interview}:{one.rater}"
        )
    return {
        "interview_id": one.interview,
        "rater": one.rater,
        "competency": one.competency,
        "score": float(one.score),
        "at": utc_text(one.at),
        "blind": int(one.blind),
        "note_sealed": note,
    }


def _rating(reading: Reading, row: RowMapping) -> Rating:
    note = ""
    if row["note_sealed"] is not None:
        key = find_key(reading, candidate_of(reading, row["interview_id"]))
        context = f"rating:{row['interview_id']}:{row['rater']}"
        note = "" if key is None else unseal(key, row["note_sealed"], context).decode()
    return Rating(
        interview=row["interview_id"],
        rater=row["rater"],
        competency=row["competency"],
        score=row["score"],
        at=datetime.fromisoformat(row["at"]),
        blind=bool(row["blind"]),
        note=note,
    )
