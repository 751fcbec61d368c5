"""The store's bank: what was planted is found, whoever may look sees it, and it is kept whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest
from typer.testing import CliRunner

from interview import Actor, Estimate, InputError, PermissionDenied, Withheld
from store import Store, events, report, save_attributes, spoken_answers
from store.restoring import dumped
from tests.workflow.bank_company import LEAKED, PEOPLE, ROLE, SALES, VAGUE, bank_company
from tests.workflow.small_company import ADMIN, COMPLIANCE, HR, MANAGER, SCIENTIST
from workflow.audit_people import AuditScope
from workflow.bank_answers import BankScope, bank_answers, copied_answers
from workflow.bank_found import name_of
from workflow.bank_json import bank_json, found_from_json, kept_json
from workflow.bank_role import role_bank
from workflow.bank_set import SetLimits, best_set
from workflow.bank_standing import questions_to_ask
from workflow.bank_store import StoredBank, bank_store, stored_bank, stored_banks
from workflow.cli import app
from workflow.question_bias import question_bias

OFFICE = Actor(id="office", roles=("hr_leader",), units=("marketing",))
RUN = CliRunner()
pytestmark = pytest.mark.xdist_group("bank_company")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with bank_company(tmp_path_factory.mktemp("bank") / "store") as store:
        yield store


@pytest.fixture(scope="module")
def kept(filled: Store) -> StoredBank:
    return bank_store(HR, filled)


def test_the_vague_question_is_told_from_its_rewrite(kept: StoredBank) -> None:
    vague, concrete = (kept.found.assessment.of(VAGUE, v) for v in ("1", "2"))
    assert vague is not None
    assert concrete is not None
    assert vague.recommendation in ("rewrite", "retire")
    assert "weak.vague" in vague.weak_spots
    assert concrete.recommendation == "keep"
    (change,) = kept.found.changes[VAGUE]
    assert (change.old, change.new) == ("1", "2")
    assert isinstance(change.validity, Estimate)
    assert change.validity.low > 0
    # a version that was replaced is nothing to act on any more
    assert kept.found.standing[f"{VAGUE}@1"] == "replaced"
    assert name_of(vague) not in {name_of(one) for one in kept.found.in_use}


def test_the_leaked_question_is_put_aside_within_three_months(kept: StoredBank) -> None:
    told = {one.question for one in kept.found.assessment.with_recommendation("quarantine")}
    assert told == {LEAKED}
    one = kept.found.assessment.of(LEAKED)
    assert one is not None
    assert one.leak is not None
    assert {"leak.copies", "leak.drift"} <= set(one.leak.signs)
    assert isinstance(one.leak.copies, Estimate)
    assert one.leak.copies.low < 0.6 < one.leak.copies.high
    assert kept.found.pressing


def test_answers_are_compared_only_where_asked(filled: Store) -> None:
    told = bank_store(HR, filled, look_for_copies=False)
    assert not told.found.copies
    one = told.found.assessment.of(LEAKED)
    assert one is not None
    assert one.leak is not None
    assert isinstance(one.leak.copies, Withheld)
    assert one.leak.copies.code == "leak.no_pairs"


def test_what_is_kept_comes_back_whole(filled: Store, kept: StoredBank) -> None:
    assert stored_bank(HR, filled, kept.name) == kept
    assert found_from_json(json.loads(dumped(kept_json(kept.found)))) == kept.found
    with filled.read() as reading:
        held = report(reading, kept.name)
    # findings and figures only: no id of a person or an interview, and nothing anybody said
    text = str(held.content)
    assert "c-0001" not in text
    assert "i-0001" not in text
    assert "model1" not in text
    assert kept.found.rated == sum(i % 4 != 0 for i in range(PEOPLE + SALES))
    for one in kept.found.assessment.questions:
        facts = kept.found.facts[name_of(one)]
        assert facts.roles == (ROLE,)
        assert facts.seconds is not None
        assert 15 < facts.seconds < 35
        assert isinstance(one.templates, Estimate)
    innovation = kept.found.assessment.of(VAGUE, "2")
    assert innovation is not None
    assert isinstance(innovation.agreement, Estimate)
    assert innovation.agreement.value > 0.5


def test_the_same_question_asked_again_is_the_same_report(filled: Store, kept: StoredBank) -> None:
    assert bank_store(HR, filled).name == kept.name


def test_rights_and_departments(filled: Store, kept: StoredBank) -> None:
    for actor in (MANAGER, ADMIN):
        with pytest.raises(PermissionDenied):
            bank_store(actor, filled)
        with pytest.raises(PermissionDenied):
            stored_banks(actor, filled)
        with pytest.raises(PermissionDenied):
            best_set(actor, filled, kept, ROLE, SetLimits(k=2))
    mine = bank_store(OFFICE, filled)
    assert mine.found.interviews == PEOPLE
    assert kept.found.interviews == PEOPLE + SALES
    # what speaks of all departments is not for who sees one of them
    assert [one.name for one in stored_banks(OFFICE, filled)] == [mine.name]
    with pytest.raises(PermissionDenied) as refused:
        stored_bank(OFFICE, filled, kept.name)
    assert refused.value.code == "right.other_unit"
    assert {one.name for one in stored_banks(SCIENTIST, filled)} >= {mine.name, kept.name}
    nobody = Actor(id="x", roles=("hr_leader",), units=("plant",))
    with pytest.raises(InputError) as empty:
        bank_store(nobody, filled)
    assert empty.value.code == "bank.nobody"


def test_harder_for_a_group_is_taken_from_fairness_or_asked_with_a_purpose(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with bank_company(tmp_path_factory.mktemp("dif") / "store") as store:
        first = bank_store(SCIENTIST, store)
        assert first.found.looked_at == ()
        assert {one.dif_class for one in first.found.assessment.questions} == {""}
        assert [one.code for one in first.found.notes] == ["bank.dif_not_looked_at"]
        with store.transaction() as tx:
            for i in range(PEOPLE):
                save_attributes(tx, f"c-{i:04d}", {"sex": "women" if i % 2 else "men"})
        for actor in (SCIENTIST, HR):
            with pytest.raises(PermissionDenied):
                bank_store(actor, store, attributes=["sex"], purpose="yearly review")
        with pytest.raises(PermissionDenied) as refused:
            bank_store(COMPLIANCE, store, attributes=["sex"])
        assert refused.value.code == "attribute.no_purpose"
        told = question_bias(COMPLIANCE, store, AuditScope(purpose="review"), attribute="sex")
        second = bank_store(SCIENTIST, store, look_for_copies=False)
        assert second.found.looked_at == ("sex",)
        assert second.rests_on == (told.name,)
        # sex goes with nothing here
        assert {one.dif_class for one in second.found.assessment.questions} == {"A"}
        third = bank_store(
            COMPLIANCE, store, attributes=["sex"], purpose="review", look_for_copies=False
        )
        assert third.found.looked_at == ("sex",)
        # the attributes were read for a stated purpose, and that is in the trail
        with store.read() as reading:
            acts = [one.action.value for one in events(reading, limit=50)]
        assert acts.count("attribute.read") == 2


def test_copies_are_pairs_of_ids_between_people(filled: Store) -> None:
    answers = bank_answers(HR, filled, BankScope())
    heard: list[tuple[int, int]] = []
    pairs = copied_answers(
        HR, filled, answers, on_progress=lambda done, total: heard.append((done, total))
    )
    assert heard[-1][0] == heard[-1][1] == answers["question"].nunique()
    assert pairs
    assert all(a.partition("/")[2] == b.partition("/")[2] == LEAKED for a, b in pairs)
    assert all(a.partition("/")[0] != b.partition("/")[0] for a, b in pairs)
    with filled.read() as reading:
        spoken = list(spoken_answers(reading, ["i-0001", "i-0001", "nobody"]))
    assert {(interview, len(text.split()) > 10) for interview, _, text in spoken} == {
        ("i-0001", True)
    }


def test_outcomes_are_joined_by_person_and_never_older_than_the_interview(filled: Store) -> None:
    answers = bank_answers(HR, filled, BankScope())
    one = answers.groupby("interview_id")["outcome"].first()
    assert int(one.notna().sum()) == sum(i % 4 != 0 for i in range(PEOPLE + SALES))
    later = bank_answers(HR, filled, BankScope(outcome_kind="12_months"))
    assert later["outcome"].isna().all()
    assert isinstance(answers["version"].iloc[0].item(), int)
    told = bank_store(HR, filled, BankScope(outcome_kind="12_months"), look_for_copies=False)
    seen = {one.recommendation for one in told.found.assessment.questions}
    assert "keep" not in seen
    assert all(
        isinstance(one.observed, Withheld) and one.observed.code == "question.no_outcome"
        for one in told.found.assessment.questions
    )


def test_the_set_keeps_to_its_limits_and_to_what_is_in_use(filled: Store, kept: StoredBank) -> None:
    found = best_set(HR, filled, kept, ROLE, SetLimits(k=3, cover=False))
    assert not isinstance(found, Withheld)
    assert f"{VAGUE}@2" in found.questions
    assert f"{VAGUE}@1" not in found.questions
    assert f"{LEAKED}@1" not in found.questions
    assert found.left_out == {"set.quarantined": 1}
    assert isinstance(found.validity, Estimate)
    assert found.validity.value > 0.4
    tight = best_set(HR, filled, kept, ROLE, SetLimits(k=3, most_seconds=60))
    assert isinstance(tight, Withheld)
    assert tight.code == "set.impossible"
    worn = best_set(HR, filled, kept, ROLE, SetLimits(k=3, most_exposure=0.25))
    assert isinstance(worn, Withheld)
    assert worn.code == "set.too_few"
    sure = best_set(HR, filled, kept, ROLE, SetLimits(k=3, least_reliability=0.99))
    assert isinstance(sure, Withheld)
    with pytest.raises(InputError) as small:
        best_set(HR, filled, kept, ROLE, SetLimits(k=1))
    assert small.value.code == "set.size"


def test_what_a_role_is_left_with(filled: Store, kept: StoredBank) -> None:
    from scoring import shipped_roles

    model = shipped_roles()[ROLE]
    now = dict(kept.found.standing)
    told = role_bank(kept.found, model, now)
    assert {name_of(one) for one in told.questions} == {
        f"{key}@1" for key in ("mk_q1", "mk_q2", "mk_q3", "mk_q5", "mk_q6")
    } | {f"{VAGUE}@2"}
    gone = role_bank(kept.found, model, now | {f"{VAGUE}@2": "retired"})
    innovation = next(one for one in gone.competencies if one.competency == "innovation")
    assert (innovation.questions, innovation.best, innovation.well) == (0, None, False)
    assert told.use is not None
    assert told.use.questions == 6
    assert told.use.questions_for_cap == 24
    asked = questions_to_ask(HR, filled, ROLE)
    assert [(one.ref, status) for one, status in asked.not_to_ask] == [(f"{VAGUE}@1", "replaced")]


def test_json_has_the_stated_shape(kept: StoredBank) -> None:
    made = bank_json(kept.found)
    rows = made["questions"]
    assert isinstance(rows, list)
    wanted = {
        "question", "version", "n", "n_needed", "recommendation", "reasons", "discrimination",
        "validity", "dif", "exposure", "leakage",
    }  # fmt: skip
    for row in rows:
        assert wanted <= set(row)
        assert {"value", "low", "high"} <= set(row["validity"])
        assert row["validity"]["low"] <= row["validity"]["value"] <= row["validity"]["high"]
        assert isinstance(row["version"], int)
        assert row["dif"] is None
    leaked = next(row for row in rows if row["question"] == LEAKED)
    assert (leaked["recommendation"], leaked["leakage"]) == ("quarantine", "leaked")
    assert replace(kept.found, standing={f"{LEAKED}@1": "quarantined"}).pressing is False
    frame = pd.json_normalize(rows)
    assert (frame["n_needed"] >= 30).all()


def test_averages_of_hardly_anybody_are_not_kept(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with bank_company(tmp_path_factory.mktemp("few") / "store", people=8, sales=1) as store:
        found = bank_store(HR, store).found
    told = found.assessment.questions
    # of four people and fewer a mean is nearly somebody's score
    few = {(one.question, one.version) for one in told if one.statistics is None}
    assert few == {(VAGUE, "2")}
    assert all(one.statistics is None or one.statistics.n > 4 for one in told)
    assert {one.recommendation for one in told} == {"collect"}
    # and the old version's mean with the difference would give the new one's away
    (changed,) = found.changes[VAGUE]
    assert isinstance(changed.difficulty, Withheld)
    assert changed.difficulty.code == "item.too_few"
    assert changed.difficulty.n < 5


def test_the_command_on_a_store_says_how_versions_stand(filled: Store, kept: StoredBank) -> None:
    told = RUN.invoke(app, ["bank", "--store", str(filled.folder), "--json", "-"])
    assert told.exit_code == 1, told.output
    rows = {f"{r['question']}@{r['version']}": r for r in json.loads(told.stdout)["questions"]}
    assert rows[f"{LEAKED}@1"]["recommendation"] == "quarantine"
    assert rows[f"{VAGUE}@1"]["standing"] == "replaced"
    assert f"{len(kept.found.in_use)} questions" in told.stderr
    assert "replaced" in told.stderr
    # the same data make the same report, whoever asks
    assert [one.name for one in stored_banks(HR, filled)].count(kept.name) == 1
    wrong = RUN.invoke(app, ["bank", "--store", str(filled.folder), "--occasion", "never"])
    assert wrong.exit_code == 2
    assert "bank.no_occasion" in wrong.stderr
    away = RUN.invoke(app, ["bank", "--store", str(filled.folder / "nowhere")])
    assert away.exit_code == 2
