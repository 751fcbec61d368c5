"""Design rows: the same numbers from a table of answers and from an interview's own signals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from interview import (
    Answer,
    AnswerSignals,
    CompetencyWeight,
    FeatureSet,
    Interview,
    Question,
    RoleModel,
)
from scoring.catalogue import FEATURES
from scoring.learned.design import OVERALL, FeatureDesign, design_of, design_rows
from scoring.learned.training_spec import TrainingSpec, directions, never

ROLE = RoleModel(
    key="clerk",
    version=1,
    title={"en": "Clerk"},
    competencies=(
        CompetencyWeight(key="teamwork", weight=0.7),
        CompetencyWeight(key="planning", weight=0.3),
    ),
    questions=(
        Question(key="q1", version=1, text={}, kind="behavioural", criteria={"teamwork": 1.0}),
        Question(key="q2", version=1, text={}, kind="behavioural",
                 criteria={"teamwork": 0.25, "planning": 0.75}),
    ),
)  # fmt: skip
VALUES = (
    {"lang_words": 100.0, "lang_anchor.teamwork": 4.0, "lang_star": 2.0},
    {"lang_words": 40.0, "lang_anchor.teamwork": 2.0, "lang_anchor.planning": 3.0},
    {"voice_energy_range": 9.0},
    {"lang_words": 60.0, "lang_anchor.teamwork": 1.0, "lang_anchor.planning": 5.0,
     "lang_evidence.teamwork": 3.0, "lang_evidence.planning": 0.0, "voice_energy_range": 5.0},
)  # fmt: skip
ASKED = ("q1", "q2", "q1", None)
MODALITIES = ("language", "voice")


def interview() -> Interview:
    answers = tuple(
        Answer(id=f"a{i}", question=q, version=1 if q else None) for i, q in enumerate(ASKED)
    )
    return Interview(id="i", candidate_id="c", role="clerk", answers=answers)


def signals() -> list[AnswerSignals]:
    return [
        AnswerSignals(features=FeatureSet(answer=f"a{i}", values=v, missing={}, extractor=""))
        for i, v in enumerate(VALUES)
    ]


def table() -> pd.DataFrame:
    facts = pd.DataFrame({"interview_id": "i", "candidate_id": "c", "question": ASKED,
                          "version": [1.0, 1.0, 1.0, np.nan]})  # fmt: skip
    return pd.concat([facts, pd.DataFrame(VALUES)], axis=1)


@pytest.mark.parametrize("competency", ["teamwork", "planning", OVERALL])
def test_both_ways_give_the_same_numbers(competency: str) -> None:
    made = design_rows(table(), {"i": ROLE}, competencies=[competency], modalities=MODALITIES)
    own = design_of(signals(), interview(), ROLE, competency, made.names)
    assert np.array_equal(np.isnan(made.X[0]), np.isnan(own))
    assert np.nanmax(np.abs(made.X[0] - own)) < 1e-12


def test_a_row_is_the_mean_weighted_by_the_questions_criteria() -> None:
    made = design_rows(table(), {"i": ROLE}, competencies=["teamwork"])
    # the answer without a question counts by what it shows: (1 + 3) of (1 + 3 + 1 + 0)
    weights = np.array([1.0, 0.25, 0.8])
    anchors, words = np.array([4.0, 2.0, 1.0]), np.array([100.0, 40.0, 60.0])
    found = made.columns(["lang_anchor", "lang_words", "lang_star"]).X[0]
    assert found[0] == pytest.approx(weights @ anchors / weights.sum())
    assert found[1] == pytest.approx(weights @ words / weights.sum())
    assert found[2] == 2.0
    assert made.weight.tolist() == [0.7]


def test_an_answer_without_words_brings_neither_voice_nor_anything() -> None:
    made = design_rows(table(), {"i": ROLE}, competencies=[OVERALL], modalities=MODALITIES)
    assert made.X[0, made.names.index("voice_energy_range")] == 5.0


def test_only_catalogue_features_that_score_or_give_context_are_looked_at() -> None:
    for name in FeatureDesign.of(("language", "voice", "face")).names:
        assert FEATURES[name].use in ("score", "context")
    assert not set(TrainingSpec(modalities=("language", "voice")).design().names) & set(never())
    foreign = table().assign(attr_sex=1.0, age=40.0, lang_made_up=1.0)
    assert not {"attr_sex", "age", "lang_made_up"} & set(design_rows(foreign, {"i": ROLE}).names)


def test_every_direction_names_a_catalogue_feature_and_its_reason() -> None:
    assert {*directions(), *never()} <= set(FEATURES)
    assert all(len(one.reason) > 20 for one in directions().values())
