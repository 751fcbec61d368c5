"""The error of an interview as a whole, from the errors of its competencies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.learned.design import DesignTable, Words

Floats = NDArray[np.float64]


def overall_residuals(table: DesignTable, residuals: Floats) -> tuple[Floats, Words]:
    """Mean error of each interview under its role's weights, and whose interview it is.

    Examples
    --------
    >>> from scoring.learned.example import example_table
    >>> table, _ = example_table(2)
    >>> off, people = overall_residuals(table, np.array([1.0, 2.0, 3.0, 4.0]))
    >>> off.tolist(), people.tolist()
    ([2.0, 3.0], ['p0', 'p1'])
    """
    interviews, first, code = np.unique(
        table.interview.astype(str), return_index=True, return_inverse=True
    )
    weight = np.where(table.weight > 0, table.weight, 0.0)
    total = np.bincount(code, weights=weight, minlength=interviews.size)
    summed = np.bincount(code, weights=weight * residuals, minlength=interviews.size)
    there = total > 0
    return np.asarray(summed[there] / total[there]), table.person[first][there]
