"""What a new version of a question must be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from interview import InputError, Question
from workflow.rewording import Rewording, reworded

OLD = Question(
    key="q",
    version=2,
    text={"en": "How do you think about ideas?", "zh": "您如何看待想法？"},
    kind="open",
    criteria={"innovation": 0.5, "learning": 0.5},
    anchors={"en": {1: "None.", 5: "Many."}, "zh": {1: "无。", 5: "很多。"}},
    criterion_names={"en": {"innovation": "Ideas", "learning": "Growth"}},
)
WORDS = {"en": "Which idea of yours was tried out?", "zh": "您的哪个想法被试行过？"}


def test_what_is_not_said_stays_as_it_was() -> None:
    made = reworded(OLD, Rewording(text=WORDS), version=3, because="d")
    assert (made.ref, made.because, made.text) == ("q@3", "d", WORDS)
    assert (made.anchors, made.criteria, made.kind) == (OLD.anchors, OLD.criteria, "open")
    assert made.criterion_names == OLD.criterion_names
    other = reworded(
        OLD, Rewording(text=WORDS, criteria={"innovation": 1.0}, kind="creative"), version=3,
        because="d",
    )  # fmt: skip
    # names of criteria that are no longer asked for would mislead
    assert (other.criterion_names, other.kind) == ({}, "creative")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"text": {"en": "Only English"}}, "question.no_text"),
        ({"text": {"en": "  ", "zh": "有"}}, "question.no_text"),
        ({"text": {"en": "x" * 1001, "zh": "有"}}, "question.text_too_long"),
        ({"anchors": {"en": {0: "No."}, "zh": {0: "无。"}}}, "question.anchor_level"),
        ({"anchors": {"en": {1: "No."}, "zh": {3: "有。"}}}, "question.anchors_differ"),
        ({"anchors": {"en": {1: "No."}}}, "question.anchors_differ"),
        ({"criteria": {"innovation": 0.7}}, "question.criteria_sum"),
        ({"criteria": {"innovation": 1.5, "learning": -0.5}}, "question.criteria_sum"),
        ({"time_limit_s": 5}, "question.time_limit"),
        ({"time_limit_s": 5000}, "question.time_limit"),
        # spaces alone are no new wording
        ({"text": {locale: f" {words} " for locale, words in OLD.text.items()}},
         "question.unchanged"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_by_name(changed: Mapping[str, Any], code: str) -> None:
    with pytest.raises(InputError) as refused:
        reworded(OLD, Rewording(**{"text": WORDS, **changed}), version=3, because="d")
    assert refused.value.code == code


def test_anchors_or_time_alone_make_a_new_version() -> None:
    same = dict(OLD.text)
    assert reworded(OLD, Rewording(text=same, time_limit_s=60), version=3, because="d").version == 3
    anchors = {"en": {1: "None.", 5: "Many, tried."}, "zh": {1: "无。", 5: "很多，试过。"}}
    assert reworded(OLD, Rewording(text=same, anchors=anchors), version=3, because="d")
