"""What people say in the demo: in both languages, never twice the same, better when abler."""

from __future__ import annotations

import re

import numpy as np
import pytest

from data_samples import company
from data_samples.bank import asked_questions, bank, competencies
from data_samples.mishearing import misheard
from data_samples.phrases import NUMBERS, phrases
from data_samples.writing import write_answer


@pytest.fixture(scope="module")
def small():
    return company(size="small")


@pytest.fixture(scope="module")
def written(small):
    return [small.transcript(i) for i in range(len(small.answers))]


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_there_are_words_for_every_question_competency_and_slot(locale):
    words = phrases(locale)
    known = {*words.slots, *NUMBERS, "measure"}
    for role in bank():
        assert words.measures[role]
        for question in asked_questions(role):
            assert len(words.scene(question.key, question.version)) >= 3
        for key in competencies(role):
            assert len(words.actions[key]) == 5
            assert min(len(ways) for ways in words.actions[key]) >= 3
            assert words.empty[key]
    texts = [t for group in (words.scenes, words.empty, words.turns) for ts in group.values()
             for t in ts]  # fmt: skip
    texts += [t for behaviours in words.actions.values() for ways in behaviours for t in ways]
    for text in texts:
        assert set(re.findall(r"\{(\w+)\}", text)) <= known, text


def test_no_two_answers_are_word_for_word_the_same(small, written):
    texts = [t.text for t, c in zip(written, small.answers["copied_from"], strict=True) if c < 0]
    assert len(set(texts)) > 0.995 * len(texts)


def test_a_third_or_more_speak_chinese_and_the_rest_english(small, written):
    for locale, transcript in zip(small.answers["locale"], written, strict=True):
        chinese = len(re.findall(r"[\u4e00-\u9fff]", transcript.text))
        assert (chinese > 10) == (locale == "zh")
        assert transcript.locale == locale
    assert 1 / 3 <= (small.answers["locale"] == "zh").mean() <= 0.6


def test_sentence_times_run_forward_and_do_not_overlap(written):
    for transcript in written:
        assert transcript.timed
        last = 0
        for segment in transcript.segments:
            assert segment.text
            assert last <= segment.start_ms < segment.end_ms
            last = segment.end_ms
    assert 12_000 < np.mean([t.segments[-1].end_ms for t in written]) < 180_000


def test_abler_people_say_more_of_what_they_did(small):
    rows = small.answers[small.answers["copied_from"] < 0]
    said = [sum(len(s.text) for s in small.transcript(i, errors=False).segments)
            for i in rows.index]  # fmt: skip
    for locale in ("en", "zh"):
        chosen = (rows["locale"] == locale).to_numpy()
        r = np.corrcoef(rows["level"][chosen], np.array(said)[chosen])[0, 1]
        assert r > 0.5


def _edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_words_are_misheard_at_the_planted_rate(locale):
    import random

    firm = company(size=0.02)
    rows = firm.answers[firm.answers["locale"] == locale].head(120)
    errors = words = 0
    for i in rows.index:
        spoken = firm.transcript(i, errors=False).text
        heard = misheard(spoken, locale, 0.12, random.Random(i))
        pattern = r"[\u4e00-\u9fff]" if locale == "zh" else r"[a-z']+"
        a, b = re.findall(pattern, spoken.lower()), re.findall(pattern, heard.lower())
        errors += _edit_distance(a, b)
        words += len(a)
    assert errors / words == pytest.approx(0.12, abs=0.02)


def test_copies_share_their_words(small):
    row = dict(small.answers.iloc[0]) | {"role": "sales_manager", "question": "sm_q5",
           "version": 1, "locale": "en", "copied_from": 1, "level": 4.2}  # fmt: skip
    one = write_answer(row | {"text_seed": 1, "manner": 3}, seed=9, errors=False)
    two = write_answer(row | {"text_seed": 2, "manner": 8}, seed=9, errors=False)
    first, second = ({*re.findall(r"\w+", t.text.lower())} for t in (one, two))
    assert len(first & second) / len(first | second) > 0.85
