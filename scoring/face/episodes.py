"""Stretches of time in which a measure stays high: a smile, raised brows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]


def episodes(
    times: Series, values: Series, *, start_above: float, end_below: float, min_s: float
) -> list[tuple[float, float]]:
    """Start and end (s) of every stretch that rises above one level and falls below a lower one.

    Two levels instead of one keep a value that trembles around the limit from counting many
    times. NaN (no face) ends a stretch.

    Examples
    --------
    >>> t = np.arange(6.0)
    >>> episodes(t, np.array([0, 2, 0.8, 2, 0, 0]), start_above=1, end_below=0.5, min_s=1)
    [(1.0, 4.0)]
    """
    found: list[tuple[float, float]] = []
    begun: float | None = None
    last = float(times[0]) if len(times) else 0.0
    for t, value in zip(times.tolist(), values.tolist(), strict=True):
        if begun is None:
            if value > start_above:
                begun = t
        elif not value >= end_below:
            if t - begun >= min_s:
                found.append((begun, t))
            begun = None
        last = t
    if begun is not None and last - begun >= min_s:
        found.append((begun, last))
    return found


def running_median(values: Series, width: int) -> Series:
    """The median of ``width`` neighbours around each value, fewer at both ends.

    Examples
    --------
    >>> running_median(np.array([1.0, 9.0, 1.0, 1.0]), 3).tolist()
    [5.0, 1.0, 1.0, 1.0]
    """
    half = max(width, 1) // 2
    if half == 0 or len(values) == 0:
        return values.astype(np.float64)
    padded = np.pad(values.astype(np.float64), half, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    # every window holds at least the value itself, so no median is empty
    middle: Series = np.nanmedian(windows, axis=1)
    return middle
