"""The flag for display at odds with the rest: what raises it, what never does, and no weight."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.signals.moments_truth import display_counts
from data_samples import company
from data_samples.planted_talk import EU_LAW, OPEN_LAW, ROLE, interview, signals
from interview import Answer, AnswerSignals, Interview, Quality
from scoring import score_signals, shipped_rubric
from scoring.moments.display import display_at_odds

ANSWER_KEY = Path(__file__).parents[3] / "data_samples" / "answer_key.toml"
STEADY = (0.35, 0.352, 0.348, 0.351, 0.349)


def shown(
    smiles: Sequence[float], *, pitch: float = 5.0, energy: float = 12.0
) -> list[AnswerSignals]:
    found = []
    for n, smile in enumerate(smiles, 1):
        one = signals(
            f"a{n}",
            None,
            face_smile_share=smile,
            voice_pitch_range=pitch,
            voice_energy_range=energy,
        )
        found.append(replace(one, quality=(*one.quality, Quality(modality="face", answer=f"a{n}"))))
    return found


def test_a_smile_that_never_varies_over_a_voice_that_hardly_moves_is_flagged() -> None:
    (flag,) = display_at_odds(shown(STEADY))
    assert flag.code == "display.at_odds"
    assert flag.slots == {"low": 35, "high": 35, "answers": 5}


@pytest.mark.parametrize(
    "case",
    [
        shown((0.20, 0.35, 0.42, 0.30, 0.38)),  # it varies with what is told
        shown(STEADY, pitch=11.0, energy=19.0),  # all of it is lively
        shown((0.0, 0.0, 0.0, 0.0, 0.0)),  # a restrained manner
        shown((0.10, 0.101, 0.102, 0.099)),
        shown(STEADY[:3]),  # too few answers
        [],
    ],
    ids=["varied", "lively", "never_smiles", "hardly_smiles", "few", "none"],
)
def test_what_is_never_flagged(case: list[AnswerSignals]) -> None:
    assert display_at_odds(case) == ()


def case_of(n: int) -> Interview:
    answers = tuple(Answer(id=f"a{i}", question="q1", version=1) for i in range(1, n + 1))
    return replace(interview(), answers=answers)


def test_it_stands_on_the_card_and_changes_no_number_and_no_suggestion() -> None:
    flagged = score_signals(case_of(5), shown(STEADY), ROLE, OPEN_LAW)
    varied = score_signals(case_of(5), shown((0.30, 0.40, 0.35, 0.33, 0.37)), ROLE, OPEN_LAW)
    assert [flag.code for flag in flagged.flags] == ["display.at_odds"]
    assert varied.flags == ()
    assert flagged.overall == varied.overall
    assert flagged.competencies == varied.competencies
    assert flagged.recommendation == varied.recommendation
    assert "display.at_odds" not in shipped_rubric().review_flags


def test_the_law_that_computes_no_face_sees_none() -> None:
    assert score_signals(case_of(5), shown(STEADY), ROLE, EU_LAW).flags == ()


def test_on_the_synthetic_company_it_finds_the_trained_and_spares_the_restrained() -> None:
    key = tomllib.loads(ANSWER_KEY.read_text("utf-8"))
    counts = display_counts(company(7, 0.2), 0.0, 7)
    share = counts["trained"] / (counts["trained"] + counts["other"])
    assert share == pytest.approx(key["trained_display"]["share"], abs=0.015)
    wrong = counts["restrained_wrong"] + counts["other_wrong"]
    assert counts["hit"] / counts["trained"] >= 0.9
    assert counts["hit"] / (counts["hit"] + wrong) >= 0.9
    assert counts["restrained"] > 400
    assert counts["restrained_wrong"] / counts["restrained"] <= 0.002
