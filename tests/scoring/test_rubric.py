"""The rubric: its arithmetic on paper, its promises as properties."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted_interview import (
    CAPPED,
    CONSENT,
    FACES,
    MEASURED,
    ROLE,
    WORDS_ONLY,
    interview,
    rubric,
    signals,
)
from scipy import stats

from interview import (
    CompetencyScore,
    Estimate,
    Flag,
    InputError,
    ScoreCard,
    Withheld,
)
from scoring.rubric import score

RUBRIC = rubric()
FOUR = ("q1", "q2", "q3", "q4")


def card_of(policy=MEASURED, questions=FOUR, consent=CONSENT, role=ROLE, **per_answer):  # type: ignore[no-untyped-def]
    case = interview(*questions, consent=consent)
    measured = [signals(a.id, **per_answer.get(a.id, {})) for a in case.answers]
    return score(case, measured, role, policy, rubric=RUBRIC)


def value(finding: object) -> float:
    assert isinstance(finding, Estimate)
    return finding.value


def by_key(card: ScoreCard) -> dict[str, CompetencyScore]:
    return {c.competency: c for c in card.competencies}


def test_the_arithmetic_on_paper() -> None:
    card = card_of(a1={"evidence": 8, "star": 4, "fillers": 5}, a2={"evidence": 4, "star": 2})
    # communication: evidence 2, star 1, fillers 1 of 4; fillers run from 10 (low) to 0 (high)
    first = (2 * 8 + 1 * 10 + 1 * 5) / 4
    second = (2 * 4 + 1 * 5 + 1 * 8) / 4
    assert value(by_key(card)["communication"].finding) == pytest.approx(
        (1.0 * first + 0.3 * second) / 1.3
    )
    # teamwork: evidence 3, star 2 of 5; q2 weighs .7, q4 weighs 1 (evidence 6, star 3 of 4)
    team = (0.7 * (3 * 4 + 2 * 5) / 5 + 1.0 * (3 * 6 + 2 * 7.5) / 5) / 1.7
    assert value(by_key(card)["teamwork"].finding) == pytest.approx(team)
    # a technical question holds nobody to the form of a story: star weighs nothing there
    assert value(by_key(card)["planning"].finding) == pytest.approx(6.0)
    parts = {c.competency: value(c.finding) for c in card.competencies}
    whole = 0.5 * parts["communication"] + 0.3 * parts["teamwork"] + 0.2 * parts["planning"]
    assert value(card.overall) == pytest.approx(whole)


def test_the_interval_on_paper() -> None:
    # one answer, one competency: the prior alone, t with 10 degrees of freedom times 1.5
    card = card_of(questions=("q1",))
    found = by_key(card)["communication"].finding
    assert isinstance(found, Estimate)
    half = stats.t.ppf(0.975, 10) * 1.5
    assert found.low == pytest.approx(max(0.0, found.value - half))
    assert found.high == pytest.approx(min(10.0, found.value + half))
    assert found.n == 1


strengths = st.floats(-3, 15)  # beyond the scale on both sides
answers = st.fixed_dictionaries(
    {"evidence": strengths, "star": st.floats(-1, 6), "fillers": st.floats(-5, 30)}
)
voices = st.fixed_dictionaries(
    {"voice_energy_range": st.floats(-10, 40), "voice_long_pauses": st.floats(0, 9),
     "face_gaze_share": st.floats(-0.5, 1.5)}
)  # fmt: skip


@given(st.lists(answers, min_size=4, max_size=4), voices)
def test_contributions_add_up(planted: list[dict[str, float]], voice: dict[str, float]) -> None:
    per = {f"a{i}": {**p, "expression": voice} for i, p in enumerate(planted, start=1)}
    for policy in (MEASURED, CAPPED):
        card = card_of(policy=policy, **per)
        for one in card.competencies:
            total = one.base + sum(c.points for c in one.contributions)
            assert abs(total - value(one.finding)) < 1e-9


def test_clipping_is_a_named_contribution() -> None:
    card = card_of(questions=("q1",), a1={"fillers": 40.0})
    named = {c.feature: c.points for c in by_key(card)["communication"].contributions}
    # fillers at 40 on a scale from 10 to 0 stand 3 scale widths below its bottom; weight 1 of 4
    assert named["clipping"] == pytest.approx(0.25 * 10 * 3)
    assert named["lang_fillers"] == pytest.approx(0.25 * (10 * -3 - 5))


@given(st.permutations(FOUR), st.randoms(use_true_random=False))
def test_order_of_answers_and_signals_changes_nothing(order, rng) -> None:  # type: ignore[no-untyped-def]
    base = interview(*FOUR)
    measured = [signals(a.id, evidence=2.0 + i) for i, a in enumerate(base.answers)]
    plain = score(base, measured, ROLE, CAPPED, rubric=RUBRIC)
    answers = {a.question: a for a in base.answers}
    rng.shuffle(measured)
    moved = score(
        replace(base, answers=tuple(answers[q] for q in order)), measured, ROLE, CAPPED,
        rubric=RUBRIC,
    )  # fmt: skip
    assert moved.inputs_digest == plain.inputs_digest
    assert value(moved.overall) == pytest.approx(value(plain.overall), abs=1e-12)
    for one, other in zip(plain.competencies, moved.competencies, strict=True):
        assert value(one.finding) == pytest.approx(value(other.finding), abs=1e-12)


@given(st.permutations([0, 1, 2]))
def test_order_of_competencies_in_the_role_changes_nothing(order: list[int]) -> None:
    role = replace(ROLE, competencies=tuple(ROLE.competencies[i] for i in order))
    plain = card_of(a1={"evidence": 9}, a3={"evidence": 1})
    moved = card_of(role=role, a1={"evidence": 9}, a3={"evidence": 1})
    assert value(moved.overall) == pytest.approx(value(plain.overall), abs=1e-12)


def test_who_it_is_changes_nothing() -> None:
    case = interview(*FOUR)
    measured = [signals(a.id) for a in case.answers]
    one = score(case, measured, ROLE, CAPPED, rubric=RUBRIC)
    other = score(
        replace(case, candidate_id="somebody else", requisition="r9"), measured, ROLE, CAPPED,
        rubric=RUBRIC,
    )  # fmt: skip
    assert one.digest == other.digest


def test_at_cap_zero_with_and_without_expression_are_identical() -> None:
    card = card_of(policy=MEASURED, a1={"evidence": 7.3})
    assert card.overall == card.overall_without_expression
    for one in card.competencies:
        assert one.finding == one.without_expression
        assert {c.modality for c in one.contributions} <= {"language"}
    assert card.rests_on == ("language",)
    # measured and shown nevertheless
    assert isinstance(card.by_modality["voice"], Estimate)
    assert card.shares == {"language": 1.0, "voice": 0.0, "face": 0.0}


@given(voices)
def test_expression_moves_a_competency_by_no_more_than_its_cap(voice: dict[str, float]) -> None:
    card = card_of(policy=CAPPED, a1={"expression": voice}, a2={"expression": voice})
    for one in card.competencies:
        assert abs(value(one.finding) - value(one.without_expression)) <= 0.2 * 10 + 1e-9
    assert isinstance(card.overall, Estimate)


def test_the_cap_is_reached_exactly_from_worst_to_best_expression() -> None:
    worst = {"voice_energy_range": 0.0, "voice_long_pauses": 4.0, "face_gaze_share": 0.0}
    best = {"voice_energy_range": 20.0, "voice_long_pauses": 0.0, "face_gaze_share": 1.0}
    low, high = (
        value(by_key(card_of(policy=CAPPED, questions=("q1",), a1={"expression": voice}))
              ["communication"].finding)
        for voice in (worst, best)
    )  # fmt: skip
    assert high - low == pytest.approx(0.2 * 10)


def test_expression_speaks_only_where_it_may() -> None:
    card = card_of(policy=CAPPED)
    spoken = {c.competency for c in card.competencies for p in c.contributions
              if p.modality != "language"}  # fmt: skip
    assert spoken == {"communication"}


def test_without_consent_expression_is_neither_counted_nor_shown() -> None:
    card = card_of(policy=CAPPED, consent=None)
    assert card.shares == {"language": 1.0, "voice": 0.0, "face": 0.0}
    assert card.overall == card.overall_without_expression
    assert card.by_modality["voice"] == Withheld(code="policy.no_consent")
    for answer in card.answers:
        assert not any(n.startswith(("voice", "face")) for n in answer.features.values)
        assert answer.features.missing["face_gaze_share"] == "policy.no_consent"


def test_a_policy_that_computes_words_only_leaves_no_trace_of_voice_and_face() -> None:
    card = card_of(policy=WORDS_ONLY)
    assert card.by_modality["face"] == Withheld(code="policy.not_computed")
    measured = {n for a in card.answers for n in a.features.values}
    assert all(n.startswith("lang_") for n in measured)


def test_intervals_narrow_with_answers_and_follow_the_spread() -> None:
    widths = []
    for questions in (("q1",), ("q1", "q1"), ("q1", "q1", "q1", "q1")):
        found = by_key(card_of(questions=questions))["communication"].finding
        assert isinstance(found, Estimate)
        widths.append(found.half_width)
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == 3
    even = card_of(questions=("q1", "q1", "q1"), a1={}, a2={}, a3={})
    uneven = card_of(questions=("q1", "q1", "q1"), a1={"evidence": 1}, a3={"evidence": 10})
    calm, jumpy = (by_key(card)["communication"].finding for card in (even, uneven))
    assert isinstance(calm, Estimate)
    assert isinstance(jumpy, Estimate)
    assert jumpy.half_width > calm.half_width


def test_an_answer_without_a_question_speaks_to_every_competency() -> None:
    card = card_of(questions=(None,))
    assert all(isinstance(c.finding, Estimate) for c in card.competencies)
    assert isinstance(card.overall, Estimate)
    assert card.overall.n == 1


def test_answers_without_questions_count_mostly_for_what_they_show() -> None:
    case = interview(None, None)
    measured = [signals("a1", star=4), signals("a2", star=0)]
    for one, key in zip(measured, ("teamwork", "planning"), strict=True):
        values = dict(one.features.values) | {
            f"lang_evidence.{c.key}": 0 for c in ROLE.competencies
        }
        values[f"lang_evidence.{key}"] = 7.0
        measured[measured.index(one)] = replace(one, features=replace(one.features, values=values))
    card = score(case, measured, ROLE, MEASURED, rubric=RUBRIC)
    # a1 shows teamwork: 8 parts of 10 for it, 1 of 10 for each other; a2 the same for planning
    team = {"a1": (3 * 7 + 2 * 10) / 5, "a2": 0.0}
    assert value(by_key(card)["teamwork"].finding) == pytest.approx(
        (0.8 * team["a1"] + 0.1 * team["a2"]) / 0.9
    )
    assert [f.code for f in card.flags] == ["question.not_given"]
    assert card.flags[0].slots == {"answers": 2}


def test_names_of_answers_and_interviews_change_no_score() -> None:
    case = interview(*FOUR)
    measured = [signals(a.id, evidence=3.0 + i) for i, a in enumerate(case.answers)]
    plain = score(case, measured, ROLE, CAPPED, rubric=RUBRIC)
    renamed = replace(case, id="other", answers=tuple(
        replace(a, id=f"z{9 - i}") for i, a in enumerate(case.answers)))  # fmt: skip
    moved = [
        replace(m, features=replace(m.features, answer=a.id),
                quality=tuple(replace(q, answer=a.id) for q in m.quality))
        for m, a in zip(measured, renamed.answers, strict=True)
    ]  # fmt: skip
    other = score(renamed, moved, ROLE, CAPPED, rubric=RUBRIC)
    assert other.overall == plain.overall
    assert [c.finding for c in other.competencies] == [c.finding for c in plain.competencies]
    assert other.by_modality == plain.by_modality


def test_a_question_the_role_does_not_know_is_flagged_and_read_as_none() -> None:
    card = card_of(questions=("q9",))
    assert [f.code for f in card.flags] == ["question.unknown"]
    assert card.flags[0].slots["question"] == "q9@1"
    assert isinstance(card.overall, Estimate)


def test_all_withheld() -> None:
    silent = {f"a{i}": {"language": "language.no_transcript"} for i in range(1, 5)}
    card = card_of(**silent)
    refused = Withheld(code="language.no_transcript")
    assert all(c.finding == refused for c in card.competencies)
    assert card.overall == card.overall_without_expression == refused
    assert card.recommendation.code == "collect"
    assert card.rests_on == ()
    assert isinstance(card.by_modality["voice"], Estimate)


def test_expression_alone_never_scores() -> None:
    card = card_of(policy=CAPPED, a1={"language": "language.no_transcript"}, questions=("q1",))
    assert isinstance(card.overall, Withheld)


def test_one_answer_withheld_leaves_the_others() -> None:
    card = card_of(a3={"language": "language.too_short"})
    assert by_key(card)["planning"].finding == Withheld(code="language.too_short")
    assert isinstance(card.overall, Estimate)  # .8 of the weights are scored
    assert "recommendation.partly_withheld" in card.recommendation.because


def test_too_little_scored_withholds_the_overall() -> None:
    card = card_of(a1={"language": "language.too_short"}, a2={"language": "language.too_short"})
    assert card.overall == Withheld(code="overall.too_little_scored", n=2)
    assert card.recommendation.code == "collect"


def test_a_competency_nobody_asked_about_says_so() -> None:
    card = card_of(questions=("q1", "q4"))
    assert by_key(card)["planning"].finding == Withheld(code="competency.not_asked")


def test_why_a_competency_has_no_score_is_asked_of_its_own_answers() -> None:
    card = card_of(questions=("q1", "q4"), a1={"language": "language.no_transcript"})
    held = {c.competency: c.finding for c in card.competencies}
    assert held["communication"] == Withheld(code="language.no_transcript")
    assert held["planning"] == Withheld(code="competency.not_asked")
    silent = card_of(questions=("q1",), a1={"language": "language.too_short"})
    assert silent.overall == Withheld(code="language.too_short")


def test_words_that_passed_the_gate_but_lack_most_features_are_withheld() -> None:
    bare = signals("a1")
    values = {"lang_star": 3.0, **FACES}
    thin = replace(bare, features=replace(bare.features, values=values))
    card = score(interview("q1"), [thin], ROLE, MEASURED, rubric=RUBRIC)
    assert by_key(card)["communication"].finding == Withheld(code="language.not_measured")
    assert card.answers[0].score == Withheld(code="language.not_measured")


def test_the_interval_keeps_its_promise() -> None:
    # answers scatter around each person's true level with the stated spread of 1.5 points
    rng = np.random.default_rng(11)
    kept = kept_one = 0
    for _ in range(300):
        truth = rng.uniform(4, 6)
        level = truth + 1.5 * rng.normal(size=4)
        per = {
            f"a{i}": {"evidence": x, "star": x * 0.4, "fillers": 10 - x}
            for i, x in enumerate(level, start=1)
        }
        card = card_of(**per)
        found, one = card.overall, by_key(card)["planning"].finding
        assert isinstance(found, Estimate)
        assert isinstance(one, Estimate)
        kept += found.low <= truth <= found.high
        kept_one += one.low <= truth <= one.high
    assert 0.92 <= kept / 300 <= 0.995
    assert 0.92 <= kept_one / 300 <= 0.995


def test_no_answers_at_all() -> None:
    card = card_of(questions=())
    assert isinstance(card.overall, Withheld)
    assert card.intact


def test_answers_without_signals_are_withheld_by_name() -> None:
    card = score(interview("q1"), [], ROLE, MEASURED, rubric=RUBRIC)
    assert card.overall == Withheld(code="language.not_measured")


def test_signals_of_another_interview_are_refused_and_the_remedy_works() -> None:
    case = interview("q1")
    with pytest.raises(InputError) as err:
        score(case, [signals("zz")], ROLE, MEASURED, rubric=RUBRIC)
    assert err.value.code == "signals.unknown_answer"
    right = err.value.remedy.removeprefix("use one of: ")
    assert score(case, [signals(right)], ROLE, MEASURED, rubric=RUBRIC).intact


def test_two_answers_with_one_id_are_refused() -> None:
    case = interview("q1", "q2")
    twice = replace(case, answers=(case.answers[0], replace(case.answers[1], id="a1")))
    with pytest.raises(InputError) as err:
        score(twice, [signals("a1")], ROLE, MEASURED, rubric=RUBRIC)
    assert err.value.code == "interview.duplicate_answer"


def test_evidence_carries_its_answer_and_its_points() -> None:
    card = card_of(questions=("q1",), a1={"quotes": ("one", "two")})
    pieces = by_key(card)["communication"].evidence
    assert {p.answer for p in pieces} == {"a1"}
    # evidence 6 of 10 at weight 2 of 4 earns 3 points, shared by two quotes
    assert [p.contribution for p in pieces] == pytest.approx([1.5, 1.5])
    assert {p.quote for p in card.answers[0].evidence} == {"one", "two"}


def test_flags_of_answers_name_the_answer_and_doubts_stop_an_advance() -> None:
    case = interview(*FOUR)
    measured = [signals(a.id, evidence=9, star=4) for a in case.answers]
    clean = score(case, measured, ROLE, MEASURED, rubric=RUBRIC)
    assert clean.recommendation.code == "advance"
    measured[0] = replace(measured[0], flags=(Flag(code="transcript.length_mismatch"),))
    doubted = score(case, measured, ROLE, MEASURED, rubric=RUBRIC)
    assert doubted.flags[0].slots == {"answer": "a1"}
    assert doubted.recommendation.code == "review"
    assert doubted.overall == clean.overall  # flags are never part of a score


def test_the_card_is_sealed_and_repeats_itself() -> None:
    one, other = card_of(), card_of()
    assert one.intact
    assert one == other
    assert card_of(a1={"evidence": 6.001}).digest != one.digest


def test_must_have_and_threshold_decide_the_suggestion() -> None:
    assert card_of(a1={"evidence": 9, "star": 4}).recommendation.code == "advance"
    poor = card_of(a1={"evidence": 0, "star": 0, "fillers": 9}, a2={"evidence": 10, "star": 4},
                   a3={"evidence": 10}, a4={"evidence": 10, "star": 4})  # fmt: skip
    assert poor.recommendation.code == "review"
    assert "recommendation.must_have_below" in poor.recommendation.because


@given(st.lists(answers, min_size=4, max_size=4))
def test_a_suggestion_never_turns_anybody_down(planted: list[dict[str, float]]) -> None:
    card = card_of(**{f"a{i}": p for i, p in enumerate(planted, start=1)})
    assert card.recommendation.code in {"advance", "review", "collect"}
    assert card.recommendation.because


def test_expression_missing_in_one_answer_gives_its_share_back_to_language() -> None:
    card = card_of(policy=CAPPED, a1={"expression": {}}, a2={"expression": {}})
    assert card.overall == card.overall_without_expression
    assert FACES  # the other answers had it, but their questions do not ask for communication
