"""Owen and Shapley values by their definition: every order in which groups stay together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations, product

import numpy as np
from numpy.typing import NDArray

Game = Callable[[frozenset[int]], float]


def naive_owen(game: Game, groups: Sequence[int]) -> NDArray[np.float64]:
    """Mean marginal contribution of each player over all orders that keep groups together."""
    players = range(len(groups))
    members = {g: [p for p in players if groups[p] == g] for g in dict.fromkeys(groups)}
    found = np.zeros(len(groups))
    orders = 0
    for order in permutations(members):
        for inner in product(*(list(permutations(members[g])) for g in order)):
            before: frozenset[int] = frozenset()
            for player in (p for part in inner for p in part):
                after = before | {player}
                found[player] += game(after) - game(before)
                before = after
            orders += 1
    return found / orders


def naive_interactions(game: Game, n: int) -> NDArray[np.float64]:
    """Half the Shapley interaction index of each pair, the diagonal at nought."""
    from math import factorial

    found = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            others = [p for p in range(n) if p not in (i, j)]
            for mask in range(2 ** len(others)):
                s = frozenset(p for k, p in enumerate(others) if mask >> k & 1)
                weight = factorial(len(s)) * factorial(n - len(s) - 2) / factorial(n - 1)
                change = game(s | {i, j}) - game(s | {i}) - game(s | {j}) + game(s)
                found[i, j] += weight * change / 2
    return found
