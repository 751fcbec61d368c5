"""Until a reviewer has rated, nothing that reviewer can ask tells the machine's score."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import workflow
from interview import Action, Actor, Covered, Estimate, InputError, PermissionDenied, ScoreCard
from store import Store, events
from tests.workflow.small_company import (
    BLIND,
    BOTH,
    COMPLIANCE,
    HR,
    MANAGER,
    OPEN,
    OPEN_WEAK,
    PLANT,
    SAMPLED,
    SCIENTIST,
    STRENGTH,
    planted_card,
    small_company,
)
from workflow import CandidateFilter

REVIEWERS = (HR, MANAGER)
COVERED = (BLIND, SAMPLED)
ORDERS = ("newest", "oldest", "overall", "candidate")


def asked(actor: Actor, store: Store) -> Iterable[tuple[str, Any]]:
    """Everything this actor can look at, by name."""
    for order in ORDERS:
        found = workflow.list_candidates(actor, store, CandidateFilter(order=order))  # type: ignore[arg-type]
        yield f"list {order}", found
    for code in ("advance", "review", "collect"):
        wanted = CandidateFilter(recommendation=code)  # type: ignore[arg-type]
        yield f"filter {code}", workflow.list_candidates(actor, store, wanted)
    for offset in range(4):
        wanted = CandidateFilter(order="overall", limit=1, offset=offset)
        yield f"page {offset}", workflow.list_candidates(actor, store, wanted)
    yield "today", workflow.today(actor, store)
    for name in COVERED:
        yield f"card {name}", workflow.view_card(actor, store, name)
        yield f"record {name}", without_media(workflow.view_record(actor, store, name))
    yield "compare", workflow.compare(actor, store, [*COVERED, OPEN])


def without_media(record: workflow.Record) -> workflow.Record:
    """Encrypted files are named by a digest that is new each time."""
    answers = tuple(dataclasses.replace(a, media=None) for a in record.answers)
    return dataclasses.replace(record, answers=answers)


@pytest.mark.parametrize("actor", REVIEWERS, ids=lambda a: a.id)
def test_no_answer_depends_on_a_covered_score(actor: Actor, tmp_path: Path) -> None:
    other = {**STRENGTH, BLIND: 0.5, SAMPLED: 3.0}
    with small_company(tmp_path / "a") as one, small_company(tmp_path / "b", other) as two:
        for (name, first), (_, second) in zip(asked(actor, one), asked(actor, two), strict=True):
            assert first == second, name
        # and the two companies do differ for somebody who does not review
        assert workflow.today(COMPLIANCE, one) != workflow.today(COMPLIANCE, two)


@pytest.mark.parametrize("actor", REVIEWERS, ids=lambda a: a.id)
@pytest.mark.parametrize("name", COVERED)
def test_no_number_of_the_card_is_anywhere(actor: Actor, name: str, company: Store) -> None:
    card = planted_card(name, STRENGTH[name])
    assert isinstance(card.overall, Estimate)
    secrets = [repr(card.overall.value), repr(card.overall.low), card.digest]
    secrets += [repr(c.finding.value) for c in card.competencies if isinstance(c.finding, Estimate)]
    for what, answer in asked(actor, company):
        for secret in secrets:
            assert secret not in repr(answer), what


def test_covered_rows_stand_last_by_id_and_fit_no_filter_on_the_score(company: Store) -> None:
    page = workflow.list_candidates(HR, company, CandidateFilter(order="overall"))
    assert [r.interview for r in page.rows] == [OPEN, PLANT, OPEN_WEAK, *sorted(COVERED)]
    assert page.covered == 2
    seen: list[str] = []
    for code in ("advance", "review", "collect"):
        found = workflow.list_candidates(
            HR,
            company,
            CandidateFilter(recommendation=code),  # type: ignore[arg-type]
        )
        assert found.total == len(found.rows)
        seen += [row.interview for row in found.rows]
    assert sorted(seen) == sorted([OPEN, PLANT, OPEN_WEAK])


def test_why_it_is_covered_is_said(company: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert workflow.view_card(HR, company, BLIND) == Covered(
        interview=BLIND, code="blind.rate_first", left=BOTH
    )
    sampled = workflow.view_card(HR, company, SAMPLED)
    assert isinstance(sampled, Covered)
    assert sampled.code == "blind.sample"
    monkeypatch.setenv("CANDOR_KEY_ROLES", "clerk")
    key = workflow.view_card(HR, company, OPEN)
    assert isinstance(key, Covered)
    assert key.code == "blind.key_role"


@pytest.mark.parametrize("key_roles", ["", "clerk"])
@pytest.mark.parametrize("actor", [HR, COMPLIANCE, SCIENTIST], ids=lambda a: a.id)
def test_the_list_and_the_card_agree(
    actor: Actor, key_roles: str, company: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANDOR_KEY_ROLES", key_roles)
    workflow.rate(HR, company, BLIND, dict.fromkeys(BOTH, 6.0))
    for row in workflow.list_candidates(actor, company, CandidateFilter()).rows:
        card = workflow.view_card(actor, company, row.interview)
        assert row.state == ("covered" if isinstance(card, Covered) else "open")
        assert row.overall == (card.overall if isinstance(card, ScoreCard) else None)


def test_who_does_not_review_is_not_covered(company: Store) -> None:
    for actor in (COMPLIANCE, SCIENTIST, Actor.system()):
        assert isinstance(workflow.view_card(actor, company, BLIND), ScoreCard)


def test_rating_the_last_competency_lifts_the_cover_for_that_reviewer_only(company: Store) -> None:
    workflow.rate(HR, company, BLIND, {"teamwork": 6.0})
    half = workflow.view_card(HR, company, BLIND)
    assert isinstance(half, Covered)
    assert half.left == ("communication",)
    workflow.rate(HR, company, BLIND, {"communication": 7.0}, notes={"communication": "Clear."})
    record = workflow.view_record(HR, company, BLIND)
    assert isinstance(record.card, ScoreCard)
    assert record.answers[0].timeline is not None
    assert {r.competency: (r.score, r.blind, r.note) for r in record.my_ratings} == {
        "teamwork": (6.0, True, ""),
        "communication": (7.0, True, "Clear."),
    }
    assert isinstance(workflow.view_card(MANAGER, company, BLIND), Covered)
    with company.read() as reading:
        revealed = events(reading, subject=BLIND, action=Action.CARD_REVEALED)
    assert [(e.actor, e.object_digest) for e in revealed] == [("hr", record.card.digest)]


def test_another_persons_opinion_is_covered_as_well(company: Store) -> None:
    workflow.rate(HR, company, BLIND, dict.fromkeys(BOTH, 6.5), notes={"teamwork": "Strong."})
    workflow.overrule(HR, company, BLIND, "teamwork", 4.0, "The machine is far too high here.")
    workflow.decide(HR, company, BLIND, "advance", "yes", "The score of nine convinced me.")
    record = workflow.view_record(MANAGER, company, BLIND)
    assert record.ratings == record.my_ratings == ()
    assert record.reviews == ()
    assert record.decisions == ()
    assert (record.stage, record.outcome) == ("advance", "yes")
    workflow.rate(MANAGER, company, BLIND, dict.fromkeys(BOTH, 5.0))
    record = workflow.view_record(MANAGER, company, BLIND)
    assert len(record.ratings) == 4
    assert len(record.reviews) == len(record.decisions) == 1


def test_a_covered_record_and_the_list_say_the_same_of_how_far_somebody_came(
    company: Store,
) -> None:
    workflow.rate(HR, company, BLIND, dict.fromkeys(BOTH, 3.0))
    workflow.decide(HR, company, BLIND, "hire", "no", "Somebody else fits better.")
    record = workflow.view_record(MANAGER, company, BLIND)
    page = workflow.list_candidates(MANAGER, company, CandidateFilter())
    row = next(row for row in page.rows if row.interview == BLIND)
    assert isinstance(record.card, Covered)
    assert (record.stage, record.outcome) == (row.stage, row.outcome) == ("hire", "no")


NOT_YET: dict[str, Callable[[Store], Any]] = {
    "card.covered by overruling": lambda s: workflow.overrule(
        HR, s, BLIND, "teamwork", 4.0, "I saw something else."
    ),
    "card.covered by exporting": lambda s: workflow.export_card(HR, s, BLIND),
    "decision.rate_first by deciding": lambda s: workflow.decide(
        HR, s, BLIND, "advance", "yes", "Everybody liked her."
    ),
}


@pytest.mark.parametrize("name", NOT_YET)
def test_what_needs_the_score_waits_for_the_rating(name: str, company: Store) -> None:
    with pytest.raises(PermissionDenied) as refused:
        NOT_YET[name](company)
    assert refused.value.code == name.split()[0]
    assert "communication, teamwork" in refused.value.remedy
    # the remedy works
    workflow.rate(HR, company, BLIND, dict.fromkeys(BOTH, 6.0))
    NOT_YET[name](company)


def test_a_blind_rating_stands_once_the_score_was_seen(company: Store) -> None:
    workflow.rate(HR, company, BLIND, {"teamwork": 6.0})
    workflow.rate(HR, company, BLIND, {"teamwork": 6.5})  # still blind: second thoughts are fine
    workflow.rate(HR, company, BLIND, {"communication": 7.0})
    with pytest.raises(InputError) as refused:
        workflow.rate(HR, company, BLIND, {"teamwork": 9.0})
    assert refused.value.code == "rating.stands"
    mine = workflow.view_record(HR, company, BLIND).my_ratings
    assert {r.competency: r.score for r in mine} == {"teamwork": 6.5, "communication": 7.0}


def test_a_rating_with_the_score_in_sight_is_not_called_blind(company: Store) -> None:
    given = workflow.rate(HR, company, OPEN, {"teamwork": 6.0})
    assert not given[0].blind
    workflow.rate(HR, company, OPEN, {"teamwork": 7.0})
    with company.read() as reading:
        assert not events(reading, subject=OPEN, action=Action.CARD_REVEALED)
