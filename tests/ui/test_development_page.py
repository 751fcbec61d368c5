"""The page on training and onboarding: told in both languages, covered people stay covered."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_pages import RAW_KEY, clean, visit, words

from interview import Actor, Covered
from store import Store
from tests.workflow.hired_company import FAR_BELOW, IDS, PEOPLE, PLANT_PEOPLE, hired_company
from tests.workflow.small_company import SECRET
from ui.charts import DARK, LIGHT
from ui.charts.training_need_rows import training_need_rows
from ui.development_html import development_csv, development_html
from ui.names import competency_name
from ui.say import LOCALES, say
from ui.wording import short_id
from workflow import view_card
from workflow.development import hired_roles
from workflow.person_development import person_development

pytestmark = pytest.mark.xdist_group("hired_company_page")
VIEWS = ("needs", "baseline", "strong", "person")


@pytest.fixture(scope="module")
def hired_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with hired_company(tmp_path_factory.mktemp("hired_page") / "home") as store:
        yield store


@pytest.fixture
def hired(hired_folder: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("CANDOR_HOME", str(hired_folder.folder))
    return hired_folder


@pytest.mark.parametrize("locale", LOCALES)
def test_every_view_speaks_and_tells_what_was_planted(hired: Store, locale: str) -> None:
    for view in VIEWS:
        at = visit("development", locale, view=view)
        clean(at)
        text = words(at)
        assert not RAW_KEY.findall(text)
        assert at.title[0].value == say("page.development", locale)
        assert len(at.get("plotly_chart")) == {"needs": 1, "baseline": 2, "strong": 1}.get(view, 0)
        if view == "needs":
            team = competency_name("teamwork", locale)
            assert team in at.subheader[0].value
        if view == "baseline":
            table = next(f.value for f in at.dataframe if "expected" in f.value)
            first = table.iloc[0]
            assert first["interview"] == IDS[FAR_BELOW]
            assert first["standing"] == say("development.standing_below", locale)
        if view == "strong":
            assert competency_name("communication", locale) in at.subheader[0].value


@pytest.mark.parametrize("locale", LOCALES)
def test_covered_people_are_counted_and_cannot_be_opened(hired: Store, locale: str) -> None:
    reader = Actor(id="demo_hr_leader", roles=("hr_leader",), units=("*",))
    covered = [one for one in IDS if isinstance(view_card(reader, hired, one), Covered)]
    assert len(covered) == 6
    at = visit("development", locale, view="person")
    text = words(at)
    hidden = sum(isinstance(view_card(reader, hired, f"p-{i:03d}"), Covered)
                 for i in range(PLANT_PEOPLE))  # fmt: skip
    assert say("development.covered", locale, count=len(covered) + hidden) in text
    offered = at.selectbox(key="choice_person").options
    assert len(offered) == PEOPLE + PLANT_PEOPLE - len(covered) - hidden
    # an address somebody typed opens nothing that is covered
    typed = visit("development", locale, view="person", person=covered[0])
    clean(typed)
    assert SECRET not in words(typed)


@pytest.mark.parametrize("locale", LOCALES)
def test_one_persons_goals_with_words_and_files(hired: Store, locale: str) -> None:
    at = visit("development", locale, view="person", person=IDS[0])
    clean(at)
    text = words(at)
    assert not RAW_KEY.findall(text.replace(SECRET, ""))
    assert SECRET[:20] in text
    one = person_development(Actor.system(), hired, IDS[0])
    page = development_html(one, locale)
    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    assert SECRET in page
    assert short_id(one.candidate) in page or (one.name or "") in page
    rows = list(csv.DictReader(io.StringIO(development_csv(one, locale).removeprefix("\ufeff"))))
    assert {row["competency"] for row in rows} == {
        competency_name(key, locale) for key in ("communication", "teamwork")
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_before_anybody_was_hired_the_page_says_so(home: Path, locale: str) -> None:
    at = visit("development", locale)
    clean(at)
    assert say("development.nothing_title", locale) in words(at)


def test_the_chart_names_what_is_withheld(hired: Store) -> None:
    needs = hired_roles(Actor.system(), hired).needs
    for palette in (LIGHT, DARK):
        drawing = training_need_rows(needs.needs, {}, needs.limit, palette, "en")
        assert "teamwork" in drawing.alt
        lines = [t for t in drawing.figure.data if t.mode == "lines"]
        assert len(lines) == 2
