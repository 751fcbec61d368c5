"""Role models: the six that ship, and that every error's advice, once followed, works."""

from pathlib import Path

import pytest

from interview import QUESTION_KINDS, RoleModelError
from scoring.competencies import library
from scoring.role_model import find_role, read_role_model, shipped_roles

CLERK = """key = "clerk"
version = 1
threshold = 6.0
title = { en = "Clerk", zh = "文员" }

[[competency]]
key = "teamwork"
weight = 0.6

[[competency]]
key = "planning"
weight = 0.4
must_have = true

[[question]]
key = "q1"
version = 1
kind = "behavioural"
criteria = { teamwork = 0.5, planning = 0.5 }
[question.text]
en = "Tell me about a time ..."
[question.anchors.en]
1 = "nothing"
5 = "everything"
"""


def test_a_role_model_as_written() -> None:
    role = read_role_model(CLERK)
    assert (role.key, role.version, role.threshold) == ("clerk", 1, 6.0)
    assert role.competency("planning").must_have
    assert role.questions[0].anchors == {"en": {1: "nothing", 5: "everything"}}
    assert read_role_model(CLERK).digest == role.digest


def test_the_shipped_roles() -> None:
    roles = shipped_roles()
    assert set(roles) == {
        "sales_manager", "production_manager", "project_engineer", "software_engineer",
        "customer_service", "marketing",
    }  # fmt: skip
    keys = {q.key for role in roles.values() for q in role.questions}
    assert len(keys) == 42
    for role in roles.values():
        assert 5 <= len(role.competencies) <= 6
        assert 6 <= len({q.key for q in role.questions}) <= 8
        assert any(c.must_have for c in role.competencies)
        for question in role.questions:
            assert question.kind in QUESTION_KINDS
            assert set(question.text) == set(question.anchors) == {"en", "zh"}
            assert all(set(levels) >= {1, 3, 5} for levels in question.anchors.values())
        assert {c.key for c in role.competencies} <= set(library())
        assert sum(role.modality_limits.values()) <= 0.2


def test_the_vague_question_and_its_rewrite() -> None:
    role = shipped_roles()["marketing"]
    old, new = role.question("mk_q4", 1), role.question("mk_q4")
    assert old is not None
    assert new is not None
    assert old.text["en"] == "How do you think about innovation?"
    assert (new.version, new.kind, dict(new.criteria)) == (2, "creative", {"innovation": 1.0})


def refused(text: str) -> RoleModelError:
    with pytest.raises(RoleModelError) as err:
        read_role_model(text)
    return err.value


# what is broken, the code, the line to change, and the repair the message gives
BROKEN = [
    ("weight = 0.4", "weight = 0.3", "role.weights_sum", 8, None),
    ('kind = "behavioural"', 'kind = "behavoral"', "role.unknown_kind", 18, "behavioural"),
    ("must_have = true", "must_hav = true", "role.unknown_key", 13, "must_have"),
    ("must_have = true", 'must_have = "yes"', "role.wrong_type", 13, "must_have = true"),
    ('key = "clerk"', 'key = "Office Clerk"', "role.bad_key", 1, 'key = "office_clerk"'),
    ("threshold = 6.0", "threshold = 60", "role.out_of_range", 3, "threshold = 10"),
    ("planning = 0.5 }", "planing = 0.5 }", "role.unknown_competency", 19, "'planning'"),
    ("version = 1\nthreshold", 'version = "one"\nthreshold', "role.wrong_type", 2, "version = 1"),
    ('5 = "everything"', '7 = "everything"', "role.out_of_range", 24, "1 (low) to 5 (high)"),
    ('en = "Tell me about a time ..."', "en = 3", "role.wrong_type", 21, 'en = "'),
    ('key = "planning"', 'key = "teamwork"', "role.duplicate", 11, "line 7"),
    ('key = "planning"', 'key = "planing"', "role.unknown_competency", 11, "'planning'"),
    ("weight = 0.6", 'weight = "0.6"', "role.wrong_type", 8, "without quotes"),
    ("weight = 0.6", "weight = 1.6", "role.out_of_range", 8, "0 to 1"),
    ("weight = 0.6", "weight = -0.6", "role.out_of_range", 8, "weight = 0"),
    ("weight = 0.6", "weight = nan", "role.out_of_range", 8, "0 to 1"),
    ("weight = 0.6", "weigth = 0.6", "role.unknown_key", 8, "'weight'"),
    ("threshold = 6.0", "treshold = 6.0", "role.unknown_key", 3, "'threshold'"),
    ('zh = "文员"', 'cn = "文员"', "role.unknown_language", 4, "'zh'"),
    ("[question.anchors.en]", "[question.anchors.eng]", "role.unknown_language", 22, "'en'"),
    ("version = 1\nkind", "version = 0\nkind", "role.out_of_range", 17, "version = 1"),
    ("version = 1\nkind", "version = 1.5\nkind", "role.wrong_type", 17, "whole number"),
    ('kind = "behavioural"\n', "", "role.missing_key", 15, "kind"),
    (
        'kind = "behavioural"',
        'kind = "behavioural"\ntime_limit_s = 5',
        "role.out_of_range",
        19,
        "time_limit_s = 10",
    ),
    (
        'kind = "behavioural"',
        'kind = "behavioural"\ntime_limit_s = 5000',
        "role.out_of_range",
        19,
        "time_limit_s = 900",
    ),
    (
        'kind = "behavioural"',
        'kind = "behavioural"\ntime_limit_s = "3 min"',
        "role.wrong_type",
        19,
        "whole number",
    ),
    (
        'kind = "behavioural"',
        'kind = "behavioural"\ncode = "print(1)"',
        "role.unknown_key",
        19,
        'kind = "technical"',
    ),
    (
        'kind = "behavioural"',
        'kind = "behavioural"\nbecause = 3',
        "role.wrong_type",
        19,
        'because = "..."',
    ),
    (
        "teamwork = 0.5, planning = 0.5 }",
        "teamwork = 0.5, planning = 0.6 }",
        "role.weights_sum",
        19,
        "teamwork = 0.45454545",
    ),
    (
        "criteria = { teamwork = 0.5, planning = 0.5 }",
        "criteria = {}",
        "role.wrong_type",
        19,
        "at least one entry",
    ),
    (
        "criteria = { teamwork = 0.5, planning = 0.5 }",
        'criteria = "teamwork"',
        "role.wrong_type",
        19,
        "at least one entry",
    ),
    (
        "[question.text]",
        "[question.criterion_names.en]\nteamwork = 'Together'\n[question.text]",
        "role.missing_key",
        20,
        "planning",
    ),
    (
        "[question.text]",
        "[question.criterion_names.en]\nteamwrk = 'Together'\n[question.text]",
        "role.unknown_key",
        21,
        "'teamwork'",
    ),
    ('1 = "nothing"', "1 = 0", "role.wrong_type", 23, "1 = "),
    ("[[question]]", "[question]", "role.wrong_type", 15, "[[question]]"),
    ("threshold = 6.0", "between_answers_sd = 0", "role.out_of_range", 3, "0.1 to 5"),
    ("threshold = 6.0", "modality_limits = { voice = 0.9 }", "role.out_of_range", 3, "0 to 0.5"),
    ("threshold = 6.0", "modality_limits = { smile = 0.1 }", "role.unknown_key", 3, "voice, face"),
    ("title = { en", "titel = { en", "role.unknown_key", 4, "'title'"),
    (
        'title = { en = "Clerk", zh = "文员" }',
        'title = "Clerk"',
        "role.wrong_type",
        4,
        "at least one entry",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "code", "line", "advice"), BROKEN)
