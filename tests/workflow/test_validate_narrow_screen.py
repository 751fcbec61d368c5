"""``candor validate`` as a stranger reads it: whole names, no bare code, rows not called people."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from workflow.cli import app

NAMES = ("customer_service_lead", "regional_sales_manager")


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    """Two answers of each of 120 people, with names too long for a narrow screen."""
    rng = np.random.default_rng(5)
    later = np.repeat(rng.normal(size=120), 2)
    return pd.DataFrame(
        {
            "who": np.repeat([f"p{i}" for i in range(120)], 2),
            "job": np.repeat(NAMES, 120),
            "q": ["describe_a_conflict_at_work", "a_project_that_failed"] * 120,
            "score": np.clip(5 + 0.6 * later + rng.normal(size=240), 0, 10).round(2),
            "perf": later.round(3),
        }
    )


def validate(frame: pd.DataFrame, folder: Path, *more: str, width: int = 80) -> Result:
    file = folder / "answers.csv"
    frame.to_csv(file, index=False)
    order = ["validate", str(file), "--score", "score", "--outcome", "perf", *more]
    return CliRunner(env={"COLUMNS": str(width)}).invoke(app, order)


@pytest.mark.parametrize("width", [60, 80, 200])
def test_names_and_intervals_stand_whole_at_every_width(
    answers: pd.DataFrame, tmp_path: Path, width: int
) -> None:
    result = validate(
        answers, tmp_path, "--role", "job", "--question", "q", "--person", "who", width=width
    )
    assert result.exit_code in (0, 1), result.output
    assert "…" not in result.output
    # a name may go over lines, but no letter of it is lost
    assert ("describe_a_conflict_at_work" in result.output) == (width == 200)
    assert ("Not shown for want of width" in result.output) == (width < 200)
    assert ("judged by the shrunken value" in result.output) == (width < 200)
    assert "customer_service_lead" in result.output


def test_a_value_that_is_withheld_is_said_in_words(answers: pd.DataFrame, tmp_path: Path) -> None:
    said = " ".join(validate(answers, tmp_path, "--question", "q").output.split())
    assert "withheld: how reliable one rating of performance is was not stated" in said


@pytest.mark.parametrize("more", [(), ("--question", "q")])
def test_rows_are_not_called_people(
    answers: pd.DataFrame, tmp_path: Path, more: tuple[str, ...]
) -> None:
    said = " ".join(validate(answers, tmp_path, *more).output.split())
    assert "240 rows" in said
    assert "240 people" not in said
    assert "name the column of the person with --person" in said
    who = ("--question", "q", "--person", "who")
    named = " ".join(validate(answers, tmp_path, *who).output.split())
    assert "120 people" in named
    assert "--person" not in named


def test_one_reason_for_everything_is_said_once(answers: pd.DataFrame, tmp_path: Path) -> None:
    kinds = answers.assign(skill=["a", "b"] * 120, kpi=["x", "y"] * 120)
    more = ("--person", "who", "--competency", "skill", "--kpi", "kpi")
    said = " ".join(validate(kinds, tmp_path, *more).output.split())
    assert said.count("several kinds of outcome") == 1
    assert "Competency against its own KPI" in said


def test_the_way_a_refusal_names_works(answers: pd.DataFrame, tmp_path: Path) -> None:
    twice = answers.assign(perf=answers["perf"] + [0, 1] * 120)
    refused = validate(twice, tmp_path, "--person", "who")
    assert refused.exit_code == 2
    assert "the latest" in refused.output
    assert validate(twice, tmp_path, "--person", "who", "--repeated", "latest").exit_code == 0
