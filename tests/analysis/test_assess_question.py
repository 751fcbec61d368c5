"""The posterior rule: its published numbers, every branch, and what more ratings are worth."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import (
    INTERVIEW_PRIOR,
    QUESTION_PRIOR,
    QuestionExposure,
    QuestionLeak,
    QuestionRule,
    ValidityPrior,
    assess_question,
    item_analysis,
    people_to_decide,
    people_to_separate,
    value_of_information,
    worth_collecting,
)
from interview import Estimate, InputError, Withheld


def estimate(value: float, half: float) -> Estimate:
    return Estimate(value=value, low=value - half, high=value + half, n=200, method="x")


def statistics(item_rest: float, half: float = 0.1):  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(5 + rng.normal(0, 1.5, (50, 2)), columns=["a", "b"])
    one = item_analysis(frame, items=["a", "b"]).items[0]
    return replace(one, item_rest=estimate(item_rest, half), flags=())


def leak(verdict: str) -> QuestionLeak:
    nothing = Withheld(code="leak.no_pairs")
    signs = ("leak.copies",) if verdict == "leaked" else ()
    return QuestionLeak(
        question="q", before=100, after=50, drift=nothing, p_value=None, signal_on=None,
        copies=nothing, faster=nothing, signs=signs, verdict=verdict,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("n", "shrunken"), [(10, 0.33), (20, 0.42), (30, 0.47), (50, 0.54), (100, 0.61), (200, 0.65)]
)
def test_an_observed_seventy_shrinks_as_published(n: int, shrunken: float) -> None:
    told = assess_question("q", r=0.70, n=n, prior=INTERVIEW_PRIOR)
    assert round(told.shrunken.value, 2) == shrunken
    assert isinstance(told.observed, Withheld) == (n < 30)
    assert told.usual_rule == "keep"


def test_the_probability_written_out() -> None:
    told = assess_question("q", r=0.2, n=103)
    v, tau2 = 0.01, 0.01
    m, s = (math.atanh(0.2) + 0.1) / 2, math.sqrt(tau2 / (tau2 + v) * v)
    p = 0.5 * math.erfc((math.atanh(0.1) - m) / s / math.sqrt(2))
    assert told.p_above == pytest.approx(p)
    assert 0.7 < p < 0.8
    assert (told.recommendation, told.sentence.code) == ("collect", "question.collect")


def test_how_many_people_it_takes() -> None:
    # one-sided .30 from .10 144, .25 from .10 260; two-sided from 0: 783, 194, 123-124, 84-85
    assert (people_to_separate(0.30, 0.10), people_to_separate(0.25, 0.10)) == (144, 260)
    two = [people_to_separate(r, 0.0, sides=2) for r in (0.10, 0.20, 0.25, 0.30)]
    assert two == [783, 194, 123, 85]
    # at the number returned the expected posterior passes the line, one person earlier it does not
    rule, centre = QuestionRule(), math.atanh(0.22)
    n = people_to_decide(centre, QUESTION_PRIOR, rule)

    def expected(n: int) -> float:
        own = 0.01 / (0.01 + 1 / (n - 3))
        m = own * centre + (1 - own) * 0.1
        s = math.sqrt(own / (n - 3))
        return 0.5 * math.erfc((math.atanh(0.1) - m) / s / math.sqrt(2))

    assert expected(n) >= 0.8 > expected(n - 1)
    assert people_to_decide(math.atanh(0.0), QUESTION_PRIOR, rule) >= rule.people
    assert people_to_decide(math.atanh(0.1001), QUESTION_PRIOR, rule) == 5000


def test_every_branch_of_the_rule() -> None:
    weak, sound = statistics(0.05), statistics(0.40)
    agree, disagree = estimate(0.7, 0.1), estimate(0.3, 0.1)
    assert assess_question("q", r=0.30, n=200).recommendation == "keep"
    assert assess_question("q", r=-0.02, n=400, statistics=weak).recommendation == "retire"
    # too few to retire, but plainly out of tune with the others
    assert assess_question("q", r=-0.05, n=90, statistics=weak).recommendation == "rewrite"
    assert assess_question("q", r=0.10, n=90, agreement=disagree).recommendation == "rewrite"
    assert assess_question("q", r=0.10, n=90, agreement=agree).recommendation == "collect"
    # enough people, in tune with the others and still not with performance
    other = assess_question("q", r=-0.05, n=600, statistics=sound)
    assert other.recommendation == "rewrite"
    assert "question.something_else" in {flag.code for flag in other.reasons}
    assert assess_question("q").recommendation == "collect"
    for harm in ({"dif_class": "C"}, {"leak": leak("leaked")}):
        told = assess_question("q", r=0.5, n=400, **harm)  # type: ignore[arg-type]
        assert told.recommendation == "quarantine"
    assert assess_question("q", r=0.5, n=400, leak=leak("suspected")).recommendation == "keep"
    assert assess_question("q", r=0.5, n=400, dif_class="B").recommendation == "keep"


def test_an_unsure_measure_condemns_nobody() -> None:
    # item-rest of .15 with a wide interval may well be .25
    told = assess_question("q", r=0.1, n=90, statistics=statistics(0.15, half=0.3))
    assert told.recommendation == "collect"


def test_weak_spots_are_named() -> None:
    one = replace(statistics(0.02), flags=("item.ceiling", "item.narrow"))
    used = QuestionExposure(question="q", uses=90, rate=estimate(0.9, 0.02), over_cap=True)
    told = assess_question(
        "q", r=0.05, n=100, statistics=one, dif_class="C", exposure=used,
        templates=estimate(0.2, 0.05),
    )  # fmt: skip
    assert told.weak_spots == (
        "weak.one_sided", "weak.vague", "weak.too_easy", "weak.narrow", "weak.template",
        "weak.overused",
    )  # fmt: skip
    assert (told.n, told.more) == (100, max(told.needed - 100, 0))


def test_without_outcomes_the_prior_speaks_and_says_so() -> None:
    told = assess_question("q")
    assert told.observed == Withheld(code="question.no_outcome", n=0)
    assert told.shrunken.value == pytest.approx(math.tanh(QUESTION_PRIOR.mean_z))
    few = assess_question("q", r=0.9, n=3)
    assert few.shrunken == replace(told.shrunken, n=3)


def test_nonsense_is_refused() -> None:
    for broken, code in (
        ({"r": 1.4, "n": 50}, "correlation.not_a_correlation"),
        ({"dif_class": "D"}, "question.dif_class"),
        ({"rule": QuestionRule(keep_at=0.1)}, "question.rule"),
    ):
        with pytest.raises(InputError) as err:
            assess_question("q", **broken)  # type: ignore[arg-type]
        assert err.value.code == code


@pytest.mark.parametrize(("n", "gain"), [(20, 0.0104), (50, 0.0198), (100, 0.0254), (200, 0.0291)])
def test_the_value_of_more_people_as_computed_in_the_literature(n: int, gain: float) -> None:
    told = value_of_information(n, prior=INTERVIEW_PRIOR, minimum=0.15)
    assert round(told.gain, 4) == gain
    assert round(told.perfect, 4) == 0.0337


def test_the_value_of_information_by_drawing_futures() -> None:
    prior = ValidityPrior(mean_z=0.15, sd_z=0.12)
    rng = np.random.default_rng(2)
    true = rng.normal(0.15, 0.12, 400_000)
    seen = true + rng.normal(0, 1 / math.sqrt(60 - 3), true.size)
    own = 0.12**2 / (0.12**2 + 1 / 57)
    after = own * seen + (1 - own) * 0.15 - math.atanh(0.1)
    gain = np.maximum(after, 0).mean() - max(0.15 - math.atanh(0.1), 0)
    told = value_of_information(60, prior=prior, minimum=0.1)
    assert told.gain == pytest.approx(gain, rel=0.02)
    assert told.chance_of_change == pytest.approx((after < 0).mean(), abs=0.003)


def test_collecting_stops_where_it_costs_more_than_it_tells() -> None:
    cheap = worth_collecting(value_per_validity=200_000, cost_per_person=5)
    dear = worth_collecting(value_per_validity=200_000, cost_per_person=50)
    assert cheap > dear > 0
    assert worth_collecting(value_per_validity=100, cost_per_person=50) == 0
    known = worth_collecting(r=0.5, n=2000, value_per_validity=200_000, cost_per_person=5)
    assert known == 0
    with pytest.raises(InputError) as err:
        worth_collecting(value_per_validity=1, cost_per_person=0)
    assert err.value.code == "value.cost"
    with pytest.raises(InputError) as err:
        value_of_information(3)
    assert err.value.code == "value.people"


def test_before_anything_is_known_enough_to_retire_is_asked_for() -> None:
    # n for 80 % power one-sided to tell .30 from .10 is 144: no "5,000" while nobody is rated
    for n, r in ((0, None), (3, 0.4), (29, 0.1)):
        assert 30 <= assess_question("q", r=r, n=n).needed <= 144
    near = assess_question("q", r=0.1, n=900)
    assert near.needed > 144
