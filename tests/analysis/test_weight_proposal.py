"""Other weights are offered where they surely predict better, and refused by name elsewhere."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import propose_weights
from analysis.weight_proposal import fitted_to
from interview import Estimate, InputError, Withheld

KEYS = ["a", "b", "c", "d"]
EQUAL = dict.fromkeys(KEYS, 0.25)


def hires(n: int, true: list[float], seed: int, r: float = 0.45) -> pd.DataFrame:
    """Scores 0 to 10 that share something, and a rating that follows ``true`` weights."""
    rng = np.random.default_rng(seed)
    shared = rng.normal(size=(n, 1))
    z = 0.5 * shared + np.sqrt(0.75) * rng.normal(size=(n, 4))
    table = pd.DataFrame(6 + 1.4 * z, columns=KEYS)
    signal = z @ np.array(true)
    table["rating"] = 3.4 + 0.7 * (
        r * signal / signal.std() + np.sqrt(1 - r * r) * rng.normal(size=n)
    )
    table["opening"] = [f"o{k % 20}" for k in range(n)]
    return table


def test_weights_that_predict_better_are_offered_and_point_the_right_way() -> None:
    found = propose_weights(
        hires(900, [3, 1, 0, 0], 1), EQUAL, outcome="rating", requisition="opening"
    )
    assert found.offered
    weights = {w.competency: w.proposed for w in found.weights}
    assert weights["a"] > 0.5
    assert weights["a"] > weights["b"] > max(weights["c"], weights["d"]) - 0.05
    assert sum(weights.values()) == pytest.approx(1.0)
    assert isinstance(found.gain, Estimate)
    assert isinstance(found.present, Estimate)
    assert isinstance(found.proposed, Estimate)
    assert found.gain.low > 0
    assert found.proposed.value - found.present.value == pytest.approx(found.gain.value, abs=1e-9)
    # the best possible composite correlates .45
    assert found.proposed.low < 0.45 < found.proposed.high


def test_where_the_present_weights_are_right_nothing_is_offered() -> None:
    offered = sum(
        propose_weights(
            hires(300, [1, 1, 1, 1], seed), EQUAL, outcome="rating", requisition="opening",
            repeats=3,
        ).offered
        for seed in range(20)
    )  # fmt: skip
    # a one-sided 5 % test at the truth: 3 or more of 20 would be surprising (p = .08)
    assert offered <= 2


def test_too_few_hires_and_other_obstacles_are_named() -> None:
    few = propose_weights(hires(99, [3, 1, 0, 0], 2), EQUAL, outcome="rating")
    assert few.refused == "weights.too_few"
    assert (few.n, few.needed) == (99, 100)
    assert few.gain == Withheld(code="weights.too_few", n=99)
    assert all(w.present == w.proposed for w in few.weights)
    flat = hires(200, [1, 1, 1, 1], 3).assign(rating=3.0)
    assert propose_weights(flat, EQUAL, outcome="rating").refused == "outcome.constant"
    same = hires(200, [1, 1, 1, 1], 3).assign(c=5.0)
    assert propose_weights(same, EQUAL, outcome="rating").refused == "score.constant"
    none = hires(200, [1, 1, 1, 1], 3).assign(rating=np.nan)
    found = propose_weights(none, EQUAL, outcome="rating")
    assert (found.refused, found.excluded) == ("outcome.none_yet", {"outcome.none": 200})
    one = hires(200, [1, 1, 1, 1], 3).assign(opening="o")
    assert (
        propose_weights(one, EQUAL, outcome="rating", requisition="opening").refused
        == "folds.too_few_people"
    )
    lost = hires(300, [1, 1, 1, 1], 4)
    lost.loc[:149, "a"] = np.nan
    assert propose_weights(lost, EQUAL, outcome="rating").excluded == {"table.unscored": 150}
    with pytest.raises(InputError, match="two or more competencies"):
        propose_weights(lost, {"a": 1.0}, outcome="rating")
    with pytest.raises(InputError, match="two or more competencies"):
        propose_weights(lost, {"a": 1.2, "b": -0.2}, outcome="rating")


def test_a_strong_pull_keeps_the_present_weights_and_none_is_least_squares() -> None:
    table = hires(2000, [2, 1, 1, 1], 5)
    x, y = table[KEYS].to_numpy(), table["rating"].to_numpy()
    start = np.array([0.1, 0.2, 0.3, 0.4])
    assert fitted_to(x, y, start, 1e9) == pytest.approx(start, abs=1e-3)
    free = fitted_to(x, y, start, 0.0)
    plain = np.linalg.lstsq(np.column_stack([np.ones(len(x)), x]), y)[0][1:]
    assert plain.min() > 0
    assert free == pytest.approx(plain / plain.sum(), abs=1e-6)


def test_the_unit_of_the_rating_and_the_order_of_rows_change_nothing() -> None:
    table = hires(400, [3, 1, 0, 0], 6)
    one = propose_weights(table, EQUAL, outcome="rating", repeats=3)
    other = propose_weights(
        table.assign(rating=20 + 15 * table["rating"]), EQUAL, outcome="rating", repeats=3
    )
    assert [w.proposed for w in one.weights] == pytest.approx(
        [w.proposed for w in other.weights], abs=1e-6
    )
    assert one.refused == other.refused
