"""Charts draw every interval, name what is withheld, and say their conclusion."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ui_samples import HOSTILE, sample_card

from analysis import funnel as funnel_stages
from analysis import score_spread as spread_of
from interview import Withheld
from ui.charts import (
    DARK,
    LIGHT,
    Drawing,
    Palette,
    comparison_dots,
    competency_bars,
    contributions_by_modality,
    contributions_by_question,
    funnel,
    score_spread,
)
from ui.say import LOCALES, say

CARD = sample_card()
NAMES = {score.competency: score.competency.title() for score in CARD.competencies}
KNOWN = [s for s in CARD.competencies if not isinstance(s.finding, Withheld)]


def content(drawing: Drawing) -> dict[str, Any]:
    return dict(json.loads(drawing.figure.to_json()))


def texts(drawing: Drawing) -> str:
    return json.dumps(content(drawing), ensure_ascii=False)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_bar_carries_its_interval_and_threshold(locale: str) -> None:
    drawing = competency_bars(CARD.competencies, NAMES, LIGHT, locale)
    bars, intervals, thresholds = content(drawing)["data"]
    findings = [s.finding for s in KNOWN]
    assert bars["x"] == [f.value for f in findings if not isinstance(f, Withheld)]
    lows = [v - d for v, d in zip(bars["x"], intervals["error_x"]["arrayminus"], strict=True)]
    highs = [v + d for v, d in zip(bars["x"], intervals["error_x"]["array"], strict=True)]
    assert lows == pytest.approx([f.low for f in findings if not isinstance(f, Withheld)])
    assert highs == pytest.approx([f.high for f in findings if not isinstance(f, Withheld)])
    assert thresholds["x"] == [s.threshold for s in CARD.competencies]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_withheld_competency_has_no_bar_and_is_named_in_words(locale: str) -> None:
    drawing = competency_bars(CARD.competencies, NAMES, LIGHT, locale)
    assert len(content(drawing)["data"][0]["x"]) == len(CARD.competencies) - 1
    assert say("verdict_short.withheld", locale) in texts(drawing)
    assert say("finding.withheld", locale) in drawing.alt
    only = competency_bars(
        [s for s in CARD.competencies if isinstance(s.finding, Withheld)], NAMES, LIGHT, locale
    )
    assert content(only)["data"][0]["x"] == []


def test_verdicts_differ_in_sign_and_word_not_only_in_colour() -> None:
    for locale in LOCALES:
        words = [say(f"verdict_short.{kind}", locale) for kind in ("reaches", "below", "unsure")]
        assert len({word[0] for word in words}) == 3


@pytest.mark.parametrize("locale", LOCALES)
def test_points_by_modality_add_up_to_the_score(locale: str) -> None:
    data = content(contributions_by_modality(KNOWN, NAMES, LIGHT, locale))["data"]
    for place, score in enumerate(KNOWN):
        assert not isinstance(score.finding, Withheld)
        assert sum(series["x"][place] for series in data) == pytest.approx(score.finding.value)


def test_a_modality_without_points_gets_no_entry() -> None:
    names = [
        s["name"] for s in content(contributions_by_modality(KNOWN, NAMES, LIGHT, "en"))["data"]
    ]
    assert names == ["base", "language", "voice"]


@pytest.mark.parametrize("locale", LOCALES)
def test_an_answer_without_a_score_says_so_in_its_row(locale: str) -> None:
    labels = {a.answer: a.answer for a in CARD.answers}
    drawing = contributions_by_question(CARD.answers, labels, DARK, locale)
    assert len(content(drawing)["data"][0]["x"]) == 2
    assert say("verdict.withheld", locale) in texts(drawing)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_funnel_prints_each_rate_with_its_interval(locale: str) -> None:
    stages = funnel_stages([("interviewed", 200), ("screened", 100), ("advance", 0)])
    drawing = funnel(stages, LIGHT, locale)
    assert content(drawing)["data"][0]["x"] == [200, 100, 0]
    # Wilson 1927: 100 of 200 at 95 % is 0.431 to 0.569
    assert "43 %" in texts(drawing)
    assert "57 %" in texts(drawing)
    assert "200" in drawing.alt


@pytest.mark.parametrize("locale", LOCALES)
def test_the_spread_shows_the_threshold_and_speaks_of_the_middle(locale: str) -> None:
    drawing = score_spread(spread_of([2.0, 4.0, 6.0, 8.0, None]), 6.0, LIGHT, locale)
    assert sum(content(drawing)["data"][0]["y"]) == 4
    assert "6.0" in texts(drawing)
    assert "5.0" in drawing.alt
    nobody = score_spread(spread_of([None]), 6.0, LIGHT, locale)
    assert nobody.alt == say("chart.spread_none", locale)


@pytest.mark.parametrize("locale", LOCALES)
def test_four_people_differ_in_shape_and_a_withheld_score_is_named(locale: str) -> None:
    findings = {s.competency: s.finding for s in CARD.competencies}
    people = [(f"P{n}", findings) for n in range(4)]
    drawing = comparison_dots(people, list(findings), NAMES, LIGHT, locale)
    data = content(drawing)["data"]
    assert len({series["marker"]["symbol"] for series in data}) == 4
    assert len({series["marker"]["color"] for series in data}) == 4
    assert say("chart.withheld_row", locale, who="P2") in texts(drawing)
    assert all(len(series["x"]) == len(findings) - 1 for series in data)


def test_hostile_names_reach_no_figure_as_markup() -> None:
    names = dict.fromkeys(NAMES, HOSTILE)
    findings = {s.competency: s.finding for s in CARD.competencies}
    labels = {a.answer: HOSTILE for a in CARD.answers}
    for drawing in (
        competency_bars(CARD.competencies, names, LIGHT, "en"),
        contributions_by_modality(KNOWN, names, LIGHT, "en"),
        contributions_by_question(CARD.answers, labels, LIGHT, "en"),
        comparison_dots([(HOSTILE, findings)], list(findings), names, LIGHT, "en"),
    ):
        figure = texts(drawing)
        assert "<script" not in figure
        assert "<img" not in figure
        assert "&lt;script" in figure


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_words_in_colour_can_be_read(palette: Palette) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for text of normal size."""
    for name in ("text", "quiet", "accent", "teal", "violet", "good", "warn", "unsure"):
        assert contrast(getattr(palette, name), palette.ground) >= 4.5, name
