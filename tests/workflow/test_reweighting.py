"""Weights from outcomes as verbs: proposed, refused, accepted with a reason, and remembered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from interview import (
    Action,
    Actor,
    Answer,
    AnswerSignals,
    CompetencyWeight,
    Estimate,
    FeatureSet,
    InputError,
    Interview,
    PermissionDenied,
    Quality,
    Question,
    RoleModel,
    StoreError,
)
from scoring import card_json, score_signals
from store import (
    JobOutcome,
    Requisition,
    ScoredInterview,
    Store,
    events,
    open_store,
    role,
    save_department,
    save_many,
    save_many_attributes,
    save_outcomes,
    save_report,
    save_requisition,
    save_role,
)
from workflow.modality_report import NO_PURPOSE, NO_RIGHT
from workflow.policies import signal_policy
from workflow.reweighting import accept_reweighting, propose_reweighting, stored_reweightings

KEYS = ("communication", "planning", "teamwork")
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
HR = Actor(id="hr", roles=("hr_leader",), units=("*",))
SALES = Actor(id="other", roles=("hr_leader",), units=("plant",))
OFFICER = Actor(id="officer", roles=("compliance",), units=("*",))
SCIENTIST = Actor(id="scientist", roles=("data_scientist",), units=("*",))
MANAGER = Actor(id="manager", roles=("hiring_manager",), units=("sales",))
ROLE = RoleModel(
    key="clerk",
    version=1,
    title={"en": "Clerk", "zh": "职员"},
    competencies=tuple(
        CompetencyWeight(key=key, weight=w) for key, w in zip(KEYS, (0.2, 0.4, 0.4), strict=True)
    ),
    questions=tuple(
        Question(
            key=f"ck_{key}", version=1, text={"en": "?", "zh": "？"}, kind="behavioural",
            criteria={key: 1.0},
        )
        for key in KEYS
    ),
)  # fmt: skip


def clerks(folder: Path, n: int, seed: int = 4) -> Store:
    """Clerks whose work follows communication alone, in 12 openings."""
    store = open_store(folder=folder)
    rng = np.random.default_rng(seed)
    law = signal_policy("none")
    shown = rng.normal(size=(n, 3))
    work = 0.6 * shown[:, 0] + 0.8 * rng.normal(size=n)
    items, outcomes, groups = [], [], []
    for i in range(n):
        at = START + timedelta(hours=i)
        answers = tuple(
            Answer(id=f"a{j}", question=f"ck_{key}", version=1) for j, key in enumerate(KEYS)
        )
        interview = Interview(
            id=f"i{i:04d}", candidate_id=f"c{i:04d}", role="clerk", requisition=f"r{i % 12}",
            locale="en", conducted_at=at, answers=answers,
        )  # fmt: skip
        signals = tuple(
            AnswerSignals(
                features=FeatureSet(
                    answer=f"a{j}",
                    values={
                        "lang_words": 150.0,
                        f"lang_anchor.{key}": float(np.clip(3 + shown[i, j], 0, 5)),
                        f"lang_evidence.{key}": float(np.clip(5 + 2 * shown[i, j], 0, 20)),
                    },
                    missing={},
                    extractor="drawn",
                ),
                quality=(Quality(modality="language", answer=f"a{j}"),),
            )
            for j, key in enumerate(KEYS)
        )
        card = card_json(score_signals(interview, signals, ROLE, law))
        items.append(ScoredInterview(interview=interview, signals=signals, card=card))
        outcomes.append(
            JobOutcome(
                candidate=f"c{i:04d}", requisition=f"r{i % 12}", kind="6_months",
                kpi="overall", value=float(np.clip(3.4 + 0.7 * work[i], 1, 5)),
                at=at + timedelta(days=200), rater="boss",
            )
        )  # fmt: skip
        groups.append((f"c{i:04d}", {"sex": "women" if i % 2 else "men"}))
    with store.transaction() as tx:
        save_department(tx, "sales", {"en": "Sales", "zh": "销售部"})
        save_role(tx, ROLE)
        for k in range(12):
            save_requisition(
                tx,
                Requisition(
                    id=f"r{k}", role="clerk", department="sales", title={"en": "Clerk"},
                    opened_at=START, blind_first=False, policy="none",
                ),
            )  # fmt: skip
        save_many(tx, items)
        save_outcomes(tx, outcomes)
        save_many_attributes(tx, dict(groups))
    return store


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with clerks(tmp_path_factory.mktemp("clerks") / "store", 420) as made:
        yield made


def test_what_the_data_carry_is_proposed_with_fairness_beside_it(many: Store) -> None:
    found = propose_reweighting(OFFICER, many, "clerk", purpose="yearly review").reweighting
    assert found.proposal.offered
    weights = {w.competency: w.proposed for w in found.proposal.weights}
    assert weights["communication"] > 0.6
    assert isinstance(found.proposal.gain, Estimate)
    assert found.proposal.gain.low > 0
    assert found.groups_left_out == ""
    sex = next(one for one in found.fairness if one.attribute == "sex")
    assert {g.group for g in sex.before.groups} == {"men", "women"}
    assert found.applicants == 420
    assert 0 < found.moved < 420
    # as many are taken before and after
    taken = [sum(g.selected or 0 for g in t.groups) for t in (sex.before, sex.after)]
    assert taken[0] == taken[1] == round(found.pass_rate * 420)


def test_groups_need_the_right_to_audit_and_a_purpose(many: Store) -> None:
    plain = propose_reweighting(SCIENTIST, many, "clerk", purpose="curious").reweighting
    assert (plain.groups_left_out, plain.fairness) == (NO_RIGHT, ())
    silent = propose_reweighting(OFFICER, many, "clerk").reweighting
    assert (silent.groups_left_out, silent.fairness) == (NO_PURPOSE, ())
    with pytest.raises(PermissionDenied):
        propose_reweighting(MANAGER, many, "clerk")
    with pytest.raises(InputError) as nobody:
        propose_reweighting(SALES, many, "clerk")
    assert nobody.value.code == "reweighting.nobody"


def test_accepting_saves_the_next_version_with_its_reason_and_an_event(tmp_path: Path) -> None:
    with clerks(tmp_path / "store", 420) as store:
        kept = propose_reweighting(OFFICER, store, "clerk", purpose="yearly review")
        for who in (OFFICER, SCIENTIST):
            with pytest.raises(PermissionDenied):
                accept_reweighting(who, store, kept.name, reason="because")
        with pytest.raises(InputError) as silent:
            accept_reweighting(HR, store, kept.name, reason="  ")
        assert silent.value.code == "reweighting.no_reason"
        made = accept_reweighting(HR, store, kept.name, reason="Twice confirmed\n on hires")
        assert made.version == 2
        assert sum(c.weight for c in made.competencies) == pytest.approx(1.0, abs=1e-12)
        with store.read() as reading:
            assert role(reading, "clerk") == made
            assert role(reading, "clerk", 1) == ROLE
            event = events(reading, action=Action.RECOMMENDATION_ACCEPTED)[-1]
        assert (event.actor, event.subject) == ("hr", "clerk@2")
        shown = stored_reweightings(HR, store, "clerk")[0]
        assert (shown.accepted_as, shown.reason) == (2, "Twice confirmed on hires")
        # the same proposal is not for the new version
        with pytest.raises(StoreError) as old:
            accept_reweighting(HR, store, kept.name, reason="again")
        assert old.value.code == "reweighting.outdated"


def test_a_refusal_is_kept_and_cannot_be_accepted(tmp_path: Path) -> None:
    with clerks(tmp_path / "store", 60) as store:
        kept = propose_reweighting(SCIENTIST, store, "clerk")
        assert kept.reweighting.proposal.refused == "weights.too_few"
        assert kept.reweighting.moved == 0
        with pytest.raises(InputError) as refused:
            accept_reweighting(HR, store, kept.name, reason="we want it")
        assert refused.value.code == "reweighting.refused"
        none = propose_reweighting(SCIENTIST, store, "clerk", occasion="12_months").reweighting
        assert none.proposal.refused == "outcome.none_yet"
        with store.transaction() as tx:
            other = save_report(tx, "audit", {"scope": {"departments": []}})
        with pytest.raises(StoreError) as wrong:
            accept_reweighting(HR, store, other.digest, reason="x")
        assert wrong.value.code == "reweighting.not_a_proposal"


def test_whoever_may_not_see_audits_is_shown_no_groups(many: Store) -> None:
    propose_reweighting(OFFICER, many, "clerk", purpose="for the list")
    admin = Actor(id="admin", roles=("admin",), units=("*",))
    shown = stored_reweightings(admin, many)
    assert shown
    assert all(one.reweighting.fairness == () for one in shown)
    assert all(one.reweighting.groups_left_out for one in shown)
    assert any(one.reweighting.fairness for one in stored_reweightings(HR, many))
    assert stored_reweightings(HR, many, "nobody") == ()


def test_a_role_of_which_the_store_has_no_scores_is_refused(many: Store) -> None:
    with many.transaction() as tx:
        save_role(tx, replace(ROLE, key="guard"))
    with pytest.raises(InputError) as refused:
        propose_reweighting(SCIENTIST, many, "guard")
    assert refused.value.code == "reweighting.nobody"
