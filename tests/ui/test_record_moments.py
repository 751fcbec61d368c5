"""Moments and follow-up care in words: physical, in both languages, and only for whom they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from ui_samples import sample_card, sample_record, sample_timeline

from data_samples.planted_talk import ROLE, Planted, interview, talk
from interview import Evidence, Flag, Timeline
from scoring import card_json, score_signals
from scoring.moments import Departure, Moment
from scoring.quality_gate import TRACKS
from store import open_store, save_card, save_interview, save_role, save_signals
from ui.parts.player import own_averages, player_data
from ui.parts.record_moments import care_rows, moment_text
from ui.say import LOCALES, say, sentences
from workflow.policies import signal_policy

MAIN = Path(__file__).parents[2] / "ui" / "shell" / "main.py"
MOMENT = Moment(
    answer="a1",
    start_ms=32_000,
    end_ms=41_000,
    departures=(
        Departure(measure="pause", value=0.42, own=0.15),
        Departure(measure="rate", value=3.14, own=4.4),
        Departure(measure="pitch", value=5.9, own=3.1),
    ),
    back_after_ms=6000,
    talk_after_ms=20_000,
)
FEELINGS = re.compile(
    r"\b(stressed|nervous|anxi|afraid|fear|calm|angry|sad|happy|upset|emotional|tense|lying|fake|"
    r"decept|dishonest)|紧张|焦虑|害怕|恐惧|愤怒|悲伤|高兴|情绪低落|撒谎|虚假|欺骗|抑郁",
    re.IGNORECASE,
)


def test_a_moment_is_said_in_units_against_the_own_average() -> None:
    assert moment_text(MOMENT, "en") == (
        "0:32 to 0:41: pauses lengthen (42 % of the time, own average 15 %), speech slows "
        "(3.1 syllables/s, own average 4.4), pitch rises by 2.8 semitones."
    )
    assert moment_text(MOMENT, "zh") == (
        "0:32 至 0:41：停顿变长（占时间的 42 %，本人平均 15 %）、"
        "语速变慢（每秒 3.1 个音节，本人平均 4.4）、音高升高 2.8 个半音。"
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_no_word_about_them_names_a_feeling(locale: str) -> None:
    own = re.compile(r"^(moment\.|record\.(moments|care)|(code|remedy)\.(moments|care|display)\.)")
    said = {key: text for key, text in sentences(locale).items() if own.match(key)}
    assert len(said) > 25
    assert {key: text for key, text in said.items() if FEELINGS.search(text)} == {}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("track", TRACKS)
def test_every_track_has_a_name_a_unit_and_a_lane(track: str, locale: str) -> None:
    record = sample_record()
    drawn = Timeline(step_ms=1000, tracks={track: (0.2, None, 0.4)})
    record = replace(record, answers=(replace(record.answers[0], timeline=drawn),))
    (lane,) = player_data(record, locale, test_figure=False)["answers"][0]["tracks"]
    assert lane["name"] == say(f"track.{track}", locale)
    assert lane["unit"].startswith(say(f"unit_track.{track}", locale))
    assert lane["values"] == [0.2, None, 0.4]
    # how well the picture was followed is nobody's own; all else is read against the person's
    assert (lane["own"] is None) == (track in ("face", "tracking"))
    assert lane["own"] is None or lane["low"] <= lane["own"] <= lane["high"]


def test_the_own_average_of_loudness_leaves_silence_out() -> None:
    record = sample_record()
    quiet = Timeline(
        step_ms=1000,
        tracks={"energy": (-60.0, -20.0, -22.0, -58.0), "speech": (0.0, 1.0, 1.0, 0.1)},
    )
    record = replace(record, answers=(replace(record.answers[0], timeline=quiet),))
    assert own_averages(record)["energy"] == -21.0


def test_moments_stand_in_a_lane_of_the_answer_they_are_in() -> None:
    record = replace(sample_record(), moments=(MOMENT,))
    answers = player_data(record, "en", test_figure=False)["answers"]
    assert [len(a["moments"]) for a in answers] == [1, 0, 0]
    assert answers[0]["moments"][0]["start_ms"] == 32_000


@pytest.mark.parametrize("locale", LOCALES)
def test_a_hint_says_what_was_heard_and_plays_it(locale: str) -> None:
    heard = Evidence(
        start_ms=20_000,
        end_ms=32_000,
        start_char=None,
        end_char=None,
        quote="",
        feature="voice_longest_pause",
        modality="voice",
        answer="a1",
    )
    slots = {"answer": "a1", "seconds": 12}
    hint = Flag(code="care.long_silence", slots=slots, evidence=(heard,))
    (row,) = care_rows([hint], sample_record(), sample_card(), locale)
    assert row["ms"] == 20_000
    assert "12" in row["text"]
    assert say("record.answer", locale, number=1) in row["about"]


# --- on the page ----------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def moved_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One interview with a moment that does not pass, open to everybody."""
    planted: Planted = {"rate": [(20, 30, -2.0)], "pitch": [(20, 67, 4.0)]}
    folder = tmp_path_factory.mktemp("moved")
    case, measured = replace(interview(), id="moved-1"), talk(1, planted)
    card = score_signals(case, measured, ROLE, signal_policy("none"))
    with open_store(folder=folder) as store:
        with store.transaction() as tx:
            save_role(tx, ROLE)
            save_interview(tx, case)
            save_signals(tx, case.id, measured)
            save_card(tx, case.id, card_json(card))
        yield folder


@pytest.mark.parametrize(
    ("actor", "locale", "sees_care"),
    [
        ("demo_hr_leader", "en", True),
        ("demo_hr_leader", "zh", True),
        ("demo_compliance", "en", False),
    ],
)
def test_the_record_shows_moments_to_all_who_may_see_it_and_care_to_hr_alone(
    moved_home: Path, monkeypatch: pytest.MonkeyPatch, actor: str, locale: str, sees_care: bool
) -> None:
    monkeypatch.setenv("CANDOR_HOME", str(moved_home))
    at = AppTest.from_file(str(MAIN), default_timeout=60)
    at.session_state["candor.locale"] = locale
    at.session_state["candor.actor"] = actor
    at.run()
    at.query_params["interview"] = "moved-1"
    at.switch_page("../pages/record.py").run()
    assert not at.exception
    headings = [one.value for one in at.subheader]
    assert say("record.moments", locale) in headings
    assert (say("record.care", locale) in headings) is sees_care


def test_the_sample_still_has_a_timeline() -> None:
    assert sample_timeline().tracks.keys() <= TRACKS.keys()
