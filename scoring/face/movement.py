"""How fast the head moves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]

STEP_S = 0.2


def movement(times: Series, yaw: Series, pitch: Series, roll: Series) -> float:
    """Mean speed of the head in degrees per second.

    Angles (degrees) are averaged over steps of .2 s first: from frame to frame the points tremble
    by a third of a degree, which alone would look like four degrees a second. Steps on either
    side of a gap are not compared.

    Examples
    --------
    A head that turns by ten degrees every second:

    >>> t = np.arange(50) / 12.5
    >>> still = np.zeros(50)
    >>> round(movement(t, 10 * t, still, still))
    10
    """
    slot = np.floor((times - times[0]) / STEP_S + 1e-9).astype(int)
    used, index = np.unique(slot, return_inverse=True)
    n = np.bincount(index)
    angles = np.stack([np.bincount(index, values) / n for values in (yaw, pitch, roll)])
    at = np.bincount(index, times) / n
    near = np.diff(used) == 1
    if not near.any():
        return 0.0
    speed = np.sqrt((np.diff(angles, axis=1) ** 2).sum(axis=0)) / np.diff(at)
    return float(speed[near].mean())
