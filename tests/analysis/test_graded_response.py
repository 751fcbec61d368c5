"""Item response curves: LSAT 7's published parameters, planted curves, and categories."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from printed_tables import lsat7

from analysis import graded_response, ordered_categories
from estimation import category_chances, item_information
from interview import Estimate, InputError, Withheld

NAMES = [f"q{j}" for j in range(6)]


def test_lsat_seven() -> None:
    # mirt's documented fit: a .988 1.081 1.706 .765 .736, d 1.856 .808 1.804 .486 1.855
    frame = lsat7()
    told = graded_response(frame, items=list(frame))
    assert not isinstance(told, Withheld)
    slopes = [one.discrimination.value for one in told.items]  # type: ignore[union-attr]
    assert slopes == pytest.approx([0.988, 1.081, 1.706, 0.765, 0.736], abs=0.002)
    intercepts = [one.intercepts[0] for one in told.items]
    assert intercepts == pytest.approx([1.856, 0.808, 1.804, 0.486, 1.855], abs=0.002)
    assert told.log_likelihood == pytest.approx(-2658.805, abs=0.001)
    assert told.one_dimension


def planted(n: int, seed: int, *, dimensions: int = 1) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=(n, dimensions))
    slopes = np.array([0.8, 1.0, 1.3, 1.6, 2.0, 1.2])
    columns = {}
    for j, name in enumerate(NAMES):
        own = theta[:, j % dimensions]
        reach = 1 / (1 + np.exp(-(slopes[j] * own[:, None] + np.array([1.5, 0.0, -1.2]))))
        columns[name] = (rng.random((n, 1)) < reach).sum(axis=1) * 3.0
    return pd.DataFrame(columns), theta[:, 0]


def test_planted_curves_come_back_with_answers_missing() -> None:
    frame, theta = planted(3000, 1)
    rng = np.random.default_rng(5)
    told = graded_response(frame.where(rng.random(frame.shape) < 0.8), items=NAMES)
    assert not isinstance(told, Withheld)
    for one, slope in zip(told.items, [0.8, 1.0, 1.3, 1.6, 2.0, 1.2], strict=True):
        assert isinstance(one.discrimination, Estimate)
        # four standard errors: six slopes, once in a thousand
        half = (one.discrimination.high - one.discrimination.low) / 2
        assert abs(one.discrimination.value - slope) < 2 * half
        assert one.categories == (0.0, 3.0, 6.0, 9.0)
    assert np.corrcoef(told.abilities, theta)[0, 1] > 0.75
    assert np.mean(np.abs(told.abilities - theta) < 1.96 * told.errors) > 0.93


def test_information_is_the_curvature_of_the_likelihood() -> None:
    theta, step = np.array([-1.0, 0.0, 0.7]), 1e-4
    d = np.array([1.5, 0.0, -1.2])
    chance, _ = category_chances(1.4, d, theta)
    up, down = (np.log(category_chances(1.4, d, theta + s)[0]) for s in (step, -step))
    slope = (up - down) / (2 * step)
    assert item_information(1.4, d, theta) == pytest.approx((chance * slope**2).sum(axis=0))
    assert chance.sum(axis=0) == pytest.approx(1.0)


def test_two_abilities_are_told_from_one() -> None:
    frame, _ = planted(1500, 2, dimensions=2)
    told = graded_response(frame, items=NAMES)
    assert not isinstance(told, Withheld)
    assert told.factors == 2
    assert not told.one_dimension


def test_scores_are_joined_until_each_category_holds_enough() -> None:
    codes, starts = ordered_categories([0.0] * 3 + [5.0] * 40 + [6.0] * 30 + [9.0] * 4 + [np.nan])
    assert starts == (0.0, 6.0)
    assert np.bincount(codes[:-1]).tolist() == [43, 34]
    assert codes[-1] == -1
    many, _ = ordered_categories(np.repeat(np.arange(11.0), 20))
    assert np.unique(many).size == 5


def test_too_few_people_or_questions() -> None:
    frame, _ = planted(320, 3)
    assert graded_response(frame.head(200), items=NAMES) == Withheld(code="irt.too_few", n=200)
    assert graded_response(frame, items=NAMES[:2]) == Withheld(code="irt.three_items", n=320)
    assert graded_response(frame.assign(q0=5.0), items=NAMES) == Withheld(
        code="irt.one_category", n=320
    )
    with pytest.raises(InputError) as err:
        graded_response(frame)
    assert err.value.code == "items.not_named"
