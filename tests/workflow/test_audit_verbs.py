"""Auditing the store and foreign tables: nobody lost, the reading remembered, files written."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from fairness import Columns, report_from_json
from interview import Action, Actor, InputError, PermissionDenied, Role
from store import Store, events, save_attributes
from tests.workflow.small_company import BLIND, COMPLIANCE, HR, OPEN, OPEN_WEAK, PLANT, SAMPLED
from workflow.audit import audit_rules, audit_store, audit_table, stored_audit, stored_audits
from workflow.audit_people import AuditScope, audit_people
from workflow.cli import app
from workflow.expression_audit import expression_audit, stored_expressions
from workflow.perturb_store import perturb_store

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


def test_an_officer_of_one_department_sees_its_people_and_its_audits_only(grouped: Store) -> None:
    plant = Actor(id="officer", roles=("compliance",), units=("plant",))
    people = audit_people(plant, grouped, AuditScope(purpose="yearly audit"))
    assert set(people["department"]) == {"plant"}
    whole = audit_store(COMPLIANCE, grouped, AuditScope(purpose="all"))
    own = audit_store(plant, grouped, AuditScope(purpose="ours"), attributes=["sex"])
    assert own.scope["departments"] == ["plant"]
    assert [a.name for a in stored_audits(plant, grouped)] == [own.name]
    assert {a.name for a in stored_audits(COMPLIANCE, grouped)} == {own.name, whole.name}
    with pytest.raises(PermissionDenied) as refused:
        stored_audit(plant, grouped, whole.name)
    assert refused.value.code == "right.other_unit"


@pytest.mark.parametrize("role", ["hiring_manager", "admin"])
def test_who_has_no_right_reads_no_audit_and_audits_nothing(grouped: Store, role: Role) -> None:
    somebody = Actor(id="somebody", roles=(role,), units=("*",))
    rules = audit_rules("none", ["sex"], Columns(selected="hired"))
    for refused_verb in (
        lambda: audit_store(somebody, grouped, AuditScope(purpose="x")),
        lambda: audit_table(somebody, PEOPLE, rules),
        lambda: stored_audits(somebody, grouped),
        lambda: stored_audit(somebody, grouped, "x"),
        lambda: expression_audit(somebody, grouped, AuditScope(purpose="x"), attribute="sex"),
        lambda: stored_expressions(somebody, grouped),
        lambda: perturb_store(somebody, grouped),
    ):
        with pytest.raises(PermissionDenied) as refused:
            refused_verb()
        assert refused.value.code == "right.missing"
    with grouped.read() as reading:
        assert Action.ATTRIBUTE_READ not in [e.action for e in events(reading)]


def test_files_of_the_store_hold_no_small_counts_unless_asked(
    grouped: Store, tmp_path: Path
) -> None:
    asked = ["audit", "--store", str(grouped.folder), "--purpose", "t", "--json", "-"]
    few = json.loads(CliRunner().invoke(app, asked).stdout)
    assert few["withheld_below"] == 5
    sizes = [g["n"] for t in few["tables"] for g in t["groups"]]
    assert sizes
    assert not set(sizes) & {1, 2, 3, 4}
    page = tmp_path / "a.html"
    CliRunner().invoke(app, [*asked[:-2], "--html", str(page)])
    assert "n &lt; 5" in page.read_text("utf-8") or "&lt; 5</td>" in page.read_text("utf-8")
    full = json.loads(CliRunner().invoke(app, [*asked, "--all-counts"]).stdout)
    assert {g["n"] for t in full["tables"] for g in t["groups"]} & {1, 2, 3, 4}
    assert full["digest"] == few["digest"]


def test_names_from_a_table_never_steer_the_terminal(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    names = ["\\[bold red]a", "\x1b]0;owned\x07b", ":smile:"]
    rows = [f'"{name}",{i % 2}' for name in names for i in range(40)]
    table.write_text("g,hired\n" + "\n".join(rows) + "\n", encoding="utf-8")
    told = CliRunner().invoke(app, ["audit", str(table), "--attribute", "g", "--selected", "hired"])
    assert told.exit_code == 0, told.output
    assert "\x1b" not in told.output
    assert "\x07" not in told.output
    shown = "".join(told.output.split())
    assert sum(name in shown for name in ("\\[bold", ":smile:", "\ufffd]0;")) >= 2
    wrong = CliRunner().invoke(app, ["audit", str(table), "--attribute", "\x1b[2Jg"])
    assert wrong.exit_code == 2
    assert "\x1b" not in wrong.output
