"""The register on both engines: a file byte for byte, scores by scorer, states and refusals."""

from __future__ import annotations

from hashlib import sha256

import pytest

from interview import InputError
from scoring.learned.artefact import load_scorer
from store import (
    Store,
    frames,
    interview_locales,
    model_content,
    model_states,
    scores_by_scorer,
    verify,
)
from tests.workflow.judged_company import HR, OFFICER, PAPER, REASON, SCIENTIST, fill, learned
from workflow.golden_check import check_golden_set
from workflow.golden_set import freeze_golden_set
from workflow.model_comparison import compare_models, stored_comparisons
from workflow.promotion import kept_check_lists, promote
from workflow.register import registered_models
from workflow.register_changes import challenge, register_trained


def test_a_register_on_either_engine(store: Store) -> None:
    fill(store, people=70)
    made = learned(store, "tiny", ("lang_anchor", "lang_connectives"))
    scorer = made.scorer
    model = register_trained(SCIENTIST, store, made, PAPER)
    with store.read() as reading:
        kept = model_content(reading, model.name, model.version)
        assert kept is not None
        assert sha256(kept).hexdigest() == model.digest
        assert load_scorer(kept, digest=model.digest).features == scorer.features
        locales = interview_locales(reading)
        rubric = next(m for m in registered_models(HR, store) if m.is_rubric)
        scores = scores_by_scorer(reading, rubric.name, rubric.version)
        shown = frames(reading, "interview").set_index("interview_id")["score"]
        overall = scores[scores["competency"] == "overall"].set_index("interview_id")["score"]
    assert len(locales) == 70
    assert set(locales.values()) == {"en", "zh"}
    # the rubric made every current card
    assert overall.sort_index().tolist() == pytest.approx(shown.sort_index().tolist())
    assert set(scores["competency"]) == {"overall", "communication", "teamwork"}

    challenge(SCIENTIST, store, model.ref, reason=REASON)
    freeze_golden_set(HR, store)
    found = compare_models(OFFICER, store, model.ref, purpose="before a promotion")
    assert stored_comparisons(HR, store, model.ref) == (found,)
    check_golden_set(SCIENTIST, store, model.ref)
    with pytest.raises(InputError) as refused:
        promote(HR, store, model.ref, reason=REASON)
    assert "promotion.few_people" in str(refused.value.slots["failed"])
    ((_, kept_list),) = kept_check_lists(HR, store, model.ref)
    assert not kept_list.passed
    with store.read() as reading:
        assert [s.state for s in model_states(reading)] == ["challenger", "challenger"]
    assert verify(store).ok
