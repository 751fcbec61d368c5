"""Splitting people for cross-validation: all rows of a person stay on one side."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def person_folds(
    people: NDArray[np.int64], positive: NDArray[np.bool_], folds: int, seed: int
) -> NDArray[np.int64]:
    """The fold of every row: people shuffled within each group and dealt out in turn.

    Examples
    --------
    >>> people = np.array([0, 0, 1, 1, 2, 3])
    >>> found = person_folds(people, np.array([1, 1, 0, 0, 1, 0], dtype=bool), 2, 1)
    >>> bool(found[0] == found[1]), bool(found[2] == found[3])
    (True, True)
    """
    rng = np.random.default_rng(seed)
    distinct, first, place = np.unique(people, return_index=True, return_inverse=True)
    fold = np.empty(distinct.size, dtype=np.int64)
    start = 0
    for side in (True, False):
        mine = np.flatnonzero(positive[first] == side)
        fold[rng.permutation(mine)] = (start + np.arange(mine.size)) % folds
        start += mine.size
    return np.asarray(fold[place])
