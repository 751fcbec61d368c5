"""A model card in both languages: people's words stay words, and nothing is left in a raw key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_pages import RAW_KEY
from ui_samples import HOSTILE

from interview import Actor
from scoring.learned.example import example_scorer
from store import open_store
from tests.workflow.judged_company import HR, SCIENTIST, judged_company
from ui.model_card_html import model_card_html
from ui.model_card_markdown import model_card_markdown
from ui.say import LOCALES
from workflow.model_card import ModelCard, model_card
from workflow.register import ModelPaper
from workflow.register_changes import register_model

pytestmark = pytest.mark.xdist_group("models_page")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> ModelCard:
    folder = tmp_path_factory.mktemp("hostile")
    with judged_company(folder, people=60) as store:
        from scoring.learned.artefact import save_scorer

        scorer = example_scorer()
        ref = register_model(
            SCIENTIST,
            store,
            name=scorer.name,
            version=scorer.version or "1",
            content=save_scorer(scorer),
            facts={"modalities": ["language"]},
            paper=ModelPaper(owner=HOSTILE, intended_use=HOSTILE, limits=f"| {HOSTILE} |\n# x"),
        ).ref
    with open_store(folder=folder) as store:
        return model_card(Actor.system(), store, ref)


@pytest.mark.parametrize("locale", LOCALES)
def test_hostile_words_are_inert_on_the_page_and_in_markdown(
    hostile: ModelCard, locale: str
) -> None:
    page = model_card_html(hostile, locale)
    assert "<script" not in page
    assert "<img" not in page
    assert "default-src 'none'" in page
    text = model_card_markdown(hostile, locale)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    # a bar or a new line in somebody's words makes no cell and no heading
    assert not re.search(r"^# x", text, re.MULTILINE)
    assert all(len(re.findall(r"(?<!\\)\|", row)) >= 3 for row in rows)
    assert "](http" not in text.replace("\\](http", "")
    for body in (re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL), text):
        assert not RAW_KEY.findall(body)


def test_the_rubric_has_a_card_too(hostile: ModelCard, tmp_path: Path) -> None:
    with judged_company(tmp_path / "firm", people=60) as store:
        card = model_card(HR, store, "rubric")
        assert card.digest == model_card(HR, store, "rubric").digest
    assert card.weights
    assert card.evidence.report is None
    assert sum(w for _, w in card.weights) == pytest.approx(1.0)
    assert card.digest != hostile.digest
