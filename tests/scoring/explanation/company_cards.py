"""Forty cards of one role with planted features, and one interview that everybody is beside."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from interview import (
    Answer,
    AnswerSignals,
    CompetencyWeight,
    Consent,
    FeatureSet,
    Interview,
    Quality,
    Question,
    RoleModel,
    ScoreCard,
    SignalPolicy,
)
from interview.recording import MODALITIES
from scoring.explanation import ComparisonGroup, PointsTable
from scoring.rubric import score

AT = datetime(2026, 3, 12, tzinfo=UTC)
ROLE = RoleModel(
    key="clerk",
    version=1,
    title={"en": "Clerk", "zh": "职员"},
    threshold=6.0,
    competencies=(
        CompetencyWeight(key="communication", weight=0.5, threshold=5.0),
        CompetencyWeight(key="teamwork", weight=0.3, threshold=5.0, must_have=True),
        CompetencyWeight(key="learning", weight=0.2, threshold=5.0),
    ),
    questions=(
        Question(key="q1", version=1, text={"en": "A team?", "zh": "团队？"}, kind="behavioural",
                 criteria={"teamwork": 0.7, "communication": 0.3}),
        Question(key="q2", version=1, text={"en": "A talk?", "zh": "沟通？"}, kind="behavioural",
                 criteria={"communication": 1.0}),
        Question(key="q3", version=2, text={"en": "A lesson?", "zh": "学习？"}, kind="open",
                 criteria={"learning": 1.0}),
    ),
    modality_limits={"voice": 0.15, "face": 0.05},
)  # fmt: skip
LAW = SignalPolicy(
    key="cn_pipl", version=1, compute=("language", "voice", "face"),
    caps={"voice": 0.15, "face": 0.05}, expression_cap=0.2, needs_consent=("voice", "face"),
)  # fmt: skip
WORDS = SignalPolicy(key="none", version=1, compute=("language", "voice", "face"))
AGREED = Consent(text_version="1", given_at=AT, scopes=frozenset({"voice", "face"}))
KEYS = ("communication", "teamwork", "learning")


def case(name: str = "me", *, answers: int = 3) -> Interview:
    return Interview(
        id=name,
        candidate_id=f"c-{name}",
        role="clerk",
        locale="en",
        consent=AGREED,
        answers=tuple(
            Answer(id=f"a{n}", question=f"q{n}", version=2 if n == 3 else 1)
            for n in range(1, answers + 1)
        ),
    )


def measured(seed: int, *, answers: int = 3, lift: float = 0.0) -> tuple[AnswerSignals, ...]:
    """Anchor and evidence move together; the rest is independent."""
    rng = np.random.default_rng(seed)
    made = []
    for n in range(1, answers + 1):
        deed = float(np.clip(rng.normal(3.0 + lift, 0.7), 1.0, 5.0))
        values = {
            "lang_words": 120.0,
            "lang_star": float(rng.integers(1, 5)),
            "lang_results": float(rng.integers(0, 4)),
            "lang_on_topic": float(rng.uniform(0.3, 0.9)),
            "lang_hedges": float(rng.uniform(0.0, 7.0)),
            "lang_connectives": float(rng.uniform(1.0, 6.0)),
            "lang_fillers": float(rng.uniform(0.0, 6.0)),
            "voice_pauses_per_min": float(rng.uniform(5.0, 20.0)),
            "voice_long_pauses": float(rng.integers(0, 4)),
            "voice_energy_range": float(rng.uniform(6.0, 15.0)),
            "voice_articulation_rate": float(rng.uniform(3.0, 5.0)),
            "face_gaze_share": float(rng.uniform(0.4, 0.9)),
            "face_smile_share": float(rng.uniform(0.0, 0.3)),
        }
        for key in KEYS:
            values[f"lang_anchor.{key}"] = deed
            values[f"lang_evidence.{key}"] = deed * 2.0 + float(rng.normal(0.0, 0.3))
        made.append(
            AnswerSignals(
                features=FeatureSet(answer=f"a{n}", values=values, missing={}, extractor="planted"),
                quality=tuple(Quality(modality=m, answer=f"a{n}") for m in MODALITIES),
            )
        )
    return tuple(made)


def card_of(seed: int, *, law: SignalPolicy = LAW, answers: int = 3) -> ScoreCard:
    return score(case(f"i{seed}", answers=answers), measured(seed, answers=answers), ROLE, law)


def everybody(n: int = 40, *, law: SignalPolicy = LAW) -> tuple[PointsTable, ComparisonGroup]:
    table = PointsTable()
    for seed in range(n):
        table.add(card_of(seed, law=law), "sales" if seed % 2 else "plant")
    return table, table.group()
