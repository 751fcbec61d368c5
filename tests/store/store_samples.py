"""A small company to put into a store: one builder for each kind of thing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from interview import (
    Answer,
    AnswerSignals,
    CompetencyWeight,
    Consent,
    Evidence,
    FeatureSet,
    Flag,
    Interview,
    Quality,
    Question,
    RoleModel,
    Segment,
    Span,
    Timeline,
    Transcript,
    Word,
)
from store import (
    Requisition,
    Store,
    add_person,
    save_card,
    save_department,
    save_interview,
    save_requisition,
    save_role,
    save_signals,
)

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
SECRET = "I calmed an angry customer in Harbin"
COMPETENCIES = ("teamwork", "negotiation")


def a_role(version: int = 1, threshold: float = 6.0) -> RoleModel:
    question = Question(
        key="q1",
        version=1,
        text={"en": "Tell me about a conflict.", "zh": "请讲一次冲突。"},
        kind="behavioural",
        # equal weights: the first named one counts, so their order must survive
        criteria={"teamwork": 0.5, "negotiation": 0.5},
        anchors={"en": {1: "none", 5: "all"}},
    )
    return RoleModel(
        key="clerk",
        version=version,
        title={"zh": "职员", "en": "Clerk"},
        competencies=tuple(CompetencyWeight(key=key, weight=0.5) for key in COMPETENCIES),
        questions=(question,),
        threshold=threshold,
    )


def a_requisition(key: str = "r1", **changes: Any) -> Requisition:
    values: dict[str, Any] = {
        "id": key,
        "role": "clerk",
        "department": "sales",
        "title": {"en": f"Clerk {key}", "zh": "职员"},
        "opened_at": NOON,
        "blind_first": False,
    }
    return Requisition(**{**values, **changes})


def an_interview(key: str = "i1", candidate: str = "c1", **changes: Any) -> Interview:
    words = (Word(text="I", start_ms=0, end_ms=90, confidence=0.93),)
    said = Transcript(
        segments=(Segment(text=SECRET, start_ms=0, end_ms=4000, words=words), Segment(text="好。")),
        source="json",
        locale="en",
    )
    values: dict[str, Any] = {
        "id": key,
        "candidate_id": candidate,
        "role": "clerk",
        "requisition": "r1",
        "locale": "en",
        "conducted_at": NOON,
        "answers": (
            Answer(
                id="a1",
                question="q1",
                version=1,
                media="recordings/Zhang San.mp4",
                span=Span(start_ms=0, end_ms=60_000),
                transcript=said,
            ),
            Answer(id="a2", media="ab" * 32),
        ),
        "consent": Consent(text_version="2", given_at=NOON, scopes=frozenset({"voice", "face"})),
        "tags": frozenset({"pilot"}),
    }
    return Interview(**{**values, **changes})


def some_evidence(quote: str = SECRET) -> Evidence:
    return Evidence(
        start_ms=100,
        end_ms=4000,
        start_char=0,
        end_char=len(quote),
        quote=quote,
        feature="lang_evidence.teamwork",
        modality="language",
        contribution=1.25,
    )


def some_signals() -> tuple[AnswerSignals, ...]:
    first = AnswerSignals(
        features=FeatureSet(
            answer="a1",
            values={"lang_words": 7.0, "voice_snr": 0.1 + 0.2},
            missing={"face_blink_rate": "face.no_video"},
            extractor="1",
        ),
        evidence={"teamwork": (some_evidence(),)},
        quality=(Quality(modality="face", answer="a1", code="face.no_video", slots={"n": 1}),),
        flags=(Flag(code="language.short", slots={"words": 7}, evidence=(some_evidence(),)),),
        timeline=Timeline(step_ms=1000, tracks={"energy": (-20.5, None)}),
        duration_ms=60_000,
        timings={"language": 0.25},
    )
    second = AnswerSignals(features=FeatureSet(answer="a2", values={}, missing={}, extractor="1"))
    return first, second


def an_estimate(value: float) -> dict[str, Any]:
    return {"value": value, "low": value - 1, "high": value + 1, "n": 2, "method": "mean.t"}


def a_card(
    interview: str = "i1", overall: float | None = 6.5, version: int = 1, **changes: Any
) -> dict[str, Any]:
    withheld = {"withheld": True, "code": "language.no_transcript", "n": 0}
    finding = withheld if overall is None else an_estimate(overall)
    quote = {"answer": "a1", **_plain(some_evidence())}
    values: dict[str, Any] = {
        "interview": interview,
        "role": "clerk",
        "role_digest": "1" * 64,
        "policy": "none",
        "policy_digest": "2" * 64,
        "scorer": {"name": "rubric", "version": "1"},
        "results_version": 1,
        "inputs_digest": "3" * 64,
        "quality": [],
        "features": {"lang_words": {"value": 7.0, "unit": "count"}},
        "answers": [
            {"answer": "a1", "question": "q1", "version": 1, "score": finding, "evidence": []}
        ],
        "competencies": [
            {
                "competency": key,
                "finding": finding,
                "without_expression": finding,
                "threshold": 6.0,
                "weight": 0.5,
                "must_have": False,
                "evidence": [quote],
            }
            for key in COMPETENCIES
        ],
        "overall": finding,
        "overall_without_expression": finding,
        "by_modality": {},
        "recommendation": {"code": "collect" if overall is None else "review", "because": ["a.b"]},
        "threshold": 6.0,
        "flags": [{"code": "language.short", "slots": {}, "evidence": []}],
        "digest": f"{interview}-{version}",
    }
    return {**values, **changes}


def _plain(evidence: Evidence) -> dict[str, Any]:
    return {name: getattr(evidence, name) for name in evidence.__slots__ if name != "answer"}


def furnish(store: Store, interviews: Sequence[str] = ("i1",)) -> None:
    """A department, a requisition, a role and interviews with signals and cards."""
    with store.transaction("setup") as tx:
        save_department(tx, "sales", {"en": "Sales", "zh": "销售"})
        save_requisition(tx, a_requisition())
        save_role(tx, a_role())
        for number, key in enumerate(interviews):
            candidate = "c" + key[1:]
            add_person(tx, candidate, f"Zhang San {candidate}")
            at = NOON + timedelta(days=number)
            save_interview(tx, an_interview(key, candidate, conducted_at=at))
            save_signals(tx, key, some_signals())
            save_card(tx, key, a_card(key))


def by_hand(store: Store, *statements: str) -> None:
    """Change the database behind the program's back, as its owner could."""
    with store.engine.connect() as connection:
        if store.kind == "sqlite":
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")
            guards = raw.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall()
            for name, _ in guards:
                raw.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                raw.execute(statement)
            for _, sql in guards:
                raw.execute(sql)
            raw.execute("PRAGMA foreign_keys=ON")
        else:
            with connection.begin():
                connection.exec_driver_sql("SET session_replication_role = replica")
                for statement in statements:
                    connection.exec_driver_sql(statement)
                connection.exec_driver_sql("SET session_replication_role = origin")
