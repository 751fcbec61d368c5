"""Answers of known level come out in order; attempts to look good stay below a plain episode."""

from __future__ import annotations

from statistics import mean

import pytest

from data_samples.truth_answers import (
    HELD_OUT,
    LEVELS,
    LOCALES,
    SECOND,
    TUNED,
    in_order,
    measured,
    points,
    scored,
    tricks,
    truth_answers,
)
from interview import Locale
from scoring.competencies import library

HALVES = [half for half in (TUNED, SECOND, HELD_OUT) if truth_answers("en", half)]


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_competency_has_every_level(locale: Locale, half: str) -> None:
    answers = truth_answers(locale, half)
    assert {(one.competency, one.level) for one in answers} == {
        (key, level) for key in library() for level in LEVELS
    }
    assert len({one.text for one in answers}) == len(answers)


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("locale", LOCALES)
def test_nine_of_ten_pairs_are_in_order_adjacent_levels_included(locale: Locale, half: str) -> None:
    right, total = in_order(scored(locale, half))
    assert total == 10 * len(library())
    assert right >= 0.9 * total


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("locale", LOCALES)
def test_two_levels_apart_are_hardly_ever_confused(locale: Locale, half: str) -> None:
    far = [in_order(scored(locale, half), apart=apart) for apart in (2, 3, 4)]
    right, total = map(sum, zip(*far, strict=True))
    assert right >= 0.95 * total


@pytest.mark.parametrize("locale", LOCALES)
def test_no_trick_beats_the_plain_episode(locale: Locale) -> None:
    plain = {key: by_level[3] for key, by_level in scored(locale).items()}
    tried = tricks(locale)
    assert len(tried) >= 60
    won = [
        (one.competency, one.name)
        for one in tried
        if points(one.text, one.competency, one.question) >= plain[one.competency]
    ]
    assert not won


def test_the_two_languages_score_a_level_alike() -> None:
    for level in LEVELS:
        en, zh = (
            mean(row[level] for half in (TUNED, SECOND) for row in scored(locale, half).values())
            for locale in LOCALES
        )
        assert abs(en - zh) <= 0.3, level


@pytest.mark.parametrize("locale", LOCALES)
def test_every_quote_stands_where_it_says(locale: Locale) -> None:
    for one in truth_answers(locale):
        found = measured(one.text, one.competency, one.question)
        pieces = [*found.evidence.get(one.competency, ()), *found.star]
        for piece in pieces:
            assert one.text[piece.start_char : piece.end_char] == piece.quote


@pytest.mark.parametrize("locale", LOCALES)
def test_a_plain_episode_has_evidence_to_read(locale: Locale) -> None:
    told = [one for one in truth_answers(locale) if one.level >= 3]
    shown = [
        bool(measured(one.text, one.competency, one.question).evidence.get(one.competency))
        for one in told
    ]
    assert mean(shown) >= 0.9


@pytest.mark.parametrize("locale", LOCALES)
def test_a_generality_tells_no_action_and_an_episode_does(locale: Locale) -> None:
    acts = {
        level: mean(
            measured(one.text, one.competency, one.question).values.get("lang_star_action", 0) > 0
            for one in truth_answers(locale)
            if one.level == level
        )
        for level in LEVELS
    }
    assert max(acts[1], acts[2]) <= 0.35
    assert min(acts[3], acts[4], acts[5]) >= 0.9
