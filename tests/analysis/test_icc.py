"""Intraclass correlations: the table everybody prints, another program, and planted variances."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pingouin as pg
import pytest
from printed_tables import SHROUT_FLEISS

from analysis import IntraclassCorrelations, icc
from interview import Estimate, Finding, InputError, Withheld

JUDGES = ["J1", "J2", "J3", "J4"]
SIX = ("one_way", "agreement", "consistency")


def value(finding: Finding) -> float:
    assert isinstance(finding, Estimate)
    return finding.value


def six(told: IntraclassCorrelations) -> list[float]:
    found = [getattr(told, name) for name in SIX]
    return [value(one) for one in found + [getattr(told, f"mean_of_{name}") for name in SIX]]


def test_shrout_and_fleiss() -> None:
    told = icc(SHROUT_FLEISS, raters=JUDGES)
    assert [round(v, 2) for v in six(told)] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    assert (round(told.f_one_way or 0, 2), round(told.f or 0, 2)) == (1.79, 11.03)
    assert isinstance(told.agreement, Estimate)
    assert (round(told.agreement.low, 2), round(told.agreement.high, 2)) == (0.02, 0.76)


def test_the_wine_of_another_program() -> None:
    wine = pg.read_dataset("icc")
    told = icc(wine, target="Wine", rater="Judge", rating="Scores")
    assert [round(v, 3) for v in six(told)[:3]] == [0.728, 0.728, 0.729]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the other program calls pandas in an old way
        theirs = pg.intraclass_corr(wine, "Wine", "Judge", "Scores")
    assert six(told) == pytest.approx(theirs["ICC"].tolist())
    for name, limits in zip(
        (*SIX, *(f"mean_of_{name}" for name in SIX)), theirs["CI95"], strict=True
    ):
        mine = getattr(told, name)
        assert (mine.low, mine.high) == pytest.approx(tuple(limits), abs=0.006)


def planted(n: int, k: int, seed: int, *, rater_sd: float = 0.5) -> pd.DataFrame:
    """Variance 1 between targets, .25 between raters, 1 of chance."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 1)) + rng.normal(0, rater_sd, k) + rng.normal(size=(n, k))
    return pd.DataFrame(x, columns=[f"r{j}" for j in range(k)])


def test_missing_ratings_lose_nothing_but_certainty() -> None:
    frame = planted(2000, 8, 5)
    names = list(frame)
    full = icc(frame, raters=names)
    rng = np.random.default_rng(1)
    thin = frame.where(np.argsort(rng.random(frame.shape), axis=1) < 3)
    told = icc(thin, raters=names)
    assert not told.balanced
    assert told.raters == pytest.approx(3.0)
    for name in SIX:
        assert value(getattr(told, name)) == pytest.approx(value(getattr(full, name)), abs=0.04)
    # one rater's consistency is 1 / (1 + 1) by what was planted
    assert isinstance(told.consistency, Estimate)
    assert told.consistency.low < 0.5 < told.consistency.high


def test_the_incomplete_formula_equals_the_complete_one_in_balance() -> None:
    frame = planted(60, 4, 2)
    names = list(frame)
    # telling clusters sends the same complete table through Henderson's way
    plain, other = (
        icc(frame, raters=names),
        icc(frame.assign(c=np.arange(60) // 2), raters=names, cluster="c"),
    )
    assert plain.balanced
    assert not other.balanced
    assert six(other) == pytest.approx(six(plain))


def test_few_raters_leave_agreement_unsure() -> None:
    held = 0
    for seed in range(60):
        frame = planted(80, 4, seed)
        rng = np.random.default_rng(seed)
        thin = frame.where(np.argsort(rng.random(frame.shape), axis=1) < 3)
        told = icc(thin, raters=list(frame)).agreement
        assert isinstance(told, Estimate)
        held += told.low <= 1 / 2.25 <= told.high
    assert held >= 52


def test_negative_agreement_is_shown() -> None:
    frame = pd.DataFrame({"a": [1, 2, 3, 4, 5, 6.0], "b": [6, 5, 4, 3, 2, 1.0]})
    told = icc(frame, raters=["a", "b"])
    assert value(told.consistency) == pytest.approx(-1.0)
    assert value(told.agreement) < 0


def code(told: IntraclassCorrelations) -> str:
    assert isinstance(told.agreement, Withheld)
    return told.agreement.code


def test_what_cannot_be_told() -> None:
    frame = SHROUT_FLEISS.astype(float)
    assert code(icc(frame.head(3), raters=JUDGES)) == "icc.too_few"
    assert code(icc(frame * 0 + 4, raters=JUDGES)) == "icc.constant"
    apart = frame.where(np.eye(6, 4, dtype=bool))
    assert code(icc(apart, raters=JUDGES)) == "raters.never_overlap"
    rows = pd.DataFrame({"t": [1, 1, 2], "r": ["x", "x", "y"], "v": [1.0, 2.0, 3.0]})
    with pytest.raises(InputError) as err:
        icc(rows, target="t", rater="r", rating="v")
    assert err.value.code == "raters.twice"
    with pytest.raises(InputError) as err:
        icc(rows.head(1), target="t", rater="r", rating="v")
    assert err.value.code == "raters.one"
    with pytest.raises(InputError) as err:
        icc(rows)
    assert err.value.code == "raters.not_named"
