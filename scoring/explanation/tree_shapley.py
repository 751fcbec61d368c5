"""Exact Shapley and Owen values of gradient boosting against a background, for one row or many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.explanation.leaf_game import interactions_of_leaf, owen_of_leaves
from scoring.explanation.tree_leaves import Leaves, tree_leaves

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
MOST_CELLS = 3_000_000
FEW_ROWS = 64
"""Up to so many rows all leaves are looked up at once, beyond it leaf by leaf."""
WIDEST_TABLE = 10
"""Leaves that test more columns than this are worked out for the patterns that occur alone."""


@dataclass(frozen=True, kw_only=True, eq=False)
class TreeExplainer:
    """Interventional values of a gradient boosting: exact, and no slower with more background.

    What a leaf pays to each column depends only on which of its few tests a row and a background
    row pass. So each leaf has a table over the patterns of passed tests, made once with the
    background counted in; explaining a row is then looking up its patterns. The values are those
    of ``shap.TreeExplainer(model, data=background, feature_perturbation="interventional")``; with
    ``groups`` they are Owen values, by which columns that move together enter the game together.

    Parameters
    ----------
    model : HistGradientBoostingRegressor
    background : array, shape (rows, columns)
        As the model sees it.
    groups : sequence of ints, one per column, optional
        Columns with the same number stand as one.
    """

    model: Any
    background: Floats
    groups: Sequence[int] | None = None
    _held: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def base(self) -> float:
        """The model's mean over the background."""
        return float(self._base_each().mean())

    def values(self, rows: Floats) -> Floats:
        """One value per row and column; with the base they add up to the model's prediction."""
        out = np.zeros((rows.shape[0], self.background.shape[1]))
        turned = np.ascontiguousarray(rows.T)
        for leaves, label in self._blocks():
            d = leaves.columns.shape[1]
            if d <= WIDEST_TABLE:
                tables = self._tables(leaves, label)
                if len(rows) <= FEW_ROWS:
                    _looked_up(leaves, tables, rows, out)
                    continue
                for i, table in enumerate(tables):
                    code = _codes(leaves, i, turned)
                    for j, column in enumerate(leaves.columns[i]):
                        out[:, column] += table[j].take(code)
                continue
            for i in range(len(leaves.pays)):
                one = _some(leaves, slice(i, i + 1))
                patterns, code = np.unique(one.passed(rows)[0], axis=0, return_inverse=True)
                paid = self._paid(one, patterns[None], label[i : i + 1])[0]
                out[:, leaves.columns[i]] += paid[code.ravel()]
        return out

    def against_each(self, row: Floats) -> tuple[Floats, Floats]:
        """One row against every background row: (bases, values (background rows, columns)).

        Weighted means of these are the values against any other mixture of the same background,
        as a bootstrap of it asks for.
        """
        size = self.background.shape
        found = np.zeros(size)
        for leaves, label in self._blocks():
            d = leaves.columns.shape[1]
            for part in _chunks(len(leaves.pays), size[0] * d * d):
                some = _some(leaves, part)
                paid = owen_of_leaves(
                    some.passed(row[None, :]), some.passed(self.background), label[part]
                )[:, 0]
                paid *= some.pays[:, None, None]
                flat = paid.transpose(1, 0, 2).reshape(size[0], -1)
                columns = some.columns.ravel()
                order = np.argsort(columns, kind="stable")
                known, starts = np.unique(columns[order], return_index=True)
                found[:, known] += np.add.reduceat(flat[:, order], starts, axis=1)
        return self._base_each(), found

    def interactions(self, rows: Floats) -> Floats:
        """Shapley interactions of single columns, (rows, columns, columns), diagonal at nought."""
        columns = self.background.shape[1]
        out = np.zeros((rows.shape[0], columns, columns))
        weights = np.full(len(self.background), 1.0 / len(self.background))
        for leaves, _ in self._blocks():
            if leaves.columns.shape[1] < 2:
                continue
            for i in range(len(leaves.pays)):
                one = _some(leaves, slice(i, i + 1))
                patterns, code = np.unique(one.passed(rows)[0], axis=0, return_inverse=True)
                rows_z, place = np.unique(
                    one.passed(self.background)[0], axis=0, return_inverse=True
                )
                share = np.zeros(len(rows_z))
                np.add.at(share, place.ravel(), weights)
                paid = interactions_of_leaf(patterns, rows_z, share) * leaves.pays[i]
                own = leaves.columns[i]
                out[:, own[:, None], own[None, :]] += paid[code.ravel()]
        return out

    def _blocks(self) -> Sequence[tuple[Leaves, Ints]]:
        if "blocks" not in self._held:
            base, blocks = tree_leaves(self.model)
            self._held["base"] = base
            self._held["blocks"] = tuple((one, self._labels(one)) for one in blocks)
        found: Sequence[tuple[Leaves, Ints]] = self._held["blocks"]
        return found

    def _labels(self, leaves: Leaves) -> Ints:
        """The group of each column of each leaf, counted from nought within the leaf."""
        if self.groups is None:
            return np.tile(np.arange(leaves.columns.shape[1]), (len(leaves.pays), 1))
        named = np.asarray(self.groups, dtype=np.int64)[leaves.columns]
        same = named[:, :, None] == named[:, None, :]
        return np.asarray(same.argmax(axis=2), dtype=np.int64)

    def _base_each(self) -> Floats:
        if "each" not in self._held:
            blocks = self._blocks()
            each = np.full(len(self.background), float(self._held["base"]))
            for leaves, _ in blocks:
                each += leaves.passed(self.background).all(axis=2).T @ leaves.pays
            self._held["each"] = each
        found: Floats = self._held["each"]
        return found

    def _tables(self, leaves: Leaves, label: Ints) -> Floats:
        """What each column gets at each pattern of passed tests, (leaves, d, 2^d)."""
        d = leaves.columns.shape[1]
        name = f"tables:{d}"
        if name not in self._held:
            patterns = (np.arange(2**d)[:, None] >> np.arange(d) & 1).astype(np.bool_)
            made = np.empty((len(leaves.pays), d, 2**d))
            for part in _chunks(len(leaves.pays), 2**d * len(self.background) * d * d):
                some = _some(leaves, part)
                every = np.broadcast_to(patterns, (len(some.pays), *patterns.shape))
                made[part] = self._paid(some, every, label[part]).transpose(0, 2, 1)
            self._held[name] = made
        found: Floats = self._held[name]
        return found

    def _paid(self, leaves: Leaves, patterns: Bools, label: Ints) -> Floats:
        """(leaves, patterns, d): the mean over the background of what each column gets."""
        found = owen_of_leaves(patterns, leaves.passed(self.background), label).mean(axis=2)
        return np.asarray(found * leaves.pays[:, None, None])


