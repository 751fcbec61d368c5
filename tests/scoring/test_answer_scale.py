"""One answer under one role: its question, what it speaks to, and who gives a share to whom."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted_interview import CAPPED, CONSENT, ROLE, rubric, signals

from interview import Answer, Quality
from scoring.answer_scale import answer_parts, asked_question, criteria_of
from scoring.quality_gate import gate, shares
from scoring.role_model import find_role

ANSWER = Answer(id="a1", question="q1", version=1)


def parts_of(answer=ANSWER, **planted):  # type: ignore[no-untyped-def]
    one = signals("a1", **planted)
    return answer_parts(
        answer, one, gate(one, CAPPED, CONSENT), ROLE, shares(ROLE, CAPPED, CONSENT), rubric()
    )


def test_the_version_that_was_asked() -> None:
    role = find_role("marketing")
    for version, kind in ((1, "open"), (2, "creative"), (None, "creative")):
        question = asked_question(Answer(id="a", question="mk_q4", version=version), role)
        assert question is not None
        assert question.kind == kind
    assert asked_question(Answer(id="a", question="mk_q4", version=9), role) is None
    assert asked_question(Answer(id="a"), role) is None


@given(st.dictionaries(st.sampled_from(["communication", "teamwork", "planning"]),
                       st.floats(0, 10)))  # fmt: skip
def test_an_answer_without_a_question_weighs_as_much_as_one_with(shown: dict[str, float]) -> None:
    values = {f"lang_evidence.{key}": strength for key, strength in shown.items()}
    found = criteria_of(None, ROLE, values)
    assert sum(found.values()) == pytest.approx(1.0)
    assert all(weight > 0 for weight in found.values())
    for one, other in ((a, b) for a in found for b in found):
        if shown.get(one, 0) > shown.get(other, 0) + 1e-9:
            assert found[one] > found[other]


def test_voice_and_face_take_their_shares_from_language() -> None:
    part = parts_of().parts["communication"]
    assert [(m, round(share, 12)) for m, share, _ in part.used] == [
        ("language", 0.8), ("voice", 0.15), ("face", 0.05),
    ]  # fmt: skip
    mixed = sum(share * scale.score for _, share, scale in part.used)
    assert part.score == pytest.approx(mixed)
    assert part.plain == part.used[0][2].score


def test_a_failed_modality_gives_its_share_back() -> None:
    one = signals("a1")
    dark = tuple(
        Quality(modality="face", answer="a1", code="face.too_dark") if q.modality == "face" else q
        for q in one.quality
    )
    one = replace(one, quality=dark)
    found = answer_parts(
        ANSWER, one, gate(one, CAPPED, CONSENT), ROLE, shares(ROLE, CAPPED, CONSENT), rubric()
    )
    used = {m: share for m, share, _ in found.parts["communication"].used}
    assert used == pytest.approx({"language": 0.85, "voice": 0.15})


def test_without_language_nothing_is_scored_but_what_was_asked_is_known() -> None:
    found = parts_of(language="language.too_short")
    assert found.parts == {}
    assert found.asked == {"communication"}
