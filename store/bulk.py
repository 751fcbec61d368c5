"""Thousands of scored interviews in one go: the same rows and events, sent in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import select

from interview import AnswerSignals, Interview
from store.cards import card_digest, write_card
from store.interviews import write_interview
from store.keys import load_keys, person_key
from store.people import add_new_person
from store.signals import write_signals
from store.tables import INTERVIEW, PERSON
from store.transaction import Transaction

_AT_ONCE = 250


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoredInterview:
    """One interview with what was measured and the card as JSON; ``name`` of the person, if
    known."""

    interview: Interview
    signals: tuple[AnswerSignals, ...]
    card: dict[str, Any] | None
    name: str | None = None


def save_many(tx: Transaction, items: Iterable[ScoredInterview]) -> int:
    """Save scored interviews; those whose id is in the store are left as they are.

    Each gets the same events as when it is saved alone. Requisitions must be there. Returns how
    many were saved.
    """
    saved = 0
    with tx.gathering():
        for some in _chunks(items):
            ids = [item.interview.id for item in some]
            tx.flush()
            taken = set(
                tx.connection.scalars(select(INTERVIEW.c.id).where(INTERVIEW.c.id.in_(ids)))
            )
            people = {item.interview.candidate_id for item in some}
            known = set(
                tx.connection.scalars(
                    select(PERSON.c.candidate_id).where(PERSON.c.candidate_id.in_(people))
                )
            )
            load_keys(tx, known)
            for item in some:
                one = item.interview
                if one.id in taken:
                    continue
                taken.add(one.id)
                if one.candidate_id in known:
                    key = person_key(tx, one.candidate_id)
                else:
                    key = add_new_person(tx, one.candidate_id, item.name)
                    known.add(one.candidate_id)
                write_interview(tx, one, key)
                if item.signals:
                    write_signals(tx, one.id, item.signals, key)
                if item.card is not None:
                    write_card(tx, one.id, item.card, card_digest(item.card), key)
                saved += 1
    return saved


def _chunks(items: Iterable[ScoredInterview]) -> Iterator[list[ScoredInterview]]:
    source = iter(items)
    while some := list(islice(source, _AT_ONCE)):
        yield some
