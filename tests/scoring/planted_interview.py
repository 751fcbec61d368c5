"""Interviews with planted feature values, a small rubric whose arithmetic fits on paper."""

from collections.abc import Mapping
from datetime import UTC, datetime

from interview import (
    Answer,
    AnswerSignals,
    CompetencyWeight,
    Consent,
    Evidence,
    FeatureSet,
    FeatureSpec,
    Interview,
    Quality,
    Question,
    RoleModel,
    SignalPolicy,
)
from scoring.rubric_weights import Rubric, read_rubric


def row(name: str, modality: str, low: float, high: float) -> FeatureSpec:
    return FeatureSpec(name=name, modality=modality, unit="", use="score", description={},
                       source="planted", low=low, high=high)  # type: ignore[arg-type]  # fmt: skip


CATALOGUE = {
    spec.name: spec
    for spec in (
        row("lang_evidence", "language", 0, 10),
        row("lang_star", "language", 0, 4),
        row("lang_fillers", "language", 10, 0),
        row("voice_energy_range", "voice", 0, 20),
        row("voice_long_pauses", "voice", 4, 0),
        row("face_gaze_share", "face", 0, 1),
    )
}
RUBRIC_TEXT = """
version = "test"
base = 5.0
prior_df = 10.0
level = 0.95
least_measured = 0.5
least_covered = 0.6
fewest_answers = 3
review_flags = ["transcript.length_mismatch"]
[language.default]
lang_evidence = 3
lang_star = 2
[language.communication]
lang_evidence = 2
lang_star = 1
lang_fillers = 1
[kind.technical]
lang_star = 0
"""
SPEAKS = {"communication": ("voice_energy_range", "voice_long_pauses", "face_gaze_share")}


def rubric() -> Rubric:
    return read_rubric(RUBRIC_TEXT, features=CATALOGUE, speaks=SPEAKS)


ROLE = RoleModel(
    key="clerk",
    version=1,
    title={"en": "Clerk"},
    threshold=6.0,
    competencies=(
        CompetencyWeight(key="communication", weight=0.5, threshold=5.0, must_have=True),
        CompetencyWeight(key="teamwork", weight=0.3, threshold=5.0),
        CompetencyWeight(key="planning", weight=0.2, threshold=5.0),
    ),
    questions=(
        Question(key="q1", version=1, text={"en": "?"}, kind="behavioural",
                 criteria={"communication": 1.0}),
        Question(key="q2", version=1, text={"en": "?"}, kind="behavioural",
                 criteria={"teamwork": 0.7, "communication": 0.3}),
        Question(key="q3", version=1, text={"en": "?"}, kind="technical",
                 criteria={"planning": 1.0}),
        Question(key="q4", version=1, text={"en": "?"}, kind="behavioural",
                 criteria={"teamwork": 1.0}),
    ),
    modality_limits={"voice": 0.15, "face": 0.05},
    between_answers_sd=1.5,
)  # fmt: skip

MEASURED = SignalPolicy(key="none", version=1, compute=("language", "voice", "face"))
CAPPED = SignalPolicy(
    key="capped", version=1, compute=("language", "voice", "face"),
    caps={"voice": 0.2, "face": 0.05}, expression_cap=0.2, needs_consent=("voice", "face"),
)  # fmt: skip
WORDS_ONLY = SignalPolicy(key="words", version=1, compute=("language",))
CONSENT = Consent(
    text_version="1",
    given_at=datetime(2026, 1, 1, tzinfo=UTC),
    scopes=frozenset({"language", "voice", "face"}),
)
FACES = {"voice_energy_range": 18.0, "voice_long_pauses": 1.0, "face_gaze_share": 0.9}


def signals(
    answer: str,
    *,
    evidence: float = 6.0,
    star: float = 3.0,
    fillers: float = 2.0,
    expression: Mapping[str, float] = FACES,
    language: str = "",
    quotes: tuple[str, ...] = (),
) -> AnswerSignals:
    """Signals of one answer, equally strong in every competency; ``language`` withholds it."""
    values: dict[str, float] = dict(expression)
    if not language:
        values |= {f"lang_evidence.{c.key}": evidence for c in ROLE.competencies}
        values |= {"lang_star": star, "lang_fillers": fillers}
    qualities = [Quality(modality="language", answer=answer, code=language)]
    for modality in ("voice", "face"):
        code = "" if any(n.startswith(modality) for n in expression) else f"{modality}.none"
        qualities.append(Quality(modality=modality, answer=answer, code=code))  # type: ignore[arg-type]
    pieces = {
        c.key: tuple(
            Evidence(start_ms=100 * i, end_ms=100 * i + 90, start_char=10 * i,
                     end_char=10 * i + 9, quote=quote, feature=f"lang_evidence.{c.key}",
                     modality="language")
            for i, quote in enumerate(quotes)
        )
        for c in ROLE.competencies
    }  # fmt: skip
    return AnswerSignals(
        features=FeatureSet(answer=answer, values=values, missing={}, extractor="planted"),
        evidence=pieces,
        quality=tuple(qualities),
    )


def interview(*questions: str | None, consent: Consent | None = CONSENT) -> Interview:
    """An interview whose answers a1, a2 ... belong to the questions named."""
    answers = tuple(
        Answer(id=f"a{i}", question=key, version=1 if key else None)
        for i, key in enumerate(questions, start=1)
    )
    return Interview(
        id="i1", candidate_id="somebody", role="clerk", answers=answers, consent=consent
    )
