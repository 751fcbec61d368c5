"""Suggestions: every reason by hand, and none that turns a person down."""

from planted_interview import ROLE

from interview import CompetencyScore, Estimate, Finding, Flag, Withheld
from scoring.recommendation import recommend


def found(value: float, half: float = 1.0) -> Estimate:
    return Estimate(value=value, low=value - half, high=value + half, n=4, method="mean")


def competency(finding: Finding, *, must: bool = False, threshold: float = 5.0) -> CompetencyScore:
    return CompetencyScore(competency="c", finding=finding, without_expression=finding,
                           threshold=threshold, weight=0.5, must_have=must)  # fmt: skip


GOOD = competency(found(7))


def test_above_the_threshold_goes_on() -> None:
    said = recommend(ROLE, (GOOD,), found(7.5))
    assert (said.code, said.because) == ("advance", ("recommendation.above_threshold",))


def test_an_interval_across_the_threshold_is_named() -> None:
    for value, code in ((6.5, "advance"), (5.5, "review")):
        said = recommend(ROLE, (GOOD,), found(value))
        assert said.code == code
        assert "recommendation.interval_crosses_threshold" in said.because


def test_below_is_a_review_never_a_rejection() -> None:
    said = recommend(ROLE, (GOOD,), found(2))
    assert (said.code, said.because) == ("review", ("recommendation.below_threshold",))


def test_a_must_have_below_its_own_threshold() -> None:
    said = recommend(ROLE, (GOOD, competency(found(4.9), must=True)), found(8))
    assert said.code == "review"
    assert "recommendation.must_have_below" in said.because


def test_any_other_competency_below_is_named_and_goes_on() -> None:
    said = recommend(ROLE, (GOOD, competency(found(4))), found(8))
    assert said.code == "advance"
    assert "recommendation.competency_below" in said.because


def test_what_is_withheld_asks_for_more() -> None:
    gone = Withheld(code="language.no_transcript")
    said = recommend(ROLE, (competency(gone),), gone)
    assert (said.code, said.because[-1]) == ("collect", "language.no_transcript")
    assert recommend(ROLE, (GOOD, competency(gone, must=True)), found(8)).code == "collect"
    partly = recommend(ROLE, (GOOD, competency(gone)), found(8))
    assert partly.code == "advance"
    assert "recommendation.partly_withheld" in partly.because


def test_a_doubt_about_the_recording_asks_a_person() -> None:
    doubts = frozenset({"transcript.length_mismatch"})
    flags = (Flag(code="transcript.length_mismatch"),)
    said = recommend(ROLE, (GOOD,), found(8), flags, review_flags=doubts)
    assert (said.code, said.because[-1]) == ("review", "recommendation.flagged")
    assert recommend(ROLE, (GOOD,), found(8), (Flag(code="x.y"),), review_flags=doubts).code == (
        "advance"
    )


def test_a_good_story_or_two_is_no_interview() -> None:
    said = recommend(ROLE, (GOOD,), found(9), fewest_answers=5)
    assert (said.code, said.because) == ("collect", ("recommendation.too_few_answers",))
    assert recommend(ROLE, (GOOD,), found(9), fewest_answers=4).code == "advance"
