"""The training form: its fields follow what is learned, and refusals come in the reader's words."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_pages import clean, visit, words

from ui.say import LOCALES, say

SCIENTIST = "demo_data_scientist"


@pytest.mark.parametrize("locale", LOCALES)
def test_too_little_to_learn_from_is_said_in_words(home: Path, locale: str) -> None:
    at = visit("models", actor=SCIENTIST, view="train", locale=locale)
    clean(at)
    (train,) = [b for b in at.button if b.label == say("training.train", locale)]
    at = train.click().run()
    assert not at.exception
    assert len(at.error) == 1
    assert "training." in at.error[0].value


def test_performance_asks_for_the_occasion_and_ratings_for_the_competency(home: Path) -> None:
    at = visit("models", actor=SCIENTIST, view="train")
    assert at.selectbox(key="train_competency").label == say("training.competency", "en")
    at = visit("models", actor=SCIENTIST, view="train")
    (target,) = [g for g in at.get("button_group") if g.proto.id.endswith("train_target")]
    at = target.set_value("performance").run()
    assert at.selectbox(key="train_occasion").value == "6_months"


def test_voice_without_a_preset_that_lets_it_count_is_refused(home: Path) -> None:
    at = visit("models", actor=SCIENTIST, view="train")
    at.multiselect(key="train_modalities").set_value(["language", "voice"])
    (train,) = [b for b in at.button if b.label == say("training.train", "en")]
    at = train.click().run()
    assert "training.policy_bars" in at.error[0].value


def test_who_may_not_train_sees_no_form(home: Path) -> None:
    at = visit("models", actor="demo_hr_leader", view="train")
    clean(at)
    assert say("training.train", "en") not in words(at)
    assert not [b for b in at.button if b.label == say("training.train", "en")]
