"""Commands on foreign tables and small stores: words instead of codes, refusals, whole names."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from interview import Withheld
from workflow.cli import app
from workflow.fitted_table import fitted
from workflow.page_rendering import rendered_feature
from workflow.withheld_words import WithheldWords

CODE = re.compile(r"(?<!\[)\b[a-z]+\.[a-z]+_[a-z_]+")
"""A code that does not stand in brackets behind its words."""


def candor(*arguments: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(app, [str(a) for a in arguments])


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    rng = np.random.default_rng(3)
    rows = pd.DataFrame(
        {
            "who": np.repeat(np.arange(60), 3),
            "q": ["describe_a_conflict_with_a_customer", "b", "c"] * 60,
            "score": rng.uniform(2, 9, 180).round(1),
            "day": "2026-03-12",
            "words": rng.integers(20, 300, 180),
        }
    )
    file = tmp_path / "rows.csv"
    rows.to_csv(file, index=False)
    return file


def test_a_day_that_is_none_is_refused(answers: Path) -> None:
    bank = ("bank", answers, "--question", "q", "--interview", "who")
    for day in ("yesterday", "2026-13-01", "NaT"):
        result = candor(*bank, "--date", "day", "--since", day)
        assert result.exit_code == 2
        assert "[table.not_a_day]" in result.output
    undated = candor(*bank, "--since", "2026-03-01")
    assert undated.exit_code == 2
    assert "--date COLUMN" in undated.output
    assert candor(*bank, "--date", "day", "--since", "2026-03-01").exit_code in (0, 1)


def test_a_bank_without_interviews_counts_rows_and_cuts_no_name(answers: Path) -> None:
    said = candor("bank", answers, "--question", "q").output
    assert "0 of 180 rows with an outcome" in said
    assert "--interview" in said
    assert "…" not in said
    named = candor("bank", answers, "--question", "q", "--interview", "who").output
    assert "0 of 60 interviews with an outcome" in named
    assert "--interview" not in named


def test_training_on_rows_says_so_and_names_no_bare_code(answers: Path) -> None:
    order = ("train", answers, "--column", "score", "--feature", "words")
    result = candor(*order)
    # random ratings: trained, and not shown to be better than the mean
    assert result.exit_code == 1, result.output
    assert "people, " not in result.output
    assert "--person" in result.output
    assert not CODE.findall(result.output)
    assert "-0.00 [-0.00" not in result.output
    named = candor(*order, "--person", "who")
    assert "180 rows of 60 people" in " ".join(named.output.split())
    assert "--person" not in named.output


def test_what_is_learned_is_not_learned_from(answers: Path) -> None:
    result = candor(
        "train", answers, "--column", "score", "--feature", "words", "--feature", "score"
    )
    assert result.exit_code == 2
    assert "[training.target_is_feature]" in result.output


def test_a_seed_below_nought_is_refused(answers: Path) -> None:
    result = candor("train", answers, "--column", "score", "--feature", "words", "--seed", -1)
    assert result.exit_code == 2
    assert "--seed" in result.output


def test_a_folder_that_is_not_there_is_named(answers: Path) -> None:
    away = answers.parent / "away" / "found.json"
    result = candor("bank", answers, "--question", "q", "--json", away)
    assert result.exit_code == 2
    assert "there is no folder" in result.output
    assert "make it first" in result.output


def test_help_shows_what_is_taken_when_nothing_is_given() -> None:
    # markup once swallowed the words in brackets
    for command, said in {
        "validate": "quarter of the",
        "bank": "the last 91 days",
        "train": "CANDOR_HOME",
        "explain": "CANDOR_HOME",
    }.items():
        assert said in " ".join(re.sub("[│\n]", " ", candor(command, "--help").output).split())


def test_reasons_are_numbered_once_and_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    words = WithheldWords()
    few, constant = Withheld(code="correlation.too_few", n=2), Withheld(code="score.constant")
    assert [words.cell(one) for one in (few, constant, few)] == [
        "withheld (1)", "withheld (2)", "withheld (1)",
    ]  # fmt: skip
    words.show(Console(width=200))
    said = capsys.readouterr().out
    assert "(1) There are too few cases to say. [correlation.too_few]" in said
    assert said.count("(1)") == 1


def test_a_table_drops_a_column_before_it_cuts_a_number(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from rich.console import Console

    console = Console(width=40)
    row = ("a_name_of_many_letters_and_more", "-0.10 [-0.23, 0.09]", "rewrite")
    shown = fitted(("name", "r", "rule"), [row], console, names={"name"}, spare=("rule",))
    console.print(shown)
    said = capsys.readouterr().out
    assert "-0.10 [-0.23, 0.09]" in said
    assert "Not shown for want of width: rule." in said
    letters = "".join(line[:18].strip() for line in said.splitlines()[1:-1])
    assert letters == row[0]


def test_features_have_their_short_names() -> None:
    assert rendered_feature("lang_results") == "Results in figures"
    assert rendered_feature("a column of mine") == "a column of mine"
