"""The timeline of the face: one value a second of each measure."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]

Track = tuple[float | None, ...]
STEP_MS = 1000


def per_second(
    times: Series, seen: NDArray[np.bool_], by_name: Mapping[str, Series]
) -> dict[str, Track]:
    """Means per second of each series; a second without a face has no value but ``face`` 0.

    Parameters
    ----------
    times
        Seconds from the start of the answer, in order.
    seen
        Whether a face was followed in each frame; becomes the track ``face``.
    by_name
        Further series with NaN where nothing is known.

    Examples
    --------
    >>> per_second(np.array([0.0, 0.5, 1.0]), np.array([True, False, False]), {})
    {'face': (0.5, 0.0)}
    """
    if not len(times):
        return {}
    second = np.floor(np.maximum(times, 0.0) * 1000 / STEP_MS).astype(int)
    seconds = range(int(second[-1]) + 1)
    tracks: dict[str, Track] = {}
    for name, series in {"face": seen.astype(np.float64), **by_name}.items():
        known = np.isfinite(series)
        total = np.bincount(second[known], series[known], minlength=len(seconds))
        n = np.bincount(second[known], minlength=len(seconds))
        tracks[name] = tuple(round(float(total[i] / n[i]), 4) if n[i] else None for i in seconds)
    return tracks
