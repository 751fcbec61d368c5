"""What people decided about a question: in use, held back or retired, with reason and report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import select

from interview import Action, InputError, StoreError
from store.acts import record
from store.tables import EVENT, QUESTION_STATUS, QUESTION_VERSION
from store.transaction import Reading, Transaction

QuestionStatusName = Literal["active", "quarantined", "retired"]
QUESTION_STATUSES: tuple[QuestionStatusName, ...] = get_args(QuestionStatusName)


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionStatus:
    """One decision about one version; ``because`` is the digest of the report that led to it."""

    key: str
    version: int
    status: QuestionStatusName
    reason: str
    because: str
    actor: str
    at: datetime


def save_question_status(
    tx: Transaction,
    key: str,
    version: int,
    status: QuestionStatusName,
    *,
    reason: str,
    because: str,
) -> None:
    """Remember a question's new status; a version without one is in use.

    Raises
    ------
    StoreError
        ``question.not_kept`` when no such version is kept.
    InputError
        ``question.unknown_status``.
    """
    if status not in QUESTION_STATUSES:
        raise InputError(
            "question.unknown_status",
            f"{status!r} is no status of a question",
            f"use one of: {', '.join(QUESTION_STATUSES)}",
            status=str(status),
            known=", ".join(QUESTION_STATUSES),
        )
    where = (QUESTION_VERSION.c.key == key, QUESTION_VERSION.c.version == version)
    tx.flush()
    if tx.first(select(QUESTION_VERSION.c.digest).where(*where)) is None:
        raise StoreError(
            "question.not_kept",
            f"no question {key!r} in version {version} is kept",
            "take key and version from the question bank",
            question=key,
            version=version,
        )
    row = {
        "key": key,
        "version": version,
        "status": status,
        "reason": reason,
        "because": because,
        "at": tx.now(),
    }
    record(tx, f"{key}@{version}", Action.QUESTION_STATUS_CHANGED, [(QUESTION_STATUS, [row])])


def question_statuses(reading: Reading) -> tuple[QuestionStatus, ...]:
    """Every decision about every question, oldest first; the last one of a version holds."""
    query = (
        select(QUESTION_STATUS, EVENT.c.actor)
        .join(EVENT, EVENT.c.seq == QUESTION_STATUS.c.event_seq)
        .order_by(QUESTION_STATUS.c.event_seq)
    )
    return tuple(
        QuestionStatus(
            key=row["key"],
            version=row["version"],
            status=row["status"],
            reason=row["reason"],
            because=row["because"],
            actor=row["actor"],
            at=datetime.fromisoformat(row["at"]),
        )
        for row in reading.all(query)
    )
