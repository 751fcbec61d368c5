"""What is saved comes back as it was, and each act leaves its event."""

from dataclasses import replace
from datetime import timedelta

import pytest
from store_samples import (
    NOON,
    a_card,
    a_requisition,
    a_role,
    an_interview,
    furnish,
    some_signals,
)

from interview import Action, InputError, Question, RoleModelError, StoreError
from store import (
    Account,
    Department,
    Store,
    account,
    accounts,
    candidate_of,
    card,
    card_digests,
    departments,
    events,
    interview,
    model_content,
    models,
    question,
    questions,
    report,
    reports,
    requisition,
    requisitions,
    role,
    roles,
    save_account,
    save_card,
    save_department,
    save_interview,
    save_model,
    save_question,
    save_report,
    save_requisition,
    save_role,
    save_signals,
    signals,
    verify,
)


def _actions(store: Store, subject: str) -> list[str]:
    with store.read() as reading:
        return [event.action.value for event in reversed(events(reading, subject=subject))]


def test_departments_are_added_and_renamed(store: Store) -> None:
    with store.transaction("hr") as tx:
        save_department(tx, "sales", {"en": "Sales"})
        save_department(tx, "plant", {"en": "Plant"})
        save_department(tx, "sales", {"zh": "销售", "en": "Sales"})
    with store.read() as reading:
        assert departments(reading) == (
            Department(key="plant", name={"en": "Plant"}),
            Department(key="sales", name={"zh": "销售", "en": "Sales"}),
        )
    assert _actions(store, "sales") == ["department.saved", "department.saved"]


def test_requisitions_come_back_newest_first(store: Store) -> None:
    old = a_requisition("r1", closed_at=NOON + timedelta(days=9), location="上海", policy="us_il")
    new = a_requisition("r2", opened_at=NOON + timedelta(days=1), blind_first=True)
    with store.transaction() as tx:
        save_department(tx, "sales", {"en": "Sales"})
        save_requisition(tx, old)
        save_requisition(tx, new)
        save_requisition(tx, old)
    with store.read() as reading:
        assert requisitions(reading) == (new, old)
        assert requisition(reading, "r1") == old
        with pytest.raises(StoreError) as refused:
            requisition(reading, "r9")
    assert refused.value.code == "requisition.unknown"
    with pytest.raises(StoreError) as refused, store.transaction() as tx:
        save_requisition(tx, a_requisition("r3", department="nowhere"))
    assert refused.value.code == "store.unknown_reference"


def test_role_models_keep_every_version_and_the_order_of_their_parts(store: Store) -> None:
    first, second = a_role(), a_role(version=2, threshold=7.0)
    with store.transaction() as tx:
        for one in (first, second, first):
            save_role(tx, one)
    with store.read() as reading:
        assert role(reading, "clerk") == second
        assert role(reading, "clerk", 1) == first
        assert roles(reading) == (second,)
        assert role(reading, "clown") is None
        found = question(reading, "q1")
        assert found is not None
        assert found.competency == first.questions[0].competency == "teamwork"
        assert found.anchors == {"en": {1: "none", 5: "all"}}
    assert _actions(store, "clerk@1") == ["role.saved"], "saving the same again is no act"


def test_a_version_never_changes_once_saved(store: Store) -> None:
    with store.transaction() as tx:
        save_role(tx, a_role())
    with pytest.raises(RoleModelError) as refused, store.transaction() as tx:
        save_role(tx, a_role(threshold=9.0))
    assert refused.value.code == "role.version_taken"
    # the remedy names a free version
    free = refused.value.slots["free"]
    assert isinstance(free, int)
    with store.transaction() as tx:
        save_role(tx, a_role(version=free, threshold=9.0))
    changed = replace(a_role().questions[0], text={"en": "Another"})
    with pytest.raises(RoleModelError) as taken, store.transaction() as tx:
        save_question(tx, changed)
    assert taken.value.code == "question.version_taken"


