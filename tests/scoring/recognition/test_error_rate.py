"""Error rates on published examples, and against the definition written naively."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.recognition import error_rate
from scoring.recognition.error_rate import distance


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Wagner and Fischer (1974), Knuth's example as retold in textbooks, and Navarro (2001)
        ("kitten", "sitting", 3),
        ("saturday", "sunday", 3),
        ("survey", "surgery", 2),
        # Jurafsky and Martin, Speech and Language Processing, with substitutions costing 1
        ("intention", "execution", 5),
        ("", "abc", 3),
        ("same", "same", 0),
    ],
)
def test_published_distances(one: str, other: str, expected: int) -> None:
    assert distance(one, other) == expected == distance(other, one)


def test_the_word_error_rate_of_the_textbook() -> None:
    # Jurafsky and Martin, 3rd edition, chapter on recognition: 6 substitutions, 3 insertions and
    # 1 deletion over 13 words said
    said = "i um the phone is i left the portable phone upstairs last night"
    heard = "i got it to the fullest i love to portable form of stores last night"
    found = error_rate(said, heard)
    assert (found.errors, found.n, found.unit) == (10, 13, "word")
    assert found.rate == pytest.approx(10 / 13)


@pytest.mark.parametrize(
    ("said", "heard", "locale", "expected"),
    [
        ("The cat sat on the mat.", "the cat sit on mat", "en", 2 / 6),
        ("Yes!", "yes", "en", 0),
        ("yes", "oh yes yes indeed", "en", 3),
        ("don’t stop", "don't stop", "en", 0),
        ("今天天气很好", "今天天气恨好", "zh", 1 / 6),
        ("今天，天气很好。", "今天天气很好", "zh", 0),
        ("我们用Excel做表", "我们用excel做", "zh", 1 / 6),
        ("２０２４年", "2024年", "zh", 0),
        ("我们", "", "zh", 1),
    ],
)
def test_rates(said: str, heard: str, locale: str, expected: float) -> None:
    assert error_rate(said, heard, locale).rate == pytest.approx(expected)


def test_nothing_said_has_no_rate() -> None:
    with pytest.raises(ValueError, match="says nothing"):
        error_rate(" ... ", "something")


@settings(max_examples=60, deadline=None)
@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_the_definition_gives_the_same(one: str, other: str) -> None:
    @cache
    def naive(i: int, j: int) -> int:
        if i == 0 or j == 0:
            return i + j
        changed = naive(i - 1, j - 1) + (one[i - 1] != other[j - 1])
        return min(changed, naive(i - 1, j) + 1, naive(i, j - 1) + 1)

    assert distance(one, other) == naive(len(one), len(other))
