"""The hint for follow-up care: for HR leaders alone, in no card, export, list or comparison."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import workflow
from data_samples.planted_talk import ROLE, Planted, interview, talk
from interview import ROLES, Action, Actor, PermissionDenied, Withheld
from scoring import card_json, score_signals
from store import Store, events, open_store, save_card, save_interview, save_role, save_signals
from workflow import RIGHTS, CandidateFilter
from workflow.policies import signal_policy

HR = Actor(id="hr", roles=("hr_leader",), units=("*",))
PLANTED: Planted = {"rate": [(20, 30, -2.0)], "pitch": [(20, 67, 4.0)]}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Three interviews: with a moment that does not pass, even, and under the European preset.

    None is drawn into the blind sample.
    """
    with open_store(folder=tmp_path_factory.mktemp("care")) as opened:
        for name, planted, law in (
            ("moved", PLANTED, "none"),
            ("even", None, "none"),
            ("europe", PLANTED, "eu_ai_act"),
        ):
            case = replace(interview(), id=f"{name}-1", candidate_id=f"c-{name}")
            measured = talk(1, planted)
            card = score_signals(case, measured, ROLE, signal_policy(law))
            with opened.transaction() as tx:
                save_role(tx, ROLE)
                save_interview(tx, case)
                save_signals(tx, case.id, measured)
                save_card(tx, case.id, card_json(card))
        yield opened


def test_the_hint_names_the_passage(store: Store) -> None:
    found = workflow.follow_up(HR, store, "moved-1")
    assert isinstance(found, tuple)
    (hint,) = found
    assert hint.code == "care.not_back"
    assert hint.evidence[0].start_ms == pytest.approx(20_000, abs=1000)
    assert workflow.follow_up(HR, store, "even-1") == ()


def test_only_the_hr_leader_and_the_machine_hold_the_right(store: Store) -> None:
    assert {role for role in ROLES if "view_care" in RIGHTS[role]} == {"hr_leader", "system"}
    for role in ("hiring_manager", "compliance", "data_scientist", "admin"):
        actor = Actor(id="one", roles=(role,), units=("*",))  # type: ignore[arg-type]
        with pytest.raises(PermissionDenied) as refused:
            workflow.follow_up(actor, store, "moved-1")
        assert refused.value.code == "right.missing"


def test_it_is_in_nothing_that_deciders_compare(store: Store) -> None:
    manager = Actor(id="m", roles=("hiring_manager",), units=("*",))
    shown: list[Any] = [
        workflow.view_card(manager, store, "moved-1"),
        workflow.view_record(manager, store, "moved-1"),
        workflow.compare(manager, store, ["moved-1", "even-1"]),
        workflow.list_candidates(manager, store, CandidateFilter()),
        workflow.today(manager, store),
        json.dumps(workflow.export_card(manager, store, "moved-1")),
        json.dumps(workflow.export_card(HR, store, "moved-1")),
    ]
    for one in shown:
        assert "care." not in repr(one)
        assert "not_back" not in repr(one)


def test_the_moments_themselves_stand_on_the_record_and_on_no_card(store: Store) -> None:
    record = workflow.view_record(HR, store, "moved-1")
    assert isinstance(record.moments, tuple)
    assert len(record.moments) == 1
    assert workflow.view_record(HR, store, "even-1").moments == ()
    assert "moments" not in workflow.export_card(HR, store, "moved-1")


def test_under_the_european_preset_nothing_is_looked_at(store: Store) -> None:
    barred = Withheld(code="policy.not_computed")
    assert workflow.follow_up(HR, store, "europe-1") == barred
    assert workflow.view_record(HR, store, "europe-1").moments == barred


def test_while_the_score_is_covered_nothing_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANDOR_KEY_ROLES", "clerk")
    assert workflow.follow_up(HR, store, "moved-1") is None
    assert workflow.view_record(HR, store, "moved-1").moments is None


def test_before_any_score_there_is_none(tmp_path: Path) -> None:
    with open_store(folder=tmp_path) as opened:
        with opened.transaction() as tx:
            save_role(tx, ROLE)
            save_interview(tx, replace(interview(), id="bare-1"))
        assert workflow.follow_up(HR, opened, "bare-1") is None


def test_looking_leaves_one_event_for_each_sitting_the_same_with_a_hint_and_without(
    store: Store, tmp_path: Path
) -> None:
    leader = Actor(id="leader", roles=("hr_leader",), units=("*",))
    manager = Actor(id="m", roles=("hiring_manager",), units=("*",))
    for one in ("moved-1", "even-1", "europe-1"):
        for _ in range(3):
            workflow.follow_up(leader, store, one)
        with pytest.raises(PermissionDenied):
            workflow.follow_up(manager, store, one)
        with store.read() as reading:
            seen = [e for e in events(reading, subject=one) if e.action is Action.CARE_VIEWED]
        assert [(e.actor, e.object_digest) for e in seen if e.actor != HR.id] == [("leader", "")]
    with open_store(folder=tmp_path) as opened:
        with opened.transaction() as tx:
            save_role(tx, ROLE)
            save_interview(tx, replace(interview(), id="bare-1"))
        assert workflow.follow_up(leader, opened, "bare-1") is None
        with opened.read() as reading:
            assert not events(reading, action=Action.CARE_VIEWED)
