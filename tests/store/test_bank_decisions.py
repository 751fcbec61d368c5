"""Deciding about a question, on both engines: all or nothing, with the report that led to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from interview import Action, Actor, CandorError, InputError, PermissionDenied, Question, StoreError
from scoring import shipped_roles
from store import (
    Store,
    events,
    question,
    question_statuses,
    questions,
    questions_kept_since,
    role,
    roles,
    save_report,
    verify,
)
from tests.workflow.bank_company import LEAKED, ROLE, VAGUE, bank_company
from workflow.as_asked import as_asked
from workflow.bank_accept import accept_recommendation, bank_decisions
from workflow.bank_history import question_life
from workflow.bank_standing import questions_to_ask
from workflow.bank_store import StoredBank, bank_store
from workflow.manifest import AnswerSource, InterviewSource
from workflow.rewording import Rewording
from workflow.scoring_task import read_interview

HR = Actor(id="hr", roles=("hr_leader",), units=("*",))
OFFICER = Actor(id="officer", roles=("compliance",), units=("*",))
SCIENTIST = Actor(id="scientist", roles=("data_scientist",), units=("marketing",))
FIRST = shipped_roles()[ROLE].version
DAY = timedelta(days=1)
WHY = "Two reviewers read the answers."
NEW = Rewording(
    text={"en": "Which of your ideas was tried out? What did you measure?", "zh": "试行过什么？"},
    anchors={
        "en": {1: "None.", 3: "One, tried.", 5: "Several, measured."},
        "zh": {1: "没有。", 3: "试过一个。", 5: "多个，有测量。"},
    },
    criteria={"innovation": 0.8, "communication": 0.2},
    time_limit_s=120,
)


@pytest.fixture
def bank(store: Store) -> tuple[Store, StoredBank]:
    bank_company(None, store=store, people=40, sales=8)
    return store, bank_store(HR, store, look_for_copies=False)


def test_a_rewrite_is_a_version_that_can_be_asked(bank: tuple[Store, StoredBank]) -> None:
    store, kept = bank
    before = _acts(store)
    made = accept_recommendation(HR, store, kept.name, VAGUE, 2, "rewrite", WHY, new=NEW)
    assert (made.new_version, made.roles) == (3, (ROLE,))
    known = kept.found.assessment.of(VAGUE, "2")
    assert known is not None
    assert made.recommended == known.recommendation
    assert made.followed is (known.recommendation == "rewrite")
    with store.read() as reading:
        new = question(reading, VAGUE)
        model = role(reading, ROLE)
        old = role(reading, ROLE, FIRST)
        assert new is not None
        assert model is not None
        assert old is not None
        assert (new.ref, new.because) == (f"{VAGUE}@3", kept.name)
        assert new.text == NEW.text
        assert new.anchors["en"][5] == "Several, measured."
        assert dict(new.criteria) == {"innovation": 0.8, "communication": 0.2}
        assert new.time_limit_s == 120
        assert (model.version, model.question(VAGUE)) == (FIRST + 1, new)
        # what was asked stays in the role model, and the earlier model as it was
        assert {one.ref for one in old.questions} < {one.ref for one in model.questions}
        assert {one.key for one in roles(reading)} == {ROLE}
        assert verify(store).ok
    told = _acts(store)[len(before) :]
    assert told == [
        (f"{VAGUE}@3", "question.saved"),
        (f"{ROLE}@{FIRST + 1}", "role.saved"),
        (made.name, "report.saved"),
        (f"{VAGUE}@2", "recommendation.accepted"),
    ]
    asked = questions_to_ask(HR, store, ROLE)
    assert f"{VAGUE}@3" in {one.ref for one in asked.ask}
    assert (f"{VAGUE}@2", "replaced") in {(one.ref, status) for one, status in asked.not_to_ask}
    life = question_life(HR, store, VAGUE)
    assert [(one.kind, one.version) for one in life] == [
        ("saved", 1), ("saved", 2), ("saved", 3), ("decided", 2),
    ]  # fmt: skip
    assert life[2].because == life[3].because == kept.name


def test_answers_keep_the_version_they_were_asked(bank: tuple[Store, StoredBank]) -> None:
    store, kept = bank
    accept_recommendation(HR, store, kept.name, VAGUE, 2, "rewrite", WHY, new=NEW)
    with store.read() as reading:
        model = role(reading, ROLE)
    assert model is not None
    source = InterviewSource(
        interview="i",
        candidate="c",
        answers=tuple(AnswerSource(question=name) for name in (f"{VAGUE}@1", f"{VAGUE}@2", VAGUE)),
    )
    assert [one.version for one in read_interview(source, model).answers] == [1, 2, 3]
    # a row that names no version was asked the wording of its day
    with store.read() as reading:
        since = questions_kept_since(reading)
    before, after = since[f"{VAGUE}@3"] - DAY, since[f"{VAGUE}@3"] + DAY
    for held, version in ((before, 2), (after, 3)):
        dated = as_asked(replace(source, conducted_at=held), model, since)
        assert [one.version for one in read_interview(dated, model).answers] == [1, 2, version]
    # an interview held with a question that is retired since is still scored with it
    again = bank_store(HR, store, look_for_copies=False)
    accept_recommendation(HR, store, again.name, "mk_q1", 1, "retire", WHY)
    old = InterviewSource(interview="j", candidate="c", answers=(AnswerSource(question="mk_q1"),))
    assert [one.version for one in read_interview(old, model).answers] == [1]
    told = questions_to_ask(HR, store, ROLE)
    assert ("mk_q1@1", "retired") in {(one.ref, status) for one, status in told.not_to_ask}


def test_a_status_is_changed_and_taken_back(bank: tuple[Store, StoredBank]) -> None:
    store, kept = bank
    before = _acts(store)
    accept_recommendation(HR, store, kept.name, LEAKED, 1, "quarantine", f"  {WHY} ")
    assert [action for _, action in _acts(store)[len(before) :]] == [
        "question.status_changed", "report.saved", "recommendation.accepted",
    ]  # fmt: skip
    fresh = bank_store(HR, store, look_for_copies=False)
    # nothing but the decision differs, and that makes it another assessment
    assert fresh.name != kept.name
    assert fresh.found.standing[f"{LEAKED}@1"] == "quarantined"
    with pytest.raises(InputError) as twice:
        accept_recommendation(HR, store, fresh.name, LEAKED, 1, "quarantine", WHY)
    assert twice.value.code == "bank.already"
    accept_recommendation(HR, store, fresh.name, LEAKED, 1, "reinstate", "It was a coincidence.")
    with store.read() as reading:
        told = question_statuses(reading)
    assert [(one.status, one.because, one.actor) for one in told] == [
        ("quarantined", kept.name, "hr"),
        ("active", fresh.name, "hr"),
    ]
    assert told[0].reason == WHY
    made = bank_decisions(HR, store)
    assert [one.action for one in made] == ["reinstate", "quarantine"]
    assert made[1].recommended == kept.found.assessment.of(LEAKED).recommendation  # type: ignore[union-attr]


def test_keeping_is_remembered_and_changes_nothing(bank: tuple[Store, StoredBank]) -> None:
    store, kept = bank
    before = _acts(store)
    made = accept_recommendation(HR, store, kept.name, "mk_q2", 1, "keep", WHY)
    assert made.new_version is None
    assert [action for _, action in _acts(store)[len(before) :]] == [
        "report.saved", "recommendation.accepted",
    ]  # fmt: skip
    assert verify(store).ok


@pytest.mark.parametrize("action", ["rewrite", "retire", "keep"])
def test_a_stale_assessment_is_refused(bank: tuple[Store, StoredBank], action: str) -> None:
    store, kept = bank
    accept_recommendation(HR, store, kept.name, VAGUE, 2, "quarantine", WHY)
    before = _acts(store)
    with pytest.raises(StoreError) as stale:
        accept_recommendation(HR, store, kept.name, VAGUE, 2, action, WHY, new=NEW)  # type: ignore[arg-type]
    assert stale.value.code == "bank.stale"
    assert "hr" in stale.value.message
    # the other version of the same question is the same question
    with pytest.raises(StoreError):
        accept_recommendation(HR, store, kept.name, VAGUE, 1, "retire", WHY)
    assert _acts(store) == before
    accept_recommendation(HR, store, kept.name, "mk_q1", 1, "keep", WHY)
    fresh = bank_store(HR, store, look_for_copies=False)
    accept_recommendation(HR, store, fresh.name, VAGUE, 2, "reinstate", WHY)


def test_what_is_refused_leaves_nothing_behind(bank: tuple[Store, StoredBank]) -> None:
    store, kept = bank
    with store.transaction() as tx:
        other = save_report(tx, "audit", {"scope": {"departments": []}})
    before = _acts(store)
    office = Actor(id="o", roles=("hr_leader",), units=("marketing",))
    same = Rewording(text=_text(store, VAGUE, 2))
    foreign = Rewording(text=NEW.text, criteria={"negotiation": 1.0})
    for actor, arguments, new, code in (
        (OFFICER, (kept.name, VAGUE, 2, "retire", WHY), None, "right.missing"),
        (office, (kept.name, VAGUE, 2, "retire", WHY), None, "right.other_unit"),
        (HR, (kept.name, VAGUE, 2, "retire", "  "), None, "bank.no_reason"),
        (HR, (kept.name, VAGUE, 2, "retire", "x" * 2001), None, "bank.no_reason"),
        (HR, (kept.name, VAGUE, 2, "burn", WHY), None, "bank.no_action"),
        (HR, (kept.name, VAGUE, 9, "retire", WHY), None, "bank.not_in_report"),
        (HR, ("0" * 64, VAGUE, 2, "retire", WHY), None, "report.unknown"),
        (HR, (other.digest, VAGUE, 2, "retire", WHY), None, "bank.not_an_assessment"),
        (HR, (kept.name, VAGUE, 2, "reinstate", WHY), None, "bank.already"),
        (HR, (kept.name, VAGUE, 1, "reinstate", WHY), None, "bank.already"),
        (HR, (kept.name, VAGUE, 1, "rewrite", WHY), NEW, "bank.replaced"),
        (HR, (kept.name, VAGUE, 2, "rewrite", WHY), None, "bank.no_wording"),
        (HR, (kept.name, VAGUE, 2, "rewrite", WHY), same, "question.unchanged"),
        (HR, (kept.name, VAGUE, 2, "rewrite", WHY), foreign, "question.foreign_competency"),
    ):
        with pytest.raises(CandorError) as refused:
            accept_recommendation(actor, store, *arguments, new=new)  # type: ignore[arg-type]
        assert refused.value.code == code
    assert _acts(store) == before
    with store.read() as reading:
        assert {one.version for one in questions(reading) if one.key == VAGUE} == {1, 2}


def test_who_sees_one_department_decides_by_its_own_assessment(
    bank: tuple[Store, StoredBank],
) -> None:
    store, kept = bank
    with pytest.raises(PermissionDenied):
        accept_recommendation(SCIENTIST, store, kept.name, VAGUE, 2, "keep", WHY)
    mine = bank_store(SCIENTIST, store, look_for_copies=False)
    accept_recommendation(SCIENTIST, store, mine.name, VAGUE, 2, "keep", WHY)
    # a decision that rests on one department is for who sees it
    plant = Actor(id="p", roles=("hr_leader",), units=("plant",))
    assert bank_decisions(plant, store) == ()
    assert [one.actor for one in bank_decisions(SCIENTIST, store)] == ["scientist"]


def test_a_role_that_was_never_kept_is_kept_with_its_next_version(store: Store) -> None:
    bank_company(None, store=store, people=40, sales=8, keep_role=False)
    kept = bank_store(HR, store, look_for_copies=False)
    accept_recommendation(HR, store, kept.name, "mk_q1", 1, "rewrite", WHY, new=_said())
    with store.read() as reading:
        assert [one.key for one in roles(reading)] == [ROLE]
        assert role(reading, ROLE, FIRST) == shipped_roles()[ROLE]
        new = question(reading, "mk_q1")
    assert new is not None
    assert (new.version, new.because) == (2, kept.name)


def _said() -> Rewording:
    return Rewording(
        text={"en": "Tell me about a customer you understood late.", "zh": "讲一位客户。"}
    )


def _text(store: Store, key: str, version: int) -> dict[str, str]:
    with store.read() as reading:
        found = question(reading, key, version)
    assert isinstance(found, Question)
    return dict(found.text)


def _acts(store: Store) -> list[tuple[str, str]]:
    with store.read() as reading:
        newest = events(reading, limit=3000)
    seldom = {
        Action.QUESTION_SAVED, Action.QUESTION_STATUS_CHANGED, Action.RECOMMENDATION_ACCEPTED,
        Action.ROLE_SAVED, Action.REPORT_SAVED,
    }  # fmt: skip
    return [(one.subject, one.action.value) for one in reversed(newest) if one.action in seldom]
