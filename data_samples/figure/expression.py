"""Moves the portrait's lids, lips, brows and eyes: where each pixel of a new face comes from.

All places are pixels of the 480 by 480 portrait, measured on it once. The portrait grins, so a
face at rest is made by narrowing and closing its mouth, and the full grin is the largest smile.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_samples.figure.script import Moment

Grid = NDArray[np.float32]

# the part of the portrait that an expression moves: rows, columns
ROWS, COLUMNS = slice(128, 348), slice(140, 345)

GLANCE_PX = 9.0
LEVEL_PX = 4.7  # 20 degrees up or down on an eyeball of 12 mm radius, at 11.5 pixels a centimetre
LID_FOLLOWS = 0.8  # of the iris' way, as lids do
BROW_PX = 15.0


@dataclass(frozen=True, kw_only=True, slots=True)
class EyePlace:
    """One eye: middle, half its width, heights of the corners, the lids at mid-eye and the brow."""

    x: float
    half: float
    corner: float
    upper: float
    lower: float
    brow: float


EYES = (
    EyePlace(x=203.5, half=18.0, corner=188.0, upper=177.0, lower=192.5, brow=166.0),
    EyePlace(x=281.5, half=18.0, corner=190.5, upper=180.0, lower=195.5, brow=168.0),
)

MOUTH_X, MOUTH_HALF, MOUTH_CORNER = 239.5, 41.0, 256.0
UPPER_LIP, LOWER_LIP = 259.0, 273.5  # inner edges at the middle, teeth between them
NARROWER, LOWER_CORNERS = 0.24, 13.0  # at rest, against the grin
JAW_PX = 5.0  # how far the lower lip drops beyond the grin in loud speech


def face_grid() -> tuple[Grid, Grid]:
    """Column and row of every pixel of the moving part."""
    rows, columns = np.mgrid[ROWS, COLUMNS].astype(np.float32)
    return columns, rows


def expression_map(moment: Moment, x: Grid, y: Grid) -> tuple[Grid, Grid]:
    """For every pixel of the moving part, the place in the portrait it is taken from."""
    from_x, from_y = _mouth(moment, x, y)
    for eye in EYES:
        _brow(moment.brow, eye, x, y, from_y)
        _eye(moment, eye, x, y, from_x, from_y)
    return from_x, from_y


def _eye(moment: Moment, eye: EyePlace, x: Grid, y: Grid, from_x: Grid, from_y: Grid) -> None:
    """Slides the lid's skin down over the eye, and the iris sideways under it."""
    part = _window(x, y, eye.x, eye.half, eye.brow, eye.lower + 2)
    u = (x[part] - eye.x) / eye.half
    bow = np.clip(1.0 - u * u, 0.0, 1.0)
    upper = eye.corner + (eye.upper - eye.corner) * bow
    lower = eye.corner + (eye.lower - eye.corner) * bow
    # looking down takes the lid along, looking up takes it to the rim
    follows = np.clip(-moment.level * LEVEL_PX * LID_FOLLOWS, -2.0, None) * bow
    edge = upper + moment.lids * np.maximum(lower - upper, 0.0) + follows * (1.0 - moment.lids)
    rows = y[part]
    above = rows < edge
    stretched = eye.brow + (rows - eye.brow) * (upper - eye.brow) / (edge - eye.brow)
    if moment.lids > 0 or moment.level:
        lid = above & (np.abs(u) < 1.0)
        from_y[part] = np.where(lid, stretched, from_y[part])
    inside = (~above) & (rows < lower)
    if moment.glance:
        from_x[part] -= np.where(inside, moment.glance * GLANCE_PX * bow, 0.0).astype(np.float32)
    if moment.level:
        from_y[part] += np.where(inside, moment.level * LEVEL_PX * bow, 0.0).astype(np.float32)


def dark_glasses(picture: NDArray[np.uint8]) -> None:
    """Draws dark glasses on the portrait, in place."""
    import cv2

    for eye in EYES:
        middle = (round(eye.x), round(eye.corner) - 2)
        cv2.ellipse(picture, middle, (31, 21), 0, 0, 360, (14, 12, 12), -1, cv2.LINE_AA)
    a, b = ((round(eye.x), round(eye.corner) - 10) for eye in EYES)
    cv2.line(picture, a, b, (14, 12, 12), 4, cv2.LINE_AA)


def _brow(amount: float, eye: EyePlace, x: Grid, y: Grid, from_y: Grid) -> None:
    """Lifts the brow; the skin between brow and lid stretches, the eye stays."""
    if amount == 0:
        return
    part = _window(x, y, eye.x, eye.half * 2.2, eye.brow - 38, eye.upper)
    across = np.exp(-(((x[part] - eye.x) / 30.0) ** 2))
    middle = eye.brow - 8 - amount * BROW_PX / 2
    rows = y[part]
    down = np.where(rows > middle, (eye.upper - rows) / (eye.upper - middle), 1.0)
    up = np.where(rows < middle, np.exp(-(((rows - middle) / 14.0) ** 2)), 1.0)
    from_y[part] += (amount * BROW_PX * across * np.clip(down, 0, 1) * up).astype(np.float32)


def _mouth(moment: Moment, x: Grid, y: Grid) -> tuple[Grid, Grid]:
    """Width, corners and opening of the mouth; cheeks and chin follow and fade out."""
    rest = 1.0 - moment.smile
    half = MOUTH_HALF * (1.0 - NARROWER * rest)
    corner = MOUTH_CORNER + LOWER_CORNERS * rest
    gap = LOWER_LIP - UPPER_LIP
    shown = max(0.85 * moment.smile, moment.mouth)  # a wide smile shows teeth even in silence
    upper_mid = UPPER_LIP + rest * 6.0
    lower_mid = upper_mid + gap * shown + JAW_PX * moment.mouth
    u = (x - MOUTH_X) / half
    bow = np.clip(1.0 - u * u, 0.0, 1.0)
    upper_to, lower_to = corner + (upper_mid - corner) * bow, corner + (lower_mid - corner) * bow
    upper_to = np.minimum(upper_to, lower_to)
    upper_from = MOUTH_CORNER + (UPPER_LIP - MOUTH_CORNER) * bow
    lower_from = MOUTH_CORNER + (LOWER_LIP - MOUTH_CORNER) * bow
    beside = np.exp(-(np.clip(np.abs(u) - 1.0, 0.0, None) ** 2) / 0.18)
    above = np.exp(-(np.clip(upper_to - y, 0.0, None) ** 2) / (2 * 11.0**2))
    below = np.exp(-(np.clip(y - lower_to, 0.0, None) ** 2) / (2 * 20.0**2))
    shift = np.where(y <= upper_to, upper_from - upper_to, lower_from - lower_to)
    between = (y > upper_to) & (y < lower_to)
    height = np.maximum(lower_to - upper_to, 1e-3)
    teeth = upper_from + (y - upper_to) / height * (lower_from - upper_from) - y
    shift = np.where(between, teeth, shift)
    fade = beside * above * below
    sideways = np.where(np.abs(u) < 1.0, u, np.sign(u)) * (MOUTH_HALF - half)
    return (x + sideways * fade).astype(np.float32), (y + shift * fade).astype(np.float32)


def _window(
    x: Grid, y: Grid, middle: float, half: float, top: float, bottom: float
) -> tuple[slice, slice]:
    """The part of the grid between these columns and rows."""
    left, upper = float(x[0, 0]), float(y[0, 0])
    return (
        slice(max(int(top - upper), 0), int(bottom - upper) + 1),
        slice(max(int(middle - half - left), 0), int(middle + half - left) + 2),
    )