def test_errors_name_the_line_and_the_repair(
    right: str, wrong: str, code: str, line: int, advice: str | None
) -> None:
    error = refused(CLERK.replace(right, wrong, 1))
    assert error.code == code
    assert error.slots["line"] == line
    assert f"line {line}" in str(error)
    assert advice is None or advice in error.remedy


@pytest.mark.parametrize(
    ("right", "wrong", "repair"),
    [
        ('kind = "behavioural"', 'kind = "behavoral"', lambda e: e.remedy.split(" or one")[0][6:]),
        ("must_have = true", 'must_have = "yes"', lambda e: e.remedy[6:].split(" or ")[0]),
        ('key = "clerk"', 'key = "Office Clerk"', lambda e: f'key = "{e.slots["better"]}"'),
        ("threshold = 6.0", "threshold = 60", lambda e: e.remedy.split("for example ")[1]),
        ("threshold = 6.0", 'threshold = "6"', lambda e: e.remedy.split(": ")[1]),
        ('en = "Clerk", zh', 'en = "", zh', lambda e: e.remedy.split(": ")[1] + ", zh"),
    ],
)
def test_following_the_advice_works(right: str, wrong: str, repair) -> None:  # type: ignore[no-untyped-def]
    broken = CLERK.replace(right, wrong, 1)
    error = refused(broken)
    assert read_role_model(broken.replace(wrong, repair(error), 1)).competencies


def test_weights_that_do_not_add_up_come_with_weights_that_do() -> None:
    broken = CLERK.replace("weight = 0.4", "weight = 0.3")
    better = refused(broken).slots["better"]
    assert isinstance(better, dict)
    repaired = broken.replace("weight = 0.6", f"weight = {better['teamwork']}").replace(
        "weight = 0.3", f"weight = {better['planning']}"
    )
    role = read_role_model(repaired)
    assert sum(c.weight for c in role.competencies) == pytest.approx(1.0)


def test_a_competency_no_question_measures() -> None:
    broken = CLERK.replace("criteria = { teamwork = 0.5, planning = 0.5 }",
                           "criteria = { teamwork = 1.0 }")  # fmt: skip
    error = refused(broken)
    assert (error.code, error.slots["line"]) == ("role.no_question", 11)
    repair = error.remedy.removeprefix("add ").split(" to a question")[0]
    extra = (
        f'[[question]]\nkey = "q2"\nversion = 1\nkind = "open"\n{repair}\ntext = {{ en = "?" }}\n'
    )
    assert read_role_model(broken + extra).question("q2")


def test_a_missing_value_names_its_table() -> None:
    error = refused(CLERK.replace("weight = 0.6\n", ""))
    assert (error.code, error.slots["line"]) == ("role.missing_key", 6)
    assert "weight" in error.remedy


def test_text_that_is_no_toml_names_the_line() -> None:
    error = refused(CLERK.replace('key = "clerk"', "key = clerk"))
    assert (error.code, error.slots["line"]) == ("role.not_toml", 1)


def test_files_that_are_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(RoleModelError) as err:
        read_role_model(tmp_path / "absent.toml")
    assert err.value.code == "role.not_found"
    assert str(tmp_path) not in str(err.value)
    (tmp_path / "picture.toml").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(RoleModelError) as err:
        read_role_model(tmp_path / "picture.toml")
    assert err.value.code == "role.not_toml"


def test_find_role_by_key_by_file_and_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "clerk.toml").write_text(CLERK, encoding="utf-8")
    assert find_role(str(tmp_path / "clerk.toml")).key == "clerk"
    with pytest.raises(RoleModelError) as err:
        find_role("clown")
    assert err.value.code == "role.unknown"
    with pytest.raises(RoleModelError) as err:
        find_role("sales_manger")
    advised = err.value.remedy.removeprefix("use one of: ").split(",")[0]
    assert find_role(advised).key == "sales_manager"
