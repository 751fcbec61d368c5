"""A company's own values: read from its file, refused line by line, and judged by its own words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interview import (
    Answer,
    CandorError,
    Estimate,
    Interview,
    RoleModel,
    Segment,
    SignalPolicy,
    Transcript,
    digest,
)
from scoring.company_values import EXAMPLE, Company, read_company, sample_values
from scoring.competencies import competency, library
from scoring.role_model import read_role_model
from scoring.score import score_interview

TEXT = EXAMPLE.read_text("utf-8")
ROLE = """key = "operator"
version = 1
title = { en = "Operator" }
[[competency]]
key = "safety_first"
weight = 0.6
[[competency]]
key = "integrity"
weight = 0.4
[[question]]
key = "q1"
version = 1
kind = "values"
criteria = { safety_first = 0.6, integrity = 0.4 }
text = { en = "Tell me about something unsafe.", zh = "请讲一次不安全的情况。" }
"""
WORDS = SignalPolicy(key="words", version=1, compute=("language",))


@pytest.fixture(scope="module")
def company() -> Company:
    return read_company(EXAMPLE)


@pytest.fixture(scope="module")
def role(company: Company) -> RoleModel:
    return read_role_model(ROLE, company=company)


def test_the_sample_companys_values_are_responsibility_integrity_and_loyalty() -> None:
    assert set(sample_values()) == {"responsibility", "integrity", "loyalty"}
    assert all(library()[key].value for key in sample_values())
    assert not library()["teamwork"].value


def test_the_example_file_keeps_one_value_and_adds_one(company: Company) -> None:
    assert company.keys == ("integrity", "safety_first")
    assert company.values[0].name == {"en": "Safety first", "zh": "安全第一"}
    assert [b.key for b in company.values[0].behaviours] == [
        "stop_work", "report_hazard", "remove_cause",
    ]  # fmt: skip


def test_a_role_carries_the_definition_and_its_digest_names_it(role: RoleModel) -> None:
    (value,) = role.values
    assert value.key == "safety_first"
    other = replace(value, name={"en": "Safety", "zh": "安全"})
    assert replace(role, values=(other,)).digest != role.digest


def test_without_a_company_file_its_value_is_unknown_and_the_samples_are_known() -> None:
    with pytest.raises(CandorError) as err:
        read_role_model(ROLE)
    assert err.value.code == "role.unknown_competency"
    assert "'safety_first'" in str(err.value)
    assert read_role_model(ROLE.replace("safety_first", "loyalty")).values == ()


def test_a_sample_value_that_the_company_does_not_keep_cannot_be_asked_for(
    company: Company,
) -> None:
    text = ROLE.replace("integrity", "loyalty")
    with pytest.raises(CandorError) as err:
        read_role_model(text, company=company)
    assert 'keep = ["loyalty"]' in err.value.remedy
    kept = read_company(TEXT.replace('keep = ["integrity"]', 'keep = ["loyalty"]'))
    assert read_role_model(text, company=kept)


SPOKEN = {
    "en": (
        "Two weeks ago I saw that the guard of the press was missing. I stopped the machine at "
        "once and told the shift leader. I reported the near miss the same day. We moved the "
        "walkway so that nobody had to cross the lane, and there were no accidents for six months.",
        "Safety is very important to me. I think everybody should be careful at work, and I "
        "always try to be careful too. It is a topic that matters a lot in every company and "
        "for every person who works there, in my opinion.",
    ),
    "zh": (
        "上个月我发现冲床的护罩不见了，我立刻停了机器并告诉班长。我当天就上报了这次险情，"
        "并要求加装护栏。后来我们改了通道，让人不用再穿过叉车道，半年内没有再出事故。",
        "我觉得安全非常重要，每个人上班都应该小心，我自己也一直比较小心。"
        "这个话题对每家公司、每个员工来说都很重要，大家都应该重视起来。",
    ),
}


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_who_tells_of_the_behaviours_scores_above_who_praises_the_value(
    role: RoleModel, locale: str
) -> None:
    scores = []
    for text in SPOKEN[locale]:
        said = Transcript(segments=(Segment(text=text),), source="text", locale=locale)
        answer = Answer(id="a", question="q1", version=1, transcript=said)
        case = Interview(id="i", candidate_id="c", role=role.key, answers=(answer,), locale=locale)
        card, _ = score_interview(case, role, WORDS, models_folder=Path())
        found = card.competencies[0]
        assert found.competency == "safety_first"
        assert isinstance(found.finding, Estimate)
        scores.append(found.finding.value)
        by_criterion = {c.competency: c for c in card.answers[0].criteria}
        assert by_criterion["safety_first"].weight == 0.6
        if text == SPOKEN[locale][0]:
            assert found.evidence
    assert scores[0] > scores[1] + 2


def test_a_changed_definition_is_judged_by_its_new_words(role: RoleModel) -> None:
    from scoring.answer_words import answer_words

    said = Transcript(
        segments=(Segment(text="I rang the bell on the tower before every single lift. " * 3),),
        source="text",
        locale="en",
    )
    answer = Answer(id="a", question="q1", version=1, transcript=said)
    name = "lang_evidence.safety_first"
    assert answer_words(answer, role).values[name] == 0
    (value,) = role.values
    bell = replace(
        value.behaviours[0], phrases={**value.behaviours[0].phrases, "en": ("rang the bell",)}
    )
    changed = replace(
        role, values=(replace(value, behaviours=(bell, *value.behaviours[1:])),), version=2
    )
    assert answer_words(answer, changed).values[name] > 0
    assert answer_words(answer, role).values[name] == 0
    assert competency("safety_first").name["en"] == "Safety first"


def test_voice_and_face_never_speak_to_a_value() -> None:
    assert all(not library()[key].expression for key in sample_values())
    assert competency("safety_first").expression == ()


# what is broken, the code, and a word of the repair
BROKEN = [
    ('keep = ["integrity"]', 'keep = ["honesty"]', "company.unknown_value", "integrity"),
    ('keep = ["integrity"]', 'keep = "integrity"', "company.wrong_type", 'keep = ["integrity"]'),
    ('keep = ["integrity"]', 'keeps = ["integrity"]', "company.unknown_key", "'keep'"),
    ('key = "safety_first"', 'key = "Safety First"', "company.bad_key", '"safety_first"'),
    ('key = "safety_first"', 'key = "integrity"', "company.taken", 'keep = ["integrity"]'),
    ('key = "safety_first"', 'key = "teamwork"', "company.taken", "own_teamwork"),
    (', zh = "安全第一" }', " }", "company.missing_key", "zh"),
    ('zh = "安全第一" }', 'cn = "安全第一" }', "company.unknown_language", "'zh'"),
    ('2 = "Safety is very', '6 = "Safety is very', "company.unknown_key", "1, 2, 3"),
    ('2 = "Safety is very important to me and I always follow the rules."\n', "",
     "company.missing_key", "2"),
    ('key = "report_hazard"', 'key = "stop_work"', "company.duplicate", "another key"),
    ('en = ["so that nobody ...", ', 'en = ["so that (nobody", ', "company.wrong_type", "( needs"),
    ('en = ["so that nobody ...", "(removed/closed off/moved) ... '
     '(hazard/cause/walkway/edge/cable)"]', "en = []", "company.wrong_type", "list of texts"),
    ('en = "We moved the walkway so that nobody had to cross the forklift lane."',
     'en = "We talked about it."', "company.example", "rewrite the example"),
    ('zh = ["改了...(通道/线路/护罩/流程)", "消除了...(隐患/原因)"]\n', "",
     "company.missing_key", "zh"),
    ("[[value.behaviour]]", "[value.behaviour]", "company.not_toml", "one 'key = value'"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "code", "advice"), BROKEN)
def test_a_wrong_file_is_refused_with_its_line_and_what_would_be_right(
    right: str, wrong: str, code: str, advice: str
) -> None:
    assert right in TEXT
    broken = TEXT.replace(right, wrong, 1)
    with pytest.raises(CandorError) as err:
        read_company(broken)
    assert err.value.code == code
    assert advice in err.value.remedy
    line = err.value.slots["line"]
    assert isinstance(line, int)
    assert f"line {line}" in str(err.value)


def test_one_behaviour_is_too_few() -> None:
    first, _, rest = TEXT.partition("[[value.behaviour]]")
    single = first + "[[value.behaviour]]" + rest.split("[[value.behaviour]]")[0]
    with pytest.raises(CandorError) as err:
        read_company(single)
    assert (err.value.code, err.value.slots["low"]) == ("company.out_of_range", 2)


def test_the_line_of_the_second_values_behaviour_is_found() -> None:
    start = TEXT.index("[[value]]")
    second = TEXT[start:].replace("safety_first", "clean_hands").replace(
        'key = "remove_cause"', 'key = "Remove Cause"'
    )  # fmt: skip
    text = TEXT + "\n" + second
    with pytest.raises(CandorError) as err:
        read_company(text)
    wanted = 1 + text[: text.index('key = "Remove Cause"')].count("\n")
    assert err.value.slots["line"] == wanted


def test_files_that_are_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(CandorError) as err:
        read_company(tmp_path / "company.toml")
    assert err.value.code == "company.not_found"
    assert str(tmp_path) not in str(err.value)
    (tmp_path / "company.toml").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(CandorError) as err:
        read_company(tmp_path / "company.toml")
    assert err.value.code == "company.not_toml"


def test_fields_that_came_later_leave_older_digests_alone() -> None:
    # the canonical form written out as it was before code, criterion_names and values existed
    before = {
        "key": "r", "version": 1, "title": {"en": "R"}, "threshold": 6.0, "questions": [],
        "competencies": [{"key": "teamwork", "weight": 1.0, "threshold": 6.0, "must_have": False}],
        "modality_limits": {"voice": 0.15, "face": 0.05}, "between_answers_sd": 1.5,
    }  # fmt: skip
    role = read_role_model(
        'key = "r"\nversion = 1\ntitle = { en = "R" }\n[[competency]]\nkey = "teamwork"\n'
        "weight = 1.0\n"
    )
    assert role.digest == digest(before)
