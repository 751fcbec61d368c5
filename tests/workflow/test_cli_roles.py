"""``candor roles``: lists, shows, checks and copies role models; a wrong file ends with code 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from scoring import find_role
from workflow.cli import app


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CANDOR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CANDOR_COMPANY", raising=False)
    monkeypatch.chdir(tmp_path)


def said(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["roles", *words])
    return done.exit_code, done.output


def test_roles_and_templates_are_listed_in_either_language() -> None:
    code, out = said()
    assert code == 0
    assert "sales_manager" in out
    assert "healthcare" in out
    assert "银行客户经理" in said("list", "--locale", "zh")[1]


def test_a_role_is_shown_with_weights_time_limits_criteria_and_code() -> None:
    code, out = said("show", "marketing", "--locale", "en")
    assert code == 0
    assert "Creativity 40%, Feasibility 30%, Expression 30%" in out
    assert "at most 240 s" in out
    assert "def median(values):" in said("show", "software_engineer")[1]


def test_a_copy_is_written_checked_and_never_over_another_file(tmp_path: Path) -> None:
    code, out = said("new", "branch_adviser", "--from", "banking")
    assert code == 0
    assert find_role(str(tmp_path / "branch_adviser.toml")).key == "branch_adviser"
    code, out = said("check", "branch_adviser.toml")
    assert code == 0
    assert "5 competencies, 6 questions" in out
    code, out = said("new", "branch_adviser", "--from", "retail")
    assert code == 2
    assert "role.file_exists" in out


def test_a_wrong_file_ends_with_the_line_and_exit_code_2(tmp_path: Path) -> None:
    said("new", "mine", "--from", "retail")
    file = tmp_path / "mine.toml"
    file.write_text(file.read_text("utf-8").replace("must_have", "musthave"), "utf-8")
    code, out = said("check", "mine.toml")
    assert code == 2
    assert "mine.toml, line" in out
    assert "role.unknown_key" in out


def test_a_role_may_ask_for_the_companys_own_value_once_its_file_is_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said("new", "plant", "--from", "energy")
    file = tmp_path / "plant.toml"
    text = file.read_text("utf-8").replace("loyalty", "safety_first")
    file.write_text(text.replace("responsibility", "integrity"), "utf-8")
    code, out = said("check", "plant.toml")
    assert (code, "role.unknown_competency" in out) == (2, True)
    assert said("company")[0] == 0
    monkeypatch.setenv("CANDOR_COMPANY", str(tmp_path / "company.toml"))
    assert said("check", "plant.toml")[0] == 0
    assert "Safety first" in said("show", "plant.toml")[1]
    # in the home folder the file needs no setting
    monkeypatch.delenv("CANDOR_COMPANY")
    (tmp_path / "home").mkdir()
    (tmp_path / "company.toml").rename(tmp_path / "home" / "company.toml")
    assert said("check", "plant.toml")[0] == 0
    assert "safety_first" in said("list")[1]
