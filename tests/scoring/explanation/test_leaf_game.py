"""The game of one leaf, against the definition of its values."""

import numpy as np
import pytest

from scoring.explanation.leaf_game import interactions_of_leaf, owen_of_leaves
from tests.scoring.explanation.naive_owen import naive_interactions, naive_owen

CASES = [(seed, d) for seed in range(6) for d in (1, 2, 3, 4)]


@pytest.mark.parametrize(("seed", "d"), CASES)
def test_owen_values_of_a_leaf_are_those_of_the_definition(seed: int, d: int) -> None:
    rng = np.random.default_rng(seed)
    x, z = rng.random((1, 1, d)) < 0.6, rng.random((1, 5, d)) < 0.6
    labels = rng.integers(0, d, size=d)
    first = np.array([int(np.flatnonzero(labels == one)[0]) for one in labels])
    found = owen_of_leaves(x, z, first[None, :])[0, 0]
    for row in range(5):

        def game(s: frozenset[int], row: int = row) -> float:
            return float(all(x[0, 0, k] if k in s else z[0, row, k] for k in range(d)))

        assert found[row] == pytest.approx(naive_owen(game, first.tolist()), abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_interactions_of_a_leaf_are_those_of_the_definition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    d = 4
    x, z = rng.random((1, d)) < 0.6, rng.random((3, d)) < 0.6
    found = interactions_of_leaf(x, z, np.full(3, 1 / 3))[0]

    def game(s: frozenset[int]) -> float:
        reached = [all(x[0, k] if k in s else z[row, k] for k in range(d)) for row in range(3)]
        return float(np.mean(reached))

    assert found == pytest.approx(naive_interactions(game, d), abs=1e-12)
