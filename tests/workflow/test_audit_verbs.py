"""Auditing the store and foreign tables: nobody lost, the reading remembered, files written."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from fairness import Columns, report_from_json
from interview import Action, InputError, PermissionDenied
from store import Store, events, save_attributes
from tests.workflow.small_company import BLIND, COMPLIANCE, HR, OPEN, OPEN_WEAK, PLANT, SAMPLED
from workflow.audit import audit_rules, audit_store, audit_table, stored_audit, stored_audits
from workflow.audit_people import AuditScope, audit_people
from workflow.cli import app

EVERYBODY = (OPEN, OPEN_WEAK, BLIND, SAMPLED, PLANT)


@pytest.fixture
def grouped(company: Store) -> Store:
    with company.transaction() as tx:
        for i, name in enumerate(EVERYBODY[:-1]):
            save_attributes(tx, f"c-{name}", {"sex": "women" if i % 2 else "men"})
    return company


def test_everybody_interviewed_is_in_the_table(grouped: Store) -> None:
    people = audit_people(COMPLIANCE, grouped, AuditScope(purpose="yearly audit"))
    assert sorted(people["interview_id"]) == sorted(EVERYBODY)
    assert int(people["attr_sex"].isna().sum()) == 1


def test_the_reading_and_the_report_are_events(grouped: Store) -> None:
    found = audit_store(COMPLIANCE, grouped, AuditScope(purpose=" yearly audit "), law="cn_pipl")
    with grouped.read() as reading:
        acts = [e.action for e in events(reading)][:2]
    assert acts == [Action.REPORT_SAVED, Action.ATTRIBUTE_READ]
    assert found.scope["purpose"] == "yearly audit"
    assert found.report.population == len(EVERYBODY)
    for table in found.report.tables:
        left = sum(table.excluded.values()) + sum(found.report.excluded.values())
        assert table.n + left == found.report.population
    assert stored_audit(HR, grouped, found.name) == found
    assert [a.name for a in stored_audits(HR, grouped)] == [found.name]


def test_a_purpose_is_needed_and_nothing_is_read_without_it(grouped: Store) -> None:
    with pytest.raises(PermissionDenied) as refused:
        audit_store(COMPLIANCE, grouped, AuditScope(purpose="  "))
    assert refused.value.code == "attribute.no_purpose"
    assert stored_audits(COMPLIANCE, grouped) == ()


def test_nobody_within_the_limits(grouped: Store) -> None:
    scope = AuditScope(purpose="test", requisitions=("gone",))
    with pytest.raises(InputError) as refused:
        audit_people(COMPLIANCE, grouped, scope)
    assert refused.value.code == "audit.nobody"


PEOPLE = pd.DataFrame(
    {
        "性别": ["男"] * 80 + ["女"] * 40 + [None],
        "录用": ["是"] * 48 + ["否"] * 32 + ["是"] * 12 + ["否"] * 28 + ["是"],
        "得分": [7.0, 6.5, 5.0, 8.0] * 30 + [7.0],
    }
)


def test_a_foreign_table_in_chinese() -> None:
    rules = audit_rules("none", ["性别"], Columns(selected="录用", score="得分"))
    report = audit_table(HR, PEOPLE, rules)
    assert report.verdict == "exceeds"
    assert report.population == 121


def test_the_command_writes_json_and_html(tmp_path: Path) -> None:
    PEOPLE.to_csv(tmp_path / "people.csv", index=False)
    result = CliRunner().invoke(
        app,
        ["audit", str(tmp_path / "people.csv"), "--attribute", "性别", "--selected", "录用",
         "--score", "得分", "--json", str(tmp_path / "a.json"), "--html", str(tmp_path / "a.html"),
         "--language", "zh"],
    )  # fmt: skip
    assert result.exit_code == 1, result.output
    made = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert made["population"] == 121
    assert report_from_json(made).digest == made["digest"]
    assert made["digest"] in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_counts_per_group_as_published_audits_are(tmp_path: Path) -> None:
    table = tmp_path / "counts.csv"
    table.write_text("sex,n,chosen\nmale,1390,667\nfemale,1181,555\n", encoding="utf-8")
    result = CliRunner().invoke(
        app, ["audit", str(table), "--attribute", "sex", "--n", "n", "--selected-n", "chosen",
              "--law", "nyc_ll144", "--json", "-"],
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    groups = json.loads(result.stdout)["tables"][0]["groups"]
    assert round(next(g for g in groups if g["group"] == "female")["impact_ratio"], 3) == 0.979


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--attribute", "sex"], "audit.nothing_to_compare"),
        (["--attribute", "gone", "--selected", "hired"], "table.missing_column"),
        (["--attribute", "sex", "--selected", "hired", "--law", "mars"], "policy.unknown"),
        (["--selected", "hired"], "audit.no_attribute"),
        (["--attribute", "sex", "--selected", "hired", "--store", "x"], "audit.two_sources"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_two(tmp_path: Path, more: list[str], code: str) -> None:
    table = tmp_path / "t.csv"
    table.write_text("sex,hired\nf,1\nm,0\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["audit", str(table), *more])
    assert result.exit_code == 2
    assert code in result.output.replace("\n", "")


def test_without_anything_to_audit() -> None:
    result = CliRunner().invoke(app, ["audit"])
    assert result.exit_code == 2
    assert "audit.no_source" in result.output.replace("\n", "")
