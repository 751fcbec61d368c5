"""A whole bank: the demo's planted questions, definitions in the small, sets and wordings."""

from __future__ import annotations

import math
import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import data_samples
from analysis import (
    QUESTION_PRIOR,
    BankAssessment,
    assess_bank,
    assess_question,
    best_questions,
    compare_versions,
)
from data_samples import company
from data_samples.planted_scores import planted_pairs, planted_scores
from interview import Estimate, InputError, Withheld

KEY = tomllib.loads((Path(data_samples.__file__).parent / "answer_key.toml").read_text("utf-8"))
BY = {"question": "q", "score": "score", "interview": "i"}
DEMO = {
    "question": "question", "version": "version", "score": "score", "interview": "interview_id",
}  # fmt: skip


@pytest.fixture(scope="module")
def demo() -> pd.DataFrame:
    return planted_scores(company(2026))


@pytest.fixture(scope="module")
def assessed(demo: pd.DataFrame) -> BankAssessment:
    return assess_bank(
        demo, **DEMO, outcome="outcome", competency="competency", role="role",
        at="interviewed_at", candidate="candidate_id", answer="answer_id", seconds="seconds",
        duplicates=planted_pairs(demo), dif={KEY["harder_question"]["question"]: "C"},
    )  # fmt: skip


def test_the_planted_questions_get_what_they_deserve(assessed: BankAssessment) -> None:
    vague, concrete = (assessed.of(KEY["rewrite"]["question"], v) for v in ("1", "2"))
    assert vague is not None
    assert concrete is not None
    assert vague.recommendation in ("rewrite", "retire")
    assert "weak.vague" in vague.weak_spots
    assert (concrete.recommendation, concrete.weak_spots) == ("keep", ())
    kept_apart = {one.question for one in assessed.with_recommendation("quarantine")}
    assert kept_apart == {KEY["leak"]["question"], KEY["harder_question"]["question"]}
    nothing = assessed.of("pe_q6")
    assert nothing is not None
    assert nothing.recommendation in ("retire", "rewrite")


def test_strong_questions_are_kept_and_none_of_them_dropped(assessed: BankAssessment) -> None:
    strong = [ref for ref, r in KEY["validity"].items() if r >= 0.26]
    for ref in strong:
        one = assessed.of(*ref.split("@"))
        assert one is not None
        if one.recommendation != "quarantine":
            assert one.recommendation in ("keep", "collect"), ref
    kept = {f"{one.question}@{one.version}" for one in assessed.with_recommendation("keep")}
    assert len(kept & set(strong)) >= 8
    weak = {ref for ref, r in KEY["validity"].items() if r <= 0.05}
    assert not kept & weak


def test_the_old_wording_beside_the_new(demo: pd.DataFrame) -> None:
    told = compare_versions(
        demo, **DEMO, key=KEY["rewrite"]["question"], old="1", new="2", outcome="outcome"
    )
    assert isinstance(told.validity, Estimate)
    # the planted gap is that of all applicants; selection narrows both
    assert 0 < told.validity.low < 0.30 < told.validity.high
    assert told.chance_better is not None
    assert told.chance_better > 0.99
    assert told.people_needed is not None
    with pytest.raises(InputError) as err:
        compare_versions(demo, **DEMO, key="mk_q4", old="1", new="7")
    assert err.value.code == "question.no_version"
    blind = compare_versions(demo, **DEMO, key="mk_q4", old="1", new="2")
    assert isinstance(blind.validity, Withheld)
    assert isinstance(blind.item_rest, Estimate)


def bank(people: int = 400, seed: int = 2) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    mind, work = rng.normal(size=people), rng.normal(size=people)
    i = np.repeat(np.arange(people), 6)
    pull = np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    score = 5 + mind[i] + np.tile(pull, people) * work[i] + rng.normal(size=i.size)
    frame = pd.DataFrame({"i": i, "q": list("abcdef") * people, "score": np.clip(score, 0, 10)})
    return frame.assign(outcome=(work + rng.normal(size=people))[i], role=np.where(i % 2, "x", "y"))


def test_validity_is_within_roles_and_drawn_to_its_competency() -> None:
    frame = bank()
    shifted = frame.assign(
        score=frame["score"].clip(upper=8) + 2 * (frame["role"] == "x"),
        outcome=frame["outcome"] - 3 * (frame["role"] == "x"),
    )
    told = assess_bank(shifted, **BY, outcome="outcome", role="role")
    for one in told.questions:
        part = shifted[shifted["q"] == one.question]
        x, y = (part[c] - part.groupby("role")[c].transform("mean") for c in ("score", "outcome"))
        assert isinstance(one.observed, Estimate)
        assert one.observed.value == pytest.approx(x.corr(y))
        assert abs(one.shrunken.value) <= max(abs(one.observed.value), 0.4)
    prior = told.priors[""]
    assert prior != QUESTION_PRIOR
    few = assess_bank(shifted[shifted["q"] < "d"], **BY, outcome="outcome")
    assert few.priors[""] == QUESTION_PRIOR


