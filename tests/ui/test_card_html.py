"""The downloaded card opens alone, says everything, and treats every word as text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from ui_samples import HOSTILE, sales, sample_card

from interview import Recommendation, Withheld
from ui.card_html import card_html
from ui.codes import said
from ui.say import LOCALES, say
from ui.wording import score_text

VOID = {"meta", "br", "rect"}


class Reader(HTMLParser):
    """Collects tags, attributes and text, and checks that everything opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def page(locale: str, quote: str | None = None, who: str = "4F2A") -> str:
    return card_html(sample_card(quote), sales(), locale, policy_title="PIPL", who=who)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_score_evidence_and_digest_is_on_it(locale: str) -> None:
    card = sample_card()
    text = " ".join(read(page(locale)).text)
    for score in card.competencies:
        assert score_text(score.finding, locale) in text
        for item in score.evidence:
            assert item.quote in text
    assert score_text(card.overall, locale) in text
    for name in (card.digest, card.role_digest, card.policy_digest, card.inputs_digest):
        assert name in text
    for quality in card.quality:
        assert said(quality.code, locale, quality.slots).what in text
    assert say("recommendation.advance_means", locale) in text


@pytest.mark.parametrize("locale", LOCALES)
def test_it_asks_for_nothing_from_anywhere(locale: str) -> None:
    reader = read(page(locale, HOSTILE, HOSTILE))
    assert not {"script", "img", "link", "iframe", "object", "form", "a"} & set(reader.tags)
    asked = [
        value for name, value in reader.attributes if name in ("src", "href", "action", "style")
    ]
    assert asked == []
    assert not [name for name, _ in reader.attributes if name.startswith("on")]
    assert "url(" not in page(locale)
    assert "default-src 'none'" in page(locale)


@pytest.mark.parametrize("locale", LOCALES)
def test_hostile_words_are_shown_as_they_are(locale: str) -> None:
    text = "".join(read(page(locale, HOSTILE, HOSTILE)).text)
    assert text.count(HOSTILE) >= 2


@pytest.mark.parametrize("locale", LOCALES)
def test_a_withheld_card_says_what_would_help_and_draws_no_zero(locale: str) -> None:
    refused = Withheld(code="language.no_transcript")
    card = replace(
        sample_card(),
        overall=refused,
        overall_without_expression=refused,
        competencies=tuple(
            replace(s, finding=refused, without_expression=refused, contributions=(), evidence=())
            for s in sample_card().competencies
        ),
        recommendation=Recommendation(code="collect", because=("recommendation.overall_withheld",)),
    )
    html = card_html(card, sales(), locale, policy_title="PIPL", who="4F2A")
    text = " ".join(read(html).text)
    words = said("language.no_transcript", locale)
    assert words.what in text
    assert words.remedy in text
    assert "<svg" not in html
    assert not re.search(r"\b0\.0\b", text.replace("0.05", ""))
