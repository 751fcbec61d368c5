"""Every page in both languages: full, empty, covered, hostile, refused."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from ui_samples import HOSTILE, sales, sample_card
from ui_store import BARE, BLIND, EVIL, OPEN

from scoring import card_json
from scoring.company_values import EXAMPLE, read_company
from store import (
    Store,
    requisition,
    save_card,
    save_department,
    save_requisition,
    save_role,
)
from ui.say import LOCALES, say, sentences

MAIN = Path(__file__).parents[2] / "ui" / "shell" / "main.py"
RAW_KEY = re.compile(
    r"\b(?:" + "|".join({k.split(".")[0] for k in sentences("en")}) + r")\.[a-z_]+\b"
)


def visit(page: str, locale: str = "en", actor: str = "demo_hr_leader", **query: str) -> AppTest:
    at = AppTest.from_file(str(MAIN), default_timeout=60)
    at.session_state["candor.locale"] = locale
    at.session_state["candor.actor"] = actor
    at.run()
    for key, value in query.items():
        at.query_params[key] = value
    if page != "today":
        at.switch_page(f"../pages/{page}.py").run()
    return at


def words(at: AppTest) -> str:
    """Everything the page says, in text elements, alerts, labels and tables."""
    parts: list[str] = []
    for kind in (
        "title",
        "subheader",
        "markdown",
        "caption",
        "error",
        "warning",
        "success",
        "info",
    ):
        parts += [str(one.value) for one in getattr(at, kind)]
    for kind in ("button", "selectbox", "text_input", "text_area", "number_input", "checkbox"):
        parts += [str(one.label) for one in getattr(at, kind)]
    parts += [frame.value.to_string() for frame in at.dataframe]
    parts += [str(one.label) for one in at.expander]
    return "\n".join(parts)


def clean(at: AppTest) -> None:
    assert not at.exception
    assert not at.error, [one.value for one in at.error]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("page", "query", "title"),
    [
        ("today", {}, "page.today"),
        ("candidates", {}, "page.candidates"),
        ("record", {"interview": OPEN}, None),
        ("record", {"interview": BLIND}, None),
        ("record", {"interview": BARE}, None),
        ("record", {}, "page.record"),
        ("compare", {"interviews": f"{OPEN},{EVIL},{BLIND}"}, None),
        ("compare", {}, "page.compare"),
        ("score", {}, "page.score"),
    ],
)
def test_a_page_speaks_one_language_and_shows_no_raw_key(
    home: Path, page: str, query: dict[str, str], title: str | None, locale: str
) -> None:
    at = visit(page, locale, **query)
    clean(at)
    assert len(at.title) == 1
    if title:
        assert at.title[0].value == say(title, locale)
    text = words(at)
    assert not RAW_KEY.findall(text.replace("rubric.1", ""))
    has_chinese = bool(re.search(r"[\u4e00-\u9fff]", text))
    assert has_chinese if locale == "zh" else True


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("page", ["today", "candidates", "score", "record", "compare"])
def test_an_empty_store_says_what_will_be_here(empty_home: Path, page: str, locale: str) -> None:
    at = visit(page, locale)
    clean(at)
    text = words(at)
    expected = {
        "today": "today.empty_title",
        "candidates": "candidates.empty_title",
        "score": "score.files_needed",
        "record": "record.choose_title",
        "compare": "compare.few",
    }[page]
    assert say(expected, locale) in text


@pytest.mark.parametrize("locale", LOCALES)
def test_a_covered_record_says_why_and_shows_nothing_of_the_machine(
    home: Path, locale: str
) -> None:
    at = visit("record", locale, interview=BLIND)
    clean(at)
    text = words(at)
    assert say("record.covered_title", locale) in text
    assert say("code.blind.rate_first", locale) in text
    assert not at.metric
    assert not at.get("plotly_chart")
    assert "7.2" not in text
    sent = json.dumps([str(one.proto) for one in at.get("bidi_component")])
    assert "7.2" not in sent
    assert '"tracks": [{' not in sent


def test_rating_lifts_the_cover(own_home: Store) -> None:
    at = visit("record", interview=BLIND)
    assert not at.metric
    for number, field in enumerate(at.number_input):
        field.set_value(5.0 + number / 2)
    at.form_submit_button[0].click().run()
    clean(at)
    assert say("record.rate_saved", "en") in [one.value for one in at.success]
    assert at.metric[0].value == "7.2 ± 0.6"


def test_a_reason_is_asked_for_before_a_decision_is_kept(own_home: Store) -> None:
    at = visit("record", interview=OPEN)
    sends = {one.label: one for one in at.form_submit_button}
    sends[say("record.decide_submit", "en")].click().run()
    assert say("record.reason_needed", "en") in [one.value for one in at.warning]
    next(a for a in at.text_area if a.label == say("record.decide_reasons", "en")).set_value(
        "Clear examples with results."
    )
    at.get("button_group")[-1].set_value("yes")
    {one.label: one for one in at.form_submit_button}[say("record.decide_submit", "en")].click()
    at.run()
    clean(at)
    assert say("record.decide_saved", "en") in [one.value for one in at.success]


@pytest.mark.parametrize("locale", LOCALES)
def test_hostile_words_are_shown_and_never_read_as_markup(home: Path, locale: str) -> None:
    at = visit("record", locale, interview=EVIL)
    clean(at)
    for element in (*at.title, *at.markdown, *at.caption, *at.subheader):
        # every sign that could begin markup is escaped
        assert not re.search(r"(?<!\\)[<\[\]!](?=[a-z/\[(])", element.value), element.value
        assert not getattr(element.proto, "allow_html", False)
    assert all("<script" not in one.value for one in at.html)
    table = visit("candidates", locale).dataframe[0].value
    assert HOSTILE in set(table["name"])


@pytest.mark.parametrize("locale", LOCALES)
def test_an_unknown_interview_is_refused_in_words_with_a_code(home: Path, locale: str) -> None:
    at = visit("record", locale, interview="nobody")
    assert not at.exception
    assert "`interview.unknown`" in at.error[0].value
    assert "Traceback" not in at.error[0].value


def test_another_department_is_refused_by_workflow_not_by_the_menu(
    own_home: Store,
) -> None:
    with own_home.transaction() as tx:
        save_department(tx, "plant", {"en": "Plant", "zh": "工厂"})
        save_requisition(tx, replace(requisition(tx, "r-open"), department="plant"))
    at = visit("record", actor="demo_hiring_manager", interview=OPEN)
    assert not at.exception
    assert "`right.other_unit`" in at.warning[0].value


@pytest.mark.parametrize("locale", LOCALES)
def test_a_role_without_the_right_reads_why(home: Path, locale: str) -> None:
    at = visit("score", locale, actor="demo_compliance")
    clean(at)
    assert say("score.not_allowed", locale) in words(at)
    at = visit("today", locale, actor="demo_admin")
    assert "`right.missing`" in at.warning[0].value


def test_a_name_is_hidden_from_those_who_may_not_see_it(home: Path) -> None:
    at = visit("record", actor="demo_compliance", interview=OPEN)
    clean(at)
    assert "Li Wen" not in words(at)
    assert "name" not in visit("candidates", actor="demo_data_scientist").dataframe[0].value


def test_filters_come_from_the_address_and_typed_words_do_not(home: Path) -> None:
    at = visit("candidates", role="marketing")
    clean(at)
    assert at.selectbox(key="choice_role").value == "marketing"
    assert not at.text_input(key="search").value
    assert say("candidates.none_title", "en") in words(at)
    at.selectbox(key="choice_role").select("sales_manager").run()
    at.text_input(key="search").set_value("Li Wen").run()
    clean(at)
    assert dict(at.query_params) == {"role": "sales_manager"}


def test_a_filter_that_fits_nobody_offers_to_clear_it(home: Path) -> None:
    at = visit("candidates")
    at.text_input(key="search").set_value("zzzz").run()
    assert say("candidates.none_title", "en") in words(at)
    next(b for b in at.button if b.label == say("candidates.clear", "en")).click().run()
    assert len(at.dataframe[0].value) == 4


def test_the_language_switch_holds_at_once(home: Path) -> None:
    at = visit("candidates")
    at.get("button_group")[0].set_value("zh")
    at.run()
    clean(at)
    assert at.title[0].value == say("page.candidates", "zh")


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_scored_without_consent(home: Path, locale: str) -> None:
    at = visit("score", locale)
    at.file_uploader[0].upload("Li Wen.txt", b"I led the team and we kept the customer.").run()
    next(b for b in at.button if b.label == say("score.submit", locale)).click().run()
    assert [one.value for one in at.warning] == [say("score.consent_needed", locale)]
    assert not (home / "uploads").exists()


def test_each_answer_of_one_interview_is_asked_for_its_question(home: Path) -> None:
    at = visit("score")
    for name in ("10.mp4", "2.mp4"):
        at.file_uploader[0].upload(name, b"film")
    at.run()
    at.radio(key="together").set_value("one").run()
    clean(at)
    labels = [one.label for one in at.selectbox]
    asked = [say("score.question_of", "en", name=name) for name in ("2", "10")]
    assert [label for label in labels if label in asked] == asked


def test_people_called_alike_keep_a_column_each(home: Path) -> None:
    at = visit("compare", actor="demo_data_scientist", interviews=f"{OPEN},{EVIL}")
    clean(at)
    assert len(at.dataframe[0].value.columns) == 3


@pytest.mark.parametrize("locale", LOCALES)
def test_a_value_of_the_companys_own_is_called_by_its_name(own_home: Store, locale: str) -> None:
    value = replace(
        read_company(EXAMPLE).values[0],
        key="teamwork",
        name={"en": "Side by side", "zh": "并肩同行"},
    )
    with own_home.transaction() as tx:
        save_role(tx, replace(sales(), version=99, values=(value,)))
    at = visit("compare", locale, interviews=f"{OPEN},{EVIL}")
    clean(at)
    named = at.dataframe[0].value.iloc[:, 0].tolist()
    assert value.name[locale] in named  # type: ignore[index]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_record_says_what_judged_nearness(own_home: Store, locale: str) -> None:
    card = sample_card()
    heard = replace(card.answers[0].features, values={"lang_words": 60.0})
    answers = (replace(card.answers[0], features=heard), *card.answers[1:])
    with own_home.transaction() as tx:
        save_card(tx, OPEN, card_json(replace(card, interview=OPEN, answers=answers)))
    at = visit("record", locale, interview=OPEN)
    clean(at)
    told = [str(one.value) for one in at.caption]
    assert any(
        say("card.similarity", locale) in one and "TF" in one and "IDF" in one for one in told
    )
