"""The overall score's interval by hand, and what a modality says by itself."""

import math

import pytest
from planted_interview import CATALOGUE, CONSENT, MEASURED, ROLE, interview, rubric, signals
from scipy import stats

from interview import Estimate, Withheld
from scoring.rubric import score

RUBRIC = rubric()


def test_each_answer_is_one_draw_however_much_it_speaks_to() -> None:
    # q1 speaks to communication alone, q2 to teamwork and communication, q3 to planning
    case = interview("q1", "q2", "q3")
    card = score(case, [signals(a.id) for a in case.answers], ROLE, MEASURED, rubric=RUBRIC)
    weights = {
        "a1": 0.5 * 1.0 / 1.3,
        "a2": 0.5 * 0.3 / 1.3 + 0.3,
        "a3": 0.2,
    }
    assert sum(weights.values()) == pytest.approx(1.0)
    # a1 and a2 score communication alike, so the spread is the stated one, a little shrunk
    df = 1.3 - (1.0 + 0.09) / 1.3
    sd = math.sqrt(10 * 1.5**2 / (10 + df))
    half = stats.t.ppf(0.975, 10 + df) * sd * math.sqrt(sum(w * w for w in weights.values()))
    assert isinstance(card.overall, Estimate)
    assert card.overall.high - card.overall.value == pytest.approx(half)
    assert card.overall.n == 3


def test_a_modality_by_itself_is_the_mean_of_its_scales_over_answers() -> None:
    case = interview("q1", "q4")
    voices = [
        {"voice_energy_range": 10.0, "voice_long_pauses": 2.0},
        {"voice_energy_range": 20.0, "voice_long_pauses": 0.0},
    ]
    measured = [
        signals(a.id, expression=voice) for a, voice in zip(case.answers, voices, strict=True)
    ]
    card = score(case, measured, ROLE, MEASURED, rubric=RUBRIC)
    voice = card.by_modality["voice"]
    assert isinstance(voice, Estimate)
    assert (voice.value, voice.n) == (7.5, 2)  # 5 and 10
    assert card.by_modality["face"] == Withheld(code="face.none")


def test_what_a_modality_says_does_not_depend_on_whether_it_counts() -> None:
    from planted_interview import CAPPED

    case = interview("q1", "q2", consent=CONSENT)
    measured = [signals(a.id) for a in case.answers]
    counted = score(case, measured, ROLE, CAPPED, rubric=RUBRIC)
    shown = score(case, measured, ROLE, MEASURED, rubric=RUBRIC)
    assert counted.by_modality["face"] == shown.by_modality["face"]
    assert counted.overall_without_expression == shown.overall
    assert {"voice", "face"} <= set(counted.rests_on)
    assert CATALOGUE  # the scales used above
