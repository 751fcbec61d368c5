"""Questions harder for a group: the planted one is found, a control stays quiet, all is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from interview import Action, Actor, Estimate, InputError, PermissionDenied, Withheld
from store import Store, events
from tests.workflow.asked_people import FEW, HARDER, NOISE, PEOPLE, ROLE, asked_people
from tests.workflow.small_company import COMPLIANCE, HR, SCIENTIST
from workflow.audit_people import AuditScope
from workflow.question_bias import question_answers, question_bias, stored_question_bias

HARDER_BY = 0.9
SCOPE = AuditScope(purpose="yearly audit")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with asked_people(tmp_path_factory.mktemp("asked") / "store", harder_by=HARDER_BY) as store:
        yield store


def test_the_harder_question_is_found_and_kept_and_the_control_is_quiet(asked: Store) -> None:
    made = question_bias(COMPLIANCE, asked, SCOPE, attribute="attr_region")
    with asked.read() as reading:
        acts = [e.action for e in events(reading)][:2]
    assert acts == [Action.REPORT_SAVED, Action.ATTRIBUTE_READ]
    assert (made.attribute, made.people, made.left_out) == ("region", {ROLE: PEOPLE}, {})
    found = made.roles[ROLE]
    (one,) = found.flagged
    assert (one.item, one.harder_for, one.size_class) == (HARDER, "inland", "C")
    assert isinstance(one.finding, Estimate)
    # a score's variance: ability 1, chance NOISE squared, and half the people moved by HARDER_BY
    spread = (1 + NOISE**2 + HARDER_BY**2 / 4) ** 0.5
    assert one.finding.value == pytest.approx(-HARDER_BY / spread, abs=0.2)
    assert one.n + one.n_reference == PEOPLE - FEW
    few = [i for i in found.items if i.group == "border"]
    # the mean of four people is theirs: it is not kept
    assert {(i.finding.code, len(i.details)) for i in few if isinstance(i.finding, Withheld)} == {
        ("item.too_few", 0)
    }
    assert stored_question_bias(HR, asked)[0] == made
    control = question_bias(COMPLIANCE, asked, SCOPE, attribute="sex")
    assert control.roles[ROLE].flagged == ()
    gaps = [i.finding.value for i in control.roles[ROLE].items if isinstance(i.finding, Estimate)]
    assert gaps == pytest.approx([0.0] * len(found.anchors["border"]), abs=1e-9)
    assert [a.attribute for a in stored_question_bias(SCIENTIST, asked)] == ["sex", "region"]


def test_the_first_interview_of_a_person_counts(asked: Store) -> None:
    answers = question_answers(COMPLIANCE, asked, SCOPE)
    assert not answers.duplicated(["candidate_id", "item"]).any()
    assert answers["score"].max() < 10
    assert "interview_id" not in answers


def test_rights_purpose_and_reach(asked: Store) -> None:
    with asked.read() as reading:
        before = len(list(events(reading)))
    for actor in (HR, SCIENTIST, Actor(id="a", roles=("admin",), units=("*",))):
        with pytest.raises(PermissionDenied) as refused:
            question_bias(actor, asked, SCOPE, attribute="region")
        assert refused.value.code == "right.missing"
    with pytest.raises(PermissionDenied) as refused:
        question_bias(COMPLIANCE, asked, AuditScope(purpose=" "), attribute="region")
    assert refused.value.code == "attribute.no_purpose"
    with pytest.raises(PermissionDenied):
        stored_question_bias(Actor(id="m", roles=("hiring_manager",), units=("*",)), asked)
    with asked.read() as reading:
        assert len(list(events(reading))) == before
    # these people belong to no department, so whoever sees one department sees none of them
    local = Actor(id="o", roles=("compliance",), units=("sales",))
    with pytest.raises(InputError) as nobody:
        question_bias(local, asked, SCOPE, attribute="region")
    assert nobody.value.code == "audit.nobody"
    with pytest.raises(InputError) as unknown:
        question_bias(COMPLIANCE, asked, SCOPE, attribute="height")
    assert unknown.value.code == "table.missing_column"


def test_a_role_of_too_few_questions_is_refused_by_name(company: Store) -> None:
    with pytest.raises(InputError) as refused:
        question_bias(COMPLIANCE, company, SCOPE, attribute="region")
    assert refused.value.code == "items.too_few"
    assert stored_question_bias(COMPLIANCE, company) == ()
