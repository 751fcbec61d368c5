"""Ratings of many targets by several raters, from a wide or a long table."""

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
class Ratings:
    """``values`` is targets by raters, not-a-number where somebody did not rate.

    ``cluster`` numbers what a target belongs to (several competencies of one interview), so that
    an interval need not take them for strangers; by default every target is its own.
    """

    raters: tuple[str, ...]
    values: Floats
    cluster: Ints

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Where there is a rating."""
        return ~np.isnan(self.values)

    def complete(self) -> Floats:
        """The rows that everybody rated."""
        return self.values[self.seen.all(axis=1)]


def ratings(
    frame: pd.DataFrame,
    *,
    raters: Sequence[str] = (),
    target: str | Sequence[str] = "",
    rater: str = "",
    rating: str = "",
    cluster: str = "",
) -> Ratings:
    """Read ratings: one row per target with ``raters`` as columns, or one row per rating.

    ``target`` may name several columns (interview and competency). Targets nobody rated are left
    out.

    Raises
    ------
    InputError
        ``raters.not_named``, ``raters.twice`` when somebody rated one target twice,
        ``raters.one`` when there is one rater only, ``table.missing_column``,
        ``table.not_a_number``.

    Examples
    --------
    >>> rows = pd.DataFrame({"who": list("aabb"), "rater": ["x", "y"] * 2, "r": [1, 2, 3, None]})
    >>> ratings(rows, target="who", rater="rater", rating="r").values.tolist()
    [[1.0, 2.0], [3.0, nan]]
    """
    if raters:
        names = tuple(raters)
        table = np.column_stack([numbers(frame, name) for name in names])
        group = _codes(frame, cluster) if cluster else np.arange(len(frame))
        kept = ~np.isnan(table).all(axis=1)
        found = Ratings(raters=names, values=table[kept], cluster=group[kept])
    elif target and rater and rating:
        found = _long(frame, target, rater, rating, cluster)
    else:
        raise InputError(
            "raters.not_named",
            "nothing says which columns hold the ratings",
            "name the raters' columns, or the columns of target, rater and rating",
        )
    if len(found.raters) < 2:
        raise InputError(
            "raters.one",
            f"{len(found.raters)} rater agrees with nobody",
            "give ratings of the same targets by at least two raters",
            raters=len(found.raters),
        )
    return found


def _long(
    frame: pd.DataFrame, target: str | Sequence[str], rater: str, rating: str, cluster: str
) -> Ratings:
    columns = [target] if isinstance(target, str) else list(target)
    value = numbers(frame, rating)
    what = np.zeros(len(frame), dtype=np.int64)
    for name in columns:
        codes = _codes(frame, name)
        known = (codes >= 0) & (what >= 0)
        place = np.where(known, what * (int(codes.max(initial=0)) + 1) + codes, -1)
        _, what = np.unique(place, return_inverse=True)
        what = np.where(known, what, -1)
    who, names = pd.factorize(column(frame, rater), sort=True, use_na_sentinel=True)
    used = (what >= 0) & (who >= 0) & ~np.isnan(value)
    present, row = np.unique(what[used], return_inverse=True)
    seats, seat = np.unique(who[used], return_inverse=True)
    place = row * max(len(seats), 1) + seat
    if np.unique(place).size < place.size:
        raise InputError(
            "raters.twice",
            f"a '{rater}' rated one target twice",
            f"give one row per {' and '.join(columns)} and '{rater}'; keep the last of a period",
            rater=rater,
            target=" + ".join(columns),
        )
    table = np.full((len(present), len(seats)), np.nan)
    table[row, seat] = value[used]
    group = np.arange(len(present))
    if cluster:
        group = np.zeros(len(present), dtype=np.int64)
        group[row] = _codes(frame, cluster)[used]
    return Ratings(raters=tuple(str(names[s]) for s in seats), values=table, cluster=group)


def _codes(frame: pd.DataFrame, name: str) -> Ints:
    codes, _ = pd.factorize(column(frame, name), sort=True, use_na_sentinel=True)
    return np.asarray(codes, dtype=np.int64)
