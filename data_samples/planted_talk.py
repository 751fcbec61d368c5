"""Interviews of timelines alone: even talk with chance in it, departures at known times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    SignalPolicy,
    Timeline,
)

LENGTH_S = 70
SILENT_END_S = 3
OPEN_LAW = SignalPolicy(
    key="open", version=1, compute=("language", "voice", "face"), caps={}, expression_cap=0.0
)
CONSENT_LAW = SignalPolicy(
    key="consent",
    version=1,
    compute=("language", "voice", "face"),
    needs_consent=("voice", "face"),
)
EU_LAW = SignalPolicy(key="eu", version=1, compute=("language",))


def question(key: str, competency: str, text: str = "Tell me about your work.") -> Question:
    return Question(
        key=key, version=1, text={"en": text}, kind="behavioural", criteria={competency: 1.0}
    )


ROLE = RoleModel(
    key="clerk",
    version=1,
    title={"en": "Clerk"},
    competencies=(
        CompetencyWeight(key="teamwork", weight=0.5),
        CompetencyWeight(key="stress_tolerance", weight=0.5),
    ),
    questions=(
        question("q1", "teamwork"),
        question("q2", "teamwork"),
        question("q3", "stress_tolerance", "Describe your busiest day."),
    ),
)

Planted = Mapping[str, Sequence[tuple[int, int, float]]]
"""Measure to (first second, second after the last, shift): shares, syllables/s, semitones."""


def timeline(
    seed: int, planted: Planted | None = None, *, length: int = LENGTH_S, carry: float = 0.0
) -> Timeline:
    """Even talk: 15 % pauses, 4.4 syllables a second, pitch about the own median.

    ``carry`` is how much of a second's chance stays for the next (0 none, .9 slow waves), as in
    people, whose pace and pitch drift.
    """
    chance = np.random.default_rng(seed)
    pause = np.clip(0.15 + 0.09 * _drift(chance, length, carry), 0.0, 0.6)
    rate = 4.4 + 0.5 * _drift(chance, length, carry)
    pitch = 0.8 * _drift(chance, length, carry)
    for measure, track in (("pause", pause), ("rate", rate), ("pitch", pitch)):
        for start, stop, shift in (planted or {}).get(measure, ()):
            track[start:stop] += shift
    speech = np.clip(1.0 - pause, 0.0, 1.0)
    # the first second and the last ones are silent: no part of the talk
    speech[0] = 0.0
    speech[length - SILENT_END_S :] = 0.0
    heard = speech > 0.1
    return Timeline(
        step_ms=1000,
        tracks={
            "speech": tuple(speech.round(3).tolist()),
            "rate": tuple(v if h else None for v, h in zip(rate.tolist(), heard, strict=True)),
            "pitch": tuple(v if h else None for v, h in zip(pitch.tolist(), heard, strict=True)),
            "energy": (-20.0,) * length,
        },
    )


def _drift(chance: np.random.Generator, length: int, carry: float) -> np.ndarray:
    """Standard normal values of which each keeps a part of the one before."""
    drawn = chance.standard_normal(length)
    for second in range(1, length):
        drawn[second] = carry * drawn[second - 1] + np.sqrt(1 - carry**2) * drawn[second]
    return drawn


def signals(answer: str, drawn: Timeline | None, **values: float) -> AnswerSignals:
    """One answer's signals: words that score and a voice that passed the gate."""
    shown = {
        "lang_evidence.teamwork": 6.0,
        "lang_anchor.teamwork": 3.0,
        "lang_evidence.stress_tolerance": 4.0,
        "lang_anchor.stress_tolerance": 3.0,
        "lang_star": 3.0,
        "lang_results": 1.0,
        "lang_on_topic": 0.5,
        "lang_hedges": 1.0,
    }
    voice = {"voice_pitch_median": 120.0, "voice_pitch_range": 7.0, "voice_energy_range": 15.0}
    return AnswerSignals(
        features=FeatureSet(
            answer=answer, values=shown | voice | values, missing={}, extractor="planted"
        ),
        quality=(
            Quality(modality="language", answer=answer),
            Quality(modality="voice", answer=answer),
        ),
        timeline=drawn,
        duration_ms=LENGTH_S * 1000,
    )


def interview(*scopes: str) -> Interview:
    """Two answers about work and one to a question that asks for pressure."""
    at = datetime(2026, 3, 12, tzinfo=UTC)
    return Interview(
        id="i1",
        candidate_id="c1",
        role="clerk",
        answers=tuple(Answer(id=f"a{n}", question=f"q{n}", version=1) for n in (1, 2, 3)),
        consent=Consent(text_version="t", given_at=at, scopes=frozenset(scopes))
        if scopes
        else None,
    )


def talk(
    seed: int, planted: Planted | None = None, *, carry: float = 0.0
) -> tuple[AnswerSignals, ...]:
    """The signals of the interview; departures are planted in the third answer."""
    return (
        signals("a1", timeline(seed * 10 + 1, carry=carry)),
        signals("a2", timeline(seed * 10 + 2, carry=carry)),
        signals("a3", timeline(seed * 10 + 3, planted, carry=carry)),
    )
