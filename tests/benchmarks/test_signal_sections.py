"""The command that prints how far the signals can be trusted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.signals.command import signals
from benchmarks.signals.row import Report, Row
from benchmarks.signals.sections import run, section_names


def _good() -> list[Row]:
    return [Row(section="good", name="figure", value="3", aim="<= 4", met=True)]


def _missed() -> list[Row]:
    return [Row(section="missed", name="figure", value="5", aim="<= 4", met=False)]


def _broken() -> list[Row]:
    raise ValueError("no sound in [clip 3]")


def _nothing() -> list[Row]:
    return []


REPORTS: dict[str, Report] = {"broken": _broken, "good": _good}


def test_a_section_that_fails_is_named_and_the_next_one_still_runs(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert signals([], reports=REPORTS) == 1
    out = capfd.readouterr().out
    assert "broken: FAILED: ValueError: no sound in [clip 3]" in out
    assert "figure" in out.split("FAILED")[1]


def test_all_met_exits_0_a_missed_aim_1_and_silence_is_a_failure() -> None:
    assert signals([], reports={"good": _good}) == 0
    assert signals([], reports={"missed": _missed}) == 1
    assert signals([], reports={"nothing": _nothing}) == 1


def test_rows_are_written_as_json(tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    assert signals(["good", "--json", str(file)], reports=REPORTS) == 0
    (section,) = json.loads(file.read_text("utf-8"))
    assert section["name"] == "good"
    assert section["rows"][0]["value"] == "3"
    assert section["rows"][0]["met"] is True


def test_an_unknown_section_says_which_there_are() -> None:
    (outcome,) = run(["vioce"], reports=REPORTS)
    assert "broken, good" in outcome.failure
    assert signals(["--json"], reports=REPORTS) == 2


def test_the_modules_of_the_package_are_found() -> None:
    assert {"command", "row", "sections"} <= set(section_names())
    (outcome,) = run(["row"])
    assert outcome.failure == "the module has no report()"
