"""Answers of many people to many questions, from a wide or a long table, however many are unasked.

Kept as three columns (who, what, how much), so that 500 questions of which each person met five
cost no more than the answers there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation.table_columns import column, numbers
from interview import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ItemScores:
    """One entry of ``person``, ``item`` and ``score`` per scored answer, sorted by nothing.

    ``asked`` counts for each item how often it was put, scored or not; ``people`` everybody.
    """

    items: tuple[str, ...]
    person: Ints
    item: Ints
    score: Floats
    people: int
    asked: Ints

    @property
    def n(self) -> Ints:
        """Scored answers of each item."""
        return np.bincount(self.item, minlength=len(self.items))

    @property
    def complete(self) -> bool:
        """Whether everybody has a score on everything."""
        return self.score.size == self.people * len(self.items)

    def mean_and_sd(self) -> tuple[Floats, Floats]:
        """Mean and standard deviation (n - 1) of each item; not-a-number where undefined."""
        k, n = len(self.items), self.n
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.bincount(self.item, weights=self.score, minlength=k) / n
            rest = (self.score - mean[self.item]) ** 2
            return mean, np.sqrt(np.bincount(self.item, weights=rest, minlength=k) / (n - 1))

    def rest(self) -> Floats:
        """What the same person got on the other items, for each answer; the item never inside.

        The sum over the others where everybody answered everything. Else the mean of the others in
        standard deviations of their items, not-a-number where there is no other.
        """
        if self.complete:
            total = np.bincount(self.person, weights=self.score, minlength=self.people)
            return np.asarray(total[self.person] - self.score)
        mean, sd = self.mean_and_sd()
        size = np.where(np.isfinite(sd) & (sd > 0), sd, 1.0)
        z = (self.score - mean[self.item]) / size[self.item]
        total = np.bincount(self.person, weights=z, minlength=self.people)
        count = np.bincount(self.person, minlength=self.people)[self.person]
        return np.where(count > 1, (total[self.person] - z) / np.maximum(count - 1, 1), np.nan)

    def wide(self) -> Floats:
        """People by items, not-a-number where there is no score."""
        table = np.full((self.people, len(self.items)), np.nan)
        table[self.person, self.item] = self.score
        return table


def item_scores(
    frame: pd.DataFrame,
    *,
    items: Sequence[str] = (),
    person: str = "",
    item: str = "",
    score: str = "",
    version: str = "",
    scale: tuple[float, float] | None = None,
) -> ItemScores:
    """Read answers: one row per person with ``items`` as columns, or one row per answer.

    ``version`` names a column whose values are set apart (``key@version``), since two wordings are
    two questions. ``scale`` holds the lowest and highest score there is.

    Raises
    ------
    InputError
        ``items.not_named`` when neither form is named, ``items.twice`` when a person has two
        scores on one item, ``score.off_scale`` outside ``scale``, ``table.missing_column``,
        ``table.not_a_number``.

    Examples
    --------
    >>> rows = pd.DataFrame({"who": list("aabb"), "q": ["x", "y"] * 2, "score": [1, 2, 3, None]})
    >>> found = item_scores(rows, person="who", item="q", score="score")
    >>> found.items, found.n.tolist(), found.asked.tolist()
    (('x', 'y'), [2, 1], [2, 2])
    """
    if items:
        names = tuple(items)
        table = np.column_stack([numbers(frame, name) for name in names])
        who, what = np.nonzero(~np.isnan(table))
        found = ItemScores(
            items=names,
            person=who,
            item=what,
            score=table[who, what],
            people=len(frame),
            asked=np.full(len(names), len(frame), dtype=np.int64),
        )
    elif person and item and score:
        found = _long(frame, person, item, score, version)
    else:
        raise InputError(
            "items.not_named",
            "nothing says which columns hold the answers",
            "name the item columns, or the columns of person, item and score",
        )
    if scale is not None:
        _on_scale(found.score, scale)
    return found


def _long(frame: pd.DataFrame, person: str, item: str, score: str, version: str) -> ItemScores:
    value = numbers(frame, score)
    who, _ = pd.factorize(column(frame, person), use_na_sentinel=True)
    what, known = question_codes(frame, item, version)
    put = (who >= 0) & (what >= 0)
    used = put & ~np.isnan(value)
    place = who[used] * max(len(known), 1) + what[used]
    if np.unique(place).size < place.size:
        raise InputError(
            "items.twice",
            f"somebody has two scores on one '{item}'",
            f"give one row per '{person}' and '{item}'; name versions apart",
            person=person,
            item=item,
        )
    return ItemScores(
        items=known,
        person=who[used].astype(np.int64),
        item=what[used],
        score=value[used],
        people=int(who.max(initial=-1)) + 1,
        asked=np.bincount(what[put], minlength=len(known)),
    )


def question_codes(
    frame: pd.DataFrame, item: str, version: str = ""
) -> tuple[Ints, tuple[str, ...]]:
    """A number for each row's question, -1 where it has none, and the names in order.

    Examples
    --------
    >>> question_codes(pd.DataFrame({"q": ["b", "a", "b"], "v": [1, 1, 2]}), "q", "v")
    (array([1, 0, 2]), ('a@1', 'b@1', 'b@2'))
    """
    codes, known = pd.factorize(column(frame, item), sort=True, use_na_sentinel=True)
    names = [str(k) for k in known]
    if not version:
        return codes.astype(np.int64), tuple(names)
    wording, numbered = pd.factorize(column(frame, version), sort=True, use_na_sentinel=True)
    many = max(len(numbered), 1)
    place = np.where((codes >= 0) & (wording >= 0), codes * many + wording, -1)
    there, back = np.unique(place[place >= 0], return_inverse=True)
    found = np.full(len(frame), -1, dtype=np.int64)
    found[place >= 0] = back
    # a version read beside an empty cell comes as 1.0
    words = [f"{v:g}" if isinstance(v, float) else str(v) for v in numbered.tolist()]
    return found, tuple(f"{names[p // many]}@{words[p % many]}" for p in there.tolist())


def _on_scale(score: Floats, scale: tuple[float, float]) -> None:
    low, high = scale
    off = np.flatnonzero((score < low) | (score > high))
    if off.size:
        raise InputError(
            "score.off_scale",
            f"{off.size} scores lie off the scale, the first is {score[off[0]]:g}",
            f"scores run from {low:g} to {high:g}; state the scale if yours is another",
            count=int(off.size),
            score=float(score[off[0]]),
            low=low,
            high=high,
        )
