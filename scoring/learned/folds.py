"""Who is trained on and who is left out: nobody stands on both sides, nor does their opening."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from estimation.cross_validation import repeated_folds
from scoring.learned.design import DesignTable, Words

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Grouping = Literal["components", "openings", "person"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class FoldPlan:
    """The fold of each row, and who may be trained on for each.

    ``components``: persons and openings linked by an interview stay together. ``openings``: whole
    openings are left out, and whoever is in one is not trained on from another. ``person``: all
    rows of a person stay together.
    """

    fold: Ints
    person: Ints
    grouping: Grouping

    @property
    def folds(self) -> int:
        """How many folds there are."""
        return int(self.fold.max()) + 1

    def test(self, k: int) -> Bools:
        """The rows left out in fold ``k``."""
        return np.asarray(self.fold == k)

    def train(self, k: int) -> Bools:
        """The rows trained on: another fold's, of people who are not in this one."""
        out = self.test(k)
        return np.asarray(~out & ~np.isin(self.person, self.person[out]))


def plan_folds(table: DesignTable, *, folds: int, seed: int) -> FoldPlan:
    """Deals rows out so that no person, and where it can be no opening, is on both sides.

    Openings and the people interviewed for them are linked to components; whole components are
    dealt where there are at least two for each fold and none holds more than twice its share.
    People who applied twice can link everything to one component: whole openings are dealt then,
    and the people of the left-out ones are taken out of the training rows. With few or very large
    openings people alone are kept together.

    Raises
    ------
    InputError
        ``folds.too_few`` when there are fewer people than folds.

    Examples
    --------
    >>> from scoring.learned.example import example_table
    >>> table, _ = example_table(40, openings=12)
    >>> plan = plan_folds(table, folds=5, seed=1)
    >>> plan.grouping, bool((plan.train(0) & plan.test(0)).any())
    ('components', False)
    """
    person = codes(table.person)
    if any(table.requisition):
        opening = codes(table.requisition)
        together = components(person, opening)
        ways: tuple[tuple[Grouping, Ints], ...] = (("components", together), ("openings", opening))
        for grouping, unit in ways:
            if _enough(unit, folds):
                fold = repeated_folds(len(table), groups=unit, folds=folds, repeats=1, seed=seed)[0]
                return FoldPlan(fold=fold, person=person, grouping=grouping)
    fold = repeated_folds(len(table), groups=person, folds=folds, repeats=1, seed=seed)[0]
    return FoldPlan(fold=fold, person=person, grouping="person")


def opening_folds(table: DesignTable, *, most: int = 10, seed: int) -> FoldPlan | None:
    """Openings left out one at a time (or in at most ten lots); None with fewer than two."""
    if len(set(table.requisition)) < 2:
        return None
    opening = codes(table.requisition)
    folds = min(most, int(opening.max()) + 1)
    fold = repeated_folds(len(table), groups=opening, folds=folds, repeats=1, seed=seed)[0]
    return FoldPlan(fold=fold, person=codes(table.person), grouping="openings")


def components(person: Ints, opening: Ints) -> Ints:
    """The component of each row in the graph that links a person with an opening.

    Examples
    --------
    >>> components(np.array([0, 1, 1, 2]), np.array([0, 0, 1, 2])).tolist()
    [0, 0, 0, 1]
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    people = int(person.max()) + 1
    size = people + int(opening.max()) + 1
    links = coo_array((np.ones(person.size), (person, people + opening)), shape=(size, size))
    _, label = connected_components(links, directed=False)
    return np.asarray(label[person], dtype=np.int64)


def codes(values: Words) -> Ints:
    """Equal values to equal numbers, in order of first appearance."""
    import pandas as pd

    return np.asarray(pd.factorize(np.asarray(values, dtype=object))[0], dtype=np.int64)


def _enough(unit: Ints, folds: int) -> bool:
    sizes = np.bincount(unit)
    sizes = sizes[sizes > 0]
    return sizes.size >= 2 * folds and float(sizes.max()) <= 2 * float(sizes.sum()) / folds
