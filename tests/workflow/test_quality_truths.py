"""Planted truths 5 and 6 are found and dated on the demo company; the controls stay quiet."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from analysis import RaterReport
from data_samples import company
from data_samples.hiring import month_start
from interview import Estimate
from tests.workflow.planted_frames import PlantedFrames, planted_frames
from workflow.instrument_drift import InstrumentDrift, instrument_drift_of
from workflow.rater_quality import RaterQuality, rater_quality_of

pytestmark = pytest.mark.xdist_group("quality_truths")
KEY = tomllib.loads(
    (Path(__file__).parents[2] / "data_samples" / "answer_key.toml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def planted() -> PlantedFrames:
    return planted_frames(company(2026, 0.5))


@pytest.fixture(scope="module")
def raters(planted: PlantedFrames) -> RaterQuality:
    return rater_quality_of(planted.ratings, planted.answers, planted.interviews, planted.judged)


@pytest.fixture(scope="module")
def moved(planted: PlantedFrames) -> InstrumentDrift:
    return instrument_drift_of(
        planted.interviews, planted.ratings, planted.outcomes, planted.decisions, planted.features
    )


def test_the_lenient_and_the_narrow_rater_are_named_and_nobody_else(raters: RaterQuality) -> None:
    report = raters.severity
    assert isinstance(report, RaterReport)
    truth = KEY["raters"]
    assert {one.rater for one in report.flagged} == {truth["lenient"], truth["narrow"]}
    lenient, narrow = report.of(truth["lenient"]), report.of(truth["narrow"])
    assert lenient is not None
    assert narrow is not None
    assert lenient.flags == ("rater.lenient",)
    assert narrow.flags == ("rater.narrow",)
    assert isinstance(lenient.leniency, Estimate)
    assert lenient.leniency.value == pytest.approx(truth["lenient_by"], abs=0.1)
    assert lenient.leniency.low > 0.3
    assert isinstance(narrow.spread, Estimate)
    assert narrow.spread.value == pytest.approx(truth["narrow_spread"], abs=0.1)
    assert report.panels == 3


def test_people_stand_beside_the_machine_for_everybody_role_and_competency(
    raters: RaterQuality, planted: PlantedFrames
) -> None:
    assert raters.not_blind == 0
    by = {(one.by, one.key) for one in raters.agreements}
    assert raters.overall.by == "all"
    assert {key for kind, key in by if kind == "role"} == set(planted.interviews["role"])
    assert {key for kind, key in by if kind == "competency"} == set(planted.ratings["competency"])
    found = raters.overall.found
    assert found is not None
    assert isinstance(found.human_human.qwk, Estimate)
    assert isinstance(found.human_machine.qwk, Estimate)
    # a rating is 1.15 x impression + .9 x noise in points: two raters share 1.32 of 2.13
    assert 0.4 < found.human_human.qwk.value < 0.7


def test_the_microphone_is_found_and_dated_and_no_other_signal(moved: InstrumentDrift) -> None:
    truth = KEY["microphone"]
    (one,) = [w for w in moved.watched if w.alarmed]
    assert (one.kind, one.measure, one.place) == ("signal", "voice_snr", truth["location"])
    broken = one.level.broken
    assert broken is not None
    start = month_start(truth["month"]).strftime("%Y-%m-%d")
    week = str(np.datetime64(start) - np.timedelta64(7, "D"))
    assert week < broken.at <= start
    assert broken.low <= broken.at <= broken.high
    assert isinstance(broken.change, Estimate)
    assert broken.change.low - 0.5 < truth["snr_db"] < broken.change.high + 0.5
    area = {c.place: c.adjusted_p for c in moved.classifiers}
    assert [place for place, p in area.items() if p is not None and p <= 0.05] == ["chengdu"]


def test_the_break_in_customer_service_is_found_and_dated_and_no_other(
    moved: InstrumentDrift,
) -> None:
    shown = [one for one in moved.validity if one.shown]
    assert [one.role for one in shown] == [KEY["break"]["role"]]
    found = shown[0].found
    assert found is not None
    assert found.broken is not None
    month = month_start(KEY["break"]["month"]).strftime("%Y-%m")
    assert found.broken.low <= month <= found.broken.high
    codes = [alert.code for alert in moved.alerts if alert.warning]
    assert codes == ["validity_fell", "signal_fell"]
    # what explains is said, and is no alarm
    assert {a.slots["fact"] for a in moved.alerts if not a.warning} >= {"location"}
    # two sites of six opened late and all weeks together would cry wolf about one time in six
    assert moved.charts_out <= len(moved.watched) / 3


def test_recent_months_lack_their_outcomes_and_say_so(moved: InstrumentDrift) -> None:
    assert moved.labels[0].rated / moved.labels[0].hired > 0.8
    assert moved.labels[-1].rated == 0


def test_a_company_without_changes_raises_no_alert(planted: PlantedFrames) -> None:
    """Before anything was planted to change: the first fourteen months, second half on trial."""
    early = planted.interviews[planted.interviews["month"] < 14]
    ids = set(early["interview_id"])
    found = instrument_drift_of(
        early,
        planted.ratings[planted.ratings["interview_id"].isin(ids)],
        planted.outcomes[planted.outcomes["interview_id"].isin(ids)],
        planted.decisions[planted.decisions["interview_id"].isin(ids)],
        planted.features[planted.features["interview_id"].isin(ids)],
    )
    assert [alert.code for alert in found.alerts if alert.warning] == []
