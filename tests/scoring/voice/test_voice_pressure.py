"""Passages that speak of pressure are found in both languages, with their times."""

from __future__ import annotations

import pytest

from data_samples.rendered import sample_interview
from interview import Segment, Transcript, Word
from scoring.voice import pressure_passages, speaks_of_pressure

SPEAKS = (
    "We were under pressure all week.",
    "The deadline was Friday",
    "Two departments had a conflict about the budget",
    "It was an URGENT order",
    "I worked overtime for a month",
    "The client complained and was angry.",
    "We ran out of  time",
    "那段时间压力很大",
    "离截止日期只有两天",
    "两个部门发生了冲突",
    "客户打电话投诉",
    "我们连续加班三周",
    "时间紧，任务重",
)
SILENT = (
    "I planned the launch with the team.",
    "We agreed on the scope quickly.",
    "The intense colours of the poster",
    "He depressed the button",
    "The timeline was easy",
    "我们按计划完成了项目",
    "我负责整理数据",
    "",
)


@pytest.mark.parametrize("text", SPEAKS)
def test_a_passage_of_pressure(text: str) -> None:
    assert speaks_of_pressure(text)


@pytest.mark.parametrize("text", SILENT)
def test_no_passage_of_pressure(text: str) -> None:
    assert not speaks_of_pressure(text)


def spoken(text: str, *, each_ms: int = 500, start: int = 0) -> Segment:
    """One segment of words of half a second; Chinese has one character each."""
    tokens = text.split() if " " in text else list(text)
    words = tuple(
        Word(text=t, start_ms=start + i * each_ms, end_ms=start + (i + 1) * each_ms)
        for i, t in enumerate(tokens)
    )
    return Segment(text=text, start_ms=start, end_ms=words[-1].end_ms, words=words)


def found(*segments: Segment) -> list[tuple[float, float, str]]:
    passages = pressure_passages(Transcript(segments=segments, source="json"))
    return [(p.start, p.end, p.text) for p in passages]


def test_words_with_times_give_the_sentence() -> None:
    said = spoken("I had time. Then the deadline moved. I wrote a list.")
    assert found(said) == [(1.5, 3.5, "Then the deadline moved.")]


def test_chinese_characters_with_times_give_the_sentence() -> None:
    said = spoken("我做了计划。后来压力很大。大家都好。", each_ms=200)
    assert found(said) == [(1.2, 2.6, "后来压力很大。")]


def test_neighbours_are_one_passage() -> None:
    said = spoken("The deadline moved. The pressure grew. I slept.")
    assert found(said) == [(0.0, 3.0, "The deadline moved. The pressure grew.")]


def test_cues_without_word_times_count_whole() -> None:
    rows = (
        ("All was well.", 0, 2000),
        ("A conflict began.", 2500, 5000),
        ("It ended.", 6000, 7000),
    )
    cues = [Segment(text=t, start_ms=a, end_ms=b) for t, a, b in rows]
    assert found(*cues) == [(2.5, 5.0, "A conflict began.")]


@pytest.mark.parametrize("cue", ["deadline", "压力"])
def test_a_sentence_without_end_counts_around_the_word_only(cue: str) -> None:
    filler = "word " if cue.isascii() else "我"
    said = spoken(filler * 60 + cue + (" " if cue.isascii() else "") + filler * 60)
    ((start, end, text),) = found(said)
    assert cue in text
    assert start == pytest.approx(24.0, abs=0.6)
    assert end == pytest.approx(37.0, abs=1.1)


def test_a_plain_text_has_no_passages() -> None:
    assert found(Segment(text="The deadline moved.")) == []


def test_the_bundled_answer_about_a_complaint() -> None:
    answer = sample_interview("zh_lively").interview.answers[0]
    assert answer.transcript is not None
    first = pressure_passages(answer.transcript)[0]
    assert "投诉" in first.text
    assert first.start == pytest.approx(0.3, abs=0.05)
    assert first.end > 6
