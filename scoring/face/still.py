"""A picture in place of a person: a face whose shape never changes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from scoring.gate_thresholds import limit

Series = NDArray[np.float64]

LEAST_S = limit("face.still_least_time")
SHAPE_CM = limit("face.still_shape")
LIDS = limit("face.still_lids")


def is_still(of: Mapping[str, Series], seconds: float) -> bool:
    """True when lids, lips and brows never move, however the picture as a whole does.

    A photograph, still or moved by hand, keeps the shape of its face: the spread of the lips'
    opening (``gap``), of the mouth's ``width`` and of the ``brow`` (centimetres of the standard
    face) stay within what the points tremble by, and so does that of the lids (``opening``, a
    share). Nobody answers a question like that.

    Examples
    --------
    >>> t = np.arange(100) / 12.5
    >>> photo = {"gap": 0 * t, "width": 5 + 0 * t, "brow": 2 + 0 * t, "opening": 0.3 + 0 * t}
    >>> is_still(photo, 8.0), is_still(photo | {"gap": np.sin(9 * t)}, 8.0)
    (True, False)
    """
    if seconds < LEAST_S:
        return False
    lips = max(float(of[name].std()) for name in ("gap", "width", "brow"))
    return lips < SHAPE_CM and float(of["opening"].std()) < LIDS
