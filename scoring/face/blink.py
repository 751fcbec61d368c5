"""Blinks: short closings of both eyes, seen only where enough frames a second were looked at."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.face.episodes import running_median
from scoring.gate_thresholds import limit

Series = NDArray[np.float64]

# a blink lasts .1 to .4 s; fewer frames a second miss whole blinks
SLOWEST_FPS = limit("face.blink_fps")
CLOSED = 0.65  # share of the eye's usual opening below which the lids are closing
LONGEST_S = 0.6  # beyond it the eyes are shut or look down, which is no blink
AROUND_S = 3.0
GAP_STEPS = 3.5  # frames further apart have a stretch without a face between them


def fast_enough(times: Series) -> bool:
    """True when the frames looked at come at least 12.5 times a second (5 % of grace).

    Examples
    --------
    >>> fast_enough(np.arange(20) / 12.5), fast_enough(np.arange(20) / 8)
    (True, False)
    """
    if len(times) < 2:
        return False
    return (len(times) - 1) / float(times[-1] - times[0]) >= SLOWEST_FPS * 0.95


def blinks(times: Series, opening: Series) -> list[tuple[float, float]]:
    """Start and end (s) of every blink.

    ``opening`` is the lid distance over the corner distance, both eyes averaged, per frame with a
    face. A blink is a fall below .65 of the running median of three seconds (a person who looks
    down or laughs opens the eyes less for longer, which moves the median with it) that ends within
    .6 s. One that touches the recording's ends, or a stretch without a face, was not seen whole
    and does not count.
    """
    if len(times) < 3:
        return []
    step = float(np.median(np.diff(times)))
    usual = running_median(opening, 2 * round(AROUND_S / max(step, 1e-3) / 2) + 1)
    shut = opening < CLOSED * usual
    found: list[tuple[float, float]] = []
    breaks = np.flatnonzero(np.diff(times) > GAP_STEPS * step) + 1
    for part in np.split(np.arange(len(times)), breaks):
        found += _whole(times[part], shut[part], step)
    return found


def _whole(times: Series, shut: NDArray[np.bool_], step: float) -> list[tuple[float, float]]:
    """The blinks that begin and end inside one stretch without gaps."""
    padded = np.concatenate([[False], shut, [False]])
    edges = np.flatnonzero(np.diff(padded.astype(np.int8)))
    found: list[tuple[float, float]] = []
    for first, after in edges.reshape(-1, 2):
        if first == 0 or after == len(times):
            continue
        begun, ended = float(times[first]), float(times[after])
        if found and begun - found[-1][1] < step * 1.5:
            begun = found.pop()[0]  # lids that tremble once on the way are one blink
        if ended - begun <= LONGEST_S:
            found.append((begun, ended))
    return found
