"""Whatever times a recogniser gives, words stay in order and inside their window."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.recognition import mended

TIMES = st.none() | st.floats(-50, 90, allow_nan=False) | st.sampled_from([float("inf")])


def spans(*heard: tuple[str, float | None, float | None]) -> list[tuple[int, int]]:
    return [(w.start_ms, w.end_ms) for w in mended(list(heard), 10.0, 20.0)]


def test_good_times_are_left_alone() -> None:
    assert spans(("I", 10.5, 10.7), ("led", 10.7, 11.2), ("it", 12.0, 12.3)) == [
        (10500, 10700),
        (10700, 11200),
        (12000, 12300),
    ]


def test_a_wild_time_costs_its_own_word_only() -> None:
    found = spans(
        ("one", 11.0, 11.4), ("two", 19.9, 19.9), ("six", 12.0, 12.4), ("ten", 13.0, 13.4)
    )
    assert found[0][0] == 11000
    assert found[2:] == [(12000, 12400), (13000, 13400)]
    assert 11000 < found[1][0] < 12000


def test_lost_times_are_laid_out_by_length() -> None:
    found = spans(("a", 10.0, None), ("bcd", None, None), ("e", 12.0, 12.1))
    assert found == [(10000, 10500), (10500, 12000), (12000, 12100)]


def test_no_times_at_all_fill_the_window() -> None:
    assert spans(("ab", None, None), ("cd", None, None)) == [(10000, 11500), (15000, 16500)]


def test_empty_pieces_are_no_words() -> None:
    assert spans((" ", 11.0, 12.0)) == []
    assert [w.text for w in mended([(" led ", 1.0, 2.0)], 0, 5, 0.25)] == ["led"]
    assert mended([("led", 1.0, 2.0)], 0, 5, 0.25)[0].confidence == 0.25


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["a", "bc", "我们", " "]), TIMES, TIMES), max_size=12))
def test_always_in_order_and_inside(heard: list[tuple[str, float | None, float | None]]) -> None:
    words = mended(heard, 3.0, 33.0)
    assert [w.text for w in words] == [text for text, _, _ in heard if text.strip()]
    for word in words:
        assert 3000 <= word.start_ms <= word.end_ms <= 33000
    for one, following in pairwise(words):
        assert one.end_ms <= following.start_ms
