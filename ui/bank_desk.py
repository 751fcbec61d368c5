"""What a page knows of the bank: kept assessments, the questions themselves, their standing."""

from __future__ import annotations

from collections.abc import Mapping

import workflow.bank_store
from interview import Question
from store import questions
from ui.asked import asked
from ui.here import Here
from workflow.bank_standing import bank_standing
from workflow.bank_store import StoredBank


def kept_banks(where: Here) -> tuple[StoredBank, ...]:
    """Every kept assessment, newest first; read again only when the store has changed."""
    return asked(
        where, "kept_banks", lambda: workflow.bank_store.stored_banks(where.actor, where.store)
    )


def bank_questions(where: Here) -> Mapping[str, Question]:
    """Every version of every question by ``key@version``."""
    return asked(where, "bank_questions", lambda: _questions(where))


def standing(where: Here) -> Mapping[str, str]:
    """How each version stands today, by ``key@version``."""
    return asked(where, "bank_standing", lambda: _standing(where))


def _questions(where: Here) -> dict[str, Question]:
    with where.store.read() as reading:
        return {one.ref: one for one in questions(reading)}


def _standing(where: Here) -> dict[str, str]:
    with where.store.read() as reading:
        return dict(bank_standing(reading))
