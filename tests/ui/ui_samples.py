"""Hand-made values for tests of what people see: one role, one card, one record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from interview import (
    Action,
    Answer,
    AnswerScore,
    CompetencyScore,
    Contribution,
    Covered,
    Decision,
    Estimate,
    Evidence,
    FeatureSet,
    Finding,
    Flag,
    Quality,
    Rating,
    Recommendation,
    RoleModel,
    ScoreCard,
    ScorerId,
    Segment,
    Timeline,
    Transcript,
    Withheld,
)
from scoring import shipped_roles
from workflow import HistoryEntry, Record, RecordAnswer

AT = datetime(2026, 3, 12, 8, 30, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> ![p](http://evil.example/p.png)"
WORDS = (
    "When our largest customer wanted to leave, I asked what had gone wrong.",
    "I listened to both sides and wrote a one page plan with three steps.",
    "We kept the customer and sold 20 percent more in the next quarter.",
)


def sales() -> RoleModel:
    return shipped_roles()["sales_manager"]


def estimate(value: float, half: float = 0.7, n: int = 6) -> Estimate:
    return Estimate(
        value=value,
        low=max(0.0, value - half),
        high=min(10.0, value + half),
        n=n,
        method="mean.shrunken_spread",
    )


def spoken(quote: str | None = None) -> Transcript:
    words = (*WORDS[:2], quote) if quote else WORDS
    return Transcript(
        segments=tuple(
            Segment(text=text, start_ms=6000 * i, end_ms=6000 * i + 5500)
            for i, text in enumerate(words)
        ),
        source="json",
        locale="en",
    )


def evidence(answer: str, place: int, points: float, transcript: Transcript) -> Evidence:
    segment = transcript.segments[place]
    start = sum(len(s.text) + 1 for s in transcript.segments[:place])
    return Evidence(
        start_ms=segment.start_ms,
        end_ms=segment.end_ms,
        start_char=start,
        end_char=start + len(segment.text),
        quote=segment.text,
        feature="lang_evidence",
        modality="language",
        contribution=points,
        answer=answer,
    )


def sample_card(quote: str | None = None) -> ScoreCard:
    """Five scored competencies and one withheld, on three answers."""
    role = sales()
    transcript = spoken(quote)
    findings: list[Finding] = [
        estimate(8.2),
        estimate(7.1, 0.9),
        estimate(5.2, 0.5),
        estimate(6.1, 0.8),
        Withheld(code="competency.not_asked"),
        estimate(9.7, 0.9),
    ]
    scores = []
    for place, (entry, finding) in enumerate(zip(role.competencies, findings, strict=False)):
        value = 0.0 if isinstance(finding, Withheld) else finding.value
        scores.append(
            CompetencyScore(
                competency=entry.key,
                finding=finding,
                without_expression=finding,
                threshold=entry.threshold,
                weight=entry.weight,
                must_have=entry.must_have,
                base=2.0,
                contributions=(
                    Contribution(
                        feature="lang_evidence",
                        modality="language",
                        answer="a1",
                        value=4.0,
                        points=value - 2.3,
                    ),
                    Contribution(
                        feature="voice_speech_share",
                        modality="voice",
                        answer="a2",
                        value=0.7,
                        points=0.3,
                    ),
                )
                if value
                else (),
                evidence=(
                    evidence("a1", place % 3, 1.2, transcript),
                    evidence("a2", (place + 1) % 3, 0.4, transcript),
                )
                if value
                else (),
            )
        )
    answers = tuple(
        AnswerScore(
            answer=f"a{n}",
            question=role.questions[n - 1].key,
            version=role.questions[n - 1].version,
            score=estimate(6.0 + n / 2, 1.4, 1) if n < 3 else Withheld(code="language.too_short"),
            features=FeatureSet(
                answer=f"a{n}",
                values={"voice_speech_share": 0.62, "voice_snr": 18.2},
                missing={"voice_pitch_median": "voice.too_short"},
                extractor="1",
            ),
        )
        for n in (1, 2, 3)
    )
    return ScoreCard(
        interview="i-sample",
        role=role.key,
        role_digest=role.digest,
        policy="cn_pipl",
        policy_digest="0" * 64,
        scorer=ScorerId(name="rubric", version="1", results_version=1),
        inputs_digest="1" * 64,
        quality=(
            Quality(modality="language", answer="a3", code="language.too_short", slots={}),
            Quality(modality="face", answer="a1", code="face.not_seen", slots={}),
        ),
        answers=answers,
        competencies=tuple(scores),
        overall=estimate(7.2, 0.6),
        overall_without_expression=estimate(7.0, 0.6),
        by_modality={
            "language": estimate(7.0),
            "voice": estimate(6.4),
            "face": Withheld(code="face.not_seen"),
        },
        recommendation=Recommendation(code="advance", because=("recommendation.above_threshold",)),
        threshold=role.threshold,
        shares={"language": 1.0, "voice": 0.15, "face": 0.0},
        rests_on=("language", "voice"),
        flags=(Flag(code="language.near_duplicate", slots={"count": 1}),),
    ).sealed()


def sample_timeline() -> Timeline:
    wave = tuple(None if i in (7, 8) else (i % 10) / 10 for i in range(18))
    return Timeline(
        step_ms=1000, tracks={"speech": wave, "energy": wave, "pitch": wave, "smile": wave}
    )


def sample_record(*, covered: bool = False, quote: str | None = None) -> Record:
    role = sales()
    card = sample_card(quote)
    keys = tuple(entry.key for entry in role.competencies)
    return Record(
        interview="i-sample",
        candidate="c-00194f2a",
        name=quote or "Li Wen",
        role=role,
        requisition="r1",
        requisition_title={"en": "Sales manager, Shanghai", "zh": "销售经理（上海）"},
        department="sales",
        locale="en",
        interviewed_at=AT,
        stage="interviewed",
        outcome=None,
        answers=tuple(
            RecordAnswer(
                id=f"a{n}",
                question=role.questions[n - 1],
                transcript=spoken(quote) if n < 3 else None,
                media="ab" * 32 if n == 1 else None,
                media_type="video/webm" if n == 1 else None,
                span=None,
                duration_ms=18000 if n == 1 else None,
                timeline=sample_timeline() if n == 1 and not covered else None,
            )
            for n in (1, 2, 3)
        ),
        card=Covered(interview="i-sample", code="blind.rate_first", left=keys) if covered else card,
        moments=None if covered else Withheld(code="moments.not_asked"),
        my_ratings=()
        if covered
        else tuple(
            Rating(interview="i-sample", rater="me", competency=k, score=6.0, at=AT, blind=True)
            for k in keys
        ),
        ratings=()
        if covered
        else (
            Rating(
                interview="i-sample", rater="you", competency=keys[0], score=8.0, at=AT, blind=True
            ),
        ),
        to_rate=keys if covered else (),
        reviews=(),
        decisions=()
        if covered
        else (
            Decision(
                interview="i-sample",
                stage="advance",
                outcome="yes",
                reasons=quote or "Clear examples with results.",
                actor="me",
                card_digest=card.digest,
                at=AT,
            ),
        ),
        history=(HistoryEntry(at=AT, actor="me", action=Action.INTERVIEW_ADDED),),
        may=frozenset({"rate", "overrule", "decide", "export_card"}),
    )


__all__ = ["AT", "HOSTILE", "Answer", "replace", "sales", "sample_card", "sample_record"]
