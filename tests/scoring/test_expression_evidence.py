"""Every point that voice or face adds can be replayed: one stretch of the recording each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview import (
    EXPRESSION,
    Answer,
    AnswerSignals,
    CompetencyWeight,
    FeatureSet,
    Interview,
    Quality,
    Question,
    RoleModel,
    SignalPolicy,
    Timeline,
)
from scoring import score_signals, shipped_rubric
from scoring.catalogue import FEATURES
from scoring.expression_evidence import expression_evidence
from scoring.moments.display import SMILE

#            0    1    2    3    4    5    6    7    8    9    10   11
SPEECH = (0.0, 1.0, 1.0, 0.9, 0.2, 0.0, 0.1, 1.0, 1.0, 1.0, 1.0, 0.0)
PITCH = (None, 0.0, 0.5, 0.0, None, None, None, 4.0, -3.0, 0.0, 0.5, None)
ENERGY = (-60.0, -20.0, -22.0, -21.0, -50.0, -60.0, -58.0, -20.0, -30.0, -21.0, -20.0, -60.0)
SMILES = (0.0, 0.0, 1.2, 1.5, 0.1, 0.0, 0.9, 0.0, 0.0, 0.0, 0.0, 0.0)
GAZE = (1.0, 1.0, 1.0, 1.0, 1.0, 0.2, 0.1, 0.9, 1.0, None, 1.0, 1.0)
WHOLE = Timeline(
    step_ms=1000,
    tracks={
        "speech": SPEECH,
        "pitch": PITCH,
        "energy": ENERGY,
        "smile": SMILES,
        "gaze": GAZE,
        "face": (1.0,) * 12,
    },
)


def stretch(name: str, value: float = 1.0, timeline: Timeline = WHOLE) -> tuple[int, int] | None:
    found = expression_evidence(timeline, {name: value}, {"communication": [name]})
    if not found:
        return None
    (piece,) = found["communication"]
    assert piece.feature == name
    assert piece.modality == FEATURES[name].modality
    return (piece.start_ms or 0) // 1000, (piece.end_ms or 0) // 1000


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("voice_long_pauses", 0.0, (4, 7)),  # the longest pause
        ("voice_pauses_per_min", 9.0, (4, 7)),
        ("voice_pitch_range", 7.0, (4, 9)),  # the first window with +4 and -3 in it
        ("voice_energy_range", 10.0, (4, 9)),  # -20 and -30 while speaking; silence is no level
        ("voice_articulation_rate", 4.0, (1, 11)),  # the talk as a whole
        (SMILE, 0.2, (2, 4)),  # the longest smile
        ("face_gaze_share", 0.8, (0, 5)),  # the longest look towards the camera
        ("face_gaze_share", 0.2, (5, 7)),  # or away from it
    ],
)
def test_the_stretch_shows_the_feature(name: str, value: float, expected: tuple[int, int]) -> None:
    assert stretch(name, value) == expected


def test_unbroken_speech_and_a_still_face_are_shown_as_they_are() -> None:
    talk = replace(
        WHOLE, tracks={"speech": (0.0, 1.0, 1.0, 1.0), "smile": (0.0,) * 4, "face": (1.0,) * 4}
    )
    assert stretch("voice_long_pauses", 0.0, talk) == (1, 4)
    assert stretch(SMILE, 0.0, talk) == (0, 4)


def test_what_was_not_measured_has_no_stretch() -> None:
    silent = replace(WHOLE, tracks={"speech": (0.0, 0.0)})
    assert stretch("voice_long_pauses", 0.0, silent) is None
    assert stretch(SMILE, 0.0, silent) is None
    assert expression_evidence(None, {SMILE: 0.1}, {"affinity": [SMILE]}) == {}
    assert expression_evidence(WHOLE, {}, {"affinity": [SMILE]}) == {}


ROLE = RoleModel(
    key="clerk",
    version=1,
    title={"en": "Clerk"},
    competencies=(
        CompetencyWeight(key="communication", weight=0.5),
        CompetencyWeight(key="affinity", weight=0.5),
    ),
    questions=(
        Question(
            key="q",
            version=1,
            text={"en": "Tell me about it."},
            kind="behavioural",
            criteria={"communication": 0.5, "affinity": 0.5},
        ),
    ),
    modality_limits={"voice": 0.15, "face": 0.05},
)
LAW = SignalPolicy(
    key="law",
    version=1,
    compute=("language", "voice", "face"),
    caps={"voice": 0.2, "face": 0.05},
    expression_cap=0.2,
)


def signals() -> AnswerSignals:
    values = {
        f"{n}.{c.key}": 5.0 for c in ROLE.competencies for n in ("lang_evidence", "lang_anchor")
    }
    values |= {"lang_star": 3.0, "lang_results": 1.0, "lang_on_topic": 0.5, "lang_hedges": 1.0}
    values |= {"lang_connectives": 4.0, "lang_fillers": 1.0, "voice_pauses_per_min": 9.0}
    values |= {"voice_long_pauses": 1.0, "voice_energy_range": 12.0, "voice_pitch_range": 8.0}
    values |= {"face_gaze_share": 0.7, SMILE: 0.2}
    speaks = {c.key: shipped_rubric().speaks[c.key] for c in ROLE.competencies}
    return AnswerSignals(
        features=FeatureSet(answer="a", values=values, missing={}, extractor="x"),
        evidence=expression_evidence(WHOLE, values, speaks),
        quality=tuple(Quality(modality=m, answer="a") for m in ("language", *EXPRESSION)),  # type: ignore[arg-type]
        timeline=WHOLE,
    )


CASE = Interview(
    id="i", candidate_id="c", role="clerk", answers=(Answer(id="a", question="q", version=1),)
)


def test_every_point_of_voice_and_face_has_a_moment_to_replay() -> None:
    card = score_signals(CASE, [signals()], ROLE, LAW)
    counted = 0
    for competency in card.competencies:
        shown = {e.feature: e for e in competency.evidence}
        for point in competency.contributions:
            if point.modality in EXPRESSION and point.feature != "clipping":
                counted += 1
                assert shown[point.feature].start_ms is not None
                assert shown[point.feature].answer == point.answer
    assert counted >= 5


def test_what_carries_nothing_is_no_evidence_of_the_score() -> None:
    open_law = replace(LAW, caps={}, expression_cap=0.0)
    card = score_signals(CASE, [signals()], ROLE, open_law)
    assert not [e for c in card.competencies for e in c.evidence if e.modality in EXPRESSION]
