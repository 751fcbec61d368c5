"""Rating, overruling, deciding, comparing, exporting, erasing: what each leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import workflow
from interview import Action, InputError, StoreError
from scoring import card_from_json
from store import Store, card, events, interview
from tests.workflow.small_company import (
    COMPLIANCE,
    HR,
    MANAGER,
    OPEN,
    OPEN_WEAK,
    PLANT,
    RECORDING,
    SECRET,
)
from workflow import CandidateFilter


def actions(store: Store, subject: str) -> list[Action]:
    with store.read() as reading:
        return [event.action for event in events(reading, subject=subject)]


WRONG: dict[str, Callable[[Store], Any]] = {
    "rating.none": lambda s: workflow.rate(HR, s, OPEN, {}),
    "rating.unknown_competency": lambda s: workflow.rate(HR, s, OPEN, {"charm": 5.0}),
    "rating.out_of_range": lambda s: workflow.rate(HR, s, OPEN, {"teamwork": 11.0}),
    "reason.too_short": lambda s: workflow.overrule(HR, s, OPEN, "teamwork", 4.0, "  no "),
    "decision.unknown_stage": lambda s: workflow.decide(
        HR,
        s,
        OPEN,
        "fire",  # type: ignore[arg-type]
        "yes",
        "Clear examples.",
    ),
    "decision.unknown_outcome": lambda s: workflow.decide(
        HR,
        s,
        OPEN,
        "hire",
        "maybe",  # type: ignore[arg-type]
        "Clear examples.",
    ),
    "compare.none": lambda s: workflow.compare(HR, s, []),
    "compare.twice": lambda s: workflow.compare(HR, s, [OPEN, OPEN]),
    "compare.too_many": lambda s: workflow.compare(HR, s, ["1", "2", "3", "4", "5"]),
}


@pytest.mark.parametrize("code", WRONG)
def test_what_makes_no_sense_is_refused_and_changes_nothing(code: str, company: Store) -> None:
    before = actions(company, OPEN)
    with pytest.raises(InputError) as refused:
        WRONG[code](company)
    assert refused.value.code == code
    assert refused.value.remedy
    assert actions(company, OPEN) == before


@pytest.mark.parametrize("score", [float("nan"), float("inf"), -0.1, 10.1])
def test_a_score_is_a_number_from_0_to_10(score: float, company: Store) -> None:
    with pytest.raises(InputError, match=r"rating\.out_of_range"):
        workflow.rate(HR, company, OPEN, {"teamwork": score})


def test_a_reason_of_few_chinese_characters_says_enough(company: Store) -> None:
    review = workflow.overrule(HR, company, OPEN, "teamwork", 4.0, "没有具体例子")
    assert review.reason == "没有具体例子"


def test_a_decision_freezes_the_card_in_force(company: Store) -> None:
    decision = workflow.decide(HR, company, OPEN, "advance", "yes", "Clear, concrete examples.")
    with company.read() as reading:
        stored = card(reading, OPEN)
    assert stored is not None
    assert decision.card_digest == stored["digest"]
    assert card_from_json(stored).intact
    record = workflow.view_record(MANAGER, company, OPEN)
    assert record.decisions == (decision,)
    assert (record.stage, record.history[0].action) == ("advance", Action.DECISION_MADE)
    row = next(
        r
        for r in workflow.list_candidates(HR, company, CandidateFilter()).rows
        if r.interview == OPEN
    )
    assert (row.stage, row.outcome) == ("advance", "yes")


def test_overruling_leaves_the_card_as_it_was(company: Store) -> None:
    before = workflow.view_card(HR, company, OPEN)
    review = workflow.overrule(HR, company, OPEN, "teamwork", 3.0, "Spoke of one colleague only.")
    assert workflow.view_card(HR, company, OPEN) == before
    assert workflow.view_record(HR, company, OPEN).reviews == (review,)


def test_a_comparison_keeps_the_order_asked_for(company: Store) -> None:
    found = workflow.compare(HR, company, [OPEN_WEAK, OPEN, PLANT])
    assert [column.interview for column in found.columns] == [OPEN_WEAK, OPEN, PLANT]
    assert found.competencies == ("communication", "teamwork")
    assert found.one_role
    for column in found.columns:
        shown = workflow.view_card(HR, company, column.interview)
        assert column.card == shown


def test_an_export_is_the_card_and_is_remembered(company: Store) -> None:
    exported = workflow.export_card(COMPLIANCE, company, OPEN)
    assert card_from_json(exported) == workflow.view_card(HR, company, OPEN)
    assert exported["answers"][0]["timeline"]["tracks"]["energy"] == [-20.0, -18.0]
    assert actions(company, OPEN)[0] is Action.CARD_EXPORTED


def test_a_recording_is_read_in_ranges_and_one_viewing_is_one_event(company: Store) -> None:
    digest = workflow.view_record(HR, company, OPEN).answers[0].media or ""
    for _ in range(3):
        handle = workflow.open_media(HR, company, digest)
    assert (handle.size, handle.media_type) == (len(RECORDING), "video/mp4")
    assert b"".join(handle.read(1_000_000, 1_100_000)) == RECORDING[1_000_000:1_100_000]
    assert actions(company, OPEN).count(Action.MEDIA_VIEWED) == 1
    company.clock.now += timedelta(hours=1)  # type: ignore[attr-defined]
    workflow.open_media(HR, company, digest)
    workflow.open_media(MANAGER, company, digest)
    assert actions(company, OPEN).count(Action.MEDIA_VIEWED) == 3


def test_a_recording_nobody_knows_is_refused(company: Store) -> None:
    with pytest.raises(StoreError) as refused:
        workflow.open_media(HR, company, "0" * 64)
    assert refused.value.code == "blob.unknown"


def test_erasing_tells_first_then_forgets_and_the_trail_still_verifies(company: Store) -> None:
    person = f"c-{OPEN}"
    told = workflow.erase_candidate(COMPLIANCE, company, person)
    assert workflow.view_record(HR, company, OPEN).name == f"Name of {OPEN}"
    assert workflow.erase_candidate(COMPLIANCE, company, person, dry_run=False) == told
    assert (told.interviews, len(told.blobs)) == (1, 1)
    record = workflow.view_record(HR, company, OPEN)
    assert record.name is None
    assert SECRET not in repr(record)
    with company.read() as reading:
        assert interview(reading, OPEN).id == OPEN
    assert workflow.verify_store(COMPLIANCE, company).ok
    with pytest.raises(StoreError):
        workflow.erase_candidate(COMPLIANCE, company, person, dry_run=False)


def test_today_counts_everybody_at_every_stage_passed(company: Store) -> None:
    workflow.decide(HR, company, OPEN, "advance", "yes", "Clear, concrete examples.")
    workflow.decide(HR, company, OPEN, "hire", "no", "Another person had more of it.")
    workflow.decide(HR, company, OPEN_WEAK, "screened", "no", "Nothing about the role.")
    now = workflow.today(HR, company)
    assert [(step.stage, step.n) for step in now.funnel] == [
        ("interviewed", 5),
        ("screened", 1),
        ("advance", 1),
        ("hire", 0),
    ]
    role = now.roles[0]
    assert (role.interviews, role.covered, role.spread.n) == (5, 2, 3)
    # one of two decided passed: Wilson's 95 % interval of 1 in 2 is .0945 to .9055
    assert role.passed.n == 2
    assert (round(role.passed.low, 4), round(role.passed.high, 4)) == (0.0945, 0.9055)  # type: ignore[union-attr]
    waits = {w.kind: w.count for w in now.waiting}
    assert waits["to_rate"] == 2
    assert waits["to_decide"] == 1  # the plant's; the other two are decided
    assert now.covered == 2


def test_today_since_a_day_leaves_out_what_was_before(company: Store) -> None:
    record = workflow.view_record(HR, company, OPEN)
    assert record.interviewed_at is not None
    assert workflow.today(HR, company, since=record.interviewed_at).interviews < 5


def test_what_failed_waits_until_it_is_there(company: Store, tmp_path: Path) -> None:
    def failed() -> int:
        return next(w.count for w in workflow.today(HR, company).waiting if w.kind == "failed")

    (tmp_path / "m.csv").write_text("interview,role,transcript\nnew-1,clerk,words.txt\n")
    (tmp_path / "words.txt").write_text("")
    for _ in range(2):
        workflow.score_batch(HR, company, workflow.collect([tmp_path / "m.csv"]), jobs=1)
    assert failed() == 1
    (tmp_path / "words.txt").write_text("I led the team and we finished two weeks early.")
    report = workflow.score_batch(HR, company, workflow.collect([tmp_path / "m.csv"]), jobs=1)
    assert not report.of("failed")
    assert failed() == 0
