"""Answers as a table of people by questions, and what each person got on the other questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairness.column_values import column, numbers
from interview import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class ItemTable:
    """``scores[i, j]`` is person i's score on item j, not-a-number where it was not asked.

    ``rows`` is one row of the caller's table for each person, to read the attribute from.
    """

    items: tuple[str, ...]
    scores: Floats
    rows: NDArray[np.int64]

    @cached_property
    def complete(self) -> bool:
        """Whether everybody answered everything, so that sums can be compared."""
        return not bool(np.isnan(self.scores).any())

    @cached_property
    def standardised(self) -> Floats:
        """Each item less its mean, in its own standard deviations; constant items become 0."""
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.nanmean(self.scores, axis=0)
            sd = np.nanstd(self.scores, axis=0)
            z = (self.scores - mean) / np.where(sd > 0, sd, 1.0)
        return np.asarray(z)

    def matching(self, item: int, anchors: Sequence[int], *, with_item: bool) -> Floats:
        """What people are matched on: the sum over the anchors, or where some were not asked the
        mean of their standardised scores. ``with_item`` counts the studied item itself."""
        chosen = sorted({*anchors, item} if with_item else set(anchors) - {item})
        if not chosen:
            return np.zeros(len(self.scores))
        if self.complete:
            return np.asarray(self.scores[:, chosen].sum(axis=1))
        # the anchors' totals once for all items: of hundreds of items each is asked of few people
        total, asked = self._totals(frozenset(anchors))
        if with_item != (item in set(anchors)):
            z = self.standardised[:, item]
            sign = 1 if with_item else -1
            total = total + sign * np.nan_to_num(z)
            asked = asked + sign * ~np.isnan(z)
        return np.where(asked > 0, total / np.maximum(asked, 1), np.nan)

    def _totals(self, anchors: frozenset[int]) -> tuple[Floats, NDArray[np.int64]]:
        """Sum and count over the anchors, person by person; the last set asked for is kept."""
        if anchors not in self._kept:
            part = self.standardised[:, sorted(anchors)]
            self._kept.clear()
            self._kept[anchors] = (np.nansum(part, axis=1), (~np.isnan(part)).sum(axis=1))
        return self._kept[anchors]

    @cached_property
    def _kept(self) -> dict[frozenset[int], tuple[Floats, NDArray[np.int64]]]:
        return {}


def item_table(
    frame: pd.DataFrame,
    *,
    items: Sequence[str] = (),
    person: str = "",
    item: str = "",
    score: str = "",
) -> ItemTable:
    """Read answers: one row per person with ``items`` as columns, or one row per answer.

    Raises
    ------
    InputError
        ``items.not_named`` when neither form is named, ``items.twice`` when a person answered one
        item twice, ``items.too_few`` below three items, ``table.missing_column``.

    Examples
    --------
    >>> rows = pd.DataFrame({"who": list("aaabbb"), "q": ["x", "y", "z"] * 2,
    ...                      "score": [1, 2, 3, 4, 5, 6]})
    >>> found = item_table(rows, person="who", item="q", score="score")
    >>> found.items, found.scores.tolist()
    (('x', 'y', 'z'), [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    """
    if items:
        names = tuple(items)
        scores = np.column_stack([numbers(frame, name) for name in names])
        table = ItemTable(items=names, scores=scores, rows=np.arange(len(frame)))
    elif person and item and score:
        value = numbers(frame, score)
        who, _ = pd.factorize(column(frame, person), use_na_sentinel=True)
        what, known = pd.factorize(column(frame, item), sort=True, use_na_sentinel=True)
        used = (who >= 0) & (what >= 0) & ~np.isnan(value)
        place = who * max(len(known), 1) + what
        if np.unique(place[used]).size < int(used.sum()):
            raise InputError(
                "items.twice",
                f"somebody has two scores on one '{item}'",
                f"give one row per '{person}' and '{item}'; name versions apart",
                person=person,
                item=item,
            )
        many = int(who.max(initial=-1)) + 1
        scores = np.full((many, len(known)), np.nan)
        scores[who[used], what[used]] = value[used]
        first = np.full(many, len(frame), dtype=np.int64)
        seen = np.flatnonzero(who >= 0)
        np.minimum.at(first, who[seen], seen)
        table = ItemTable(items=tuple(str(k) for k in known), scores=scores, rows=first)
    else:
        raise InputError(
            "items.not_named",
            "nothing says which columns hold the answers",
            "name the item columns, or the columns of person, item and score",
        )
    if len(table.items) < 3:
        raise InputError(
            "items.too_few",
            f"{len(table.items)} items cannot be matched on each other",
            "give at least three items that ask for the same thing",
            items=len(table.items),
        )
    return table
