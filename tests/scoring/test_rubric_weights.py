"""The shipped rubric weighs only what is measured, on stated scales, and names its content."""

from pathlib import Path

import pytest
from planted_interview import CATALOGUE, RUBRIC_TEXT, SPEAKS

import scoring
from interview import EXPRESSION, InputError
from scoring.catalogue import FEATURES
from scoring.competencies import library
from scoring.role_model import shipped_roles
from scoring.rubric_weights import read_rubric, shipped_rubric

KINDS = ("behavioural", "values", "situational", "technical", "creative", "open")


def test_every_weight_has_a_scale_in_the_catalogue() -> None:
    rubric = shipped_rubric()
    for competency in library():
        for kind in KINDS:
            terms = rubric.language_terms(competency, kind)
            assert terms
            assert all(t.weight >= 0 and t.per_unit != 0 for t in terms)


def test_weights_of_a_competency_add_up_to_one_before_the_kind_changes_them() -> None:
    for name, weights in shipped_rubric().language.items():
        assert sum(weights.values()) == pytest.approx(1.0), name


def test_own_deeds_carry_the_most_in_every_competency() -> None:
    for name, weights in shipped_rubric().language.items():
        carry = sorted(weights, key=lambda n: weights[n])[-2:]
        assert carry == ["lang_evidence", "lang_anchor"], name


def test_special_rules_name_competencies_and_kinds_that_exist() -> None:
    rubric = shipped_rubric()
    assert set(rubric.language) - {"default"} <= set(library())
    assert set(rubric.kinds) <= set(KINDS)


def test_every_review_flag_is_one_that_something_raises() -> None:
    source = "".join(
        path.read_text("utf-8") for path in Path(scoring.__file__).parent.rglob("*.py")
    )
    for code in shipped_rubric().review_flags:
        assert f'code="{code}"' in source, code


def test_expression_features_are_scored_ones_of_voice_and_face() -> None:
    rubric = shipped_rubric()
    for competency in library():
        for modality in EXPRESSION:
            for term in rubric.expression_terms(competency, modality):
                assert FEATURES[term.feature].modality == modality
    # most competencies are for words alone
    assert sum(1 for c in library() if rubric.expression_terms(c, "voice")) <= 4


def test_every_role_can_be_scored_in_every_competency() -> None:
    rubric = shipped_rubric()
    for role in shipped_roles().values():
        for entry in role.competencies:
            assert rubric.language_terms(entry.key, "behavioural")


def test_its_name_changes_with_any_weight_or_scale() -> None:
    def name(text: str) -> str:
        return read_rubric(text, features=CATALOGUE, speaks=SPEAKS).name_of_content

    assert name(RUBRIC_TEXT) == name(RUBRIC_TEXT)
    assert name(RUBRIC_TEXT.replace("lang_star = 2", "lang_star = 3")) != name(RUBRIC_TEXT)
    assert name(RUBRIC_TEXT.replace("prior_df = 10.0", "prior_df = 9.0")) != name(RUBRIC_TEXT)
    without = {n: s for n, s in CATALOGUE.items() if n != "face_gaze_share"}
    other = read_rubric(RUBRIC_TEXT, features=without, speaks=SPEAKS)
    assert other.name_of_content != name(RUBRIC_TEXT)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("lang_star = 2", "lang_star = -1"), ("[language.default]", "[language.other]")],
)
def test_a_broken_rubric_is_refused(right: str, wrong: str) -> None:
    with pytest.raises(InputError) as err:
        read_rubric(RUBRIC_TEXT.replace(right, wrong), features=CATALOGUE, speaks=SPEAKS)
    assert err.value.code == "rubric.broken"


def test_a_weight_without_a_scale_is_refused() -> None:
    text = RUBRIC_TEXT.replace("lang_star = 2", "lang_charm = 2")
    rubric = read_rubric(text, features=CATALOGUE, speaks=SPEAKS)
    with pytest.raises(InputError) as err:
        rubric.language_terms("teamwork", "behavioural")
    assert err.value.code == "rubric.no_scale"
