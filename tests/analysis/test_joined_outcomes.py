"""Outcomes find their interview: by person, the latest before them, everybody counted."""

import pandas as pd
import pytest

from analysis import cohorts, join_outcomes
from interview import InputError

SCORES = pd.DataFrame(
    {
        "id": ["a", "a", "b", "c", "d", "e"],
        "competency": ["teamwork"] * 6,
        "score": [5.0, 7.0, 6.0, 4.0, None, 8.0],
        "at": ["2025-01-10", "2025-06-10", "2025-02-01", "2025-02-01", "2025-03-01", "2025-03-01"],
        "hired": ["no", "yes", "yes", "yes", "no", "no"],
        "gone": ["no", "no", "no", "yes", "no", "no"],
    }
)
LATER = pd.DataFrame(
    {
        "id": ["a", "a", "b", "c", "x", "b"],
        "kpi": ["teamwork"] * 6,
        "figure": [100.0, 90.0, 110.0, 95.0, 80.0, None],
        "rated": ["2025-12-10", "2025-03-10", "2024-12-31", "2025-04-02", "2025-04-01",
                  "2025-08-01"],
    }
)  # fmt: skip


def joined(**options: object) -> tuple[pd.DataFrame, dict[str, int]]:
    found = join_outcomes(
        SCORES, LATER, person="id", outcome="figure", score="score", interviewed_at="at",
        outcome_at="rated", keep=["kpi"], **options,  # type: ignore[arg-type]
    )  # fmt: skip
    return found.table, dict(found.excluded)


def test_each_outcome_belongs_to_the_latest_interview_before_it() -> None:
    table, excluded = joined()
    rows = {(r.id, r.score, r.figure, round(r.lag_months, 1)) for r in table.itertuples()}
    assert rows == {("a", 7.0, 100.0, 6.0), ("a", 5.0, 90.0, 1.9), ("c", 4.0, 95.0, 2.0)}
    assert excluded == {
        "outcome.none": 1, "outcome.unknown_person": 1, "outcome.before_interview": 1,
    }  # fmt: skip
    assert set(table["kpi"]) == {"teamwork"}


def test_people_are_counted_at_every_step() -> None:
    found = join_outcomes(
        SCORES, LATER, person="id", outcome="figure", score="score", interviewed_at="at",
        outcome_at="rated", selected="hired", left="gone",
    )  # fmt: skip
    # d has no score; a, b and c were hired, c has left; a and c have an outcome after theirs
    assert found.stages == (("scored", 4), ("selected", 3), ("employed", 2), ("rated", 2))
    assert (found.left, found.not_yet_rated) == (1, 0)


def test_late_outcomes_can_be_left_out() -> None:
    table, excluded = joined(longest_lag_months=3)
    assert sorted(table["figure"]) == [90.0, 95.0]
    assert excluded["outcome.too_late"] == 1


def test_several_scores_of_one_interview_all_get_the_outcome() -> None:
    more = pd.concat([SCORES, SCORES.assign(competency="planning")])
    found = join_outcomes(
        more, LATER, person="id", outcome="figure", interviewed_at="at", outcome_at="rated"
    )
    assert len(found.table) == 6


def test_a_name_in_both_tables_is_refused() -> None:
    with pytest.raises(InputError) as err:
        join_outcomes(SCORES, LATER.assign(score=1.0), person="id", outcome="score")
    assert err.value.code == "table.column_twice"


def test_cohorts_by_the_calendar() -> None:
    frame = pd.DataFrame({"at": ["2025-01-31", "2025-12-01", None]})
    assert cohorts(frame, "at", period="month").tolist() == ["2025-01", "2025-12", None]
    assert cohorts(frame, "at").tolist() == ["2025-Q1", "2025-Q4", None]
    assert cohorts(frame, "at", period="year").tolist() == ["2025", "2025", None]
