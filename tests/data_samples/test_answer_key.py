"""The key says what the plan plants, and no product module reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_samples import plan
from data_samples.attributes import CONTROLS
from data_samples.bank import asked_questions, bank
from data_samples.expression import RESTRAINED

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("interview", "estimation", "scoring", "fairness", "analysis", "store", "workflow", "ui")


def test_the_key_and_the_plan_agree(key):
    assert key["validity"] == dict(plan.QUESTION_VALIDITY)
    assert key["criterion"]["reliability"] == plan.CRITERION_RELIABILITY
    assert key["display"]["shift_sd"] == plan.RESTRAINED_SHIFT_SD
    assert tuple(key["display"]["features"]) == RESTRAINED
    assert key["unfair_requisition"]["requisition"] == plan.BIASED_REQUISITION
    assert key["unfair_requisition"]["ratio"] == plan.BIASED_RATIO
    assert tuple(key["small_requisition"]["women"]) == plan.SMALL_WOMEN
    assert tuple(key["small_requisition"]["men"]) == plan.SMALL_MEN
    assert key["rewrite"] == {"question": plan.REWRITTEN, "month": plan.REWRITE_MONTH}
    assert key["harder_question"]["question"] == plan.HARDER_QUESTION
    assert key["harder_question"]["group"] == plan.HARDER_FOR
    assert key["harder_question"]["harder_sd"] == plan.HARDER_BY_SD
    assert key["raters"] == {
        "lenient": plan.LENIENT_RATER,
        "lenient_by": plan.LENIENT_BY,
        "narrow": plan.NARROW_RATER,
        "narrow_spread": plan.NARROW_SPREAD,
    }
    assert (key["break"]["before"], key["break"]["after"]) == plan.BREAK_VALIDITY
    assert (key["break"]["role"], key["break"]["month"]) == (plan.BREAK_ROLE, plan.BREAK_MONTH)
    assert key["microphone"]["snr_db"] == plan.MICROPHONE_SNR_DB
    assert key["leak"] == {
        "question": plan.LEAKED,
        "month": plan.LEAK_MONTH,
        "share": plan.LEAK_SHARE,
    }
    assert key["dialect"]["extra_error"] == plan.DIALECT_EXTRA_ERROR
    assert tuple(f"attr_{name}" for name in key["controls"]["attributes"]) == CONTROLS
    assert key["trained_display"]["share"] == plan.TRAINED_SHARE


def test_every_question_that_was_asked_has_a_planted_validity(key):
    refs = {q.ref for role in bank() for q in asked_questions(role)}
    assert refs == set(key["validity"])
    assert refs <= {q.ref for role in bank().values() for q in role.questions}


@pytest.mark.parametrize("package", PRODUCT)
def test_no_product_module_names_the_answer_key(package):
    for path in (ROOT / package).rglob("*.py"):
        assert "answer_key" not in path.read_text(encoding="utf-8"), path


def test_the_generator_does_not_read_it_either():
    for path in (ROOT / "data_samples").rglob("*.py"):
        assert "answer_key.toml" not in path.read_text(encoding="utf-8"), path
