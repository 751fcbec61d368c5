"""The card as JSON: the pinned shape, and back without losing a bit."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted_interview import CAPPED, MEASURED, ROLE, interview, rubric, signals

from interview import AnswerSignals, Flag, InputError, ScoreCard, Timeline
from scoring.card_json import card_from_json, card_json
from scoring.rubric import score

RUBRIC = rubric()
PINNED = {
    "interview", "role", "policy", "scorer", "results_version", "quality", "features", "answers",
    "competencies", "overall", "overall_without_expression", "by_modality", "recommendation",
    "flags", "timings",
}  # fmt: skip


def scored(*evidence: float, withheld: str = "") -> tuple[ScoreCard, list[AnswerSignals]]:
    case = interview("q1", "q2", "q3", "q4")
    measured = [
        signals(a.id, evidence=e, quotes=("led it", "<b>我们</b>"), language=withheld)
        for a, e in zip(case.answers, evidence, strict=True)
    ]
    return score(case, measured, ROLE, CAPPED, rubric=RUBRIC), measured


@given(st.lists(st.floats(-2, 12), min_size=4, max_size=4))
def test_there_and_back_through_text(evidence: list[float]) -> None:
    card, _ = scored(*evidence)
    back = card_from_json(json.loads(json.dumps(card_json(card), allow_nan=False)))
    assert back == card
    assert back.intact


def test_a_withheld_card_there_and_back() -> None:
    card, _ = scored(1, 2, 3, 4, withheld="language.no_transcript")
    back = card_from_json(json.loads(json.dumps(card_json(card))))
    assert back == card
    assert back.intact


def test_the_pinned_shape() -> None:
    card, measured = scored(6, 7, 8, 5)
    data = card_json(card, signals=measured)
    assert data.keys() >= PINNED
    assert set(data["overall"]) == {"value", "low", "high", "n", "method"}
    assert set(data["competencies"][0]) >= {"competency", "finding", "evidence"}
    assert set(data["answers"][0]) >= {"question", "version", "score", "features", "evidence"}
    assert set(data["competencies"][0]["evidence"][0]) >= {
        "start_ms", "end_ms", "start_char", "end_char", "quote", "feature", "modality",
        "contribution",
    }  # fmt: skip
    assert data["features"]["lang_star"]["value"] == pytest.approx(3.0)
    assert data["features"]["lang_star"]["n"] == 4


def test_withheld_features_and_findings_keep_their_codes() -> None:
    case = interview("q1", consent=None)
    card = score(case, [signals("a1")], ROLE, CAPPED, rubric=RUBRIC)
    data = card_json(card)
    assert data["features"]["face_gaze_share"] == {"withheld": True, "code": "policy.no_consent"}
    assert data["by_modality"]["voice"] == {
        "withheld": True, "code": "policy.no_consent", "n": 0,
    }  # fmt: skip


def test_signals_add_timeline_and_timings_which_no_digest_covers() -> None:
    from dataclasses import replace

    case = interview("q1")
    one = replace(
        signals("a1"), duration_ms=4200, timings={"decode": 0.5},
        timeline=Timeline(step_ms=1000, tracks={"speech": (1.0, None)}),
        flags=(Flag(code="voice.noisy", slots={"snr": 4.5}),),
    )  # fmt: skip
    card = score(case, [one], ROLE, MEASURED, rubric=RUBRIC)
    data = card_json(card, signals=[one])
    assert data["timings"] == {"decode": 0.5}
    assert data["answers"][0]["duration_ms"] == 4200
    assert data["answers"][0]["timeline"]["tracks"] == {"speech": [1.0, None]}
    assert data["flags"][0]["slots"] == {"snr": 4.5, "answer": "a1"}
    assert card_from_json(json.loads(json.dumps(data))).intact
    assert card_json(card, timings={"all": 1.0})["timings"] == {"all": 1.0}


def test_a_changed_number_breaks_the_seal() -> None:
    data = card_json(scored(6, 7, 8, 5)[0])
    data["overall"]["value"] += 0.0001
    assert not card_from_json(data).intact


@pytest.mark.parametrize("broken", [{}, {"interview": "i"}, {"scorer": None}])
def test_json_that_is_no_card_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(InputError) as err:
        card_from_json(broken)
    assert err.value.code == "card.not_a_card"
