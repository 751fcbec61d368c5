"""Scorers are interchangeable, and a card says which one made it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from planted_interview import CATALOGUE, MEASURED, ROLE, interview, rubric

from interview import AnswerSignals, Interview, RoleModel, ScoreCard, ScorerId, SignalPolicy
from scoring import RESULTS_VERSION, Scorer, rubric_id, score_interview, score_signals


def constant(
    interview: Interview, signals: Sequence[AnswerSignals], role: RoleModel, policy: SignalPolicy
) -> ScoreCard:
    """A scorer of the test's own, which only signs the card."""
    card = score_signals(interview, signals, role, policy)
    own = ScorerId(name="constant", version="1", results_version=7)
    return replace(card, scorer=own).sealed()


def test_any_scorer_of_the_protocol_can_stand_in() -> None:
    scorer: Scorer = constant
    card, _ = score_interview(interview("q1"), ROLE, MEASURED, models_folder=Path(), scorer=scorer)
    assert card.scorer.name == "constant"
    assert card.intact


def test_the_rubric_names_itself_by_its_content() -> None:
    shipped, planted = rubric_id(), rubric_id(rubric())
    assert shipped.name == planted.name == "rubric"
    assert shipped.version != planted.version
    assert shipped.results_version == RESULTS_VERSION
    assert rubric_id(rubric()) == planted
    assert CATALOGUE  # whose scales are part of the name
