"""What leaves the house: no count of one to four people, and every comparison still there."""

import json

import pandas as pd
import pytest

from fairness import (
    SMALLEST,
    AuditPolicy,
    AuditReport,
    Columns,
    audit,
    report_json,
    without_small_cells,
)
from interview import Withheld


@pytest.fixture(scope="module")
def report() -> AuditReport:
    # 3 of 60 selected, 37 of 40 (three were not), 30 of 60, and a group of two
    people = pd.DataFrame(
        {
            "sex": ["a"] * 60 + ["b"] * 40 + ["c"] * 60 + ["d"] * 2,
            "hired": [1] * 3 + [0] * 57 + [1] * 37 + [0] * 3 + [1] * 30 + [0] * 30 + [1, 0],
            "score": [5.0, 6.0, 7.0] * 54,
        }
    )
    columns = Columns(selected="hired", score="score")
    return audit(
        people, AuditPolicy(attributes=("sex",), columns=columns, floor=1, smallest_share=0.0)
    )


def test_no_count_of_one_to_four_people_is_written(report: AuditReport) -> None:
    made = report_json(report, smallest=SMALLEST)
    assert made["withheld_below"] == 5
    for table in made["tables"]:
        for group in table["groups"]:
            assert group["n"] is None or group["n"] >= 5
            if group["selected"] is not None:
                assert group["selected"] not in range(1, 5)
                assert group["n"] - group["selected"] not in range(1, 5)
    for found in made["findings"]:
        for name in ("n", "selected", "reference_n", "reference_selected"):
            assert found["slots"].get(name) not in range(1, 5)


def test_rates_that_give_the_count_away_go_with_it_and_ratios_stay(report: AuditReport) -> None:
    made = without_small_cells(report)
    shown, full = made.tables[0], report.tables[0]
    assert shown.metric == "impact_ratio"
    by = {g.group: g for g in shown.groups}
    before = {g.group: g for g in full.groups}
    assert by["a"].selected is None
    assert isinstance(by["a"].rate, Withheld)
    assert by["a"].finding == before["a"].finding
    assert by["a"].verdict == before["a"].verdict == "exceeds"
    assert by["c"] == before["c"]
    assert isinstance(by["d"].finding, Withheld)
    assert by["d"].excluded == "cell.small"
    assert by["d"].p_value is None
    assert made.verdict == report.verdict
    assert made.digest == report.digest


def test_sentences_lose_what_their_table_lost(report: AuditReport) -> None:
    made = without_small_cells(report)
    ratio = next(f for f in made.findings if f.metric == "impact_ratio" and f.group == "a")
    assert "value" in ratio.slots
    assert not {"selected", "rate", "reference_selected", "reference_rate"} & set(ratio.slots)
    small = next(f for f in made.findings if f.metric == "impact_ratio" and f.group == "d")
    assert small.slots == {"reference": "b", "reason": "cell.small"}


def test_without_a_limit_everything_stands_as_it_was(report: AuditReport) -> None:
    made = report_json(report)
    assert "withheld_below" not in made
    groups = made["tables"][0]["groups"]
    assert [(g["group"], g["n"], g["selected"]) for g in groups] == [
        ("a", 60, 3), ("b", 40, 37), ("c", 60, 30), ("d", 2, 1)
    ]  # fmt: skip
    assert json.loads(json.dumps(made)) == made
