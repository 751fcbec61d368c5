"""Explaining, asking what if and writing to a candidate: who may, what is covered, what is kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from interview import Action, Decision, InputError, PermissionDenied, StoreError, Withheld
from scoring.explanation import SmallestChange, by
from store import Store, events, save_decision
from tests.workflow.small_company import BLIND, COMPLIANCE, HR, MANAGER, OPEN, PLANT, SCIENTIST
from workflow.cli import app
from workflow.explain import explain
from workflow.explain_role import explain_groups, explain_role
from workflow.letter import Letter, candidate_letter, export_letter
from workflow.what_if import what_if


def test_points_add_up_and_few_people_are_compared_with_nobody(company: Store) -> None:
    found = explain(HR, company, OPEN).explanation
    assert found.adds_up
    assert found.comparison.key == "middle"
    assert found.base + sum(by(found, "feature").values()) == pytest.approx(found.score, abs=1e-6)
    assert explain(HR, company, OPEN, subject="teamwork").explanation.subject == "teamwork"


def test_what_is_covered_is_not_explained(company: Store) -> None:
    for verb in (explain, what_if, candidate_letter):
        with pytest.raises(PermissionDenied) as refused:
            verb(HR, company, BLIND)
        assert refused.value.code == "card.covered"
    # who does not review sees it
    assert explain(SCIENTIST, company, BLIND).explanation.adds_up


def test_another_department_and_a_missing_right_are_refused(company: Store) -> None:
    with pytest.raises(PermissionDenied) as refused:
        explain(MANAGER, company, PLANT)
    assert refused.value.code == "right.other_unit"
    with pytest.raises(PermissionDenied) as refused:
        export_letter(MANAGER, company, OPEN, locale="en")
    assert refused.value.code == "right.missing"
    with pytest.raises(PermissionDenied) as refused:
        explain_groups(HR, company, "clerk", attribute="sex", purpose="test")
    assert refused.value.code == "right.missing"


def test_nobody_counts_whom_the_reader_may_not_see(company: Store) -> None:
    with pytest.raises(InputError) as refused:
        explain_role(MANAGER, company, "clerk")
    mine = refused.value.slots["n"]
    with pytest.raises(InputError) as refused:
        explain_role(HR, company, "clerk")
    assert refused.value.slots["n"] > mine  # type: ignore[operator]


def test_an_unknown_interview_and_subject_are_named(company: Store) -> None:
    with pytest.raises(StoreError) as unknown:
        explain(HR, company, "nobody")
    assert unknown.value.code == "interview.unknown"
    with pytest.raises(InputError) as refused:
        explain(HR, company, OPEN, subject="charm")
    assert refused.value.code == "explanation.unknown_subject"


def test_what_if_starts_from_the_card_and_changes_nothing(company: Store) -> None:
    with company.read() as reading:
        before = len(events(reading))
    asked = what_if(HR, company, OPEN)
    found = asked.smallest_change()
    assert isinstance(found, SmallestChange | Withheld)
    for lever in asked.levers():
        assert lever.modality == "language", "no preset gives voice or face weight here"
    with company.read() as reading:
        assert len(events(reading)) == before


def test_a_letter_tells_scores_strengths_and_help_and_its_export_is_an_event(
    company: Store,
) -> None:
    letter = export_letter(HR, company, OPEN, locale="zh", contact=" hr@example.com ")
    assert isinstance(letter, Letter)
    assert letter.contact == "hr@example.com"
    assert {one.competency for one in letter.scores} == {"communication", "teamwork"}
    assert all(name.startswith("lang_") for name in letter.helps)
    assert letter.pace is None
    assert letter.decided is None
    assert letter.shares == {"voice": 0.0, "face": 0.0}
    with company.read() as reading:
        kept = events(reading, subject=OPEN, action=Action.LETTER_EXPORTED)
    assert len(kept) == 1
    assert kept[0].actor == HR.id
    # looking at it is no export
    candidate_letter(HR, company, OPEN)
    with company.read() as reading:
        assert len(events(reading, subject=OPEN, action=Action.LETTER_EXPORTED)) == 1


def test_a_letter_says_that_a_person_decided_and_hides_the_name_where_it_must(
    company: Store,
) -> None:
    with company.transaction(HR) as tx:
        save_decision(
            tx,
            Decision(
                interview=OPEN, stage="advance", outcome="yes", actor="hr", card_digest="",
                at=datetime(2026, 5, 1, tzinfo=UTC), reasons="because",
            ),
        )  # fmt: skip
    assert candidate_letter(HR, company, OPEN).decided == (
        "advance",
        "yes",
        datetime(2026, 5, 1, tzinfo=UTC),
    )
    assert candidate_letter(COMPLIANCE, company, OPEN).name is None
    assert candidate_letter(HR, company, OPEN).name


def test_pace_is_told_only_when_asked_and_never_the_face(company: Store) -> None:
    told = candidate_letter(HR, company, OPEN, pace=True).pace
    if isinstance(told, Withheld):
        assert told.code.startswith(("voice.", "policy."))
    else:
        assert told is not None
        assert all(fact.feature.startswith("voice_") for fact in told)


def test_the_command_writes_every_number_and_one_page(company: Store, tmp_path: Path) -> None:
    folder, page = str(company.folder), tmp_path / "why.html"
    made = CliRunner().invoke(
        app, ["explain", OPEN, "--store", folder, "--json", "-", "--html", str(page)]
    )
    assert made.exit_code == 0, made.output
    found = json.loads(made.stdout)
    total = found["base"] + sum(part["points"] for part in found["parts"])
    assert total == pytest.approx(found["score"], abs=1e-6)
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert OPEN in html


def test_the_command_names_what_it_cannot_explain(company: Store) -> None:
    folder = str(company.folder)
    unknown = CliRunner().invoke(app, ["explain", "nobody", "--store", folder])
    assert unknown.exit_code == 2
    wrong = CliRunner().invoke(app, ["explain", OPEN, "--subject", "charm", "--store", folder])
    assert wrong.exit_code == 2
    assert "explanation.unknown_subject" in wrong.stderr
    language = ["explain", OPEN, "--store", folder, "--html", "x.html", "--language", "fr"]
    assert CliRunner().invoke(app, language).exit_code == 2


def test_a_rubric_is_explained_without_loading_shap(company: Store) -> None:
    import subprocess
    import sys

    code = (
        "import sys\nfrom pathlib import Path\nfrom store import open_store\n"
        "from interview import Actor\nfrom workflow.explain import explain\n"
        f"with open_store(folder=Path({str(company.folder)!r})) as s:\n"
        f"    explain(Actor.system(), s, {OPEN!r})\n"
        "assert not {'shap', 'cv2', 'torch', 'sklearn'} & set(sys.modules)\n"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)
