"""The leaves of a gradient boosting as tables: which features their paths test, between what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from interview import InputError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Leaves:
    """Leaves whose paths test the same number d of different columns.

    ``columns`` (leaves, d); a row passes a test when its value is above ``above`` and at most
    ``upto``, or missing where ``missing`` says so. ``pays`` (leaves,) is what a leaf adds.
    """

    columns: Ints
    above: Floats
    upto: Floats
    missing: Bools
    pays: Floats

    def passed(self, rows: Floats) -> Bools:
        """Which tests each row passes, (leaves, rows, d)."""
        values = rows[:, self.columns].transpose(1, 0, 2)
        inside = (values > self.above[:, None, :]) & (values <= self.upto[:, None, :])
        gone = np.isnan(values)
        return np.asarray(np.where(gone, self.missing[:, None, :], inside))


def tree_leaves(model: Any) -> tuple[float, tuple[Leaves, ...]]:
    """What every row gets, and the leaves by the number of columns they test.

    Parameters
    ----------
    model : sklearn.ensemble.HistGradientBoostingRegressor
        Fitted, with numerical features and squared loss.

    Raises
    ------
    InputError
        ``explanation.not_trees`` for any other model or for categorical splits.
    """
    predictors = getattr(model, "_predictors", None)
    if predictors is None or getattr(model, "is_categorical_", None) is not None:
        raise InputError(
            "explanation.not_trees",
            f"{type(model).__name__} is no gradient boosting over numbers",
            "train with kind='trees' or kind='linear'",
            model=type(model).__name__,
        )
    found: dict[int, list[_Leaf]] = {}
    for round_ in predictors:
        nodes = round_[0].nodes
        for leaf in _leaves_of(nodes):
            found.setdefault(len(leaf.columns), []).append(leaf)
    base = float(np.ravel(model._baseline_prediction)[0])
    base += sum(leaf.pays for leaf in found.pop(0, []))
    return base, tuple(_stacked(found[d]) for d in sorted(found))


class _Leaf(NamedTuple):
    columns: tuple[int, ...]
    above: tuple[float, ...]
    upto: tuple[float, ...]
    missing: tuple[bool, ...]
    pays: float


def _leaves_of(nodes: Any) -> list[_Leaf]:
    """Walks one tree; tests of the same column on one path become one."""
    out: list[_Leaf] = []
    waiting: list[tuple[int, dict[int, tuple[float, float, bool]]]] = [(0, {})]
    while waiting:
        place, tests = waiting.pop()
        node = nodes[place]
        if node["is_leaf"]:
            out.append(
                _Leaf(
                    tuple(tests),
                    tuple(t[0] for t in tests.values()),
                    tuple(t[1] for t in tests.values()),
                    tuple(t[2] for t in tests.values()),
                    float(node["value"]),
                )
            )
            continue
        column, cut = int(node["feature_idx"]), float(node["num_threshold"])
        above, upto, missing = tests.get(column, (-np.inf, np.inf, True))
        left = bool(node["missing_go_to_left"])
        waiting.append(
            (int(node["left"]), tests | {column: (above, min(upto, cut), missing and left)})
        )
        waiting.append(
            (int(node["right"]), tests | {column: (max(above, cut), upto, missing and not left)})
        )
    return out


def _stacked(leaves: Sequence[_Leaf]) -> Leaves:
    return Leaves(
        columns=np.array([leaf.columns for leaf in leaves], dtype=np.int64),
        above=np.array([leaf.above for leaf in leaves]),
        upto=np.array([leaf.upto for leaf in leaves]),
        missing=np.array([leaf.missing for leaf in leaves], dtype=np.bool_),
        pays=np.array([leaf.pays for leaf in leaves]),
    )
