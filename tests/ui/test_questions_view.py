"""The fairness page on questions: asked, told in words, drawn and kept, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_pages import RAW_KEY, clean, visit, words

from fairness import DifReport
from interview import Actor
from scoring import shipped_roles
from store import Store
from tests.workflow.asked_people import HARDER, ROLE, asked_people
from ui.audit_words import group_text
from ui.charts import DARK, LIGHT, question_effects
from ui.names import role_title
from ui.parts.safe import plain
from ui.question_words import question_sentences
from ui.say import LOCALES, say
from workflow.audit_people import AuditScope
from workflow.question_bias import question_bias

ASKED = {q.ref: q for q in shipped_roles()[ROLE].questions}


@pytest.fixture(scope="module")
def engineers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with asked_people(tmp_path_factory.mktemp("engineers") / "home", harder_by=0.9) as store:
        yield store


@pytest.fixture(scope="module")
def found(engineers: Store) -> DifReport:
    made = question_bias(Actor.system(), engineers, AuditScope(purpose="test"), attribute="region")
    return made.roles[ROLE]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_compliance_officer_asks_and_whoever_may_see_audits_reads(
    engineers: Store, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    monkeypatch.setenv("CANDOR_HOME", str(engineers.folder))
    # one attribute per language, so that neither finds the other's answer
    attribute = {"en": "region", "zh": "sex"}[locale]
    query = {"view": "questions", "role": ROLE, "attribute": attribute}
    title = role_title(shipped_roles()[ROLE], locale)
    at = visit("fairness", locale, actor="demo_compliance", **query)
    at.button(key="run_questions").click().run()
    assert say("fairness.purpose_needed", locale) in words(at)
    at.text_input(key="purpose_questions").set_value("yearly audit").run()
    at.button(key="run_questions").click().run()
    reader = visit("fairness", locale, actor="demo_hr_leader", **query)
    assert "run_questions" not in {one.key for one in reader.button}
    for seen in (at, reader):
        clean(seen)
        text = words(seen)
        assert not RAW_KEY.findall(text.replace("yearly audit", ""))
        key = {"region": "questions.harder", "sex": "questions.quiet"}[attribute]
        told = plain(say(key, locale, role=title, count="1", groups=group_text("inland", locale)))
        assert told in text
        assert len(seen.get("plotly_chart")) == 1
        assert say("questions.how_care", locale) in text


@pytest.mark.parametrize("locale", LOCALES)
def test_before_anybody_asked_the_view_says_who_may(home: Path, locale: str) -> None:
    at = visit("fairness", locale, actor="demo_data_scientist", view="questions")
    clean(at)
    assert say("questions.none_title", locale) in words(at)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_sentence_names_question_group_size_and_what_to_do(
    found: DifReport, locale: str
) -> None:
    lead, told = question_sentences(found, "R", ASKED, locale)
    assert "R" in lead
    assert ASKED[HARDER].text["zh" if locale == "zh" else "en"][:12] in told
    assert told.index(group_text("inland", locale)) < told.index(group_text("coastal", locale))
    (one,) = found.flagged
    assert f"{abs(one.finding.value):.2f}" in told  # type: ignore[union-attr]
    assert ("quarantine" if locale == "en" else "暂停使用") in told
    for palette in (LIGHT, DARK):
        drawing = question_effects(found, ASKED, palette, locale)
        assert drawing is not None
        lines = [t for t in drawing.figure.data if t.mode == "lines"]
        # six questions judged for one group; the few from the border are named, not drawn
        assert len(lines) == len(ASKED)
        assert say("audit_report.withheld", locale) in drawing.alt
