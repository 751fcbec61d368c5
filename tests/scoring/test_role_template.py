"""The industry templates: whole role models in both languages, and copies that are one's own."""

from __future__ import annotations

import pytest

from interview import EXPRESSION, RoleModelError
from scoring.role_model import read_role_model, shipped_roles
from scoring.role_template import role_from_template, role_templates

NAMES = sorted(role_templates())


def test_there_are_at_least_five_industries_with_keys_of_their_own() -> None:
    assert len(NAMES) >= 5
    roles = [*role_templates().values(), *shipped_roles().values()]
    assert len({role.key for role in roles}) == len(roles)
    keys = [key for role in roles for key in {q.key for q in role.questions}]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_written_in_full_in_both_languages(name: str) -> None:
    role = role_templates()[name]
    assert set(role.title) == {"en", "zh"}
    assert 5 <= len(role.competencies) <= 6
    assert sum(c.must_have for c in role.competencies) >= 1
    assert len(role.questions) >= 6
    assert len({q.kind for q in role.questions}) >= 3
    assert sum(role.modality_limits[m] for m in EXPRESSION) <= 0.2
    for question in role.questions:
        assert set(question.text) == set(question.anchors) == {"en", "zh"}
        for locale, levels in question.anchors.items():
            assert set(levels) >= {1, 3, 5}
            assert len(levels[5]) > len(levels[1])
            assert all(
                any("一" <= c <= "鿿" for c in t) == (locale == "zh") for t in levels.values()
            )
        assert 60 <= question.time_limit_s <= 300
        for names in question.criterion_names.values():
            assert set(names) == set(question.criteria)
    # every competency is asked about by a good part of a question
    for entry in role.competencies:
        assert sum(q.criteria.get(entry.key, 0.0) for q in role.questions) >= 0.4


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_has_keys_of_its_own_and_the_same_content(name: str) -> None:
    copy = read_role_model(role_from_template(name, "our_own_role"))
    template = role_templates()[name]
    assert copy.key == "our_own_role"
    assert [q.text for q in copy.questions] == [q.text for q in template.questions]
    assert not {q.key for q in copy.questions} & {q.key for q in template.questions}
    assert copy.competencies == template.competencies


def test_the_closest_template_is_named_first_and_a_key_is_repaired() -> None:
    with pytest.raises(RoleModelError) as err:
        role_from_template("health", "nurse")
    assert err.value.remedy.removeprefix("use one of: ").split(",")[0] == "healthcare"
    with pytest.raises(RoleModelError) as err:
        role_from_template("healthcare", "Night Nurse")
    assert role_from_template("healthcare", str(err.value.slots["better"]))


def test_a_question_can_carry_code_and_criteria_with_names_of_their_own() -> None:
    coded = [q for r in role_templates().values() for q in r.questions if q.code]
    assert coded
    assert all(q.kind == "technical" for q in coded)
    named = shipped_roles()["marketing"].question("mk_q8")
    assert named is not None
    assert named.kind == "creative"
    weights = {named.criterion_names["en"][key]: w for key, w in named.criteria.items()}
    assert weights == {"Creativity": 0.4, "Feasibility": 0.3, "Expression": 0.3}
