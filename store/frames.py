"""Frames: what analysis reads, always the same columns, one row per thing asked for.

Protected attributes are never among them; `attributes` gives those, for a stated purpose.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from pydantic_core import from_json
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from interview import Question, utc_text
from store.restoring import restored
from store.tables import (
    ANSWER,
    ANSWER_SCORE,
    CARD,
    COMPETENCY_SCORE,
    DECISION,
    FEATURE_SET,
    INTERVIEW,
    OUTCOME,
    QUESTION_VERSION,
    RATING,
    REQUISITION,
)
from store.transaction import Reading

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

FrameKind = Literal["interview", "score", "answer", "rating", "decision", "outcome"]
COLUMNS = (
    "candidate_id",
    "interview_id",
    "requisition_id",
    "role",
    "department",
    "question",
    "version",
    "competency",
    "score",
    "rater",
    "rating",
    "stage",
    "selected",
    "outcome",
    "kpi",
    "outcome_at",
    "interviewed_at",
)
# when an outcome was taken; the pinned columns have no place for it
EXTRA = ("outcome_kind",)


def frames(
    reading: Reading,
    kind: FrameKind,
    *,
    role: str | None = None,
    requisition: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> pd.DataFrame:
    """One frame: the pinned columns, empty where they do not apply to this kind.

    ``interview``: everybody interviewed, scored or not, beside the overall score of the current
    card. ``score``: the current card by interview and competency. ``answer``: its answers'
    scores by question and version. ``rating``: the ratings that count, beside the machine's
    score of the same competency. ``decision``: the newest decision by interview and stage,
    ``selected`` 1 for yes, 0 for no, empty on hold, beside the overall score. ``outcome``: job
    outcomes by interview, beside the machine's score of the competency that ``kpi`` names, else
    the overall score. A withheld score is empty. Times are UTC.
    """
    import pandas as pd

    query = {
        "interview": _everybody,
        "score": _scores,
        "answer": _answers,
        "rating": _ratings,
        "decision": _decisions,
        "outcome": _outcomes,
    }[kind]()
    scope: list[ColumnElement[bool]] = []
    if role is not None:
        scope.append(INTERVIEW.c.role == role)
    if requisition is not None:
        scope.append(INTERVIEW.c.requisition_id == requisition)
    if since is not None:
        scope.append(INTERVIEW.c.conducted_at >= utc_text(since))
    if until is not None:
        scope.append(INTERVIEW.c.conducted_at < utc_text(until))
    result = reading.connection.execute(query.where(*scope))
    frame = pd.DataFrame([tuple(row) for row in result], columns=list(result.keys()))
    if kind == "answer":
        measures = _competencies(reading)
        pairs = zip(frame["question"], frame["version"], strict=True)
        frame["competency"] = [measures.get(pair) for pair in pairs]
    frame = frame.reindex(columns=[*COLUMNS, *EXTRA])
    for name in ("interviewed_at", "outcome_at"):
        frame[name] = pd.to_datetime(frame[name], utc=True, format="ISO8601")
    for name in ("score", "rating", "selected", "outcome", "version"):
        frame[name] = frame[name].astype("float64")
    return frame


def feature_frame(
    reading: Reading, *, role: str | None = None, passed: bool = False
) -> pd.DataFrame:
    """Measured features, one row per answer of the newest measurement of each interview.

    Columns: candidate_id, interview_id, answer_id, question, version, interviewed_at, then one per
    feature; empty where it was not measured, and with ``passed`` also where the answer failed the
    quality check of the feature's modality.
    """
    import numpy as np
    import pandas as pd

    newest = select(
        FEATURE_SET.c.interview_id, func.max(FEATURE_SET.c.event_seq).label("seq")
    ).group_by(FEATURE_SET.c.interview_id)
    last = newest.subquery()
    query = (
        select(
            INTERVIEW.c.candidate_id,
            INTERVIEW.c.id.label("interview_id"),
            FEATURE_SET.c.answer_id,
            ANSWER.c.question,
            ANSWER.c.version,
            INTERVIEW.c.conducted_at.label("interviewed_at"),
            FEATURE_SET.c.quality,
            FEATURE_SET.c.feature_values,
        )
        .join(last, last.c.seq == FEATURE_SET.c.event_seq)
        .join(INTERVIEW, INTERVIEW.c.id == FEATURE_SET.c.interview_id)
        .outerjoin(
            ANSWER,
            and_(
                ANSWER.c.interview_id == FEATURE_SET.c.interview_id,
                ANSWER.c.id == FEATURE_SET.c.answer_id,
            ),
        )
        .order_by(FEATURE_SET.c.event_seq, FEATURE_SET.c.position)
    )
    if role is not None:
        query = query.where(INTERVIEW.c.role == role)
    rows = [tuple(row) for row in reading.connection.execute(query)]
    names = ["candidate_id", "interview_id", "answer_id", "question", "version", "interviewed_at"]
    facts = pd.DataFrame([row[:-2] for row in rows], columns=names)
    facts["interviewed_at"] = pd.to_datetime(facts["interviewed_at"], utc=True, format="ISO8601")
    columns: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]] = {}
    for position, row in enumerate(rows):
        failed = _failed(row[-2]) if passed else ()
        for name, value in from_json(row[-1]).items():
            if failed and name.startswith(failed):
                continue
            if name not in columns:
                columns[name] = np.full(len(rows), np.nan)
            columns[name][position] = value
    values = pd.DataFrame({name: columns[name] for name in sorted(columns)}, index=facts.index)
    return pd.concat([facts, values], axis=1)


_PREFIX = {"language": "lang_", "voice": "voice_", "face": "face_"}


def _failed(quality: str | None) -> tuple[str, ...]:
    """How the names of features begin whose modality failed its check."""
    checked = from_json(quality) if quality else []
    return tuple(_PREFIX[one["modality"]] for one in checked if one["code"])


def _facts() -> tuple[ColumnElement[Any], ...]:
    return (
        INTERVIEW.c.candidate_id,
        INTERVIEW.c.id.label("interview_id"),
        INTERVIEW.c.requisition_id,
        INTERVIEW.c.role,
        REQUISITION.c.department,
        INTERVIEW.c.conducted_at.label("interviewed_at"),
    )


_Query = Select[*tuple[Any, ...]]
_INTERVIEWS = INTERVIEW.outerjoin(REQUISITION, REQUISITION.c.id == INTERVIEW.c.requisition_id)
_CURRENT = and_(CARD.c.interview_id == INTERVIEW.c.id, CARD.c.current == 1)
_SAME_CARD = and_(
    COMPETENCY_SCORE.c.interview_id == CARD.c.interview_id,
    COMPETENCY_SCORE.c.card_digest == CARD.c.digest,
)


def _everybody() -> _Query:
    return (
        select(*_facts(), CARD.c.overall_value.label("score"))
        .select_from(_INTERVIEWS.outerjoin(CARD, _CURRENT))
        .order_by(INTERVIEW.c.id)
    )


def _scores() -> _Query:
    furthest = and_(DECISION.c.interview_id == INTERVIEW.c.id, DECISION.c.current == 1)
    return (
        select(
            *_facts(),
            COMPETENCY_SCORE.c.competency,
            COMPETENCY_SCORE.c.value.label("score"),
            DECISION.c.stage,
            _selected(),
        )
        .select_from(
            _INTERVIEWS.join(CARD, _CURRENT)
            .join(COMPETENCY_SCORE, _SAME_CARD)
            .outerjoin(DECISION, furthest)
        )
        .order_by(CARD.c.event_seq, COMPETENCY_SCORE.c.competency)
    )


def _answers() -> _Query:
    same = and_(
        ANSWER_SCORE.c.interview_id == CARD.c.interview_id,
        ANSWER_SCORE.c.card_digest == CARD.c.digest,
    )
    return (
        select(
            *_facts(),
            ANSWER_SCORE.c.question,
            ANSWER_SCORE.c.version,
            ANSWER_SCORE.c.value.label("score"),
        )
        .select_from(_INTERVIEWS.join(CARD, _CURRENT).join(ANSWER_SCORE, same))
        .order_by(CARD.c.event_seq, ANSWER_SCORE.c.answer_id)
    )


def _ratings() -> _Query:
    newer = RATING.alias("newer")
    replaced = (
        select(newer.c.event_seq)
        .where(
            newer.c.interview_id == RATING.c.interview_id,
            newer.c.rater == RATING.c.rater,
            newer.c.competency == RATING.c.competency,
            newer.c.event_seq > RATING.c.event_seq,
        )
        .exists()
    )
    rated = and_(_SAME_CARD, COMPETENCY_SCORE.c.competency == RATING.c.competency)
    return (
        select(
            *_facts(),
            RATING.c.competency,
            COMPETENCY_SCORE.c.value.label("score"),
            RATING.c.rater,
            RATING.c.score.label("rating"),
        )
        .select_from(
            _INTERVIEWS.join(RATING, RATING.c.interview_id == INTERVIEW.c.id)
            .outerjoin(CARD, _CURRENT)
            .outerjoin(COMPETENCY_SCORE, rated)
        )
        .where(~replaced)
        .order_by(RATING.c.event_seq, RATING.c.competency)
    )


def _decisions() -> _Query:
    newest = select(func.max(DECISION.c.event_seq)).group_by(
        DECISION.c.interview_id, DECISION.c.stage
    )
    return (
        select(*_facts(), CARD.c.overall_value.label("score"), DECISION.c.stage, _selected())
        .select_from(
            _INTERVIEWS.join(DECISION, DECISION.c.interview_id == INTERVIEW.c.id).outerjoin(
                CARD, _CURRENT
            )
        )
        .where(DECISION.c.event_seq.in_(newest))
        .order_by(DECISION.c.event_seq)
    )


def _outcomes() -> _Query:
    newer = OUTCOME.alias("newer")
    replaced = (
        select(newer.c.event_seq)
        .where(
            newer.c.candidate_id == OUTCOME.c.candidate_id,
            newer.c.kind == OUTCOME.c.kind,
            newer.c.kpi == OUTCOME.c.kpi,
            func.coalesce(newer.c.requisition_id, "")
            == func.coalesce(OUTCOME.c.requisition_id, ""),
            func.coalesce(newer.c.rater, "") == func.coalesce(OUTCOME.c.rater, ""),
            newer.c.event_seq > OUTCOME.c.event_seq,
        )
        .exists()
    )
    theirs = and_(
        OUTCOME.c.candidate_id == INTERVIEW.c.candidate_id,
        or_(
            OUTCOME.c.requisition_id.is_(None),
            OUTCOME.c.requisition_id == INTERVIEW.c.requisition_id,
        ),
    )
    named = and_(_SAME_CARD, COMPETENCY_SCORE.c.competency == OUTCOME.c.kpi)
    # a withheld competency stays empty; only a figure that names none is set beside the overall
    score = case(
        (COMPETENCY_SCORE.c.competency.is_not(None), COMPETENCY_SCORE.c.value),
        else_=CARD.c.overall_value,
    )
    return (
        select(
            *_facts(),
            COMPETENCY_SCORE.c.competency,
            score.label("score"),
            OUTCOME.c.rater,
            OUTCOME.c.value.label("outcome"),
            OUTCOME.c.kpi,
            OUTCOME.c.at.label("outcome_at"),
            OUTCOME.c.kind.label("outcome_kind"),
        )
        .select_from(
            _INTERVIEWS.join(OUTCOME, theirs)
            .outerjoin(CARD, _CURRENT)
            .outerjoin(COMPETENCY_SCORE, named)
        )
        .where(~replaced)
        .order_by(OUTCOME.c.event_seq, OUTCOME.c.position)
    )


def _selected() -> ColumnElement[Any]:
    return case((DECISION.c.outcome == "yes", 1), (DECISION.c.outcome == "no", 0)).label("selected")


def _competencies(reading: Reading) -> dict[tuple[str, float], str]:
    """What each question version measures first of all."""
    found: dict[tuple[str, float], str] = {}
    for row in reading.all(select(QUESTION_VERSION.c.content)):
        question = restored(Question, json.loads(row["content"]))
        found[question.key, float(question.version)] = question.competency
    return found