def test_questions_come_by_key_and_version(store: Store) -> None:
    made = [
        Question(
            key=key,
            version=version,
            text={"zh": "讲"},
            kind="open",
            criteria={"x": 1.0},
            because=why,
        )
        for key, version, why in (("b", 1, ""), ("a", 2, "f" * 64), ("a", 1, ""))
    ]
    with store.transaction() as tx:
        for one in made:
            save_question(tx, one)
    with store.read() as reading:
        assert questions(reading) == (made[2], made[1], made[0])
        assert question(reading, "a") == made[1]
        assert question(reading, "a", 3) is None


def test_an_interview_comes_back_whole(store: Store) -> None:
    furnish(store, ())
    whole = an_interview()
    with store.transaction() as tx:
        assert save_interview(tx, whole)
    with store.read() as reading:
        assert interview(reading, "i1", with_transcripts=True) == whole
        bare = interview(reading, "i1")
        assert candidate_of(reading, "i1") == "c1"
    assert [answer.transcript for answer in bare.answers] == [None, None]
    assert bare.answers[1].media == whole.answers[1].media
    assert _actions(store, "i1") == ["interview.added", "consent.given"]
    assert _actions(store, "c1") == ["person.added"]


def test_the_least_interview_comes_back_whole(store: Store) -> None:
    least = replace(
        an_interview(),
        requisition=None,
        locale=None,
        conducted_at=None,
        consent=None,
        tags=frozenset(),
        answers=(),
    )
    with store.transaction() as tx:
        save_interview(tx, least)
    with store.read() as reading:
        assert interview(reading, "i1", with_transcripts=True) == least


def test_a_second_interview_of_the_same_id_is_refused_or_kept_out(store: Store) -> None:
    furnish(store)
    other = an_interview(locale="zh")
    with pytest.raises(InputError) as refused, store.transaction() as tx:
        save_interview(tx, other)
    assert refused.value.code == "interview.duplicate"
    with store.transaction() as tx:
        assert not save_interview(tx, other, duplicate="keep")
    with store.read() as reading:
        assert interview(reading, "i1").locale == "en"
        with pytest.raises(StoreError) as unknown:
            interview(reading, "i9")
    assert unknown.value.code == "interview.unknown"


def test_an_interview_for_an_unknown_requisition_is_refused(store: Store) -> None:
    with pytest.raises(StoreError) as refused, store.transaction() as tx:
        save_interview(tx, an_interview())
    assert refused.value.code == "requisition.unknown"


def test_signals_come_back_whole_and_the_newest_count(store: Store) -> None:
    furnish(store)
    with store.read() as reading:
        assert signals(reading, "i1") == some_signals()
    later = tuple(replace(one, duration_ms=9) for one in some_signals())
    with store.transaction() as tx:
        save_signals(tx, "i1", later)
    with store.read() as reading:
        assert signals(reading, "i1") == later
    assert _actions(store, "i1").count("interview.measured") == 2
    assert verify(store).ok


def test_a_number_that_is_not_finite_is_refused(store: Store) -> None:
    furnish(store)
    broken = some_signals()[0]
    broken = replace(broken, features=replace(broken.features, values={"x": float("nan")}))
    with pytest.raises(ValueError, match="Out of range"), store.transaction() as tx:
        save_signals(tx, "i1", [broken])
    # somebody may well say it
    card_json = a_card(version=2, flags=[{"code": "a.b", "slots": {"said": "NaN"}}])
    with store.transaction() as tx:
        save_card(tx, "i1", card_json)
    with store.read() as reading:
        assert card(reading, "i1") == card_json


