"""Score cards: the whole card encrypted, because it quotes; its numbers in tables of their own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from interview import Action
from store.acts import record
from store.card_rows import answer_rows, card_row, competency_rows, evidence_rows
from store.interviews import candidate_of
from store.keys import find_key, person_key
from store.sealing import seal_json, unseal_json
from store.tables import ANSWER_SCORE, CARD, CARD_TEXT, COMPETENCY_SCORE, EVIDENCE
from store.transaction import Reading, Transaction

CardJson = Mapping[str, Any]


def save_card(
    tx: Transaction, interview_id: str, card_json: CardJson, digest: str | None = None
) -> str:
    """Remember a score card, which becomes the interview's current one; older cards stay.

    ``card_json`` has the pinned shape; its digest is the one given, else its own field
    ``digest``, else that of its JSON. Saving the same card again changes nothing. Returns the
    digest.
    """
    name = digest or card_digest(card_json)
    known = select(CARD.c.digest).where(CARD.c.interview_id == interview_id, CARD.c.digest == name)
    if tx.first(known) is not None:
        return name
    key = person_key(tx, candidate_of(tx, interview_id))
    tx.connection.execute(update(CARD).where(CARD.c.interview_id == interview_id).values(current=0))
    write_card(tx, interview_id, card_json, name, key)
    return name


def write_card(
    tx: Transaction, interview_id: str, card_json: CardJson, name: str, key: bytes
) -> None:
    """Write a card known to be new, under the person's key, as the current one."""
    text = {
        "interview_id": interview_id,
        "digest": name,
        "sealed": seal_json(key, dict(card_json), card_context(interview_id, name)),
    }
    row = card_row(interview_id, name, card_json, tx.now())
    rows = [
        (CARD, [row | {"current": 1}]),
        (CARD_TEXT, [text]),
        (COMPETENCY_SCORE, competency_rows(interview_id, name, card_json)),
        (ANSWER_SCORE, answer_rows(interview_id, name, card_json)),
        (EVIDENCE, evidence_rows(interview_id, name, card_json)),
    ]
    record(tx, interview_id, Action.INTERVIEW_SCORED, rows)


def card(reading: Reading, interview_id: str, digest: str | None = None) -> dict[str, Any] | None:
    """A card's JSON as it was saved: the current one, or the one with this digest.

    None when there is none, or when the person was erased and the card can no longer be read.
    """
    query = (
        select(CARD_TEXT)
        .where(CARD_TEXT.c.interview_id == interview_id)
        .order_by(CARD_TEXT.c.event_seq.desc())
        .limit(1)
    )
    if digest is not None:
        query = query.where(CARD_TEXT.c.digest == digest)
    row = reading.first(query)
    if row is None:
        return None
    key = find_key(reading, candidate_of(reading, interview_id))
    if key is None:
        return None
    found = unseal_json(key, row["sealed"], card_context(interview_id, row["digest"]))
    return found if isinstance(found, dict) else None


def card_digests(reading: Reading, interview_id: str) -> tuple[str, ...]:
    """The digests of an interview's cards, newest first."""
    query = (
        select(CARD.c.digest)
        .where(CARD.c.interview_id == interview_id)
        .order_by(CARD.c.event_seq.desc())
    )
    return tuple(str(row["digest"]) for row in reading.all(query))


def card_digest(card_json: CardJson) -> str:
    """The card's own digest; of a card that names none, SHA-256 of its JSON."""
    own = card_json.get("digest")
    if own:
        return str(own)
    text = json.dumps(dict(card_json), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def card_context(interview_id: str, digest: str) -> str:
    """The place a sealed card belongs to; it opens nowhere else."""
    return f"card:{interview_id}:{digest}"
