"""``candor validate`` on foreign tables: the promised JSON, words, exit codes, named refusals."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from typer.testing import CliRunner, Result

from tests.workflow.forecast_company import forecast_company
from workflow.cli import app

BASE = ("--score", "得分", "--outcome", "rating")
WHOLE = (*BASE, "--role", "job", "--question", "q", "--person", "who")


def validate(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["validate", *(str(a) for a in arguments)])


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """Somebody else's answers: two jobs, four questions, ratings, one row per answer."""
    rng = np.random.default_rng(31)
    n = 240
    later = rng.normal(size=n)
    rows = []
    for question, r in {"a": 0.5, "b": 0.35, "c": 0.2, "d": 0.0}.items():
        x = r * later + math.sqrt(1 - r * r) * rng.normal(size=n)
        rows.append(
            pd.DataFrame(
                {
                    "who": [f"p{i}" for i in range(n)], "job": ["cook", "guard"] * (n // 2),
                    "q": question, "skill": "teamwork" if question < "c" else "planning",
                    "得分": np.clip(5 + 1.3 * x, 0, 10).round(2),
                    "rating": (3.4 + 0.7 * later).round(2),
                    "held": "2025-03-01", "told": "2025-09-01",
                }
            )
        )  # fmt: skip
    return pd.concat(rows, ignore_index=True)


def written(frame: pd.DataFrame, folder: Path, name: str = "t.csv") -> Path:
    file = folder / name
    frame.to_csv(file, index=False, encoding="gb18030")
    return file


def test_the_promised_json_of_a_foreign_table(table: pd.DataFrame, tmp_path: Path) -> None:
    file = written(table, tmp_path)
    result = validate(
        file, *WHOLE, "--competency", "skill", "--criterion-reliability", "0.6", "--json", "-"
    )
    assert result.exit_code in (0, 1), result.output
    made = json.loads(result.stdout)
    people = table.groupby("who")[["得分", "rating"]].mean()
    assert made["overall"]["r"] == pytest.approx(
        stats.pearsonr(people["得分"], people["rating"]).statistic
    )
    assert made["overall"]["n"] == 240
    assert [one["role"] for one in made["by_role"]] == ["cook", "guard"]
    first = next(o for o in made["by_question"] if (o["role"], o["question"]) == ("cook", "a"))
    mine = table[(table["job"] == "cook") & (table["q"] == "a")]
    naive = stats.pearsonr(mine["得分"], mine["rating"])
    low, high = naive.confidence_interval(0.95)
    assert (first["r"], first["low"], first["high"]) == pytest.approx((naive.statistic, low, high))
    criterion = first["corrected"]["criterion"]["value"]
    assert criterion == pytest.approx(naive.statistic / math.sqrt(0.6))
    assert first["corrected"]["direct"]["withheld"]
    assert abs(first["shrunken"]) < abs(first["r"])
    assert 0 <= first["p_above_minimum"] <= 1
    pooled = made["pooled"]
    assert pooled["prediction_low"] < pooled["r"] < pooled["prediction_high"]
    assert {c["competency"] for c in made["by_competency"]} == {"teamwork", "planning"}
    assert all(c["kpi"] == "rating" for c in made["by_competency"])
    # words for people go to the other stream, so that a pipe gets JSON alone
    assert "Of two people" in result.stderr


def test_words_and_exit_codes(table: pd.DataFrame, tmp_path: Path) -> None:
    result = validate(written(table[table["q"] < "c"], tmp_path), *WHOLE)
    assert result.exit_code == 0, result.output
    for words in ("By role", "By question", "works", "usual rule", "pairs"):
        assert words in result.output
    shuffled = table.assign(rating=np.random.default_rng(3).permutation(240).tolist() * 4)
    result = validate(written(shuffled, tmp_path), *WHOLE)
    assert result.exit_code == 1
    assert "Look at this" in result.output
    assert validate(tmp_path / "none.csv", *BASE).exit_code == 2


def test_a_kpi_per_competency(table: pd.DataFrame, tmp_path: Path) -> None:
    long = pd.concat(
        [
            table.assign(kpi="deals", rating=table["rating"]),
            table.assign(kpi="plans", rating=table["rating"].sample(frac=1, random_state=1).values),
        ]
    )
    file = written(long.groupby(["who", "job", "skill", "kpi"], as_index=False).mean(
        numeric_only=True), tmp_path)  # fmt: skip
    columns = (*BASE, "--person", "who", "--competency", "skill", "--kpi", "kpi")
    result = validate(
        file, *columns, "--kpi-of", "teamwork=deals", "--kpi-of", "planning=plans", "--json", "-"
    )
    assert result.exit_code in (0, 1), result.output
    made = json.loads(result.stdout)
    assert made["overall"]["code"] == "validity.several_outcomes"
    assert {(c["competency"], c["kpi"]) for c in made["by_competency"]} == {
        ("teamwork", "deals"), ("planning", "plans"),
    }  # fmt: skip
    assert len(made["heat_map"]) == 4
    wrong = validate(file, *columns, "--kpi-of", "teamwork")
    assert "validity.kpi_pair" in wrong.output


BAD = {
    "outcome.none_yet": (lambda t: t.assign(rating=np.nan), WHOLE, "200"),
    "outcome.constant": (lambda t: t.assign(rating=3), WHOLE, "differ"),
    "score.constant": (lambda t: t.assign(得分=5), WHOLE, "before"),
    "correlation.too_few": (lambda t: t[t["who"].isin(["p0", "p1", "p2"])], WHOLE, "30"),
    "score.out_of_range": (lambda t: t.assign(得分=t["得分"] * 10), WHOLE, "scale"),
    "person.twice": (
        lambda t: pd.concat([t, t.head(3).assign(rating=1.0)]), WHOLE, "first or the latest",
    ),
    "outcome.all_before_interview": (
        lambda t: t.assign(told="2024-01-01"),
        (*WHOLE, "--interviewed-at", "held", "--outcome-at", "told"), "after the interview",
    ),
    "table.ambiguous_date": (
        lambda t: t.assign(told="03/04/2025"),
        (*WHOLE, "--interviewed-at", "held", "--outcome-at", "told"), "2026-03-12",
    ),
    "correction.reliability": (lambda t: t, (*WHOLE, "--criterion-reliability", "1.4"), "1"),
    "table.missing_column": (lambda t: t, (*BASE, "--role", "post"), "who, job"),
    "table.not_a_number": (lambda t: t.assign(rating=t["rating"] * 1e300), WHOLE, "plain numbers"),
    "validity.kpi_unknown": (
        lambda t: t.assign(kpi="deals"),
        (*BASE, "--competency", "skill", "--kpi", "kpi", "--kpi-of", "skil=deals"),
        "planning, teamwork",
    ),
    "validity.kpi_alone": (lambda t: t, (*BASE, "--kpi", "skill"), "competency"),
    "validity.column_needed": (lambda t: t, ("--score", "得分"), "--outcome"),
    "validity.repeated_how": (lambda t: t, (*WHOLE, "--repeated", "median"), "mean, first, last"),
    "validity.scale": (lambda t: t, (*WHOLE, "--scale", "ten"), "0:10"),
    "correlation.not_a_correlation": (lambda t: t, (*WHOLE, "--minimum", "3"), "-1 and 1"),
    "validity.two_sources": (lambda t: t, (*WHOLE, "--store", "somewhere"), "one of them"),
}  # fmt: skip


@pytest.mark.parametrize("code", BAD)
def test_bad_input_is_refused_by_name(code: str, table: pd.DataFrame, tmp_path: Path) -> None:
    change, arguments, remedy = BAD[code]
    result = validate(written(change(table), tmp_path), *arguments)
    assert result.exit_code == 2, result.output
    assert f"[{code}]" in result.output
    assert remedy in result.output.replace("\n", " ")


def test_the_remedies_work(table: pd.DataFrame, tmp_path: Path) -> None:
    wide = written(table.assign(得分=table["得分"] * 10), tmp_path, "wide.csv")
    assert validate(wide, *WHOLE, "--scale", "0:100").exit_code in (0, 1)
    twice = written(pd.concat([table, table.head(3).assign(rating=1.0)]), tmp_path, "twice.csv")
    for way in ("mean", "first", "last"):
        result = validate(twice, *WHOLE, "--repeated", way)
        assert result.exit_code in (0, 1), result.output
        assert "became part of one" in result.output


def test_told_where_the_rest_can_be_told(table: pd.DataFrame, tmp_path: Path) -> None:
    one = written(table[table["q"] == "a"], tmp_path)
    result = validate(one, *WHOLE, "--json", "-")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["pooled"]["of"] == "question"
    below = validate(one, *WHOLE, "--criterion-reliability", "-0.3", "--json", "-")
    assert below.exit_code == 0
    made = json.loads(below.stdout)
    assert made["criterion_reliability"] == -0.3
    code = made["overall"]["corrected"]["criterion"]["code"]
    assert code == "correction.reliability_not_positive"
    assert "-0.30 corrects nothing" in below.stderr
    early = table.assign(told=["2024-01-01"] * 30 + ["2025-09-01"] * (len(table) - 30))
    dated = (*WHOLE, "--interviewed-at", "held", "--outcome-at", "told", "--json", "-")
    result = validate(written(early[early["q"] == "a"], tmp_path), *dated)
    made = json.loads(result.stdout)
    assert made["funnel"]["excluded"] == {"outcome.before_interview": 30}
    assert made["overall"]["n"] == 210
    assert [note["code"] for note in made["notes"]] == [
        "validity.one_question", "validity.early_outcomes",
    ]  # fmt: skip


def test_names_of_a_foreign_table_do_not_steer_the_terminal(
    table: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "180")
    evil = table.assign(job=table["job"] + "[red]\x1b[31m")
    result = validate(written(evil, tmp_path), *WHOLE)
    assert result.exit_code in (0, 1)
    assert "\x1b[31m" not in result.output
    assert "[red]" in result.output


def test_the_store(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    forecast_company(folder).close()
    result = validate("--store", folder, "--json", tmp_path / "out.json")
    assert result.exit_code in (0, 1), result.output
    made = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert made["funnel"]["stages"]["rated"] == 208
    assert {one["modality"] for one in made["by_modality"]} == {"language", "voice"}
    assert "validity.no_source" in validate().output
    unknown = validate("--store", folder, "--occasion", "90_days")
    assert unknown.exit_code == 2
    assert "12_months, 6_months" in unknown.output
