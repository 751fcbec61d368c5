"""How firm a list of reasons is: firm ones are called so, loose ones too, few are not named."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from interview import Estimate, Withheld
from scoring.explanation import Part
from scoring.explanation.moving_together import moving_together
from scoring.explanation.stability import gathered, views


def parts(points: list[float]) -> list[Part]:
    return [
        Part(feature=f"f{i}", modality="language", competency="c", answer="a", question="q@1",
             value=1.0, points=p)
        for i, p in enumerate(points)
    ]  # fmt: skip


def drawn(points: list[float], noise: float, n: int = 200) -> NDArray[np.float64]:
    rng = np.random.default_rng(5)
    return np.asarray(points) + noise * rng.normal(size=(n, len(points)))


def test_reasons_far_apart_are_firm() -> None:
    points = [1.0, -0.6, 0.3, 0.02]
    view = views(parts(points), drawn(points, 0.02), [])["feature"]
    assert isinstance(view.stability, Estimate)
    assert view.stability.value > 0.97
    assert not view.unstable
    assert [g.key for g in view.groups if g.named] == ["f0", "f1", "f2"]
    assert view.rank_correlation is not None
    assert view.rank_correlation > 0.9


def test_reasons_within_their_own_noise_are_called_unstable() -> None:
    points = [0.11, -0.10, 0.09, 0.10, -0.08, 0.09, 0.07, -0.09]
    view = views(parts(points), drawn(points, 0.3), [])["feature"]
    assert isinstance(view.stability, Estimate)
    assert view.stability.value < 0.6
    assert view.unstable
    assert all(g.holds < 0.7 for g in view.groups if g.named)


def test_two_halves_of_one_thing_are_loose_apart_and_firm_together() -> None:
    """Points that wander between two features that move together: the reason is their sum."""
    rng = np.random.default_rng(1)
    points = [0.4, 0.4, 0.1]
    shift = rng.normal(0.0, 1.5, size=200)
    draws = np.column_stack([0.4 + shift, 0.4 - shift, np.full(200, 0.1)])
    apart = views(parts(points), draws, [])["feature"]
    joined = views(parts(points), draws, [("f0", "f1")])["feature"]
    assert apart.unstable
    assert not joined.unstable
    assert joined.groups[0].names == ("f0", "f1")
    assert joined.groups[0].high - joined.groups[0].low < 1e-9


def test_nothing_is_named_where_nothing_stands_out_or_nothing_was_drawn() -> None:
    small = views(parts([0.01, -0.02]), drawn([0.01, -0.02], 0.5), [])["feature"]
    assert small.stability == Withheld(code="explanation.nothing_stands_out", n=200)
    assert not small.unstable
    assert not any(g.named for g in small.groups)
    none = views(parts([0.5]), None, [])["feature"]
    assert none.stability == Withheld(code="explanation.no_comparison")


def test_columns_are_gathered_as_a_loop_would() -> None:
    rng = np.random.default_rng(2)
    draws, place = rng.normal(size=(7, 9)), rng.integers(0, 4, size=9)
    place[:4] = range(4)
    expected = np.zeros((7, 4))
    for column, at in enumerate(place):
        expected[:, at] += draws[:, column]
    assert gathered(draws, place, 4) == pytest.approx(expected)


def test_features_are_joined_within_a_modality_only_and_few_rows_join_nothing() -> None:
    rng = np.random.default_rng(4)
    x = rng.normal(size=60)
    table = np.column_stack([x, -x + 0.1 * rng.normal(size=60), x, rng.normal(size=60)])
    names, kinds = ["a", "b", "v", "n"], ["language", "language", "voice", "language"]
    assert moving_together(table, names, kinds) == (("a", "b"), ("v",), ("n",))  # type: ignore[arg-type]
    assert len(moving_together(table[:19], names, kinds)) == 4  # type: ignore[arg-type]
    holes = table.copy()
    holes[::3, 0] = np.nan
    assert moving_together(holes, names, kinds)[0] == ("a", "b")  # type: ignore[arg-type]
