"""Smiles, against the person's own face at rest: wider mouth and higher corners together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.face.baseline import at_rest
from scoring.face.episodes import episodes, running_median

Series = NDArray[np.float64]

CORNERS = (61, 291)
INNER_LIPS = (13, 14)
UNDER_NOSE = 2
# one unit of smile: mouth a seventh wider and its corners 2.5 mm higher than at rest
WIDER, HIGHER_CM = 0.15, 0.25
# nobody's face at rest is assumed wider or higher than this (centimetres of the standard face)
WIDTH_CEILING, LIFT_CEILING = 5.8, -2.1
# mouth opening over its width: a broad smile stays under .3, a shout or a yawn reaches .6
WIDE_OPEN = 0.45
STARTS, ENDS, SHORTEST_S = 1.0, 0.6, 0.5
SMOOTH_S = 1.0  # longer than a spoken syllable or two


def mouth(straight: NDArray[np.float64]) -> tuple[float, float, float]:
    """Width of the mouth, height of its corners over the base of the nose, and its opening, in cm.

    Measured on the points turned back to frontal, so that a turned head does not look like a
    narrow mouth.
    """
    left, right = straight[CORNERS[0]], straight[CORNERS[1]]
    width = float(np.hypot(right[0] - left[0], right[1] - left[1]))
    lift = float((left[1] + right[1]) / 2 - straight[UNDER_NOSE, 1])
    return width, lift, float(straight[INNER_LIPS[0], 1] - straight[INNER_LIPS[1], 1])


def smile_track(
    times: Series, width: Series, lift: Series, opening: Series, frontal: NDArray[np.bool_]
) -> Series | None:
    """Smile per frame in own-baseline units: 0 at rest, 1 a clear smile; None without a baseline.

    The geometric mean of two parts, widening / 15 % and lift / 2.5 mm: speech widens the mouth
    too (an "ee"), but does not raise its corners. A running median over a second removes single
    syllables. A mouth torn wide open is no smile however wide it is.
    """
    rest_width = at_rest(width, frontal, ceiling=WIDTH_CEILING)
    rest_lift = at_rest(lift, frontal, ceiling=LIFT_CEILING)
    if rest_width is None or rest_lift is None:
        return None
    step = float(np.median(np.diff(times)))
    around = 2 * round(SMOOTH_S / max(step, 1e-3) / 2) + 1
    wider = np.clip((running_median(width, around) / rest_width - 1.0) / WIDER, 0.0, 4.0)
    higher = np.clip((running_median(lift, around) - rest_lift) / HIGHER_CM, 0.0, 4.0)
    shouting = running_median(opening, around) > WIDE_OPEN * running_median(width, around)
    smile: Series = np.where(shouting, 0.0, np.sqrt(wider * higher))
    return smile


def smile_episodes(times: Series, smile: Series) -> list[tuple[float, float]]:
    """Start and end of every smile of at least half a second."""
    return episodes(times, smile, start_above=STARTS, end_below=ENDS, min_s=SHORTEST_S)
