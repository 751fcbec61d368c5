"""Items and scales: published alphas, the definitions written naively, and refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pingouin as pg
import pytest
from printed_tables import ATTITUDE

from analysis import ItemLimits, cronbach_alpha, item_analysis
from interview import Estimate, InputError, Withheld

QUESTIONS = [f"q{j}" for j in range(5)]


def scale_of(n: int = 240, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    ability = rng.normal(size=(n, 1))
    scores = 5 + ability + rng.normal(0, 1.2, size=(n, 5))
    return pd.DataFrame(np.clip(scores, 0, 10), columns=QUESTIONS)


def long_form(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.reset_index(names="who").melt("who", var_name="q", value_name="score")
    return rows.dropna().sample(frac=1, random_state=1)


def found(value: object) -> Estimate:
    assert isinstance(value, Estimate)
    return value


def test_the_published_numbers_of_the_attitude_survey() -> None:
    told = item_analysis(ATTITUDE, items=list(ATTITUDE), scale=(0, 100))
    alpha = found(told.alpha)
    assert (round(alpha.value, 2), alpha.n) == (0.84, 30)
    assert (round(alpha.low, 2), round(alpha.high, 2)) == (0.74, 0.92)
    rest = {one.item: round(found(one.item_rest).value, 2) for one in told.items}
    assert rest == {
        "rating": 0.67, "complaints": 0.74, "privileges": 0.56, "learning": 0.71,
        "raises": 0.79, "critical": 0.27, "advance": 0.46,
    }  # fmt: skip
    without = {one.item: one.alpha_without for one in told.items}
    assert round(without["critical"] or 0, 2) == 0.86


def test_alpha_and_its_interval_against_another_program() -> None:
    frame = scale_of()
    value, (low, high) = pg.cronbach_alpha(frame)
    mine = found(cronbach_alpha(frame, items=QUESTIONS))
    assert mine.value == pytest.approx(value)
    assert (mine.low, mine.high) == pytest.approx((low, high), abs=6e-4)


def test_each_statistic_as_it_is_defined() -> None:
    frame = scale_of()
    told = item_analysis(frame, items=QUESTIONS)
    for one in told.items:
        x, rest = frame[one.item], frame.drop(columns=one.item).sum(axis=1)
        assert found(one.difficulty).value == pytest.approx(x.mean() / 10)
        assert one.sd == pytest.approx(x.std())
        assert found(one.ceiling).value == pytest.approx((x >= 9).mean())
        assert found(one.floor).value == pytest.approx((x <= 1).mean())
        assert found(one.item_rest).value == pytest.approx(x.corr(rest))
        others = frame.drop(columns=one.item)
        left = others.cov().to_numpy()
        assert one.alpha_without == pytest.approx(4 / 3 * (1 - np.trace(left) / left.sum()))
        order = rest.rank(method="average")
        top, bottom = x[(order - 0.5) / 240 > 0.73], x[(order - 0.5) / 240 < 0.27]
        assert found(one.discrimination).value == pytest.approx((top.mean() - bottom.mean()) / 10)
    assert told.mean == pytest.approx(frame.mean(axis=1).mean())


def test_long_and_wide_and_shuffled_say_the_same() -> None:
    frame = scale_of()
    wide = item_analysis(frame, items=QUESTIONS)
    long = item_analysis(long_form(frame), person="who", item="q", score="score")
    assert [one.flags for one in wide.items] == [one.flags for one in long.items]
    for a, b in zip(wide.items, long.items, strict=True):
        assert found(a.item_rest).value == pytest.approx(found(b.item_rest).value)


def test_people_asked_a_few_of_the_questions_still_count() -> None:
    frame = scale_of(3000, seed=9)
    full = found(cronbach_alpha(frame, items=QUESTIONS))
    rng = np.random.default_rng(2)
    asked = np.argsort(rng.random(frame.shape), axis=1) < 3
    part = frame.where(asked)
    thin = found(cronbach_alpha(part, items=QUESTIONS))
    assert thin.low < full.value < thin.high
    assert abs(thin.value - full.value) < 0.04
    assert thin.n == int((asked.T.astype(int) @ asked.astype(int)).min())
    told = item_analysis(part, items=QUESTIONS)
    assert all(one.missing == 3000 - one.n for one in told.items)
    assert all(found(one.item_rest).value > 0.3 for one in told.items)


def test_negative_reliability_is_shown_and_its_question_named() -> None:
    frame = scale_of()
    frame[["q0", "q1"]] = 10 - frame[["q0", "q1"]]
    covariance = frame.cov().to_numpy()
    expected = 5 / 4 * (1 - np.trace(covariance) / covariance.sum())
    alpha = found(cronbach_alpha(frame, items=QUESTIONS))
    assert alpha.value == pytest.approx(expected)
    assert alpha.value < 0
    assert alpha.low < alpha.value < alpha.high
    told = item_analysis(frame, items=QUESTIONS)
    assert all("item.against_the_rest" in one.flags for one in told.items[:2])


def test_flags_of_easy_hard_and_narrow_questions() -> None:
    frame = scale_of()
    chosen = np.random.default_rng(8).random((2, 240)) < 0.5
    frame["q0"] = np.where(chosen[0], 10.0, frame["q0"])
    frame["q1"] = np.where(chosen[1], 0.5, frame["q1"])
    frame["q2"] = 5 + (frame["q2"] - 5) * 0.3
    told = {one.item: one.flags for one in item_analysis(frame, items=QUESTIONS).items}
    assert "item.ceiling" in told["q0"]
    assert "item.floor" not in told["q0"]
    assert "item.floor" in told["q1"]
    assert "item.narrow" in told["q2"]
    lenient = ItemLimits(at_an_end=0.9, narrow_share=0.01, item_rest=-1, alpha_rise=1)
    again = item_analysis(frame, items=QUESTIONS, limits=lenient)
    assert all(one.flags == () for one in again.items)


def test_a_question_that_goes_with_nothing_lowers_alpha() -> None:
    frame = scale_of()
    frame["q4"] = 5 + np.random.default_rng(5).normal(0, 1.5, 240)
    told = item_analysis(frame, items=QUESTIONS)
    assert [one.item for one in told.items if "item.lowers_alpha" in one.flags] == ["q4"]
    assert "item.low_rest" in told.items[4].flags


def withheld(frame: pd.DataFrame, items: list[str]) -> str:
    alpha = cronbach_alpha(frame, items=items)
    assert isinstance(alpha, Withheld)
    return alpha.code


def test_what_cannot_be_told_is_withheld_by_name() -> None:
    frame = scale_of()
    assert withheld(frame, ["q0"]) == "reliability.one_item"
    assert withheld(frame.head(3), QUESTIONS) == "reliability.too_few"
    assert withheld(frame * 0 + 5, QUESTIONS) == "reliability.constant"
    apart = frame.copy()
    apart.loc[:119, "q0"] = np.nan
    apart.loc[120:, "q1"] = np.nan
    assert withheld(apart, QUESTIONS) == "reliability.never_together"
    alone = item_analysis(frame[["q0"]], items=["q0"]).items[0]
    assert isinstance(alone.item_rest, Withheld)
    assert alone.item_rest.code == "item.no_others"


def test_pairs_that_contradict_each_other_are_no_covariance() -> None:
    # three questions, each two answered by other people: a with b alike, b with c alike, a with c
    # opposite, which no scores of one group can be
    rng = np.random.default_rng(1)
    x = rng.normal(size=(3, 40))
    rows = [pd.DataFrame({"a": x[0], "b": x[0]}), pd.DataFrame({"b": x[1], "c": x[1]}),
            pd.DataFrame({"a": x[2], "c": -x[2]})]  # fmt: skip
    frame = pd.concat(rows, ignore_index=True) + 5
    assert withheld(frame, ["a", "b", "c"]) == "reliability.not_a_covariance"


def test_bad_tables_are_refused() -> None:
    frame = scale_of()
    with pytest.raises(InputError) as err:
        item_analysis(frame * 3, items=QUESTIONS)
    assert err.value.code == "score.off_scale"
    item_analysis(frame * 3, items=QUESTIONS, scale=(0.0, 30.0))
    with pytest.raises(InputError) as err:
        item_analysis(frame)
    assert err.value.code == "items.not_named"
    long = long_form(frame)
    with pytest.raises(InputError) as err:
        cronbach_alpha(pd.concat([long, long.head(1)]), person="who", item="q", score="score")
    assert err.value.code == "items.twice"


def test_versions_are_questions_of_their_own() -> None:
    long = long_form(scale_of())
    long["version"] = np.where(long["who"] % 2 == 0, 1, 2)
    told = item_analysis(long, person="who", item="q", score="score", version="version")
    assert [one.item for one in told.items][:2] == ["q0@1", "q0@2"]
    assert sum(one.n for one in told.items) == len(long)
