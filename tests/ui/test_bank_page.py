"""The question bank's page in both languages: list, record, optimiser, deciding, hostile text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from test_pages import RAW_KEY, clean, visit, words
from ui_samples import HOSTILE

from analysis import assess_question
from interview import Actor, Question
from store import Store, question, question_statuses
from tests.workflow.bank_company import LEAKED, ROLE, VAGUE, bank_company, marketing
from ui.bank_evidence import change_sentence, other_sentences, usual_sentence, validity_sentences
from ui.bank_words import bank_headline, bank_question, needed_text
from ui.charts import DARK, LIGHT, LifeLine, question_life, question_validity
from ui.parts.bank_export import bank_csv
from ui.parts.safe import plain
from ui.say import LOCALES, say
from workflow.bank_found import name_of
from workflow.bank_store import StoredBank, bank_store

pytestmark = pytest.mark.xdist_group("bank_page")
EVIL = "mk_q2@1"
WHY = "Two reviewers read the answers."


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, StoredBank]]:
    folder = tmp_path_factory.mktemp("bank") / "home"
    with bank_company(folder, texts={EVIL: HOSTILE}) as store:
        yield store, bank_store(Actor.system(), store)


@pytest.fixture
def bank_home(assessed: tuple[Store, StoredBank], monkeypatch: pytest.MonkeyPatch) -> StoredBank:
    store, kept = assessed
    monkeypatch.setenv("CANDOR_HOME", str(store.folder))
    return kept


@pytest.mark.parametrize("locale", LOCALES)
def test_the_list_says_the_conclusion_first(bank_home: StoredBank, locale: str) -> None:
    at = visit("question_bank", locale)
    clean(at)
    text = words(at)
    assert not RAW_KEY.findall(text)
    lead, counts = bank_headline(bank_home.found, bank_home.found.standing, locale)
    assert [at.subheader[0].value, at.markdown[0].value] == [plain(lead), plain(counts)]
    assert len(at.get("plotly_chart")) == 1
    table = at.dataframe[0].value
    assert len(table) == len(bank_home.found.assessment.questions)
    assert say("bank.quarantine", locale) in table["verdict"].iloc[0]
    # people's words are cells of a table or escaped, never markup
    assert HOSTILE[:20] in table["question"].str.cat()
    assert all("<script>" not in one.value for one in (*at.markdown, *at.subheader, *at.caption))
    filtered = visit("question_bank", locale, verdict="quarantine")
    assert len(filtered.dataframe[0].value) == 1
    nothing = visit("question_bank", locale, verdict="retire")
    assert say("bank.empty_filter", locale) in words(nothing)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_record_tells_the_life_the_evidence_and_the_usual_rule(
    bank_home: StoredBank, locale: str
) -> None:
    at = visit("question_bank", locale, view="record", question=VAGUE)
    clean(at)
    text = words(at)
    assert not RAW_KEY.findall(text)
    one = bank_home.found.assessment.of(VAGUE, "2")
    assert one is not None
    known = {q.ref: q for q in marketing().questions}
    for told in (
        *validity_sentences(one, bank_home.found, locale),
        usual_sentence(one, locale),
        change_sentence(bank_home.found.changes[VAGUE][0], locale),
        *other_sentences(one, bank_home.found.facts[f"{VAGUE}@2"], locale),
    ):
        assert plain(told) in text
    assert plain(known[f"{VAGUE}@2"].text[locale]) in text
    assert say("evidence.usual_why", locale) in text
    # the line of life, and old against new
    assert len(at.get("plotly_chart")) == 2
    # the version that was replaced stands below, with what was said of it
    assert plain(known[f"{VAGUE}@1"].text[locale]) in text
    leaked = visit("question_bank", locale, view="record", question=LEAKED)
    clean(leaked)
    assert say("bank.quarantine", locale) in str([o.value for o in leaked.markdown])
    evil = visit("question_bank", locale, view="record", question="mk_q2")
    clean(evil)
    assert all("<script>" not in o.value for o in (*evil.markdown, *evil.subheader, *evil.caption))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_optimiser_proposes_and_finds_a_set(bank_home: StoredBank, locale: str) -> None:
    at = visit("question_bank", locale, view="optimiser")
    clean(at)
    text = words(at)
    assert not RAW_KEY.findall(text)
    assert say("optimise.not_to_ask_note", locale) in text
    assert f"({VAGUE}@1)" in text.replace("\\", "")
    leaked = bank_home.found.assessment.of(LEAKED)
    assert leaked is not None
    told = bank_question(leaked, {q.ref: q for q in marketing().questions}, locale, 70)
    assert plain(told) in text
    chosen = at.dataframe[0].value
    assert not chosen["question"].str.contains(f"{LEAKED}@1").any()
    at.slider(key="set_k").set_value(2).run()
    clean(at)
    assert len(at.dataframe[0].value) == 2
    at.slider(key="set_least").set_value(0.9).run()
    clean(at)
    assert say("code.set.impossible", locale)[:8] in words(at)


def test_who_may_not_is_told_and_who_may_look_may_not_decide(bank_home: StoredBank) -> None:
    refused = visit("question_bank", actor="demo_hiring_manager")
    assert say("error.refused", "en") in "".join(one.value for one in refused.warning)
    assert not refused.dataframe
    officer = visit("question_bank", actor="demo_compliance", view="record", question=VAGUE)
    clean(officer)
    assert say("decide.no_right", "en") in words(officer)
    assert "decide_save" not in {one.key for one in officer.button}


@pytest.mark.parametrize("locale", LOCALES)
def test_an_empty_bank_offers_the_one_action(empty_home: Path, locale: str) -> None:
    at = visit("question_bank", locale)
    clean(at)
    assert say("bank.none_title", locale) in words(at)
    at.button(key="run_bank").click().run()
    # nobody was interviewed: said in words, with what to do
    assert "bank.nobody" in "".join(one.value for one in at.error)


def test_a_decision_is_made_with_a_reason_and_shows_in_the_life(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANDOR_HOME", str(tmp_path / "home"))
    with bank_company(tmp_path / "home", people=60, sales=6) as store:
        at = visit("question_bank")
        at.button(key="run_bank").click().run()
        clean(at)
        assert say("bank.saved", "en") in words(at)
        at = visit("question_bank", view="record", question=VAGUE)
        at.radio(key="decide_action").set_value("rewrite").run()
        at.button(key="decide_save").click().run()
        assert "bank.no_reason" in "".join(one.value for one in at.error)
        at.text_area(key="decide_reason").set_value(WHY).run()
        at.button(key="decide_save").click().run()
        assert "question.unchanged" in "".join(one.value for one in at.error)
        at.text_area(key="decide_text_en").set_value(f"{HOSTILE} Which idea?").run()
        at.text_area(key="decide_text_zh").set_value("哪个想法？").run()
        at.button(key="decide_save").click().run()
        clean(at)
        with store.read() as reading:
            made = question(reading, VAGUE)
        assert isinstance(made, Question)
        assert made.version == 3
        assert made.text["zh"] == "哪个想法？"
        text = words(at)
        assert say("decide.saved_version", "en", version=3) in text
        assert plain(WHY) in text
        assert say("decide.stale", "en") in text
        # after another assessment one may decide again, here to put it aside
        visit("question_bank").button(key="run_bank").click().run()
        again = visit("question_bank", view="record", question="mk_q1")
        again.radio(key="decide_action").set_value("quarantine").run()
        again.text_area(key="decide_reason").set_value(WHY).run()
        again.button(key="decide_save").click().run()
        clean(again)
        with store.read() as reading:
            (status,) = question_statuses(reading)
        assert (status.key, status.status, status.reason) == ("mk_q1", "quarantined", WHY)
        listed = visit("question_bank").dataframe[0].value
        row = listed[listed["question"].str.contains("mk_q1@1")].iloc[0]
        assert row["status"] == say("bank.status_quarantined", "en")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("locale", LOCALES)
def test_charts_draw_intervals_and_speak(
    assessed: tuple[Store, StoredBank], palette: object, locale: str
) -> None:
    found = assessed[1].found
    known = {q.ref: q for q in marketing({EVIL: HOSTILE}).questions}
    drawing = question_validity(
        found.ordered(),
        known,
        found.minimum,
        palette,  # type: ignore[arg-type]
        locale,
    )
    lines = [one for one in drawing.figure.data if one.mode == "lines"]
    assert len(lines) == len(found.assessment.questions)
    assert all(one.x[0] < one.x[1] for one in lines)
    assert "<script>" not in str(drawing.figure.layout.annotations)
    assert say("bank.quarantine", locale) in drawing.alt
    assert question_life((), palette, locale) is None  # type: ignore[arg-type]
    never = LifeLine(words="v", first="", last="", action=None, marks=())
    assert question_life((never,), palette, locale) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_not_known_is_said(locale: str) -> None:
    new = assess_question("q1", version="2")
    assert say("evidence.usual_none", locale, evidence=say("bank.collect", locale)) == (
        usual_sentence(new, locale)
    )
    near = replace(new, needed=5000, n=100)
    assert needed_text(near, locale) == say("bank.n_open", locale, n="100")
    assert bank_question(new, {}, locale) == name_of(new) == "q1@2"


def test_the_role_of_the_sample_is_shipped() -> None:
    assert marketing().key == ROLE


def test_the_table_to_take_along_runs_no_formula(assessed: tuple[Store, StoredBank]) -> None:
    found = assessed[1].found
    one = found.assessment.questions[0]
    evil = replace(one, question="=1+1")
    told = replace(
        found,
        assessment=replace(found.assessment, questions=(evil,)),
        facts={name_of(evil): found.facts[name_of(one)]},
    )
    made = bank_csv(told)
    assert made.startswith("\ufeffquestion,version,")
    assert "'=1+1," in made
    assert len(bank_csv(found).splitlines()) == len(found.assessment.questions) + 1
