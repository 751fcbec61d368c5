"""Pairs of a score and a later outcome out of any table; whoever is left out is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation.table_columns import column, numbers
from estimation.table_dates import dates
from interview import InputError, Withheld

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Repeated = Literal["refuse", "mean", "first", "latest"]
SCALE = (0.0, 10.0)
_EMPTY = frozenset({"", "nan", "nat", "none", "null", "n/a", "na", "<na>"})


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class RatedPeople:
    """One pair per person (and per label of ``by``): ``score``, ``outcome`` and their group.

    ``rows`` are row numbers of the table (of the first row where several became one), ``names``
    the labels of each group in the order of ``by``. Pairs plus everything in ``excluded`` are the
    rows of the table.
    """

    rows: Ints
    score: Floats
    outcome: Floats
    codes: Ints
    names: tuple[tuple[str, ...], ...]
    excluded: Mapping[str, int]

    @property
    def n(self) -> int:
        """How many pairs there are."""
        return int(self.score.size)

    def refusal(self, fewest: int = 4) -> Withheld | None:
        """Why no correlation can be had from these pairs; None when one can."""
        n = self.n
        if n == 0 and self.excluded.get("outcome.before_interview"):
            early = self.excluded["outcome.before_interview"]
            return Withheld(code="outcome.all_before_interview", n=early)
        if n == 0:
            return Withheld(code="outcome.none_yet")
        if n < fewest:
            return Withheld(code="correlation.too_few", n=n)
        if _constant(self.outcome):
            return Withheld(code="outcome.constant", n=n)
        if _constant(self.score):
            return Withheld(code="score.constant", n=n)
        return None


def rated_people(
    frame: pd.DataFrame,
    *,
    score: str,
    outcome: str,
    by: Sequence[str] = (),
    person: str | None = None,
    interviewed_at: str | None = None,
    outcome_at: str | None = None,
    repeated: Repeated = "refuse",
    scale: tuple[float, float] | None = SCALE,
) -> RatedPeople:
    """Read pairs of score and outcome, one per person within each label of ``by``.

    Rows without a score (``table.unscored``), without an outcome (``outcome.none``), without a
    label (``table.unlabelled``) or with an outcome older than the interview
    (``outcome.before_interview``) are counted and left out. With ``person`` named, rows that say
    the same twice become one (``table.repeated``); rows of one person that differ are refused
    unless ``repeated`` says what to do: their ``mean``, or the ``first`` or ``latest`` by
    ``outcome_at`` (by row where no date is named).

    Raises
    ------
    InputError
        ``score.out_of_range`` when a score lies outside ``scale`` (None allows any number);
        ``person.twice``; ``table.missing_column``, ``table.not_a_number``, ``table.not_a_date``,
        ``table.ambiguous_date``, ``table.empty``.

    Examples
    --------
    >>> people = pd.DataFrame({"id": [1, 1, 2, 3], "score": [6.0, 6.0, 7.5, None],
    ...                        "rating": [3.0, 3.0, 4.0, 2.0]})
    >>> found = rated_people(people, score="score", outcome="rating", person="id")
    >>> found.n, found.excluded
    (2, {'table.unscored': 1, 'table.repeated': 1})
    """
    if not len(frame):
        raise InputError(
            "table.empty", "the table has no rows", "give a table with one row per person"
        )
    x, y = numbers(frame, score), numbers(frame, outcome)
    on_scale(x, score, scale)
    group, names, unlabelled = labels(frame, by)
    excluded: dict[str, int] = {}
    kept = np.ones(len(frame), dtype=bool)

    def leave(code: str, why: NDArray[np.bool_]) -> None:
        nonlocal kept
        if lost := int((kept & why).sum()):
            excluded[code] = lost
        kept = kept & ~why

    leave("table.unscored", np.isnan(x))
    leave("outcome.none", np.isnan(y))
    leave("table.unlabelled", unlabelled)
    when = dates(frame, outcome_at) if outcome_at is not None else None
    if when is not None and interviewed_at is not None:
        # a missing date proves nothing against the row
        leave("outcome.before_interview", when < dates(frame, interviewed_at))
    rows = np.flatnonzero(kept)
    x, y = x[rows], y[rows]
    if person is not None and rows.size:
        known, who = _codes(column(frame, person).iloc[rows])
        # people without an id cannot be told apart: each stays a person of their own
        who = np.where(known, who, int(who.max(initial=0)) + 1 + np.arange(rows.size))
        key = np.unique(np.stack([who, group[rows]]), axis=1, return_inverse=True)[1].ravel()
        first, x, y = _one_each(key, x, y, rows, None if when is None else when[rows], repeated)
        if rows.size > first.size:
            excluded["table.repeated"] = rows.size - first.size
        rows = rows[first]
    # only groups that somebody is in
    present, codes = np.unique(group[rows], return_inverse=True)
    return RatedPeople(
        rows=rows,
        score=x,
        outcome=y,
        codes=codes.astype(np.int64).ravel(),
        names=tuple(names[int(i)] for i in present),
        excluded=excluded,
    )


def labels(
    frame: pd.DataFrame, by: Sequence[str]
) -> tuple[Ints, tuple[tuple[str, ...], ...], NDArray[np.bool_]]:
    """The group of every row by the columns named, the groups' labels, and rows without a label.

    Examples
    --------
    >>> labels(pd.DataFrame({"role": ["a", None, "b"]}), ["role"])[:2]
    (array([0, 0, 1]), (('a',), ('b',)))
    """
    none = np.zeros(len(frame), dtype=bool)
    if not by:
        return np.zeros(len(frame), dtype=np.int64), ((),), none
    parts, words = [], []
    for name in by:
        codes, distinct = pd.factorize(column(frame, name), sort=False)
        said = [_label(value) for value in distinct]
        empty = np.array([word.lower() in _EMPTY for word in said] + [True])
        none |= empty[codes]
        parts.append(np.maximum(codes, 0))
        words.append(said)
    stacked = np.stack(parts)
    # rows without a label borrow the first labelled row's group: callers leave them out
    usable = np.flatnonzero(~none)
    if not usable.size:
        return np.zeros(len(frame), dtype=np.int64), (("",) * len(by),), none
    stacked[:, none] = stacked[:, usable[:1]]
    distinct_keys, first, code = np.unique(stacked, axis=1, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    names = tuple(tuple(words[i][int(distinct_keys[i, j])] for i in range(len(by))) for j in order)
    return place[code.ravel()].astype(np.int64), names, none


def _label(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _codes(values: pd.Series) -> tuple[NDArray[np.bool_], Ints]:
    codes, _ = pd.factorize(values, sort=False)
    return codes >= 0, codes.astype(np.int64)


def on_scale(x: Floats, name: str, scale: tuple[float, float] | None) -> None:
    """Refuse the first score outside the scale, by its value and row; None allows any number.

    Raises
    ------
    InputError
        ``score.out_of_range``.
    """
    if scale is None:
        return
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero((x < scale[0]) | (x > scale[1]))
    if wrong.size:
        row = int(wrong[0])
        raise InputError(
            "score.out_of_range",
            f"column '{name}' holds {x[row]:g} in row {row + 1}, outside {scale[0]:g} to "
            f"{scale[1]:g}; so do {wrong.size - 1} more",
            "correct those rows, or name the scale the scores are on",
            score=float(x[row]),
            column=name,
            row=row + 1,
        )


def _one_each(
    key: Ints,
    x: Floats,
    y: Floats,
    rows: Ints,
    when: NDArray[np.datetime64] | None,
    repeated: Repeated,
) -> tuple[Ints, Floats, Floats]:
    """One pair per key: the place of its first row and the values that stand for it."""
    size = int(key.max()) + 1
    first = np.full(size, key.size, dtype=np.int64)
    np.minimum.at(first, key, np.arange(key.size))
    differs = (x != x[first[key]]) | (y != y[first[key]])
    if differs.any() and repeated == "refuse":
        at = int(np.flatnonzero(differs)[0])
        one, other = int(rows[first[key[at]]]) + 1, int(rows[at]) + 1
        raise InputError(
            "person.twice",
            f"rows {one} and {other} are one person with different values, and "
            f"{int(differs.sum()) - 1} more rows are like that",
            "name the period or the question that tells them apart, or say whether their mean, "
            "the first or the latest counts",
            row=one,
            other=other,
        )
    if repeated in ("first", "latest"):
        age = np.arange(key.size) if when is None else when.astype(np.int64)
        line = np.lexsort((np.arange(key.size), age, key))
        turns = key[line][1:] != key[line][:-1]
        ends = np.r_[turns, True] if repeated == "latest" else np.r_[True, turns]
        chosen = line[ends]
        order = np.sort(chosen)
        return order, x[order], y[order]
    n = np.bincount(key, minlength=size)
    order = np.argsort(first, kind="stable")
    mean_x = np.bincount(key, weights=x, minlength=size) / n
    mean_y = np.bincount(key, weights=y, minlength=size) / n
    same = np.ones(size, dtype=bool)
    same[key[differs]] = False
    # values that agree are passed on untouched, not as a mean with its rounding
    chosen_x = np.where(same, x[first], mean_x)
    chosen_y = np.where(same, y[first], mean_y)
    return first[order], chosen_x[order], chosen_y[order]


def _constant(values: Floats) -> bool:
    return bool(np.ptp(values) <= 1e-12 * max(float(np.abs(values).max()), 1e-300))
