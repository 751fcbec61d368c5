"""Who may do what: every verb refuses every role that the table leaves out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import workflow
from analysis import ValidityColumns
from fairness import Columns
from interview import ROLES, Actor, CandorError, Covered, PermissionDenied, ScoreCard
from store import Store, save_attributes
from tests.workflow.small_company import (
    BLIND,
    HR,
    MANAGER,
    OPEN,
    OPEN_WEAK,
    PLANT,
    SCIENTIST,
    SECRET,
)
from workflow import RIGHTS, VERBS, CandidateFilter, Manifest
from workflow.audit import audit_rules, audit_store, audit_table, stored_audits
from workflow.audit_people import AuditScope
from workflow.bank import bank_table
from workflow.bank_accept import accept_recommendation
from workflow.bank_columns import BankColumns
from workflow.development import hired_roles
from workflow.effectiveness_review import stored_reviews
from workflow.kpi_map import set_kpis
from workflow.letter import export_letter
from workflow.promotion import promote
from workflow.register import registered_models
from workflow.register_changes import register_model
from workflow.validate import validate_table

Call = Callable[[Actor, Store], Any]


def first_recording(store: Store) -> str:
    record = workflow.view_record(Actor.system(), store, OPEN)
    return record.answers[0].media or ""


def audited(actor: Actor, store: Store) -> None:
    with store.transaction() as tx:
        save_attributes(tx, f"c-{OPEN}", {"sex": "women"})
        save_attributes(tx, f"c-{PLANT}", {"sex": "men"})
    audit_store(actor, store, AuditScope(purpose="a test"))


def table_audited(actor: Actor, _: Store) -> None:
    people = pd.DataFrame({"sex": ["f", "m"] * 8, "hired": [1, 0] * 8})
    audit_table(actor, people, audit_rules("none", ["sex"], Columns(selected="hired")))


def further(call: Call) -> Call:
    """A verb whose rights are asked first; what it then makes of this small company is not."""

    def tried(actor: Actor, store: Store) -> None:
        try:
            call(actor, store)
        except PermissionDenied:
            raise
        except CandorError:
            return

    return tried


ANSWERS = pd.DataFrame({"q": ["a", "b"] * 4, "s": range(8), "i": [1, 1, 2, 2, 3, 3, 4, 4]})
WHY = "Asked for in a test of rights."
CALLS: dict[str, Call] = {
    "validate": further(
        lambda a, _: validate_table(a, ANSWERS, ValidityColumns(score="s", outcome="i"))
    ),
    "view_quality": stored_reviews,
    "assess_bank": further(
        lambda a, _: bank_table(a, ANSWERS, BankColumns(question="q", score="s", interview="i"))
    ),
    "change_bank": further(lambda a, s: accept_recommendation(a, s, "none", "q", 1, "retire", WHY)),
    "edit_role": further(lambda a, s: set_kpis(a, s, "none", {})),
    "view_development": further(hired_roles),
    "train": further(
        lambda a, s: register_model(a, s, name="m", version="1", content=b"x", facts={})
    ),
    "explain": lambda a, s: workflow.explain(a, s, OPEN),
    "view_models": registered_models,
    "change_model": further(lambda a, s: promote(a, s, "none@1", reason=WHY)),
    "export_letter": lambda a, s: export_letter(a, s, OPEN, locale="en"),
    "today": lambda a, s: workflow.today(a, s),
    "list_candidates": lambda a, s: workflow.list_candidates(a, s, CandidateFilter()),
    "view_card": lambda a, s: workflow.view_card(a, s, OPEN),
    "view_record": lambda a, s: workflow.view_record(a, s, OPEN),
    "view_care": lambda a, s: workflow.follow_up(a, s, OPEN),
    "open_media": lambda a, s: workflow.open_media(a, s, first_recording(s)),
    "compare": lambda a, s: workflow.compare(a, s, [OPEN]),
    "rate": lambda a, s: workflow.rate(a, s, OPEN, {"teamwork": 5.0}),
    "overrule": lambda a, s: workflow.overrule(a, s, OPEN, "teamwork", 4.0, "Said little of it."),
    "decide": lambda a, s: workflow.decide(a, s, OPEN, "advance", "yes", "Clear examples given."),
    "export_card": lambda a, s: workflow.export_card(a, s, OPEN),
    "score": lambda a, s: workflow.score_batch(a, s, Manifest()),
    "verify_store": lambda a, s: workflow.verify_store(a, s),
    "audit": audited,
    "audit_table": table_audited,
    "view_audits": stored_audits,
    "erase_candidate": lambda a, s: workflow.erase_candidate(a, s, f"c-{OPEN}"),
}
# names are looked up inside other verbs, the demo has tests of its own
ELSEWHERE = {"view_names", "build_demo"}


def test_every_verb_is_called_here() -> None:
    assert set(CALLS) | ELSEWHERE == set(VERBS)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says_and_nothing_else(role: Any, company: Store) -> None:
    actor = Actor(id=f"one-{role}", roles=(role,), units=("*",))
    for verb, call in CALLS.items():
        if verb in RIGHTS[role]:
            call(actor, company)
        else:
            with pytest.raises(PermissionDenied) as refused:
                call(actor, company)
            assert refused.value.code == "right.missing", verb
            assert role in str(refused.value)


def test_nobody_without_a_role_may_do_anything(company: Store) -> None:
    for call in CALLS.values():
        with pytest.raises(PermissionDenied):
            call(Actor(id="nobody", roles=(), units=("*",)), company)


ABOUT_ONE: dict[str, Callable[[Actor, Store, str], Any]] = {
    "view_card": workflow.view_card,
    "view_record": workflow.view_record,
    "compare": lambda a, s, i: workflow.compare(a, s, [OPEN, i]),
    "rate": lambda a, s, i: workflow.rate(a, s, i, {"teamwork": 5.0}),
    "overrule": lambda a, s, i: workflow.overrule(a, s, i, "teamwork", 4.0, "Said little of it."),
    "decide": lambda a, s, i: workflow.decide(a, s, i, "advance", "yes", "Clear examples."),
    "export_card": workflow.export_card,
}


@pytest.mark.parametrize("verb", ABOUT_ONE)
def test_a_manager_meets_the_own_department_only(verb: str, company: Store) -> None:
    with pytest.raises(PermissionDenied) as refused:
        ABOUT_ONE[verb](MANAGER, company, PLANT)
    assert refused.value.code == "right.other_unit"
    ABOUT_ONE[verb](MANAGER, company, OPEN_WEAK)


def test_recordings_follow_the_department(company: Store) -> None:
    recording = workflow.view_record(HR, company, PLANT).answers[0].media or ""
    with pytest.raises(PermissionDenied) as refused:
        workflow.open_media(MANAGER, company, recording)
    assert refused.value.code == "right.other_unit"
    assert workflow.open_media(HR, company, recording).size > 0


def test_a_list_holds_the_own_department_only(company: Store) -> None:
    seen = {
        r.department for r in workflow.list_candidates(MANAGER, company, CandidateFilter()).rows
    }
    assert seen == {"sales"}
    assert workflow.today(MANAGER, company).interviews == 4
    nobody = Actor(id="new", roles=("hiring_manager",), units=())
    assert workflow.list_candidates(nobody, company, CandidateFilter()).total == 0


def test_names_are_for_those_who_meet_the_person(company: Store) -> None:
    officer = Actor(id="officer", roles=("compliance",), units=("*",))
    assert workflow.view_record(HR, company, OPEN).name == f"Name of {OPEN}"
    assert workflow.view_record(officer, company, OPEN).name is None
    rows = workflow.list_candidates(officer, company, CandidateFilter()).rows
    assert {row.name for row in rows} == {None}
    assert all(r.name for r in workflow.list_candidates(HR, company, CandidateFilter()).rows)


def test_who_may_not_see_the_record_reads_no_word_of_it_on_the_card(company: Store) -> None:
    studied = workflow.view_card(SCIENTIST, company, OPEN)
    whole = workflow.view_card(HR, company, OPEN)
    assert SECRET in repr(whole)
    assert SECRET not in repr(studied)
    assert SECRET not in repr(workflow.compare(SCIENTIST, company, [OPEN, BLIND]))
    assert isinstance(studied, ScoreCard)
    assert isinstance(whole, ScoreCard)
    assert (studied.overall, studied.digest) == (whole.overall, whole.digest)


def test_an_unknown_interview_is_named(company: Store) -> None:
    for call in ABOUT_ONE.values():
        with pytest.raises(CandorError) as refused:
            call(HR, company, "nobody")
        assert refused.value.code == "interview.unknown"


def test_a_right_of_one_role_does_not_lift_the_cover_of_another(company: Store) -> None:
    both = Actor(id="both", roles=("compliance", "hiring_manager"), units=("*",))
    assert isinstance(workflow.view_card(both, company, BLIND), Covered)
