"""A challenger is trained, compared, carded, refused when worse and promoted when better."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from interview import Action, Estimate, InputError, PermissionDenied, StoreError
from scoring.learned.content_version import content_version
from scoring.learned.training_report import Trained
from store import Store, events, model_states, verify
from tests.workflow.judged_company import (
    ADMIN,
    HR,
    MANAGER,
    OFFICER,
    PAPER,
    REASON,
    SCIENTIST,
    challenger,
    judged_company,
    learned,
    proved,
    renamed,
)
from workflow.model_card import model_card
from workflow.model_comparison import compare_models, gain, stored_comparisons
from workflow.policies import signal_policy
from workflow.promotion import kept_check_lists, promote, promotion_checks, reinstate
from workflow.promotion_checks import CHECKS, CheckList
from workflow.register import champion_for, registered_model, registered_models
from workflow.register_changes import (
    challenge,
    describe_model,
    register_model,
    register_trained,
    retire,
)

pytestmark = pytest.mark.xdist_group("models")


def failed(found: CheckList) -> dict[str, str]:
    return {one.key: one.code for one in found.failed}


def test_worse_is_refused_better_is_promoted_and_all_of_it_is_in_the_trail(judged: Store) -> None:
    better, worse = (registered_model(HR, judged, name).ref for name in ("better", "worse"))
    (one,), (other,) = (stored_comparisons(HR, judged, ref) for ref in (better, worse))
    gained, lost = gain(one.ratings), gain(other.ratings)
    # planted: connectives carry half of what raters hear, fillers nothing
    assert isinstance(gained, Estimate)
    assert gained.low > 0.1
    assert isinstance(lost, Estimate)
    assert lost.high < -0.3

    with pytest.raises(InputError) as refusal:
        promote(HR, judged, worse, reason=REASON)
    assert refusal.value.code == "promotion.refused"
    assert refusal.value.slots["failed"] == ("promotion.no_gain",)
    assert registered_model(HR, judged, worse).state == "challenger"

    promoted = promote(HR, judged, better, reason=REASON)
    assert promoted.state == "champion"
    with judged.read() as reading:
        assert champion_for(reading, "clerk", signal_policy("none")).ref == better
        # where its paper names no such law, and for other roles, the rubric scores on
        assert champion_for(reading, "clerk", signal_policy("cn_pipl")).is_rubric
        assert champion_for(reading, "marketing", signal_policy("none")).is_rubric
        acts = [e.action for e in events(reading, subject=better)]
        refused = [s for s in model_states(reading) if f"{s.name}@{s.version}" == worse]
        kept = list(events(reading, action=Action.REPORT_SAVED))
    assert acts == [Action.MODEL_STATE_CHANGED, Action.MODEL_STATE_CHANGED, Action.MODEL_ADDED]
    # the refused attempt is a step of its own, by name, with its reason and its check-list
    assert [s.state for s in refused] == ["challenger", "challenger"]
    assert (refused[-1].actor, refused[-1].reason) == (HR.id, REASON)
    assert refused[-1].because in {e.subject for e in kept}
    ((name, found),) = kept_check_lists(HR, judged, worse)
    assert name == refused[-1].because
    assert failed(found) == {"gain": "promotion.no_gain"}

    card = model_card(HR, judged, better)
    assert card.model.state == "champion"
    assert card.comparison == one
    assert card.golden is not None
    assert card.weights[0][0] == "lang_connectives"
    assert verify(judged).ok


def test_every_line_of_the_list_is_computed(judged: Store) -> None:
    found = promotion_checks(SCIENTIST, judged, "better")
    assert tuple(one.key for one in found.checks) == CHECKS
    assert found.passed


def test_a_bare_training_fails_by_name_and_following_the_advice_passes(
    judged: Store, trainings: dict[str, Trained]
) -> None:
    ref = register_trained(SCIENTIST, judged, renamed(trainings["better"], "bare")).ref
    challenge(SCIENTIST, judged, ref, reason=REASON)
    assert failed(promotion_checks(HR, judged, ref)) == {
        "people": "promotion.not_compared",
        "gain": "promotion.not_compared",
        "groups": "promotion.not_compared",
        "leak": "promotion.not_compared",
        "golden": "promotion.golden_unchecked",
        "laws": "promotion.no_law",
        "card": "promotion.card_incomplete",
        "owner": "promotion.no_owner",
    }
    # compared without the right to audit, the groups are still open
    compare_models(SCIENTIST, judged, ref, purpose="to see")
    now = failed(promotion_checks(HR, judged, ref))
    assert now["groups"] == now["leak"] == "promotion.not_audited"
    assert "people" not in now
    assert "gain" not in now
    proved(judged, ref)
    describe_model(SCIENTIST, judged, ref, PAPER)
    assert promotion_checks(HR, judged, ref).passed
    # a later comparison without groups does not hide the audited one
    compare_models(SCIENTIST, judged, ref)
    assert promote(HR, judged, ref, reason=REASON).state == "champion"


def test_few_people_are_told_how_many_more(trainings: dict[str, Trained], tmp_path: Path) -> None:
    made = trainings["better"]
    with judged_company(tmp_path / "few", people=80) as few:
        ref = challenger(few, made)
        compare_models(OFFICER, few, ref, purpose="before a promotion")
        check = {c.key: c for c in promotion_checks(HR, few, ref).checks}["people"]
    assert check.code == "promotion.few_people"
    assert dict(check.slots) == {"n": 80, "needed": 100, "more": 20}


def test_a_scorer_without_held_out_scores_is_trained_again(
    judged: Store, trainings: dict[str, Trained]
) -> None:
    made = replace(renamed(trainings["better"], "blind"), held_out={})
    ref = challenger(judged, made)
    compare_models(SCIENTIST, judged, ref)
    assert failed(promotion_checks(HR, judged, ref))["gain"] == "promotion.not_held_out"


def test_a_law_that_is_unknown_and_one_that_bars(judged: Store) -> None:
    with pytest.raises(InputError) as unknown:
        describe_model(SCIENTIST, judged, "better", replace(PAPER, laws=("mars",)))
    assert unknown.value.code == "model.unknown_law"
    model = registered_model(HR, judged, "better")
    facts = {**model.facts, "modalities": ["language", "face"]}
    ref = register_model(
        SCIENTIST,
        judged,
        name="spoken",
        version="1",
        content=b"any",
        facts=facts,
        paper=replace(PAPER, laws=("eu_ai_act",)),
    ).ref
    checks = {c.key: c for c in promotion_checks(HR, judged, ref).checks}
    assert checks["laws"].code == "promotion.law_bars"
    assert checks["laws"].slots["modality"] == "face"
    fit = str(checks["laws"].slots["fit"]).split(", ")
    describe_model(SCIENTIST, judged, ref, replace(PAPER, laws=tuple(fit)))
    assert "laws" not in failed(promotion_checks(HR, judged, ref))


def test_who_may_do_what(judged: Store) -> None:
    ref = registered_model(ADMIN, judged, "better").ref
    for actor in (SCIENTIST, OFFICER, MANAGER, ADMIN):
        with pytest.raises(PermissionDenied) as no:
            promote(actor, judged, ref, reason=REASON)
        assert no.value.code == "right.missing"
    with pytest.raises(PermissionDenied):
        registered_models(MANAGER, judged)
    with pytest.raises(PermissionDenied):
        compare_models(ADMIN, judged, ref)
    with pytest.raises(PermissionDenied):
        retire(SCIENTIST, judged, ref, reason=REASON)
    # whoever holds both rights still does not promote a model of their own
    both = replace(SCIENTIST, roles=("data_scientist", "hr_leader"))
    with pytest.raises(PermissionDenied) as own:
        promote(both, judged, ref, reason=REASON)
    assert own.value.code == "promotion.own_model"


def test_a_promotion_needs_a_reason_and_a_challenger(
    judged: Store, trainings: dict[str, Trained]
) -> None:
    with pytest.raises(InputError) as short:
        promote(HR, judged, "better", reason="ok")
    assert short.value.code == "reason.too_short"
    draft = register_trained(SCIENTIST, judged, renamed(trainings["better"], "draft")).ref
    with pytest.raises(InputError) as no:
        promote(HR, judged, draft, reason=REASON)
    assert no.value.code == "promotion.not_challenger"
    with pytest.raises(StoreError) as rubric:
        promote(HR, judged, "rubric", reason=REASON)
    assert rubric.value.code == "model.is_rubric"
    with pytest.raises(InputError) as stays:
        retire(HR, judged, "rubric", reason=REASON)
    assert stays.value.code == "model.rubric_stays"


def test_a_changed_byte_is_found_before_anything_scores(judged: Store) -> None:
    model = registered_model(HR, judged, "better")
    with judged.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER IF EXISTS model_no_update"))
        names = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='model'")
        )
        for (name,) in names.fetchall():
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        connection.execute(
            text("UPDATE model SET content = CAST(content || x'00' AS BLOB) WHERE name='better'")
        )
    assert failed(promotion_checks(HR, judged, model.ref)) == {"file": "model.changed"}
    with pytest.raises(InputError) as no:
        promote(HR, judged, model.ref, reason=REASON)
    assert no.value.slots["failed"] == ("model.changed",)
    assert not verify(judged).ok


def test_retire_and_bring_back(judged: Store) -> None:
    ref = promote(HR, judged, "better", reason=REASON).ref
    assert retire(HR, judged, ref, reason="Complaints about its scores.").state == "retired"
    with judged.read() as reading:
        assert champion_for(reading, "clerk", signal_policy("none")).is_rubric
    assert reinstate(HR, judged, ref, reason="The complaints were settled.").state == "champion"
    with pytest.raises(InputError) as never:
        reinstate(HR, judged, "worse", reason=REASON)
    assert never.value.code == "promotion.never_champion"


def test_a_champion_keeps_its_laws_and_roles(judged: Store) -> None:
    ref = promote(HR, judged, "better", reason=REASON).ref
    with pytest.raises(InputError) as fixed:
        describe_model(HR, judged, ref, replace(PAPER, roles=()))
    assert fixed.value.code == "model.paper_in_force"
    assert describe_model(HR, judged, ref, replace(PAPER, owner="Wu Na")).paper.owner == "Wu Na"


def test_a_new_version_of_the_champion_must_score_like_it(judged: Store) -> None:
    promote(HR, judged, "better", reason=REASON)
    made = learned(judged, "better", ("lang_connectives",))
    moved = challenger(judged, made)
    proved(judged, moved)
    assert failed(promotion_checks(HR, judged, moved))["golden"] == "promotion.golden_moved"
    # under a name of its own it is judged by its gain alone
    other = challenger(judged, renamed(made, "other"))
    proved(judged, other)
    left = failed(promotion_checks(HR, judged, other))
    assert "golden" not in left
    assert left["gain"] == "promotion.no_gain"


def test_a_new_champion_retires_the_one_whose_roles_it_covers(
    judged: Store, trainings: dict[str, Trained]
) -> None:
    ref = promote(HR, judged, "better", reason=REASON).ref
    # what was compared with the rubric says nothing of this champion
    assert failed(promotion_checks(HR, judged, "worse"))["gain"] == "promotion.not_compared"
    # a maintenance release scores alike: it needs no gain, and takes over
    scorer = trainings["better"].scorer
    facts = {**scorer.facts, "seed": 1}
    again = replace(
        scorer, facts=facts, half_widths={k: w + 1e-6 for k, w in scorer.half_widths.items()}
    )
    again = replace(again, version=content_version(replace(again, version="")))
    new = challenger(judged, replace(trainings["better"], scorer=again))
    proved(judged, new)
    assert new != ref
    assert promote(HR, judged, new, reason="The same scores, wider intervals.").state == "champion"
    assert registered_model(HR, judged, ref).state == "retired"
    with judged.read() as reading:
        assert champion_for(reading, "clerk", signal_policy("none")).ref == new


def test_a_comparison_of_one_department_is_that_departments_own(
    judged: Store, trainings: dict[str, Trained]
) -> None:
    ref = challenger(judged, renamed(trainings["better"], "local"))
    sales = replace(OFFICER, id="sales_officer", units=("sales",))
    found = compare_models(sales, judged, ref, purpose="before a promotion")
    # eight of twelve openings are of sales: rows of the plant are not counted
    assert found.interviews == 200
    assert found.scope["departments"] == ["sales"]
    plant = replace(HR, id="plant_leader", units=("plant",))
    assert stored_comparisons(plant, judged, ref) == ()
    assert stored_comparisons(HR, judged, ref) == (found,)
    # and it proves too little for a champion that scores everywhere
    assert failed(promotion_checks(HR, judged, ref))["gain"] == "promotion.not_compared"
