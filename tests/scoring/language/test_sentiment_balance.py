"""Good and bad things spoken of, counted by hand."""

from __future__ import annotations

import pytest

from interview import Segment, Transcript
from scoring.catalogue import FEATURES
from scoring.language.prepared import prepare
from scoring.language.sentiment_balance import sentiment_balance


def balance(text: str, locale: str) -> float | None:
    said = Transcript(segments=(Segment(text=text),), source="text")
    return sentiment_balance(prepare(said, locale))


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        ("The customer was happy and thanked us.", 2, 0),
        ("The customer was angry about the delay.", 0, 2),
        ("There were no complaints.", 1, 0),
        ("She was not happy with it.", 0, 1),
        ("He was never late and the others were satisfied.", 2, 0),
        ("It was not only good, it was excellent.", 2, 0),
        ("They were not happy but grateful.", 1, 1),
        ("It was not easy, the mistake was mine.", 0, 2),
        ("Without any problem, we had a nice day.", 2, 0),
        ("The machine broke, we fixed it, and everyone was proud.", 2, 0),
        ("I went to the hall on Monday.", 0, 0),
    ],
)
def test_english(text: str, good: int, bad: int) -> None:
    found = balance(text, "en")
    assert found == (pytest.approx((good - bad) / (good + bad)) if good + bad else None)


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        ("客户很满意，还表扬了我们。", 2, 0),
        ("客户很生气，一直投诉。", 0, 2),
        ("后来没有投诉了。", 1, 0),
        ("他对结果不满意。", 0, 1),
        ("开始有矛盾，后来大家都很高兴。", 1, 1),
        ("没有迟到，差错也少了。", 1, 1),
        ("我们成功了，没出事故，领导很放心。", 3, 0),
        ("不是故障，而是漏水。", 1, 1),
        ("我去了三楼。", 0, 0),
    ],
)
def test_chinese(text: str, good: int, bad: int) -> None:
    found = balance(text, "zh")
    assert found == (pytest.approx((good - bad) / (good + bad)) if good + bad else None)


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_the_lists_are_disjoint_and_in_the_form_they_are_found_in(locale: str) -> None:
    import tomllib
    from pathlib import Path

    import scoring.language

    path = Path(scoring.language.__file__).parent / "sentiment" / f"{locale}.toml"
    lists = tomllib.loads(path.read_text("utf-8"))
    assert not set(lists["positive"]) & set(lists["negative"])
    for key in ("positive", "negative"):
        assert len(lists[key]) == len(set(lists[key])) > 80
        # each word is found when it is said
        sign = 1 if key == "positive" else -1
        missed = []
        for word in lists[key]:
            frame = f"It was {word} there." if locale == "en" else f"那里，{word}，那里。"
            if balance(frame, locale) != sign:
                missed.append(word)
        assert missed == []


def test_it_is_context_and_never_a_score() -> None:
    assert FEATURES["lang_sentiment"].use == "context"