def _looked_up(leaves: Leaves, tables: Floats, rows: Floats, out: Floats) -> None:
    size, d = leaves.columns.shape
    code = leaves.passed(rows) @ (1 << np.arange(d))  # (leaves, rows)
    paid = tables[np.arange(size)[:, None, None], np.arange(d)[None, :, None], code[:, None, :]]
    columns = leaves.columns.ravel()
    order = np.argsort(columns, kind="stable")
    known, starts = np.unique(columns[order], return_index=True)
    out[:, known] += np.add.reduceat(paid.reshape(size * d, -1)[order], starts, axis=0).T


def _codes(leaves: Leaves, i: int, turned: Floats) -> Ints:
    """Each row's pattern of passed tests at one leaf as a number; rows stand in columns here."""
    code = np.zeros(turned.shape[1], dtype=np.int64)
    for j, column in enumerate(leaves.columns[i]):
        values = turned[column]
        passed = (values > leaves.above[i, j]) & (values <= leaves.upto[i, j])
        if leaves.missing[i, j]:
            passed |= np.isnan(values)
        code |= passed.astype(np.int64) << j
    return code


def _some(leaves: Leaves, part: slice) -> Leaves:
    return Leaves(
        columns=leaves.columns[part],
        above=leaves.above[part],
        upto=leaves.upto[part],
        missing=leaves.missing[part],
        pays=leaves.pays[part],
    )


def _chunks(size: int, cells: int) -> Iterator[slice]:
    step = max(1, MOST_CELLS // max(cells, 1))
    for start in range(0, size, step):
        yield slice(start, min(start + step, size))
