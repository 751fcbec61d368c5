"""Raised brows, against the person's own face at rest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.face.baseline import at_rest
from scoring.face.episodes import episodes, running_median

Series = NDArray[np.float64]

BROWS = (105, 66, 63, 334, 296, 293)
EYE_CORNERS = (33, 133, 362, 263)
UNIT_CM = 0.3  # one unit: the brows 3 mm higher than at rest
CEILING_CM = 3.0
STARTS, ENDS, SHORTEST_S = 1.0, 0.6, 0.2


def brow_height(straight: NDArray[np.float64]) -> float:
    """Height of the brows over the corners of the eyes, in centimetres of the standard face."""
    brows, eyes = straight[list(BROWS), 1], straight[list(EYE_CORNERS), 1]
    return float(brows.mean() - eyes.mean())


def brow_track(height: Series, frontal: NDArray[np.bool_]) -> Series | None:
    """Brow height per frame in own-baseline units: 0 at rest, 1 clearly raised; None unknown."""
    rest = at_rest(height, frontal, ceiling=CEILING_CM)
    if rest is None:
        return None
    raised: Series = np.clip((running_median(height, 3) - rest) / UNIT_CM, 0.0, 4.0)
    return raised


def brow_episodes(times: Series, brow: Series) -> list[tuple[float, float]]:
    """Start and end of every raising of the brows of at least a fifth of a second."""
    return episodes(times, brow, start_above=STARTS, end_below=ENDS, min_s=SHORTEST_S)
