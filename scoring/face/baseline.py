"""The person's own face at rest: what every smile and raised brow is measured against."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.gate_thresholds import limit

Series = NDArray[np.float64]

REST_PERCENTILE = 25.0
NEAR_FRONTAL_DEG = limit("face.near_frontal")
FEWEST_FRAMES = limit("face.baseline_frames")


def near_frontal(yaw: Series, pitch: Series) -> NDArray[np.bool_]:
    """Frames in which the head points within 20 degrees of the camera, both ways."""
    seen: NDArray[np.bool_] = (np.abs(yaw) <= NEAR_FRONTAL_DEG) & (
        np.abs(pitch) <= NEAR_FRONTAL_DEG
    )
    return seen


def at_rest(values: Series, frontal: NDArray[np.bool_], *, ceiling: float) -> float | None:
    """The value of a measure on the face at rest, or None when too few frames show it.

    The 25th percentile of the near-frontal frames, not the median: many people smile for more
    than half of an interview, hardly anybody for more than three quarters. Where even that is
    higher than ``ceiling`` (a high value among faces at rest) the ceiling is used, so that a
    smile held from the first to the last second is still seen.

    Examples
    --------
    >>> smiling_most_of_the_time = np.array([5.0] * 40 + [6.5] * 60)
    >>> at_rest(smiling_most_of_the_time, np.ones(100, dtype=bool), ceiling=5.8)
    5.0
    >>> at_rest(np.array([5.0]), np.array([True]), ceiling=5.8) is None
    True
    """
    usable = values[frontal & np.isfinite(values)]
    if len(usable) < FEWEST_FRAMES:
        return None
    return min(float(np.percentile(usable, REST_PERCENTILE)), ceiling)
