"""Tables that cannot answer, one by one, through the engine and both commands.

Every case is a named refusal, and what its advice asks for is then given and works.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from analysis import (
    ValidityColumns,
    agreement,
    assess_bank,
    corrected_validity,
    correlation,
    cronbach_alpha,
    drift,
    icc,
    item_analysis,
    join_outcomes,
    leakage,
    onboarding,
    pool_validities,
    predict_performance,
    rater_severity,
    strong_performers,
    training_needs,
    validity_over_time,
    validity_study,
)
from interview import CandorError, Withheld
from workflow.cli import app

NAMED = ValidityColumns(
    score="score", outcome="rating", question="q", person="who", role="role",
    interviewed_at="at", outcome_at="rated",
)  # fmt: skip
VALIDATE = (
    "validate", "--score", "score", "--outcome", "rating", "--question", "q", "--person", "who",
    "--role", "role", "--interviewed-at", "at", "--outcome-at", "rated",
)  # fmt: skip
BANK = ("bank", "--question", "q", "--interview", "who", "--outcome", "rating", "--role", "role")
ITEMS = {"question": "q", "score": "score", "interview": "who"}


def table(people: int = 60) -> pd.DataFrame:
    """Four questions, one rating half a year later, nothing wrong."""
    rng = np.random.default_rng(5)
    skill, chance = rng.normal(size=(2, people))
    rating = np.round(3.4 + 0.5 * skill + 0.5 * chance, 2)
    rows = [
        pd.DataFrame(
            {
                "who": [f"p{i:02d}" for i in range(people)],
                "q": question,
                "score": np.clip(np.round(5 + skill + rng.normal(size=people), 1), 0, 10),
                "rating": rating,
                "at": "2026-01-10",
                "rated": "2026-07-10",
                "role": "clerk",
            }
        )
        for question in "abcd"
    ]
    return pd.concat(rows, ignore_index=True)


def off_scale(frame: pd.DataFrame) -> pd.DataFrame:
    wrong = frame.copy()
    wrong.loc[6, "score"] = 68.0
    return wrong


def rated_twice(frame: pd.DataFrame) -> pd.DataFrame:
    again = frame.iloc[:3].assign(rating=frame["rating"].iloc[:3] + 1, rated="2026-09-01")
    return pd.concat([frame, again], ignore_index=True)


def only(frame: pd.DataFrame, people: int) -> pd.DataFrame:
    return frame[frame["who"].isin([f"p{i:02d}" for i in range(people)])]


@dataclass(frozen=True)
class Case:
    """``wrong`` breaks the table, ``codes`` are what each of the ways says of it (empty: nothing is
    wrong there), ``repair`` does what the advice says, and ``options`` go with it."""

    wrong: Callable[[pd.DataFrame], pd.DataFrame]
    study: str = ""
    bank: str = ""
    repair: Callable[[pd.DataFrame], pd.DataFrame] | None = None
    options: tuple[str, ...] = ()
    bank_options: tuple[str, ...] = ()
    found: dict[str, int] = field(default_factory=dict)


CASES: dict[str, Case] = {
    "no outcome yet": Case(
        wrong=lambda f: f.assign(rating=None),
        study="outcome.none_yet",
        repair=lambda f: f,
    ),
    "outcome constant": Case(
        wrong=lambda f: f.assign(rating=3.0),
        study="outcome.constant",
        repair=lambda f: f,
    ),
    "n of 3": Case(
        wrong=lambda f: only(f, 3),
        study="correlation.too_few",
        # four give an interval
        repair=lambda f: only(f, 4),
    ),
    "scores out of 0 to 10": Case(
        wrong=off_scale,
        study="score.out_of_range",
        bank="score.off_scale",
        repair=off_scale,
        options=("--scale", "0:100"),
        bank_options=("--scale", "0:100"),
    ),
    "a person rated twice in a period": Case(
        wrong=rated_twice,
        study="person.twice",
        bank="items.twice",
        repair=rated_twice,
        options=("--repeated", "last"),
    ),
    "dates before the interview": Case(
        wrong=lambda f: f.assign(rated="2025-01-01"),
        study="outcome.all_before_interview",
        repair=lambda f: f.assign(rated="2026-01-11"),
    ),
    "an empty table": Case(
        wrong=lambda f: f.iloc[:0],
        study="table.empty",
        bank="table.empty",
        repair=lambda f: f,
    ),
    "no such column": Case(
        wrong=lambda f: f.rename(columns={"score": "points"}),
        study="table.missing_column",
        bank="table.missing_column",
        repair=lambda f: f,
    ),
    "words for numbers": Case(
        wrong=lambda f: f.assign(score=["good"] * len(f)),
        study="table.not_a_number",
        bank="table.not_a_number",
        repair=lambda f: f,
    ),
    "a date that is none": Case(
        wrong=lambda f: f.assign(at="soon"),
        study="table.not_a_date",
        repair=lambda f: f,
    ),
}


def run(frame: pd.DataFrame, folder: Path, *arguments: str) -> tuple[int, str, Any]:
    file, out = folder / "t.csv", folder / "o.json"
    frame.to_csv(file, index=False)
    out.unlink(missing_ok=True)
    name, *rest = arguments
    result = CliRunner().invoke(app, [name, str(file), *rest, "--json", str(out)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    said = json.loads(out.read_text("utf-8")) if out.exists() else None
    return result.exit_code, " ".join(result.output.split()), said


@pytest.mark.parametrize("name", CASES)
def test_validate_refuses_by_name_and_the_advice_works(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    code, output, _ = run(case.wrong(table()), tmp_path, *VALIDATE)
    assert (code, f"[{case.study}]" in output) == (2, True), output
    assert case.repair is not None
    code, output, said = run(case.repair(table()), tmp_path, *VALIDATE, *case.options)
    assert code in (0, 1), output
    assert said["overall"]["n"] >= 4


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.bank])
def test_bank_refuses_by_name_and_the_advice_works(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    code, output, _ = run(case.wrong(table()), tmp_path, *BANK)
    assert (code, f"[{case.bank}]" in output) == (2, True), output
    assert case.repair is not None
    repaired = case.repair(table())
    if case.bank == "items.twice":
        # one row per person and question, as it says
        repaired = repaired.drop_duplicates(["who", "q"], keep="last")
    code, output, said = run(repaired, tmp_path, *BANK, *case.bank_options)
    assert code in (0, 1), output
    assert len(said["questions"]) == 4


def test_a_bank_that_cannot_tell_says_collect_and_how_many(tmp_path: Path) -> None:
    for broken in (
        table().assign(rating=None), table().assign(rating=3.0), only(table(), 3),
    ):  # fmt: skip
        code, output, said = run(broken, tmp_path, *BANK)
        assert code == 0, output
        for question in said["questions"]:
            assert question["recommendation"] == "collect"
            assert question["n"] < question["n_needed"]
            assert question["observed"]["withheld"]
    # one question alone is told by its validity; what needs others is withheld
    code, _, said = run(table().query("q == 'a'"), tmp_path, *BANK)
    assert code in (0, 1)
    assert said["questions"][0]["item_rest"] == {
        "withheld": True, "code": "item.no_others", "n": 60,
    }  # fmt: skip


def test_the_same_row_twice_counts_once_or_is_refused(tmp_path: Path) -> None:
    twice = pd.concat([table(), table().iloc[:5]], ignore_index=True)
    code, _, said = run(twice, tmp_path, *VALIDATE)
    assert code in (0, 1)
    once = run(table(), tmp_path, *VALIDATE)[2]
    assert said["overall"] == once["overall"]
    code, output, _ = run(twice, tmp_path, *BANK)
    assert (code, "[items.twice]" in output) == (2, True)
    assert run(twice.drop_duplicates(), tmp_path, *BANK)[0] in (0, 1)


def test_negative_reliability_is_shown_and_never_clipped(tmp_path: Path) -> None:
    option = "--criterion-reliability"
    code, output, said = run(table(), tmp_path, *VALIDATE, option, "-0.35")
    assert code in (0, 1)
    assert said["criterion_reliability"] == -0.35
    assert "-0.35" in output
    assert said["overall"]["corrected"]["criterion"] == {
        "withheld": True, "code": "correction.reliability_not_positive", "n": 60,
    }  # fmt: skip
    assert run(table(), tmp_path, *VALIDATE, option, "1.4")[0] == 2
    assert (
        "value"
        in run(table(), tmp_path, *VALIDATE, option, "0.6")[2]["overall"]["corrected"]["criterion"]
    )
    # items scored the wrong way round
    wide = table().pivot(index="who", columns="q", values="score")
    turned = wide.assign(b=10 - wide["b"], d=10 - wide["d"])
    found = cronbach_alpha(turned, items=list("abcd"))
    assert not isinstance(found, Withheld)
    assert found.value < 0
    right = cronbach_alpha(wide, items=list("abcd"))
    assert not isinstance(right, Withheld)
    assert right.value > 0.5


def test_raters_who_never_overlap_are_told_apart_by_nobody(tmp_path: Path) -> None:
    rows = table().query("q == 'a'").assign(rater=lambda f: np.where(f.index < 30, "r1", "r2"))
    alone = rater_severity(rows, target="who", rater="rater", rating="score")
    assert {one.leniency for one in alone.raters} == {Withheld(code="raters.never_overlap", n=30)}
    code, _, said = run(rows, tmp_path, *BANK, "--rater", "rater")
    assert code in (0, 1)
    assert said["questions"][0]["agreement"]["withheld"]
    # ten people that both have rated are enough to compare them
    shared = rows.iloc[:10].assign(rater="r2")
    shared["score"] = (shared["score"] + np.linspace(0, 1, 10)).clip(upper=10)
    both = rater_severity(
        pd.concat([rows, shared], ignore_index=True), target="who", rater="rater", rating="score"
    )
    assert not any(isinstance(one.leniency, Withheld) for one in both.raters)


ENGINE: dict[str, Callable[[pd.DataFrame], object]] = {
    "correlation": lambda f: correlation(f, score="score", outcome="rating").finding,
    "study": lambda f: validity_study(f, NAMED).refusal,
    "corrected": lambda f: (
        corrected_validity(f, score="score", outcome="rating", criterion_reliability=0.6).observed
    ),
    "over time": lambda f: (
        validity_over_time(f, score="score", outcome="rating", interviewed_at="at").trend
    ),
    "onboarding": lambda f: (
        next(
            iter(onboarding(f, score="score", outcome="rating").lines),
        ).withheld
    ),
    "strong": lambda f: (
        strong_performers(f, person="who", competency="q", score="score", outcome="rating").withheld
    ),
    "forecast": lambda f: predict_performance(f, scores=["score"], outcomes={"rating": "rating"})[
        "rating"
    ],
}


@pytest.mark.parametrize("name", ENGINE)
def test_every_study_refuses_what_it_cannot_answer(name: str) -> None:
    # one question, so that a row is a person
    call, whole = ENGINE[name], table().query("q == 'a'").reset_index(drop=True)
    for case in ("no outcome yet", "outcome constant", "n of 3"):
        found = call(CASES[case].wrong(whole))
        assert isinstance(found, Withheld), (name, case, found)
    for case in ("an empty table", "no such column", "words for numbers"):
        with pytest.raises(CandorError) as refused:
            call(CASES[case].wrong(whole))
        assert refused.value.code == CASES[case].study, (name, case)
        assert refused.value.remedy


def test_other_instruments_refuse_by_name() -> None:
    whole = table()
    empty = whole.iloc[:0]
    calls: list[Callable[[pd.DataFrame], object]] = [
        lambda f: assess_bank(f, **ITEMS, outcome="rating"),
        lambda f: item_analysis(f, person="who", item="q", score="score"),
        lambda f: leakage(f, **ITEMS, at="at"),
        lambda f: drift(f, value="score", at="at", since="2026-02-01"),
        lambda f: training_needs(f, person="who", competency="q", score="score", threshold=6.0),
        lambda f: join_outcomes(f, f, person="who", outcome="rating"),
        lambda f: agreement(f, raters=["score"], machine="rating"),
        lambda f: icc(f, target="who", rater="q", rating="score"),
    ]
    for call in calls:
        for broken in (empty, whole.rename(columns={"score": "points", "who": "name"})):
            found, refused = None, None
            try:
                found = call(broken)
            except CandorError as error:
                refused = error
            if refused is None:
                # a value that holds findings must hold refusals only
                assert "nan" not in repr(found).lower()
                assert "Estimate(" not in repr(found)
            else:
                assert refused.code.partition(".")[2]
                assert refused.remedy
    assert pool_validities([], []) == Withheld(code="pool.too_few_studies")
