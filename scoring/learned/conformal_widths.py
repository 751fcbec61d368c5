"""Half the width of an interval that holds a new person's rating as often as it says."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
ANY = ""


def half_width(residuals: ArrayLike, people: ArrayLike, *, level: float = 0.90) -> float | None:
    """The half width of conformal intervals for a row of a person never seen.

    Formula: with one weight for each of K people, spread over their rows, the smallest q for which
    rows with ``|residual| <= q`` weigh at least ``level (K + 1) / K``: hierarchical conformal
    prediction (Dunn, Wasserman and Ramdas 2023; Lee, Barber and Willett 2023). With one row each
    this is split conformal's ``ceil(level (K + 1))`` smallest. Residuals must come from models that
    did not see the person; people are exchangeable, rows of one person need not be.

    Returns
    -------
    float or None
        None where so few people give no finite interval at this level.

    Examples
    --------
    >>> half_width([1.0, 2, 3, 4, 5, 6, 7, 8, 9], range(9)), half_width([1.0, 2], [0, 1])
    (9.0, None)
    """
    r = np.abs(np.asarray(residuals, dtype=np.float64))
    _, code, size = np.unique(np.asarray(people), return_inverse=True, return_counts=True)
    needed = level * (size.size + 1)
    if r.size == 0 or needed > size.size + 1e-9:
        return None
    order = np.argsort(r, kind="stable")
    weight = np.cumsum(1.0 / size[code[order]])
    place = int(np.searchsorted(weight, needed - 1e-9))
    return float(r[order][min(place, r.size - 1)])


def half_widths(
    residuals: Floats,
    people: NDArray[np.object_],
    competency: NDArray[np.object_],
    *,
    level: float = 0.90,
    fewest: int = 100,
) -> dict[str, float]:
    """A half width for any competency, and one of its own for each with enough people."""
    anywhere = half_width(residuals, people, level=level)
    # with so few people the largest error is the best that can be said
    made = {ANY: float(np.abs(residuals).max()) if anywhere is None else anywhere}
    for key in sorted({str(one) for one in competency}):
        mine = competency == key
        if len(set(people[mine])) < fewest:
            continue
        own = half_width(residuals[mine], people[mine], level=level)
        if own is not None:
            made[key] = own
    return made


def width_of(widths: Mapping[str, float], competency: NDArray[np.object_]) -> Floats:
    """The half width of each row."""
    return np.array([widths.get(str(key), widths[ANY]) for key in competency])


def needed_people(level: float) -> int:
    """How many people an interval at this level needs at least.

    Examples
    --------
    >>> needed_people(0.90)
    9
    """
    return math.ceil(level / (1 - level) - 1e-9)