def test_cards_come_back_as_they_were_and_older_ones_stay(store: Store) -> None:
    furnish(store)
    first, second = a_card(), a_card(overall=None, version=2)
    with store.transaction() as tx:
        assert save_card(tx, "i1", second) == "i1-2"
        assert save_card(tx, "i1", second) == "i1-2", "the same card again is no act"
    with store.read() as reading:
        assert card(reading, "i1") == second
        assert card(reading, "i1", "i1-1") == first
        assert card(reading, "i1", "nothing") is None
        assert card_digests(reading, "i1") == ("i1-2", "i1-1")
    assert _actions(store, "i1").count("interview.scored") == 2
    assert verify(store).ok


def test_a_card_may_name_its_parts_shortly_and_is_named_by_its_content(store: Store) -> None:
    furnish(store)
    short = a_card(scorer="rubric", recommendation="review", competencies=[], answers=[])
    del short["digest"]
    with store.transaction() as tx:
        name = save_card(tx, "i1", short)
    assert len(name) == 64
    with store.read() as reading:
        assert card(reading, "i1", name) == short


def test_a_card_for_an_unknown_interview_is_refused(store: Store) -> None:
    with pytest.raises(StoreError) as refused, store.transaction() as tx:
        save_card(tx, "i9", a_card("i9"))
    assert refused.value.code == "interview.unknown"


def test_accounts(store: Store) -> None:
    manager = Account(id="m1", roles=("hiring_manager",), units=("sales",), locale="zh")
    with store.transaction("admin") as tx:
        save_account(tx, Account(id="m1", roles=()))
        save_account(tx, manager)
    with store.read() as reading:
        assert accounts(reading) == (manager,)
        assert account(reading, "m1") == manager
        assert account(reading, "m2") is None
    assert manager.actor.sees("sales")
    king = Account(id="x", roles=("king",))  # type: ignore[arg-type]
    for wrong in (king, Account(id="x", roles=("hr_leader", "system"))):
        with pytest.raises(InputError) as refused, store.transaction() as tx:
            save_account(tx, wrong)
        assert refused.value.code == "account.unknown_role"
        assert "system" not in refused.value.remedy


def test_reports_remember_where_the_trail_was(store: Store) -> None:
    with store.read() as reading:
        newest = events(reading)[0].digest
    with store.transaction("audit") as tx:
        saved = save_report(tx, "audit", {"ratio": 0.8, "groups": ["a"]})
        again = save_report(tx, "audit", {"ratio": 0.8, "groups": ["a"]})
        other = save_report(tx, "validity", {"n": 1})
    assert saved == again
    assert saved.trail_digest == newest
    with store.read() as reading:
        assert report(reading, saved.digest) == saved
        assert reports(reading) == (other, saved)
        assert reports(reading, "audit") == (saved,)
        with pytest.raises(StoreError) as refused:
            report(reading, "0" * 64)
    assert refused.value.code == "report.unknown"


def test_models_are_registered_once_a_version(store: Store) -> None:
    with store.transaction() as tx:
        save_model(tx, "rubric", "1", kind="scorer", facts={"n": 3}, content=b"weights")
        save_model(tx, "rubric", "1", kind="scorer", facts={"n": 3}, content=b"weights")
        save_model(tx, "face", "1", kind="network", facts={}, digest="f" * 64)
    with store.read() as reading:
        assert [(one.name, one.facts) for one in models(reading)] == [
            ("face", {}),
            ("rubric", {"n": 3}),
        ]
        assert model_content(reading, "rubric", "1") == b"weights"
        assert model_content(reading, "face", "1") is None
    with pytest.raises(StoreError) as refused, store.transaction() as tx:
        save_model(tx, "rubric", "1", kind="scorer", facts={}, content=b"other")
    assert refused.value.code == "model.version_taken"


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    furnish(store)
    before = _actions(store, "i1")
    with pytest.raises(ZeroDivisionError), store.transaction() as tx:
        _ = len(save_card(tx, "i1", a_card(version=2))) / 0
    assert _actions(store, "i1") == before
    with store.read() as reading:
        assert card_digests(reading, "i1") == ("i1-1",)
        assert events(reading, action=Action.INTERVIEW_FAILED) == ()
    assert verify(store).ok
