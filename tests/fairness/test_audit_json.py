"""The report as JSON: the issue's shape, there and back, and any change noticed."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairness import AuditPolicy, Columns, audit, report_from_json, report_json
from interview import IntegrityBroken

GROUP = {"group", "n", "selected", "rate", "impact_ratio", "low", "high", "p_value", "flips",
         "shortfall", "verdict"}  # fmt: skip
REPORT = {"policy", "population", "excluded", "tables", "findings", "verdict", "digest"}
POLICY = AuditPolicy(
    attributes=("sex", "age"),
    columns=Columns(selected="hired", score="score", human="human", stratum="job"),
    references={"age": "old"},
    cut=6.0,
    replicates=50,
)


def people(seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    n = 90
    return pd.DataFrame(
        {
            "sex": rng.choice(["f", "m", "未知"], n),
            "age": rng.choice(["old", "young", "only"], n, p=[0.5, 0.48, 0.02]),
            "job": rng.choice(["x", "y"], n),
            "hired": rng.random(n) < 0.4,
            "score": np.where(rng.random(n) < 0.1, np.nan, rng.normal(6, 1, n)),
            "human": rng.integers(1, 10, n),
        }
    )


def test_the_shape_other_programs_build_on() -> None:
    made = report_json(audit(people(1), POLICY))
    assert set(made) >= REPORT
    for table in made["tables"]:
        assert {"attribute", "metric", "groups"} <= set(table)
        for group in table["groups"]:
            assert set(group) >= GROUP
        left = sum(row["n"] for row in table["excluded"] + made["excluded"])
        assert sum(g["n"] for g in table["groups"]) + left == made["population"]
    ratio = made["tables"][0]["groups"][0]
    assert ratio["low"] <= ratio["impact_ratio"] <= ratio["high"]
    gap = next(t for t in made["tables"] if t["metric"] == "score_gap")["groups"][0]
    assert gap["impact_ratio"] is None
    assert gap["low"] <= gap["value"] <= gap["high"]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_there_and_back_through_text(seed: int) -> None:
    report = audit(people(seed), POLICY)
    text = json.dumps(report_json(report), ensure_ascii=False, allow_nan=False)
    assert report_from_json(json.loads(text)) == report


def test_a_changed_number_is_noticed() -> None:
    made = report_json(audit(people(2), POLICY))
    made["tables"][0]["groups"][0]["n"] += 1
    with pytest.raises(IntegrityBroken) as err:
        report_from_json(made)
    assert err.value.code == "report.digest"
    policy = report_json(audit(people(2), POLICY))
    policy["policy"]["limit"] = 0.5
    with pytest.raises(IntegrityBroken):
        report_from_json(policy)


def test_the_policy_is_named_by_its_own_digest() -> None:
    one, other = (report_json(audit(people(3), p)) for p in (POLICY, replace(POLICY, limit=0.7)))
    assert one["policy"]["digest"] == POLICY.digest != other["policy"]["digest"]
