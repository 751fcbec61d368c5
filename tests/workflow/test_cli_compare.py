"""candor compare and candor card: figures as data, the card as page and Markdown, errors named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from store import Store
from tests.workflow.judged_company import HR
from workflow.cli import app
from workflow.register import registered_model

pytestmark = pytest.mark.xdist_group("models")
RUN = CliRunner()


def test_compare_prints_data_and_its_exit_code_is_the_finding(judged: Store) -> None:
    folder = str(judged.folder)
    good = RUN.invoke(app, ["compare", "rubric", "better", "--store", folder, "--json", "-"])
    assert good.exit_code == 0, good.output
    found = json.loads(good.stdout)
    ref = registered_model(HR, judged, "better").ref
    assert (found["first"].partition("@")[0], found["second"]) == ("rubric", ref)
    assert found["both"] == 300
    # first less second: planted to be the second's by far
    assert found["ratings"]["difference"]["high"] < -0.1
    assert found["fairness"] is None
    bad = RUN.invoke(
        app, ["compare", "better", "worse", "--store", folder, "--purpose", "before a promotion"]
    )
    assert bad.exit_code == 1, bad.output
    assert "ratings r" in bad.stdout


def test_card_as_page_markdown_and_data_holds_the_same_figures(
    judged: Store, tmp_path: Path
) -> None:
    folder = str(judged.folder)
    page, text, data = (tmp_path / name for name in ("card.html", "card.md", "card.json"))
    made = RUN.invoke(
        app,
        ["card", "better", "--store", folder, "--html", str(page), "--markdown", str(text),
         "--json", str(data), "--language", "zh"],
    )  # fmt: skip
    assert made.exit_code in (0, 1), made.output
    card = json.loads(data.read_text("utf-8"))
    # what folds said of single people is for comparisons, never for taking along
    assert "held_out" not in card["model"]["facts"]
    html, markdown = page.read_text("utf-8"), text.read_text("utf-8")
    r = card["evidence"]["report"]["metrics"]["r"]
    for shown in (f"{r['value']:.2f}", card["digest"], card["model"]["digest"], "相关系数"):
        assert shown in html
        assert shown in markdown
    assert "http" not in html.replace("http-equiv", "")
    assert "<script" not in html


def test_without_a_file_the_markdown_is_printed(judged: Store) -> None:
    made = RUN.invoke(app, ["card", "rubric", "--store", str(judged.folder)])
    assert made.exit_code in (0, 1), made.output
    assert made.stdout.startswith("# Model card: rubric@")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["card", "clown"], "model.unknown"),
        (["compare", "better", "better"], "comparison.same_model"),
        (["compare", "rubric", "nobody@1"], "model.unknown"),
        (["card", "rubric", "--language", "xx"], "language.unknown_locale"),
    ],
)
def test_what_is_wrong_is_named_with_its_code(judged: Store, words: list[str], code: str) -> None:
    made = RUN.invoke(app, [*words, "--store", str(judged.folder)])
    assert made.exit_code == 2
    assert code in made.stderr
