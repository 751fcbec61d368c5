"""Interviews and their answers; what was said lies encrypted, who said it is an opaque id."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.engine import RowMapping

from interview import (
    Action,
    Answer,
    Consent,
    InputError,
    Interview,
    Span,
    StoreError,
    Transcript,
    utc_text,
)
from store.acts import record
from store.keys import IN_CHUNK, find_key, load_keys, person_key
from store.people import add_new_person
from store.requisitions import requisition
from store.restoring import dumped, restored
from store.sealing import seal_json, unseal_json
from store.tables import ANSWER, CONSENT, INTERVIEW, PERSON, TRANSCRIPT
from store.transaction import Reading, Row, Transaction

_DIGEST = re.compile(r"[0-9a-f]{64}")


def save_interview(
    tx: Transaction, interview: Interview, *, duplicate: Literal["refuse", "keep"] = "refuse"
) -> bool:
    """Remember an interview with its answers, transcripts and consent; True when it was saved.

    The person is added when not yet known. ``answer.media`` that is not the digest of a blob (a
    path may carry a name) is kept encrypted with the transcript.

    Raises
    ------
    InputError
        ``interview.duplicate`` when the id is taken; with ``duplicate="keep"`` the saved one
        stays as it is and the answer is False.
    StoreError
        ``requisition.unknown``, ``person.erased``.
    """
    if tx.first(select(INTERVIEW.c.id).where(INTERVIEW.c.id == interview.id)) is not None:
        if duplicate == "keep":
            return False
        raise InputError(
            "interview.duplicate",
            f"interview {interview.id!r} is already in the store",
            "give this one another id, or leave it out",
            interview=interview.id,
        )
    if interview.requisition is not None:
        requisition(tx, interview.requisition)
    person = select(PERSON.c.candidate_id).where(PERSON.c.candidate_id == interview.candidate_id)
    if tx.first(person) is None:
        key = add_new_person(tx, interview.candidate_id, None)
    else:
        key = person_key(tx, interview.candidate_id)
    write_interview(tx, interview, key)
    return True


def write_interview(tx: Transaction, interview: Interview, key: bytes) -> None:
    """Write an interview known to be new, under its person's key."""
    at = interview.conducted_at
    row: Row = {
        "id": interview.id,
        "candidate_id": interview.candidate_id,
        "role": interview.role,
        "requisition_id": interview.requisition,
        "locale": interview.locale,
        "conducted_at": utc_text(at) if at else None,
        "tags": dumped(sorted(interview.tags)),
        "added_at": tx.now(),
        "draw": blind_draw(interview.id),
    }
    answers = [_answer_row(interview.id, n, a) for n, a in enumerate(interview.answers)]
    spoken: dict[str, Any] = {}
    for answer in interview.answers:
        private: dict[str, Any] = {}
        if answer.transcript is not None:
            private["transcript"] = answer.transcript
        if answer.media is not None and not _DIGEST.fullmatch(answer.media):
            private["media"] = answer.media
        if private:
            spoken[answer.id] = private
    text: Row = {
        "interview_id": interview.id,
        "sealed": seal_json(key, spoken, f"transcript:{interview.id}"),
    }
    given = interview.consent
    consent: list[Row] = []
    if given is not None:
        consent = [
            {
                "interview_id": interview.id,
                "text_version": given.text_version,
                "given_at": utc_text(given.given_at),
                "scopes": dumped(sorted(given.scopes)),
            }
        ]
    rows = [(INTERVIEW, [row]), (ANSWER, answers), (TRANSCRIPT, [text])]
    record(tx, interview.id, Action.INTERVIEW_ADDED, rows)
    if consent:
        record(tx, interview.id, Action.CONSENT_GIVEN, [(CONSENT, consent)])


