"""Reliability and effectiveness: conclusion, charts, refusals by name, reviews; en and zh."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import RAW_KEY, clean, visit, words

import ui.quality_desk
from analysis import RaterReport
from interview import Action, Estimate, Withheld
from store import events, open_store
from tests.workflow.watched_company import HR, watched_company
from ui.alert_words import alert_text
from ui.change_words import effect_text
from ui.charts import LIGHT
from ui.charts.before_after_rows import before_after_rows
from ui.charts.control_chart import ControlWords, control_chart
from ui.charts.paired_rows import PairedRow, paired_rows
from ui.charts.rater_dots import rater_dots
from ui.charts.validity_line import validity_line
from ui.parts.table_download import table_csv
from ui.review_words import task_text
from ui.say import LOCALES, say
from workflow.drift_alerts import Alert
from workflow.effectiveness import changes, effects_of
from workflow.instrument_drift import instrument_drift
from workflow.rater_quality import rater_quality
from workflow.review_tasks import ReviewTask

pytestmark = pytest.mark.xdist_group("quality_pages")


@pytest.fixture(scope="module")
def watched_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("watched_home")
    watched_company(folder).close()
    return folder


@pytest.fixture
def watched_home(watched_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CANDOR_HOME", str(watched_folder))
    return watched_folder


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    ui.quality_desk._KEPT.clear()
    yield
    ui.quality_desk._KEPT.clear()


def seen(at: AppTest) -> str:
    clean(at)
    text = words(at)
    assert not RAW_KEY.findall(text)
    return text


def drawings(at: AppTest) -> int:
    return len(at.get("plotly_chart"))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_lenient_rater_is_the_conclusion_and_everything_is_drawn(
    watched_home: Path, locale: str
) -> None:
    at = visit("reliability", locale)
    text = seen(at)
    assert "ra_2" in at.subheader[0].value.replace("\\", "")
    assert drawings(at) == 1
    assert say("reliability.raters", locale) in text
    # a name never stands in the address
    assert not set(at.query_params) - {"role", "show", "view"}
    for view, keys, pictures in (
        ("machine", ("agreement", "sample"), 2),
        ("scale", ("scale", "curves"), 1),
    ):
        other = visit("reliability", locale, view=view)
        text = seen(other)
        # the conclusion stands above every view
        assert "ra_2" in other.subheader[0].value.replace("\\", "")
        assert drawings(other) == pictures
        for key in keys:
            assert say(f"reliability.{key}", locale) in text
        assert not set(other.query_params) - {"role", "measure", "by", "view"}


@pytest.mark.parametrize("locale", LOCALES)
def test_drift_is_quiet_where_nothing_moved(watched_home: Path, locale: str) -> None:
    at = visit("effectiveness", locale)
    text = seen(at).replace("\\", "").replace("\u2060", "")
    assert say("effectiveness.alerts_none", locale) in text
    assert drawings(at) >= 2
    assert say("effectiveness.validity", locale) in text


@pytest.mark.parametrize("locale", LOCALES)
def test_a_new_wording_shows_by_itself_with_its_caveats_and_what_cannot_be_told(
    watched_home: Path, locale: str
) -> None:
    at = visit("effectiveness", locale, view="changes")
    text = seen(at).replace("\\", "")
    assert say("effectiveness.caveats", locale) in text
    for key in ("hours", "satisfaction", "drop_out"):
        assert say(f"effectiveness.measure_{key}", locale) in text
    assert drawings(at) >= 2


@pytest.mark.parametrize("locale", LOCALES)
def test_a_month_is_reviewed_kept_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    watched_company(tmp_path, people=8).close()
    monkeypatch.setenv("CANDOR_HOME", str(tmp_path))
    at = visit("effectiveness", locale, view="review")
    assert say("review.none_title", locale) in seen(at)
    at.button(key="review_make").click().run()
    text = seen(at)
    assert say("review.todo", locale) in text
    assert say("task.collect_hours", locale) in text.replace("\\", "")
    with open_store(folder=tmp_path) as store, store.read() as reading:
        assert events(reading)[0].action == Action.REPORT_SAVED
    again = visit("effectiveness", locale, view="review")
    assert say("review.figures", locale) in seen(again)


@pytest.mark.parametrize("page", ["reliability", "effectiveness"])
@pytest.mark.parametrize("locale", LOCALES)
def test_before_any_interview_the_page_offers_what_fills_it(
    empty_home: Path, page: str, locale: str
) -> None:
    assert say("quality.nothing_title", locale) in seen(visit(page, locale))


@pytest.mark.parametrize("page", ["reliability", "effectiveness"])
def test_four_interviews_are_too_few_and_that_is_said(home: Path, page: str) -> None:
    for locale in LOCALES:
        seen(visit(page, locale))


@pytest.mark.parametrize("page", ["reliability", "effectiveness"])
def test_a_hiring_manager_is_refused(home: Path, page: str) -> None:
    at = visit(page, "en", actor="demo_hiring_manager")
    assert not at.exception
    assert any("right.missing" in one.value for one in at.warning)


def test_groups_are_compared_for_compliance_alone_and_with_a_purpose(watched_home: Path) -> None:
    assert say("reliability.by_group", "en") not in words(visit("reliability", view="machine"))
    at = visit("reliability", actor="demo_compliance", view="machine")
    assert say("reliability.by_group", "en") in words(at)
    before = drawings(at)
    at.text_input(key="by_group_purpose").input("yearly check")
    at.button(key="by_group_run").click().run()
    clean(at)
    assert drawings(at) == before + 1


def test_charts_draw_every_interval_and_say_it_in_words(watched_folder: Path) -> None:
    with open_store(folder=watched_folder) as store:
        raters = rater_quality(HR, store)
        moved = instrument_drift(HR, store)
        effects = effects_of(HR, store, changes(HR, store)[0])
    assert isinstance(raters.severity, RaterReport)
    for show in ("leniency", "spread"):
        drawing = rater_dots(
            raters.severity.raters, "spread" if show == "spread" else "leniency", LIGHT, "en"
        )
        assert "ra_2" in drawing.alt
        assert all(one.rater in drawing.alt for one in raters.severity.raters)
    for watched in moved.watched:
        text = ControlWords(axis="dB", signal="", alt="words")
        figure = control_chart(watched, moved.since, text, LIGHT, "zh").figure
        points = sum(len(t.x) for t in figure.data if t.mode == "markers")
        assert points == len(watched.level.periods)
    for role in moved.validity:
        assert role.found is not None
        drawn = validity_line(
            role.found, shown=True, words="since", alt="told", palette=LIGHT, locale="en"
        )
        assert drawn.alt == "told"
    told = [(e, e.found) for e in effects.effects if e.found is not None]
    assert before_after_rows(told, LIGHT, "zh")


def test_a_pair_without_a_finding_is_named_and_not_drawn() -> None:
    known = Estimate(value=0.5, low=0.4, high=0.6, n=20, method="m")
    row = PairedRow(
        name="<b>x", detail="n", words="why", first=Withheld(code="icc.too_few"), second=known
    )
    drawing = paired_rows([row], ("people", "machine"), [], (0, 1), "axis", "alt", LIGHT)
    marks = [t for t in drawing.figure.data if t.mode == "markers"]
    assert [len(t.x) for t in marks] == [0, 1]
    assert "&lt;b&gt;x" in drawing.figure.layout.annotations[0].text


@pytest.mark.parametrize("locale", LOCALES)
def test_every_alert_has_its_sentence(locale: str) -> None:
    numbers = {"gap": -0.4, "change": -6.0, "before": 0.3, "after": 0.1, "v": 0.2}
    dated = {"at": "2026-01-05", "low": "2025-12-29", "high": "2026-01-12"}
    for kind in ("validity", "score", "difference", "signal"):
        for way in ("rose", "fell"):
            for end in ("", "_undated") if kind != "validity" else ("",):
                slots: dict[str, object] = {"role": "x", "place": "chengdu", "measure": "voice_snr"}
                slots |= numbers
                alert = Alert(
                    code=f"{kind}_{way}{end}", warning=True,
                    slots=slots | (dated if not end else {}),
                )  # fmt: skip
                text = alert_text(alert, {}, locale)
                assert "{" not in text
                assert "−" not in text


@pytest.mark.parametrize("locale", LOCALES)
def test_a_review_kept_by_another_version_is_quoted_and_breaks_no_page(locale: str) -> None:
    for code in ("alert_moon_rose", "moonlight"):
        assert code.removeprefix("alert_") in task_text(
            ReviewTask(code=code, finding=True), {}, locale
        )


def test_shares_differ_in_percentage_points() -> None:
    found = Estimate(value=0.104, low=-0.004, high=0.2, n=9, method="m")
    assert effect_text(found, "en", share=True) == "+10 pp (0 to +20)"
    assert effect_text(found, "en", share=False) == "+0.10 (0.00 to +0.20)"
    assert table_csv([{"name": "=SUM(A1)"}]).endswith("'=SUM(A1)\r\n")


def test_the_day_of_another_change_comes_from_the_address(watched_home: Path) -> None:
    at = visit("effectiveness", "en", view="changes", change="date", day="2026-02-01")
    clean(at)
    assert at.date_input(key="change_day").value == datetime(2026, 2, 1).date()
    assert "2026-02-01" in seen(at).replace("\\", "")
