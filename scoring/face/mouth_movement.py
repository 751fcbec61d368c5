"""How much the lips move, as in speech."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]

AROUND_S = 1.0


def mouth_movement(times: Series, opening: Series) -> float:
    """Mean distance of the lips' opening from its own running mean over a second.

    In the unit of ``opening``. A mouth held open does not move; one that opens and shuts does,
    whatever it is measured against. The mean hardly depends on how many frames a second there are.

    Examples
    --------
    Lips that open by up to 8 mm three times a second, around 4 mm:

    >>> t = np.arange(250) / 12.5
    >>> wave = mouth_movement(t, 4 + 4 * np.sin(2 * np.pi * 3 * t))
    >>> abs(wave - 4 * 2 / np.pi) < 0.2
    True
    >>> mouth_movement(t, np.full(250, 8.0))
    0.0
    """
    if len(times) < 3:
        return 0.0
    step = float(np.median(np.diff(times)))
    around = min(2 * round(AROUND_S / max(step, 1e-3) / 2) + 1, len(opening))
    window = np.ones(around)
    n = np.convolve(np.ones(len(opening)), window, mode="same")
    usual = np.convolve(opening, window, mode="same") / n
    return float(np.abs(opening - usual).mean())