def test_the_order_of_rows_and_the_names_of_people_change_nothing() -> None:
    frame = bank()
    again = frame.sample(frac=1, random_state=4).assign(i=lambda f: 9000 - f["i"])
    first, second = (assess_bank(f, **BY, outcome="outcome") for f in (frame, again))
    for a, b in zip(first.questions, second.questions, strict=True):
        assert a.p_above == pytest.approx(b.p_above)
        assert a.recommendation == b.recommendation


def test_a_bank_without_outcomes_or_with_one_question() -> None:
    told = assess_bank(bank(), **BY)
    assert {one.recommendation for one in told.questions} == {"collect"}
    assert all(isinstance(one.observed, Withheld) for one in told.questions)
    assert told.coverage[0].measured is False
    one = assess_bank(bank().query("q == 'f'"), **BY, outcome="outcome")
    assert one.questions[0].statistics is not None
    assert isinstance(one.questions[0].statistics.item_rest, Withheld)
    constant = assess_bank(bank().assign(outcome=3.0), **BY, outcome="outcome")
    assert all(isinstance(one.observed, Withheld) for one in constant.questions)
    with pytest.raises(InputError) as err:
        assess_bank(bank().assign(score=40.0), **BY)
    assert err.value.code == "score.off_scale"


def test_the_best_set_is_the_best_of_all() -> None:
    frame = bank()
    told = assess_bank(frame, **BY, outcome="outcome")
    chosen = best_questions(told.questions, frame, 3, **BY, allow_overused=True)
    assert not isinstance(chosen, Withheld)
    wide = frame.pivot(index="i", columns="q", values="score")
    r = wide.corr()
    value = {one.question: one.shrunken.value for one in told.questions}
    usable = [one.question for one in told.questions if one.recommendation != "retire"]

    def worth(names: tuple[str, ...]) -> float:
        at = list(names)
        return sum(value[q] for q in at) / math.sqrt(r.loc[at, at].to_numpy().sum())

    best = max(combinations(usable, 3), key=worth)
    assert chosen.questions == best
    assert isinstance(chosen.validity, Estimate)
    assert chosen.validity.value == pytest.approx(worth(best))
    total = r.loc[list(best), list(best)].to_numpy().sum()
    assert isinstance(chosen.reliability, Estimate)
    assert chosen.reliability.value == pytest.approx(1.5 * (1 - 3 / total))


def test_limits_of_a_set() -> None:
    frame = bank()
    told = [assess_question(q, r=0.1 + 0.05 * j, n=300) for j, q in enumerate("abcdef")]
    seconds = dict.fromkeys("abcdef", 120.0) | {"f": 600.0}
    short = best_questions(told, frame, 3, **BY, seconds=seconds, most_seconds=400)
    assert not isinstance(short, Withheld)
    assert "f" not in short.questions
    assert short.seconds == 360
    covered = best_questions(
        told, frame, 2, **BY, cover={"a": "teamwork", **dict.fromkeys("bcdef", "planning")}
    )
    assert not isinstance(covered, Withheld)
    assert "a" in covered.questions
    assert best_questions(told, frame, 3, **BY, least_reliability=0.99) == Withheld(
        code="set.impossible", n=6
    )
    harmful = [assess_question(q, r=0.3, n=300, dif_class="C") for q in "abcdef"]
    assert best_questions(harmful, frame, 3, **BY) == Withheld(code="set.too_few", n=0)
    with pytest.raises(InputError) as err:
        best_questions(told, frame, 1, **BY)
    assert err.value.code == "set.size"


def test_exchanging_finds_what_looking_at_all_finds() -> None:
    rng = np.random.default_rng(7)
    names = [f"q{j:02d}" for j in range(24)]
    mind = rng.normal(size=(300, 3))
    scores = 5 + mind[:, np.arange(24) % 3] + rng.normal(size=(300, 24))
    frame = pd.DataFrame(scores, columns=names).reset_index(names="i")
    rows = frame.melt("i", var_name="q", value_name="score")
    told = [
        assess_question(q, r=float(r), n=300)
        for q, r in zip(names, rng.uniform(0, 0.4, 24), strict=False)
    ]
    one = best_questions(told, rows, 4, **BY)
    assert not isinstance(one, Withheld)
    assert one.exact
    large = best_questions(told, rows, 6, **BY)
    assert not isinstance(large, Withheld)
    assert not large.exact
    r = frame[names].corr().to_numpy()
    v = np.array([t.shrunken.value for t in told])

    def worth(at: tuple[int, ...]) -> float:
        return float(v[list(at)].sum() / np.sqrt(r[np.ix_(at, at)].sum()))

    drawn = [tuple(rng.choice(24, 6, replace=False)) for _ in range(20000)]
    assert isinstance(large.validity, Estimate)
    assert large.validity.value >= max(worth(at) for at in drawn) - 1e-12
