"""Model answers are pointed out with their sentences; own stories are not."""

from __future__ import annotations

import tomllib

import pytest
from answers_read import FOLDER

from interview import Segment, Transcript
from scoring.language import measure_language
from scoring.language.prepared import prepare
from scoring.language.template import learnt_by_heart

LEARNT = {
    "en": "Well, my biggest weakness is that I am a perfectionist. I have been working on this by "
    "setting deadlines for myself and learning to delegate. I am a hard worker and a fast learner, "
    "and I believe I would be a great addition to your team.",
    "zh": "各位面试官好，很荣幸能参加这次面试。我最大的缺点是太追求完美，我的优点是认真负责，"
    "吃苦耐劳。"
    "我相信我能够胜任这份工作，希望能与公司共同成长，共同进步。",
}


def said(text: str) -> Transcript:
    return Transcript(segments=(Segment(text=text),), source="text")


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_a_model_answer_is_flagged_with_the_sentences(locale: str) -> None:
    found = measure_language(said(LEARNT[locale]), question=None, competencies=["communication"])
    flag = next(f for f in found.flags if f.code == "language.template")
    assert flag.slots["share"] == round(found.values["lang_template"], 2) > 0.8
    assert len(flag.evidence) >= 2
    for piece in flag.evidence:
        assert LEARNT[locale][piece.start_char : piece.end_char] == piece.quote
        assert piece.contribution == 0


def test_the_share_by_hand() -> None:
    # 9 stems of a known sentence ("i am a hard worker and a fast learner") of 14
    prepared = prepare(
        said("I am a hard worker and a fast learner. On Monday the pump broke."), "en"
    )
    assert learnt_by_heart(prepared).share == pytest.approx(9 / 14)
    # 12 characters (我最大的缺点是太追求完美) of 20
    prepared = prepare(said("我最大的缺点是太追求完美，昨天泵坏了我去修。"), "zh")
    assert learnt_by_heart(prepared).share == pytest.approx(12 / 20)


def test_a_name_put_into_a_template_does_not_hide_it() -> None:
    text = (
        "I believe my skills and experience make me the perfect fit for this junior role at Acme."
    )
    assert learnt_by_heart(prepare(said(text), "en")).share > 0.6


def test_a_turn_of_phrase_is_no_template() -> None:
    text = (
        "I am a hard person to please. Last week I took on too much flour and we threw half away."
    )
    assert learnt_by_heart(prepare(said(text), "en")).share == 0


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_no_own_story_is_taken_for_one(locale: str) -> None:
    rows = tomllib.loads((FOLDER / f"answers_{locale}.toml").read_text(encoding="utf-8"))
    for row in rows.values():
        for level in range(3, 6):
            assert learnt_by_heart(prepare(said(row[str(level)]), locale)).share < 0.1


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_every_listed_sentence_is_found_whole(locale: str) -> None:
    import scoring.language.template as module

    path = module._FOLDER / f"{locale}.toml"
    sentences = tomllib.loads(path.read_text("utf-8"))["sentences"]
    assert len(sentences) == len(set(sentences)) >= 40
    for sentence in sentences:
        assert learnt_by_heart(prepare(said(sentence), locale)).share > 0.95, sentence
