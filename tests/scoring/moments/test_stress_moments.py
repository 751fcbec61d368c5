"""Planted departures are found at their seconds, even talk is quiet, the law is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_samples.planted_talk import (
    CONSENT_LAW,
    EU_LAW,
    OPEN_LAW,
    ROLE,
    Planted,
    interview,
    question,
    signals,
    talk,
    timeline,
)
from interview import AnswerSignals, Timeline, Withheld
from scoring import score_signals
from scoring.moments import Moment, asks_for_pressure, follow_up, stress_moments
from scoring.moments.seconds import talk_seconds

SLOW_AND_HIGH: Planted = {"rate": [(30, 39, -2.0)], "pitch": [(30, 45, 4.0)]}


def found(planted: Planted | None, seed: int = 1) -> tuple[Moment, ...]:
    moments = stress_moments(interview(), talk(seed, planted), ROLE, OPEN_LAW)
    assert not isinstance(moments, Withheld), moments
    return moments


@pytest.mark.parametrize("seed", range(8))
def test_a_planted_moment_is_found_with_its_times_and_its_recovery(seed: int) -> None:
    (moment,) = found(SLOW_AND_HIGH, seed)
    assert moment.answer == "a3"
    assert moment.start_ms == pytest.approx(30_000, abs=1000)
    assert moment.end_ms == pytest.approx(39_000, abs=1000)
    # the pitch stays up for six seconds more
    assert moment.back_after_ms is not None
    assert moment.end_ms + moment.back_after_ms == pytest.approx(45_000, abs=1000)
    by_measure = {d.measure: d for d in moment.departures}
    assert by_measure["rate"].direction == "down"
    assert by_measure["pitch"].direction == "up"
    assert by_measure["rate"].value - by_measure["rate"].own == pytest.approx(-2.0, abs=0.6)
    assert by_measure["pitch"].value - by_measure["pitch"].own == pytest.approx(4.0, abs=0.8)


def test_longer_pauses_and_slower_speech_are_a_moment_too() -> None:
    (moment,) = found({"pause": [(20, 30, 0.45)], "rate": [(20, 30, -2.0)]})
    assert moment.start_ms == pytest.approx(20_000, abs=1000)
    assert moment.end_ms == pytest.approx(30_000, abs=1000)
    assert {(d.measure, d.direction) for d in moment.departures} == {
        ("pause", "up"),
        ("rate", "down"),
    }


def test_two_moments_stay_two() -> None:
    planted: Planted = {
        "rate": [(10, 18, -2.0), (40, 50, 2.0)],
        "pitch": [(10, 18, 4.0), (40, 50, -4.0)],
    }
    first, second = found(planted)
    assert (first.start_ms, second.start_ms) == (
        pytest.approx(10_000, abs=1000),
        pytest.approx(40_000, abs=1000),
    )
    assert {(d.measure, d.direction) for d in second.departures} == {
        ("rate", "up"),
        ("pitch", "down"),
    }


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_even_talk_has_no_moment(seed: int) -> None:
    assert found(None, seed) == ()


def test_one_measure_alone_is_no_moment() -> None:
    assert found({"pitch": [(30, 45, 5.0)]}) == ()


def test_a_short_hesitation_is_no_moment() -> None:
    assert found({"rate": [(30, 32, -2.0)], "pitch": [(30, 32, 4.0)]}) == ()


def test_a_moment_that_lasts_to_the_end_has_no_recovery_and_asks_for_none() -> None:
    planted: Planted = {"rate": [(50, 70, -2.0)], "pitch": [(50, 70, 4.0)]}
    (moment,) = found(planted)
    assert moment.back_after_ms is None
    assert moment.talk_after_ms < 3000
    assert follow_up(interview(), talk(1, planted), ROLE, OPEN_LAW) == ()


def test_a_higher_voice_throughout_one_answer_is_seen_across_answers() -> None:
    # the timeline's pitch is relative to the answer's own median: 120 Hz in the others, 160 here
    raised = talk(1, {"rate": [(1, 67, -2.0)]})
    values = {**raised[2].features.values, "voice_pitch_median": 160.0}
    features = replace(raised[2].features, values=values)
    heard = (*raised[:2], replace(raised[2], features=features))
    moments = stress_moments(interview(), heard, ROLE, OPEN_LAW)
    assert isinstance(moments, tuple)
    assert moments[0].end_ms - moments[0].start_ms > 50_000


# --- what is said instead of a moment -------------------------------------------------------------
def test_a_preset_that_does_not_compute_the_voice_leaves_nothing() -> None:
    measured = talk(1, SLOW_AND_HIGH)
    assert stress_moments(interview(), measured, ROLE, EU_LAW) == Withheld(
        code="policy.not_computed"
    )
    assert follow_up(interview(), measured, ROLE, EU_LAW) == Withheld(code="policy.not_computed")


def test_consent_is_asked_for_where_the_law_asks() -> None:
    measured = talk(1, SLOW_AND_HIGH)
    refused = stress_moments(interview("language"), measured, ROLE, CONSENT_LAW)
    assert refused == Withheld(code="policy.no_consent")
    given = stress_moments(interview("language", "voice"), measured, ROLE, CONSENT_LAW)
    assert isinstance(given, tuple)
    assert len(given) == 1


def test_without_a_question_that_asks_for_pressure_nothing_is_looked_at() -> None:
    calm = replace(ROLE, questions=tuple(question(f"q{n}", "teamwork") for n in (1, 2, 3)))
    # under every law: that nothing was asked is no refusal of the law's
    for law in (OPEN_LAW, EU_LAW):
        refused = stress_moments(interview(), talk(1, SLOW_AND_HIGH), calm, law)
        assert refused == Withheld(code="moments.not_asked")


def test_short_other_answers_are_no_baseline() -> None:
    planted = talk(1, SLOW_AND_HIGH)
    short = (
        signals("a1", timeline(1, length=20)),
        signals("a2", timeline(2, length=15)),
        planted[2],
    )
    refused = stress_moments(interview(), short, ROLE, OPEN_LAW)
    assert refused == Withheld(code="moments.no_baseline", n=1)


def test_a_voice_that_was_not_measured_is_no_calm_one() -> None:
    planted = talk(1, SLOW_AND_HIGH)
    unheard = (*planted[:2], replace(planted[2], timeline=None))
    refused = stress_moments(interview(), unheard, ROLE, OPEN_LAW)
    assert refused == Withheld(code="moments.not_measured", n=1)
    silent = [replace(one, timeline=None) for one in planted]
    nothing = Withheld(code="care.not_measured")
    assert follow_up(interview(), silent, ROLE, OPEN_LAW) == nothing


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("How do you work under pressure?", True),
        ("When did you have to stay calm?", True),
        ("What do you like about sales?", False),
    ],
)
def test_words_of_a_question_ask_for_pressure(text: str, asks: bool) -> None:
    assert asks_for_pressure(question("q", "teamwork", text)) is asks


def test_chinese_words_and_small_criteria() -> None:
    one = question("q", "teamwork")
    assert asks_for_pressure(replace(one, text={"zh": "请谈谈您在压力下工作的经历。"}))
    part = replace(one, criteria={"teamwork": 0.7, "self_control": 0.3})
    assert asks_for_pressure(part)
    assert not asks_for_pressure(replace(one, criteria={"teamwork": 0.8, "self_control": 0.2}))


# --- follow-up care -------------------------------------------------------------------------------
def test_a_moment_without_recovery_is_a_hint_with_its_passage() -> None:
    planted: Planted = {"rate": [(20, 30, -2.0)], "pitch": [(20, 67, 4.0)]}
    hints = follow_up(interview(), talk(1, planted), ROLE, OPEN_LAW)
    assert isinstance(hints, tuple)
    (hint,) = hints
    assert hint.code == "care.not_back"
    assert hint.slots["answer"] == "a3"
    (passage,) = hint.evidence
    assert passage.start_ms == pytest.approx(20_000, abs=1000)


def test_a_long_silence_is_a_hint_in_any_answer() -> None:
    quiet = list(talk(1))
    quiet[0] = signals("a1", timeline(11, {"pause": [(20, 32, 1.0)]}))
    hints = follow_up(interview(), quiet, ROLE, OPEN_LAW)
    assert isinstance(hints, tuple)
    (hint,) = hints
    assert hint.code == "care.long_silence"
    assert hint.slots == {"answer": "a1", "seconds": 12}
    assert (hint.evidence[0].start_ms, hint.evidence[0].end_ms) == (20_000, 32_000)


def test_nine_seconds_and_the_silence_around_an_answer_are_none() -> None:
    quiet = list(talk(1))
    quiet[0] = signals("a1", timeline(11, {"pause": [(20, 29, 1.0), (1, 16, 1.0), (50, 70, 1.0)]}))
    assert follow_up(interview(), quiet, ROLE, OPEN_LAW) == ()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.integers(5, 40), st.integers(4, 20))
def test_a_card_is_the_same_with_and_without_moments(seed: int, start: int, length: int) -> None:
    planted: Planted = {
        "rate": [(start, start + length, -2.0)],
        "pitch": [(start, 67, 4.0)],
        "pause": [(start + length, start + length + 2, 1.0)],
    }
    card = score_signals(interview(), talk(seed, planted), ROLE, OPEN_LAW)
    without = [replace(one, timeline=None) for one in talk(seed, planted)]
    assert card == score_signals(interview(), without, ROLE, OPEN_LAW)
    assert not [flag for flag in card.flags if flag.code.startswith(("care.", "moments."))]


def test_half_second_steps_are_averaged() -> None:
    said = Timeline(
        step_ms=500, tracks={"speech": (1.0, 0.0, 1.0, 1.0), "rate": (4.0, None, 3.0, 5.0)}
    )
    one: AnswerSignals = signals("a1", said)
    seconds = talk_seconds(one)
    assert seconds is not None
    assert seconds.speech.tolist() == [0.5, 1.0]
    assert seconds.rate.tolist() == [4.0, 4.0]
