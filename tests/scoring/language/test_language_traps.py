"""Traps of Chinese and English that a word list alone falls into."""

from __future__ import annotations

import pytest
from answers_read import asked, measured

from interview import Segment, Transcript
from scoring.language import detect_locale
from scoring.language.claims import claims
from scoring.language.counts import cue_count, first_person, sequence_words
from scoring.language.prepared import Prepared, prepare
from scoring.language.star import quantified, star


def made(text: str, locale: str) -> Prepared:
    return prepare(Transcript(segments=(Segment(text=text),), source="text"), locale)


@pytest.mark.parametrize(
    ("text", "singular", "plural"),
    [
        ("我做了自我介绍。", 1, 0),
        ("自我管理很重要。", 0, 0),
        ("我们公司很大。", 0, 0),
        ("我们一起做完了。", 0, 1),
        ("咱们组的人都来了，我也来了。", 1, 1),
        ("我们部门让我去。", 1, 0),
    ],
)
def test_chinese_first_person(text: str, singular: int, plural: int) -> None:
    assert first_person(made(text, "zh")) == (singular, plural)


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("去年我完成了一件事。", 0),
        ("我一直坚持，和大家一起完成了。", 0),
        ("第一次我就完成了。", 0),
        ("二零二二年三月我完成了上线。", 0),
        ("我把合格率从百分之八十提高到百分之九十五。", 1),
        ("我们提前两周完成了交付。", 1),
        ("成本降低了30%，时间缩短到3天。", 1),
        ("投诉没有减少百分之十。", 0),
        ("我会把业绩提高百分之五十。", 0),
        ("我们组有五个人。", 0),
    ],
)
def test_chinese_figures(text: str, results: int) -> None:
    prepared = made(text, "zh")
    assert quantified(prepared, claims(prepared, kind=None)) == results


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("I was 30 years old and lived at 12 Main Street.", 0),
        ("In 2021 I finished the first part of it.", 0),
        ("I cut the waiting time from 40 to 25 minutes.", 1),
        ("Sales rose by twelve percent after I changed the display.", 1),
        ("I would increase sales by 20 percent in a year.", 0),
        ("We did not reduce the errors by 20 percent.", 0),
        ("There was one thing I wanted to finish.", 0),
    ],
)
def test_english_figures(text: str, results: int) -> None:
    prepared = made(text, "en")
    assert quantified(prepared, claims(prepared, kind=None)) == results


def test_then_is_sequence_after_first_and_a_habit_of_speech_when_repeated() -> None:
    ordered = made("我先看数据，然后找原因。", "zh")
    assert sequence_words(ordered) == (1, 0)
    chatter = made("然后我就去了，然后他也来了，然后我们就吃饭，然后回家。", "zh")
    assert sequence_words(chatter) == (1, 3)


@pytest.mark.parametrize(
    "text",
    [
        "平时我会按每个人的长处分工，帮同事把活干完，最后都能按时完成。",
        "一般来说我先了解客户的真实需求，再给他合适的方案，结果客户都很满意。",
        "如果遇到这样的情况，我会先收集数据，然后找出根本原因。",
    ],
)
def test_habit_and_wish_tell_no_episode(text: str) -> None:
    prepared = made(text, "zh")
    assert star(prepared, claims(prepared, kind="behavioural"), 0).present == frozenset()


def test_habit_words_about_the_problem_do_not_void_the_story() -> None:
    prepared = made("去年报修单经常丢，我做了一个扫码的表单，最后一张都没再丢。", "zh")
    assert {"situation", "action", "result"} <= star(
        prepared, claims(prepared, kind=None), 0
    ).present


