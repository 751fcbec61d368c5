"""Many tests at once: how small a p must be before it says anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from interview import InputError

_Step = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def benjamini_hochberg(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Adjusted p values that keep the share of false alarms among all alarms at the level chosen.

    Formula: sorted ascending, ``min over j >= i of p_j m / j`` (Benjamini and Hochberg 1995), for
    independent or positively related tests. ``m`` counts the tests made; a None (no test was
    possible) stays None and is not counted.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, None, 0.03])
    (0.03, 0.04, None, 0.04)
    """
    return _adjusted(p_values, _step_up)


def holm(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Adjusted p values that keep the chance of any false alarm at the level chosen.

    Formula: sorted ascending, ``max over j <= i of p_j (m - j + 1)`` (Holm 1979); assumes nothing
    of how the tests hang together.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    """
    return _adjusted(p_values, _step_down)


def _step_up(p: NDArray[np.float64]) -> NDArray[np.float64]:
    m = p.size
    scaled = p * m / np.arange(1, m + 1)
    return np.asarray(np.minimum.accumulate(scaled[::-1])[::-1])


def _step_down(p: NDArray[np.float64]) -> NDArray[np.float64]:
    m = p.size
    return np.asarray(np.maximum.accumulate(p * (m - np.arange(m))))


def _adjusted(p_values: Sequence[float | None], step: _Step) -> tuple[float | None, ...]:
    tested = [i for i, p in enumerate(p_values) if p is not None]
    raw = np.array([p_values[i] for i in tested], dtype=np.float64)
    if raw.size and not ((raw >= 0) & (raw <= 1)).all():
        wrong = raw[~((raw >= 0) & (raw <= 1))][0]
        raise InputError(
            "estimation.p_value",
            f"{wrong} is no p value",
            "p values lie between 0 and 1",
            value=float(wrong),
        )
    found: list[float | None] = [None] * len(p_values)
    if raw.size:
        order = np.argsort(raw, kind="stable")
        adjusted = np.minimum(step(raw[order]), 1.0)
        for place, value in zip(order, adjusted, strict=True):
            found[tested[int(place)]] = float(value)
    return tuple(found)
