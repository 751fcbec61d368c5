"""What was measured in each answer: numbers in the clear, quotes and timelines encrypted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import RowMapping

from interview import (
    Action,
    AnswerSignals,
    Evidence,
    FeatureSet,
    Flag,
    Quality,
    Timeline,
)
from store.acts import record
from store.interviews import candidate_of
from store.keys import find_key, person_key
from store.restoring import dumped, restored
from store.sealing import seal_json, unseal_json
from store.tables import FEATURE_SET
from store.transaction import Reading, Row, Transaction


def save_signals(tx: Transaction, interview_id: str, signals: Sequence[AnswerSignals]) -> None:
    """Remember what was measured in an interview; an earlier measurement stays beside it."""
    key = person_key(tx, candidate_of(tx, interview_id))
    write_signals(tx, interview_id, signals, key)


def write_signals(
    tx: Transaction, interview_id: str, signals: Sequence[AnswerSignals], key: bytes
) -> None:
    """Write the signals of a known interview, under its person's key."""
    rows = [_row(interview_id, n, one, key) for n, one in enumerate(signals)]
    record(tx, interview_id, Action.INTERVIEW_MEASURED, [(FEATURE_SET, rows)])


def signals(reading: Reading, interview_id: str) -> tuple[AnswerSignals, ...]:
    """The newest measurement of an interview, answer by answer; empty when never measured.

    Of an erased person the numbers are left, without evidence, flags and timeline.
    """
    key = find_key(reading, candidate_of(reading, interview_id))
    newest = select(func.max(FEATURE_SET.c.event_seq)).where(
        FEATURE_SET.c.interview_id == interview_id
    )
    query = select(FEATURE_SET).where(
        FEATURE_SET.c.interview_id == interview_id,
        FEATURE_SET.c.event_seq == newest.scalar_subquery(),
    )
    ordered = query.order_by(FEATURE_SET.c.position)
    return tuple(_signals(row, key) for row in reading.all(ordered))


def _row(interview_id: str, position: int, one: AnswerSignals, key: bytes) -> Row:
    features = one.features
    private = {
        "evidence": one.evidence,
        "flags": one.flags,
        "timeline": one.timeline,
        "timings": one.timings,
    }
    return {
        "interview_id": interview_id,
        "answer_id": features.answer,
        "position": position,
        "extractor": features.extractor,
        "feature_values": dumped(features.values),
        "missing": dumped(features.missing),
        "quality": dumped(one.quality),
        "duration_ms": one.duration_ms,
        "sealed": seal_json(key, private, _context(interview_id, features.answer)),
    }


def _signals(row: RowMapping, key: bytes | None) -> AnswerSignals:
    answer = row["answer_id"]
    private: Any = {"evidence": {}, "flags": [], "timeline": None, "timings": {}}
    if key is not None:
        private = unseal_json(key, row["sealed"], _context(row["interview_id"], answer))
    return AnswerSignals(
        features=FeatureSet(
            answer=answer,
            values=json.loads(row["feature_values"]),
            missing=json.loads(row["missing"]),
            extractor=row["extractor"],
        ),
        evidence={
            name: tuple(restored(Evidence, one) for one in some)
            for name, some in private["evidence"].items()
        },
        quality=tuple(restored(Quality, one) for one in json.loads(row["quality"])),
        flags=tuple(restored(Flag, one) for one in private["flags"]),
        timeline=private["timeline"] and restored(Timeline, private["timeline"]),
        duration_ms=row["duration_ms"],
        timings=private["timings"],
    )


def _context(interview_id: str, answer: str) -> str:
    return f"signals:{interview_id}:{answer}"
