"""The models page: trained, compared, refused, promoted, all from the app and all as events."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button
from test_pages import RAW_KEY, clean, visit, words

from interview import Action
from store import events, open_store, verify
from tests.workflow.judged_company import (
    ADMIN,
    HR,
    PAPER,
    REASON,
    challenger,
    judged_company,
    learned,
)
from tests.workflow.judged_company import SCIENTIST as DATA
from ui.parts.model_change import offered
from ui.parts.safe import plain
from ui.say import LOCALES, say
from workflow.register import ModelPaper, RegisteredModel, registered_models

pytestmark = pytest.mark.xdist_group("models_page")
SCIENTIST, OFFICER, LEADER = "demo_data_scientist", "demo_compliance", "demo_hr_leader"


@pytest.fixture(scope="module")
def judged_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judged_home")
    with judged_company(folder) as store:
        challenger(store, learned(store, "worse", ("lang_fillers", "lang_on_topic")))
    return folder


@pytest.fixture
def in_force(judged_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CANDOR_HOME", str(judged_home))
    return judged_home


def press(at: AppTest, label: str) -> AppTest:
    (found,) = [b for b in at.button if b.label == label]
    assert isinstance(found, Button)
    return found.click().run()


def ref_of(home: Path, name: str) -> str:
    with open_store(folder=home) as store:
        return next(m.ref for m in registered_models(HR, store) if m.name == name)


def act(home: Path, name: str, doing: str, actor: str = LEADER) -> AppTest:
    at = visit("models", actor=actor, model=ref_of(home, name))
    at.radio(key="model_act").set_value(doing)
    at.text_area(key="model_reason").set_value(REASON)
    return press(at, say("models.do_it", "en"))


def test_trained_compared_refused_and_promoted_from_the_app(in_force: Path) -> None:
    at = visit("models", actor=SCIENTIST, view="train")
    clean(at)
    at.text_input(key="train_name").set_value("better")
    at = press(at, say("training.train", "en"))
    clean(at)
    ref = ref_of(in_force, "better")

    at = visit("models", actor=SCIENTIST, model=ref)
    clean(at)
    assert say("model_state.draft", "en") in words(at)
    at.text_input(key=f"owner_{ref}").set_value(PAPER.owner)
    at.text_area(key=f"use_{ref}").set_value(PAPER.intended_use)
    at.text_area(key=f"limits_{ref}").set_value(PAPER.limits)
    at.multiselect(key=f"laws_{ref}").set_value(["none"])
    clean(press(at, say("models.save", "en")))
    clean(act(in_force, "better", "challenge", actor=SCIENTIST))

    at = visit("models", model=ref, view="golden")
    clean(press(at, say("models.golden_freeze", "en")))
    for name in ("better", "worse"):
        at = visit("models", actor=OFFICER, model=ref_of(in_force, name))
        at.text_input(key="compare_purpose").set_value("before a promotion")
        clean(at.button(key="compare_run").click().run())
        at = visit("models", actor=SCIENTIST, model=ref_of(in_force, name))
        clean(at.button(key="golden_check").click().run())

    at = act(in_force, "worse", "promote")
    assert [e.value for e in at.error]
    assert "promotion.refused" in at.error[0].value
    assert say("models.refused", "en") in [one.value for one in at.info]
    at = act(in_force, "better", "promote")
    clean(at)
    assert "champion now" in at.success[0].value
    with open_store(folder=in_force) as store, store.read() as reading:
        steps = events(reading, action=Action.MODEL_STATE_CHANGED)
        # newest first: promoted, refused, put up by the scientist, put up by the fixture
        assert [e.actor for e in steps] == [LEADER, LEADER, SCIENTIST, "scientist"]
        added = {e.subject for e in events(reading, action=Action.MODEL_ADDED)}
        assert {ref, ref_of(in_force, "worse")} < added
        read = events(reading, action=Action.ATTRIBUTE_READ)
        assert {e.actor for e in read} == {OFFICER}
    with open_store(folder=in_force) as store:
        assert verify(store).ok

    at = visit("models", model=ref)
    clean(at)
    text = words(at)
    said = say("models.conclusion_champion", "en", models=ref[: ref.index("@") + 9])
    assert plain(said) in text
    assert say("models.rescore", "en") in text
    check_words(in_force, ref)


def check_words(home: Path, ref: str) -> None:
    """Both languages, every view, with monitoring open: no key is left raw."""
    for locale in LOCALES:
        for query in ({"model": ref, "since": "2026-04-01"}, {"view": "golden"}):
            at = visit("models", locale, **query)
            clean(at)
            assert not RAW_KEY.findall(words(at))
        at = visit("models", locale, model=ref_of(home, "worse"))
        clean(at)
        text = words(at)
        assert not RAW_KEY.findall(text.replace("promotion.no_gain", ""))
        assert say("models.enough", locale) in text


@pytest.mark.parametrize("locale", LOCALES)
def test_an_empty_store_offers_the_one_action(empty_home: Path, locale: str) -> None:
    at = visit("models", locale, actor=SCIENTIST)
    clean(at)
    text = words(at)
    assert say("models.only_rubric_title", locale) in text
    assert say("models.golden_none_title", locale) in text
    (go,) = [b for b in at.button if b.label == say("models.go_train", locale)]
    at = go.click().run()
    clean(at)
    assert at.query_params["view"] in ("train", ["train"])
    at = visit("models", locale, view="golden")
    at = press(at, say("models.golden_freeze", locale))
    assert "golden.too_few" in at.error[0].value


def test_a_hiring_manager_is_told_that_models_are_not_for_them(empty_home: Path) -> None:
    at = visit("models", actor="demo_hiring_manager")
    assert "right.missing" in at.warning[0].value


def test_acts_are_offered_by_state_and_right() -> None:
    model = RegisteredModel(
        name="m", version="1", kind="learned", digest="", state="challenger",
        paper=ModelPaper(), trained_by="x", added_at=None,
    )  # fmt: skip
    assert offered(DATA, model) == ()
    assert offered(ADMIN, model) == ()
    assert offered(HR, model) == ("promote", "retire")
    assert offered(DATA, replace(model, state="draft")) == ("challenge",)
    assert offered(HR, replace(model, state="retired")) == ("challenge",)
