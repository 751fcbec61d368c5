"""Near copies found exactly where the definition says so, without comparing all pairs."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from scoring import near_duplicates
from scoring.language import duplicates


def naive(one: str, other: str) -> float:
    """Jaccard's index of the sets of three neighbouring words."""
    first, second = (
        {tuple(words[i : i + 3]) for i in range(len(words) - 2)}
        for words in (one.split(), other.split())
    )
    return len(first & second) / len(first | second)


def changed(words: list[str], places: int, rng: random.Random) -> str:
    copy = list(words)
    for place in rng.sample(range(len(copy)), places):
        copy[place] = f"new{rng.randrange(10**6)}"
    return " ".join(copy)


def test_the_definition_is_met_pair_by_pair() -> None:
    rng = random.Random(5)
    words = [f"w{rng.randrange(3000)}" for _ in range(100)]
    texts = {f"t{n:03d}": changed(words, n // 8, rng) for n in range(120)}
    found = {(p.first, p.second): p.jaccard for p in near_duplicates(texts)}
    true = {
        (a, b): value
        for a, b in combinations(texts, 2)
        if (value := naive(texts[a], texts[b])) >= duplicates.ALIKE
    }
    assert len(true) > 100
    assert found.keys() == true.keys()
    for pair, value in true.items():
        assert found[pair] == pytest.approx(value)


def test_chinese_by_characters_and_writing_does_not_matter() -> None:
    text = "去年我们组两个同事为排班吵了起来我把双方叫到一起谈找到共同的目标后来错误少了三成"
    again = (
        "去年我們組，兩個同事為排班吵了起來。我把雙方叫到一起談，找到共同的目標；後來錯誤少了三成！"
    )
    other = "上个月客户投诉说发货太慢我打电话问清楚原因重新安排了仓库的人手第二天就把货发了出去"
    pairs = near_duplicates({"a": text, "b": again, "c": other})
    assert [(p.first, p.second, p.jaccard) for p in pairs] == [("a", "b", 1.0)]


def test_short_answers_are_alike_by_chance_and_left_out() -> None:
    assert near_duplicates({"a": "I do not know.", "b": "I do not know."}) == ()
    assert near_duplicates({}) == ()
    assert near_duplicates({"a": "one two three " * 10}) == ()


def test_the_number_of_comparisons_grows_with_the_texts_and_not_with_their_square(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = 0
    exact = duplicates._jaccard

    def counted(one: duplicates.Hashes, other: duplicates.Hashes) -> float:
        nonlocal calls
        calls += 1
        return exact(one, other)

    monkeypatch.setattr(duplicates, "_jaccard", counted)
    rng = random.Random(6)
    different = {str(n): " ".join(f"w{rng.randrange(500)}" for _ in range(40)) for n in range(2000)}
    assert near_duplicates(different) == ()
    assert calls < 100  # of 1,999,000 pairs
    calls = 0
    copies = {str(n): "we wrote down every stop of the line for a week " * 3 for n in range(1000)}
    pairs = near_duplicates(copies)
    assert calls <= 1000 * 32
    # every one of them is paired, if not with each other one
    assert {p.first for p in pairs} | {p.second for p in pairs} == set(copies)


def test_equal_in_every_process() -> None:
    # Python's own hash of a text differs from run to run; these must not
    assert duplicates._shingles("a b c " * 10, 20).tolist() == sorted(
        duplicates._shingles("a b c " * 10, 20).tolist()
    )
    assert len(duplicates._shingles("a b c " * 10, 20)) == 3