def interview(reading: Reading, interview_id: str, *, with_transcripts: bool = False) -> Interview:
    """One interview as it was saved; transcripts only when asked for.

    An erased person's interview comes without transcripts. StoreError ``interview.unknown``.
    """
    row = reading.first(select(INTERVIEW).where(INTERVIEW.c.id == interview_id))
    if row is None:
        raise unknown_interview(interview_id)
    spoken: dict[str, Any] = {}
    key = find_key(reading, row["candidate_id"]) if with_transcripts else None
    if key is not None:
        query = select(TRANSCRIPT.c.sealed).where(TRANSCRIPT.c.interview_id == interview_id)
        sealed = reading.all(query)[0]["sealed"]
        found = unseal_json(key, sealed, f"transcript:{interview_id}")
        spoken = found if isinstance(found, dict) else {}
    answers = reading.all(
        select(ANSWER).where(ANSWER.c.interview_id == interview_id).order_by(ANSWER.c.position)
    )
    consent = reading.first(select(CONSENT).where(CONSENT.c.interview_id == interview_id))
    at = row["conducted_at"]
    return Interview(
        id=row["id"],
        candidate_id=row["candidate_id"],
        role=row["role"],
        answers=tuple(_answer(a, spoken.get(a["id"], {})) for a in answers),
        requisition=row["requisition_id"],
        locale=row["locale"],
        conducted_at=datetime.fromisoformat(at) if at else None,
        consent=None if consent is None else _consent(consent),
        tags=frozenset(json.loads(row["tags"])),
    )


def candidate_of(reading: Reading, interview_id: str) -> str:
    """Whose interview it is; StoreError ``interview.unknown``."""
    query = select(INTERVIEW.c.candidate_id).where(INTERVIEW.c.id == interview_id)
    row = reading.first(query)
    if row is None:
        raise unknown_interview(interview_id)
    return str(row["candidate_id"])


def candidates_of(reading: Reading, interviews: Iterable[str]) -> dict[str, str]:
    """Whose interviews they are, by interview; their keys are loaded too.

    StoreError ``interview.unknown`` for the first that is not in the store.
    """
    wanted = list(dict.fromkeys(interviews))
    people: dict[str, str] = {}
    for start in range(0, len(wanted), IN_CHUNK):
        some = wanted[start : start + IN_CHUNK]
        query = select(INTERVIEW.c.id, INTERVIEW.c.candidate_id).where(INTERVIEW.c.id.in_(some))
        people |= {row["id"]: row["candidate_id"] for row in reading.all(query)}
    for one in wanted:
        if one not in people:
            raise unknown_interview(one)
    load_keys(reading, people.values())
    return people


def unknown_interview(interview_id: str) -> StoreError:
    """The refusal for an id that is not in the store."""
    return StoreError(
        "interview.unknown",
        f"there is no interview {interview_id!r}",
        "look it up in the list of candidates",
        interview=interview_id,
    )


def blind_draw(interview_id: str) -> float:
    """The interview's fixed place from 0 to under 1, by which blind review draws its sample.

    Examples
    --------
    >>> 0 <= blind_draw("i1") < 1 and blind_draw("i1") == blind_draw("i1")
    True
    """
    return int(hashlib.sha256(interview_id.encode("utf-8")).hexdigest()[:12], 16) / 16**12


def _answer_row(interview_id: str, position: int, answer: Answer) -> Row:
    media = answer.media
    return {
        "interview_id": interview_id,
        "id": answer.id,
        "position": position,
        "question": answer.question,
        "version": answer.version,
        "media": media if media is not None and _DIGEST.fullmatch(media) else None,
        "start_ms": answer.span.start_ms if answer.span else None,
        "end_ms": answer.span.end_ms if answer.span else None,
    }


def _answer(row: RowMapping, private: dict[str, Any]) -> Answer:
    span = None
    if row["start_ms"] is not None:
        span = Span(start_ms=row["start_ms"], end_ms=row["end_ms"])
    said = private.get("transcript")
    return Answer(
        id=row["id"],
        question=row["question"],
        version=row["version"],
        media=row["media"] or private.get("media"),
        span=span,
        transcript=None if said is None else restored(Transcript, said),
    )


def _consent(row: RowMapping) -> Consent:
    return Consent(
        text_version=row["text_version"],
        given_at=datetime.fromisoformat(row["given_at"]),
        scopes=frozenset(json.loads(row["scopes"])),
    )