@pytest.mark.parametrize(
    ("locale", "said", "denied"),
    [
        ("en", "I listened to both sides before the shift began on Monday.",
         "I did not listen to both sides before the shift began on Monday."),
        ("en", "Last week I helped a new colleague with the evening count.",
         "Last week I never helped a new colleague with the evening count."),
        ("zh", "去年我把双方叫到一起谈，化解了两个班组之间的矛盾。",
         "去年我没有把双方叫到一起谈，没化解两个班组之间的矛盾。"),
        ("zh", "上个月我帮同事把晚班的盘点做完了。", "上个月我没帮同事把晚班的盘点做完。"),
    ],
)  # fmt: skip
def test_denial_is_no_evidence(locale: str, said: str, denied: str) -> None:
    question = asked("teamwork", "Tell me." if locale == "en" else "请讲。", locale)
    filler = " It was a long and busy week." if locale == "en" else "那一周特别忙也特别长。"
    good = measured(said + filler, "teamwork", question).values["lang_evidence.teamwork"]
    bad = measured(denied + filler, "teamwork", question).values["lang_evidence.teamwork"]
    assert good > 2 > bad


@pytest.mark.parametrize(
    ("text", "competency"),
    [
        ("We were three people short on Friday, but I did not give up and packed until ten.",
         "stress_tolerance"),
        ("去年工期很紧，我没有放弃，带着两个人一直干到凌晨。", "stress_tolerance"),
        ("The two of us disagreed, and the figures showed that I was wrong about the price.",
         "openness"),
    ],
)  # fmt: skip
def test_a_negative_word_inside_a_behaviour_affirms_it(text: str, competency: str) -> None:
    assert measured(text, competency).evidence[competency]


def test_not_only_is_no_denial() -> None:
    said = "Last May I not only listened to both sides but wrote down a common goal for the crew."
    assert measured(said, "teamwork").values["lang_evidence.teamwork"] > 2


def test_wishes_count_when_the_question_asks_for_them() -> None:
    text = (
        "I would ask the customer what she really needed the machine for, and I would offer her "
        "a smaller model that suits the kitchen better."
    )
    behavioural = asked("customer_insight", "Tell me about a customer.", "en")
    from dataclasses import replace

    situational = replace(behavioural, kind="situational")
    low = measured(text, "customer_insight", behavioural).values["lang_evidence.customer_insight"]
    high = measured(text, "customer_insight", situational).values["lang_evidence.customer_insight"]
    assert high > 2 * low


def test_usual_is_not_usually() -> None:
    prepared = made("I used the usual tool and walked through a normal delivery day.", "en")
    assert not claims(prepared, kind=None)[0].void


def test_fillers_in_both_languages() -> None:
    assert cue_count(made("Um, it was, you know, kind of late.", "en"), "filler") == 3
    assert cue_count(made("嗯，那个，我把那个零件换了。", "zh"), "filler") == 2


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("我负责 Java 和 Python 的后端开发，用 Docker 部署。", "zh"),
        ("My team in 深圳 shipped the part on time and I wrote the report.", "en"),
        ("これは日本語の回答です。私はチームで働きました。", None),
        ("Я работал в команде и помогал коллегам каждый день.", None),
        ("Trabajé en un equipo de ventas durante tres años con clientes muy difíciles.", None),
        ("Ich habe mit den Kollegen gesprochen und wir haben das Problem gelöst.", None),
    ],
)
def test_language_is_told_apart(text: str, locale: str | None) -> None:
    assert detect_locale(text) == locale


def test_spaces_between_cues_do_not_break_chinese_phrases() -> None:
    whole = measured("去年我把双方叫到一起谈，化解了两个班组的矛盾，最后按时交了货。", "teamwork")
    said = Transcript(
        segments=(
            Segment(text="去年我把双方叫到一"),
            Segment(text="起谈，化解了两个班组的矛"),
            Segment(text="盾，最后按时交了货。"),
        ),
        source="text",
    )
    from scoring.language import measure_language

    cut = measure_language(said, question=None, competencies=["teamwork"])
    assert cut.values["lang_evidence.teamwork"] == whole.values["lang_evidence.teamwork"]
    shown = cut.evidence["teamwork"][0]
    assert said.text[shown.start_char : shown.end_char] == shown.quote
