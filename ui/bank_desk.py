"""What a page knows of the bank: kept assessments, the questions themselves, their standing."""

from __future__ import annotations

from collections.abc import Mapping

import workflow.bank_store
from interview import Question
from store import QuestionStatus, question_statuses, questions
from ui.asked import asked
from ui.here import Here
from workflow.bank_store import StoredBank


def kept_banks(where: Here) -> tuple[StoredBank, ...]:
    """Every kept assessment, newest first; read again only when the store has changed."""
    return asked(
        where, "kept_banks", lambda: workflow.bank_store.stored_banks(where.actor, where.store)
    )


def bank_questions(where: Here) -> Mapping[str, Question]:
    """Every version of every question by ``key@version``."""
    return asked(where, "bank_questions", lambda: _questions(where))


def decisions(where: Here) -> tuple[QuestionStatus, ...]:
    """What people decided about questions, oldest first."""
    return asked(where, "bank_statuses", lambda: _statuses(where))


def standing(where: Here) -> Mapping[str, str]:
    """The present status of each version about which somebody decided."""
    return {f"{one.key}@{one.version}": one.status for one in decisions(where)}


def _questions(where: Here) -> dict[str, Question]:
    with where.store.read() as reading:
        return {one.ref: one for one in questions(reading)}


def _statuses(where: Here) -> tuple[QuestionStatus, ...]:
    with where.store.read() as reading:
        return question_statuses(reading)
