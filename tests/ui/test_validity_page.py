"""The page Validity: studied, read, filtered, and its KPIs named, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_pages import RAW_KEY, clean, visit, words

from analysis import ValidityColumns, ValidityStudy, validity_json, validity_study
from interview import Actor, Estimate
from scoring import shipped_roles
from store import Store, role
from tests.workflow.forecast_company import forecast_company
from ui.charts import DARK, LIGHT
from ui.charts.validity_forest import validity_forest
from ui.charts.validity_heat_map import validity_heat_map
from ui.names import role_title
from ui.parts.safe import plain
from ui.parts.validity_export import validity_rows
from ui.say import LOCALES, say
from ui.validity_html import validity_html, words_for
from ui.validity_names import ValidityNames
from ui.validity_words import (
    advice,
    headline,
    headline_evidence,
    kpi_text,
    number_text,
    what_to_change,
)
from workflow.validate import StoredValidity, validate_store
from workflow.validity_people import ValidityScope

pytestmark = pytest.mark.xdist_group("validity_page")
# keys of questions and of data that a page shows on purpose
KEPT = re.compile(r"\b[a-z]{2}_q\d(@\d)?\b|r-[a-z_]+")


@pytest.fixture(scope="module")
def forecast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with forecast_company(tmp_path_factory.mktemp("validity") / "home") as store:
        yield store


@pytest.fixture(scope="module")
def kept(forecast: Store) -> StoredValidity:
    return validate_store(Actor.system(), forecast, ValidityScope())


def test_from_nothing_to_the_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locale = "zh"
    with forecast_company(tmp_path / "home") as store:
        monkeypatch.setenv("CANDOR_HOME", str(store.folder))
        at = visit("validity", locale, actor="demo_compliance")
        clean(at)
        assert say("validity.none_title", locale) in words(at)
        at.button(key="run_validity").click().run()
        clean(at)
        text = words(at)
        assert say("validity.evidence_works", locale) in text
        assert len(at.get("plotly_chart")) == 1
        assert not RAW_KEY.findall(KEPT.sub("", text))


@pytest.mark.parametrize(
    ("query", "charts", "locale"),
    [
        ({}, 1, "en"),
        ({"role": "marketing"}, 1, "zh"),
        ({"role": "marketing", "among": "question"}, 1, "en"),
        ({"among": "cohort"}, 1, "zh"),
        ({"among": "modality", "which": "voice"}, 1, "en"),
        ({"view": "questions", "role": "project_engineer"}, 1, "zh"),
        ({"view": "questions", "role": "marketing"}, 1, "en"),
        ({"view": "people"}, 3, "en"),
        ({"view": "people"}, 3, "zh"),
    ],
)
def test_every_view_says_and_draws(
    kept: StoredValidity,
    forecast: Store,
    monkeypatch: pytest.MonkeyPatch,
    query: dict[str, str],
    charts: int,
    locale: str,
) -> None:
    monkeypatch.setenv("CANDOR_HOME", str(forecast.folder))
    at = visit("validity", locale, actor="demo_hr_leader", **query)
    clean(at)
    text = words(at)
    assert plain(headline(kept.study, locale)) in text
    assert len(at.get("plotly_chart")) == charts
    assert not RAW_KEY.findall(KEPT.sub("", text))
    for name in ("i-marketing", "c-marketing"):
        assert name not in text


def test_the_same_numbers_everywhere(kept: StoredValidity) -> None:
    made = validity_json(kept.study)
    rows = validity_rows(kept)
    head = kept.study.headline
    assert isinstance(head, Estimate)
    assert made["within_role"]["r"] == head.value
    assert next(r for r in rows if r["part"] == "within_role")["r"] == head.value
    page = validity_html(kept.study, words_for("en"), name=kept.name)
    assert number_text(head.value) in page
    assert kept.name in page
    own = [c for c in kept.study.by_competency if c.role == "marketing"]
    for cell in own:
        assert isinstance(cell.finding, Estimate)
        assert number_text(cell.finding.value) in page
    mapped = [r for r in rows if r["part"] == "heat_map" and r["own"]]
    assert len(mapped) == len([c for c in kept.study.cells if c.own])


def test_a_person_names_a_kpi_and_the_role_gets_a_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locale = "en"
    with forecast_company(tmp_path / "home") as store:
        monkeypatch.setenv("CANDOR_HOME", str(store.folder))
        at = visit("validity", locale, actor="demo_hr_leader", view="kpis", role="marketing")
        clean(at)
        shipped = shipped_roles()["marketing"]
        box = at.selectbox(key=f"kpi_marketing_{shipped.version}_planning")
        # the figures there are stand among the choices by their names
        assert kpi_text("planning", locale) in box.options
        box.set_value("results_focus")
        save = next(b for b in at.button if b.label == say("validity.kpis_save", locale))
        save.click().run()
        clean(at)
        with store.read() as reading:
            made = role(reading, "marketing")
        assert made is not None
        assert made.version == shipped.version + 1
        assert made.competency("planning").kpi == "results_focus"
        assert plain(role_title(made, locale)) in words(at)
        again = visit("validity", locale, actor="demo_data_scientist", view="kpis")
        assert not again.selectbox or "kpi_marketing" not in str(again.selectbox)


def test_who_may_not_see_is_refused_and_who_sees_one_department_sees_no_other(
    kept: StoredValidity, forecast: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept.name
    monkeypatch.setenv("CANDOR_HOME", str(forecast.folder))
    at = visit("validity", "en", actor="demo_hiring_manager")
    assert say("error.refused", "en") in words(at)
    assert not at.get("plotly_chart")


def study(r: float, n: int) -> ValidityStudy:
    """A score that goes with the rating exactly this much."""
    rng = np.random.default_rng(6)
    x = rng.normal(size=n)
    e = rng.normal(size=n)
    x = (x - x.mean()) / x.std()
    e = e - e.mean() - x * (x @ e) / n
    e = e / e.std()
    y = r * x + np.sqrt(1 - r * r) * e
    people = pd.DataFrame({"score": 5 + x, "rating": y})
    return validity_study(
        people, ValidityColumns(score="score", outcome="rating"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("r", "n", "verdict"),
    [(0.4, 200, "works"), (0.1, 60, "cannot_tell"), (-0.05, 900, "does_not"),
     (0.02, 40, "cannot_tell")],
)  # fmt: skip
def test_the_headline_says_no_more_than_the_interval(r: float, n: int, verdict: str) -> None:
    found = study(r, n)
    assert headline_evidence(found) == verdict
    for locale in LOCALES:
        assert headline(found, locale)
    if verdict == "works":
        # half plus the angle of r over a half turn: .63 at r = .4
        assert "63" in headline(found, "en")


def test_the_advice_follows_from_the_evidence(kept: StoredValidity) -> None:
    own = [c for c in kept.study.by_competency if c.role == "marketing"]
    said = advice(own, "en", str.upper)
    assert said.startswith("PLANNING shows most")
    assert "INNOVATION" in said
    assert advice([], "en", str) == say("validity.hr_none", "en")


def test_what_to_change_is_the_kpi_or_the_questions() -> None:
    rng = np.random.default_rng(9)
    n = 500
    seen, unseen = rng.normal(size=n), rng.normal(size=n)
    figure = {"texts": rng.normal(size=n), "deals": seen, "plans": rng.normal(size=n)}
    rows = [
        pd.DataFrame({"id": range(n), "skill": skill, "kpi": kpi, "score": 5 + x.clip(-4, 4),
                      "value": y + rng.normal(size=n)})
        for skill, x in (("writing", seen), ("planning", unseen))
        for kpi, y in figure.items()
    ]  # fmt: skip
    found = validity_study(
        pd.concat(rows),
        ValidityColumns(score="score", outcome="value", competency="skill", kpi="kpi", person="id"),
        kpi_of={"writing": "texts", "planning": "plans"},
    )
    said = what_to_change(found.cells, "en", str, str)
    texts = {"competency": "writing", "kpi": "texts", "others": "deals"}
    plans = {"competency": "planning", "kpi": "plans"}
    assert set(said) == {
        say("validity.hr_elsewhere", "en", **texts), say("validity.hr_nowhere", "en", **plans),
    }  # fmt: skip


@pytest.mark.parametrize("locale", LOCALES)
def test_the_charts_name_everything_and_draw_nothing_withheld(
    kept: StoredValidity, locale: str
) -> None:
    names = ValidityNames(roles={}, questions={}, locale=locale)
    cells = [c for c in kept.study.cells if not c.role and not c.split]
    for palette in (LIGHT, DARK):
        drawing = validity_heat_map(
            cells, names.competency, lambda key: kpi_text(key, locale), "x", palette, locale
        )
        heat = drawing.figure.data[0]
        pairs = {(c.competency, c.kpi) for c in cells}
        assert sum(z is not None for row in heat.z for z in row) == len(pairs)
        assert len(drawing.figure.layout.shapes) == sum(c.own for c in cells)
        for cell in cells:
            if cell.own:
                assert names.competency(cell.competency) in drawing.alt
    rows = [o for o in kept.study.by_question if o.label("role") == "marketing"]
    drawing = validity_forest(rows, names.question, 0.1, LIGHT, locale)
    arrows = [a for a in drawing.figure.layout.annotations if a.showarrow]
    assert 0 < len(arrows) <= len(rows)
    assert drawing.alt.count("n ") >= len(rows)


def test_the_page_escapes_what_a_foreign_table_says() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=60)
    people = pd.DataFrame(
        {"score": np.clip(5 + x, 0, 10), "rating": x + rng.normal(size=60),
         "job": ["<script>alert(1)</script>"] * 60}
    )  # fmt: skip
    found = validity_study(
        people, ValidityColumns(score="score", outcome="rating", role="job", competency="job")
    )
    for locale in LOCALES:
        page = validity_html(found, words_for(locale))
        assert "<script" not in page
        assert "&lt;script" in page
