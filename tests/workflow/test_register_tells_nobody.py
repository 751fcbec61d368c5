"""The register is read by many: no score of a single person, no audit for who may not see one."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from interview import InputError, IntegrityBroken, plain
from scoring.learned.training_report import Trained
from scoring.learned.training_spec import TrainingSpec
from store import Store, models, open_store
from tests.workflow.judged_company import ADMIN, HR, OFFICER, REASON, SCIENTIST, learned
from workflow.erasure import erase_candidate
from workflow.explain_role import explain_groups, explain_role
from workflow.golden_check import check_golden_set
from workflow.golden_set import freeze_golden_set, golden_set
from workflow.model_card import model_card
from workflow.model_comparison import compare_models, stored_comparison, stored_comparisons
from workflow.promotion import kept_check_lists, promote, promotion_checks
from workflow.promotion_checks import Check, CheckList
from workflow.register import find_model, registered_model, registered_models
from workflow.register_changes import register_model, register_trained
from workflow.shadow import learned_scorer, scorer_of
from workflow.train import train_scorer

pytestmark = pytest.mark.xdist_group("models")


def test_no_verb_of_the_register_carries_a_single_persons_score(judged: Store) -> None:
    with judged.read() as reading:
        # the folds' scores are kept, so that comparisons stay honest
        kept = next(m for m in models(reading) if m.name == "better")
        assert "i7" in kept.facts["held_out"]
    model = registered_model(ADMIN, judged, "better")
    assert model.held_out
    assert all("held_out" not in one.facts for one in registered_models(ADMIN, judged))
    written = json.dumps(plain(model_card(OFFICER, judged, "better")))
    assert '"i7"' not in written
    assert '"c7"' not in written


def test_a_golden_set_is_no_way_round_the_cover(judged: Store) -> None:
    held = golden_set(HR, judged)
    assert held is not None
    assert {one.score for one in held.items} == {None}
    assert {one.score for one in freeze_golden_set(HR, judged).items} == {None}


def test_who_may_not_see_audits_sees_no_groups(judged: Store) -> None:
    (open_to,) = stored_comparisons(SCIENTIST, judged, "better@" + _version(judged, "better"))
    assert open_to.fairness is not None
    (one,) = stored_comparisons(ADMIN, judged, open_to.second)
    assert one.fairness is None
    assert stored_comparison(ADMIN, judged, one.name).fairness is None
    card = model_card(ADMIN, judged, open_to.second)
    assert card.comparison is not None
    assert card.comparison.fairness is None
    assert promotion_checks(ADMIN, judged, open_to.second).passed


def test_a_failed_line_on_groups_tells_who_may_not_see_audits_only_that_it_failed() -> None:
    slots = {"attribute": "sex", "group": "women", "before": "0.90", "now": "0.60", "many": 1}
    told = CheckList(
        model="m@1",
        champion="rubric@1",
        checks=(
            Check(key="groups", code="promotion.groups_worse", slots=slots),
            Check(key="leak", code="promotion.gives_away", slots=slots),
            Check(key="owner", code="promotion.no_owner"),
        ),
    ).without_groups()
    assert [one.code for one in told.checks] == [
        "promotion.audit_unseen",
        "promotion.audit_unseen",
        "promotion.no_owner",
    ]
    assert "women" not in str(told)


def test_a_kept_list_is_for_who_sees_what_it_rests_on(judged: Store) -> None:
    ref = registered_model(HR, judged, "worse").ref
    with pytest.raises(InputError):
        promote(HR, judged, ref, reason=REASON)
    assert len(kept_check_lists(SCIENTIST, judged, ref)) == 1
    assert kept_check_lists(replace(SCIENTIST, units=("sales",)), judged, ref) == ()


def test_an_erased_person_stops_neither_golden_set_nor_comparison(
    judged_bare: Path, tmp_path: Path
) -> None:
    shutil.copytree(judged_bare, tmp_path / "own")
    with open_store(folder=tmp_path / "own") as own:
        held = freeze_golden_set(HR, own)
        name = held.items[0].interview
        erase_candidate(OFFICER, own, name.replace("i", "c"), dry_run=False)
        found = check_golden_set(SCIENTIST, own, "rubric")
        assert found.compared + found.changed_inputs == len(held.items)
        made: Trained = learned(own, "again", ("lang_anchor",))
        ref = register_trained(SCIENTIST, own, made).ref
        assert compare_models(SCIENTIST, own, ref).interviews >= 299


def test_a_file_that_holds_another_scorer_than_its_entry_is_refused(
    judged: Store, trainings: dict[str, Trained]
) -> None:
    from scoring.learned.artefact import save_scorer

    made = trainings["better"].scorer
    ref = register_model(
        SCIENTIST,
        judged,
        name="words_only",
        version="1",
        content=save_scorer(made),
        facts={"modalities": ["language"]},
    ).ref
    with judged.read() as reading:
        with pytest.raises(IntegrityBroken) as other:
            scorer_of(reading, find_model(reading, ref))
        assert other.value.code == "model.other_file"
        # under its own name, claiming less than it looks at
        true = find_model(reading, "better")
        assert learned_scorer(reading, true).version == made.version
        claimed = replace(true, facts={**true.facts, "modalities": ["language", "face"]})
        with pytest.raises(IntegrityBroken):
            scorer_of(reading, claimed)


def test_what_moves_a_role_names_nobody_and_groups_are_still_compared(judged: Store) -> None:
    for model in ("", "better"):
        found = explain_role(HR, judged, "clerk", model=model)
        assert (found.interviews, dict(found.people)) == ((), {})
        gaps = explain_groups(
            OFFICER, judged, "clerk", attribute="sex", purpose="who is moved by what", model=model
        )
        assert sum({gap.group: gap.n for gap in gaps}.values()) == 300


NO_NAMES = ("", " ", "a@b", "rubric", "../../etc", "a\nb", "\x1b[31mred", "=cmd", "<b>", "a" * 61)


def test_a_name_that_is_no_name_is_refused_before_anything_is_trained(judged: Store) -> None:
    for name in NO_NAMES:
        with pytest.raises(InputError) as refused:
            register_model(SCIENTIST, judged, name=name, version="1", content=b"x", facts={})
        assert refused.value.code == "model.bad_name", name
        with pytest.raises(InputError) as early:
            train_scorer(SCIENTIST, judged, TrainingSpec(name=name))
        assert early.value.code == "model.bad_name", name


def _version(store: Store, name: str) -> str:
    return registered_model(HR, store, name).version
