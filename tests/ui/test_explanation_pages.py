"""The record's explanation, what if, explanations of a role and the letter, as people meet them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from explained_store import COVERED, MINE, explained_store
from test_pages import RAW_KEY, clean, visit, words
from ui_samples import HOSTILE, sales, sample_card

from interview import Action, Actor
from scoring.explanation import BY, explain_card
from store import Store, events, open_store
from ui.charts import LIGHT, Step, explanation_steps
from ui.explanation_html import explanation_html
from ui.explanation_words import conclusion, reasons, stability_sentence
from ui.letter_html import letter_html, letter_text
from ui.parts.safe import plain
from ui.say import LOCALES, say
from workflow.explain import explain
from workflow.letter import Letter, candidate_letter

HR = Actor(id="demo_hr_leader", roles=("hr_leader",), units=("*",))
pytestmark = pytest.mark.xdist_group("explained")


@pytest.fixture(scope="module")
def explained_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explained")
    explained_store(folder).close()
    return folder


@pytest.fixture
def why_home(explained_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CANDOR_HOME", str(explained_home))
    return explained_home


@pytest.fixture
def kept(explained_home: Path) -> Iterator[Store]:
    with open_store(folder=explained_home) as store:
        yield store


def raw_keys(text: str) -> list[str]:
    return RAW_KEY.findall(text.replace("rubric.1", ""))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_record_explains_its_score_with_whom_it_is_compared(
    why_home: Path, locale: str
) -> None:
    at = visit("record", locale, interview=MINE)
    clean(at)
    text = words(at)
    assert say("explain.title", locale) in text
    assert plain(say("explain.compared_role", locale, n=50)) in text
    assert not raw_keys(text)
    for how in BY:
        chosen = next(box for box in at.selectbox if box.key == "explain_by")
        chosen.set_value(how).run()
        clean(at)
        assert not raw_keys(words(at))


def test_a_covered_record_explains_nothing(why_home: Path) -> None:
    at = visit("record", interview=COVERED)
    clean(at)
    assert say("explain.title", "en") not in words(at)
    assert not [b for b in at.button if b.key == "open_what_if"]
    at = visit("what_if", interview=COVERED)
    assert not at.metric
    assert not at.get("plotly_chart")
    assert say("error.refused", "en") in words(at)


def test_a_person_without_the_right_gets_no_letter(why_home: Path) -> None:
    assert say("letter.note", "en") in words(visit("record", interview=MINE))
    manager = visit("record", actor="demo_hiring_manager", interview=MINE)
    assert say("letter.note", "en") not in words(manager)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_if_follows_a_slider_and_never_advises_on_voice_or_face(
    why_home: Path, locale: str
) -> None:
    at = visit("what_if", locale, interview=MINE)
    clean(at)
    text = words(at)
    assert say("what_if.smallest", locale) in text
    assert not raw_keys(text)
    before = at.markdown
    slider = next(one for one in at.slider if str(one.key).startswith("what_lang_anchor"))
    slider.set_value(slider.max).run()
    clean(at)
    changed = [one.value for one in at.markdown]
    assert changed != [one.value for one in before]
    table = at.dataframe[0].value.to_string()
    for name in ("face_gaze_share", "voice_long_pauses"):
        assert say(f"feature.{name}", locale) not in table


def test_the_smallest_change_sets_the_sliders(why_home: Path) -> None:
    at = visit("what_if", interview=MINE)
    button = [one for one in at.button if one.label == say("what_if.use", "en")]
    if button:
        button[0].click().run()
        clean(at)
        assert any("it would be" in one.value for one in at.markdown)
    reset = next(one for one in at.button if one.label == say("what_if.reset", "en"))
    reset.click().run()
    clean(at)
    assert any("Move a slider" in one.value for one in at.markdown)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_moves_a_role_is_said_and_drawn(why_home: Path, locale: str) -> None:
    at = visit("explanations", locale, role="clerk")
    clean(at)
    text = words(at)
    assert say("explanations.importance", locale) in text
    assert not raw_keys(text)
    assert len(at.get("plotly_chart")) >= 2
    assert say("explanations.groups", locale) not in text, "groups are for those who audit"


def test_groups_need_a_purpose_and_leave_an_event(why_home: Path, kept: Store) -> None:
    at = visit("explanations", actor="demo_compliance", role="clerk")
    clean(at)
    ask = next(b for b in at.button if b.label == say("explanations.groups_do", "en"))
    ask.click().run()
    assert "attribute.no_purpose" in words(at)
    at.text_input(key="explained_purpose").set_value("a test")
    ask = next(b for b in at.button if b.label == say("explanations.groups_do", "en"))
    ask.click().run()
    clean(at)
    assert "25 people" in words(at) or "24 people" in words(at)
    with kept.read() as reading:
        assert events(reading, action=Action.ATTRIBUTE_READ)


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_yet_says_so(empty_home: Path, locale: str) -> None:
    at = visit("explanations", locale)
    clean(at)
    assert say("explanations.empty_title", locale) in words(at)
    at = visit("what_if", locale)
    clean(at)
    assert say("what_if.choose_title", locale) in words(at)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_letter_is_whole_hostile_words_are_inert_and_nothing_of_the_face_is_told(
    kept: Store, locale: str
) -> None:
    letter = candidate_letter(HR, kept, MINE, pace=True, contact=HOSTILE)
    page, text = letter_html(letter, locale), letter_text(letter, locale)
    assert "<script" not in page.replace("&lt;script", "")
    assert "<img" not in page
    assert "default-src 'none'" in page
    assert not raw_keys(text)
    for key in ("result", "strengths", "helps", "assessed", "pace", "decision", "contest"):
        assert say(f"letter.{key}", locale) in text
    for name in ("face_gaze_share", "face_smile_share", "voice_energy_range"):
        assert say(f"feature.{name}", locale) not in text
    assert say("feature.voice_articulation_rate", locale) in text
    assert say("letter.undecided", locale) in text
    # without the question nothing of the voice is told either
    quiet = letter_text(candidate_letter(HR, kept, MINE), locale)
    assert say("feature.voice_articulation_rate", locale) not in quiet


def test_a_letters_file_and_title_hold_no_name(why_home: Path, kept: Store) -> None:
    letter: Letter = candidate_letter(HR, kept, MINE)
    page = letter_html(letter, "en")
    title = page[page.index("<title>") : page.index("</title>")]
    assert letter.name
    assert "alert" not in title
    at = visit("record", interview=MINE)
    names = json.dumps([str(one.proto) for one in at.get("download_button")])
    assert "alert" not in names
    assert "Person" not in names


@pytest.mark.parametrize("locale", LOCALES)
def test_an_explanation_as_a_page_is_inert_and_complete(kept: Store, locale: str) -> None:
    found = explain(HR, kept, MINE)
    page = explanation_html(found.explanation, found.card, found.role, locale)
    assert "<script" not in page
    assert "<img" not in page
    assert not raw_keys(page)
    assert page.count("<table>") == len(BY) + 1


@pytest.mark.parametrize("locale", LOCALES)
def test_every_view_is_said_in_both_languages(locale: str) -> None:
    card, role = sample_card(), sales()
    found = explain_card(card, role, subject=role.competencies[0].key)
    for how in BY:
        told = [
            conclusion(found, role, locale),
            *reasons(found, how, role, card, locale),
            stability_sentence(found, found.views[how], locale),
        ]
        assert not raw_keys(" ".join(told))


def test_the_steps_begin_where_the_last_one_ended() -> None:
    steps = [
        Step(name="a <b>", words="", points=1.0, low=0.5, high=1.5),
        Step(name="b", words="", points=-0.4, low=-0.4, high=-0.4),
    ]
    drawing = explanation_steps(
        ("mean", 5.0), steps, ("score", 5.6), ("line", 6.0), "points", "said", LIGHT
    )
    bars = drawing.figure.data[0]
    assert list(bars.base) == [5.0, 6.0]
    assert list(bars.x) == [1.0, -0.4]
    assert list(bars.error_x.array) == pytest.approx([0.5, 0.0])
    assert "a &lt;b&gt;" in json.dumps(drawing.figure.to_plotly_json(), default=str)
