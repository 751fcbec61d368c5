"""Agreement of any number of raters with ratings missing here and there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.ratings import ratings
from estimation.bootstrap import percentile_interval
from interview import Finding, Withheld

Floats = NDArray[np.float64]
Scale = Literal["nominal", "ordinal", "interval"]
FEWEST = 5
REPLICATES = 1000


def krippendorff_alpha(
    frame: pd.DataFrame,
    *,
    raters: Sequence[str] = (),
    target: str | Sequence[str] = "",
    rater: str = "",
    rating: str = "",
    scale: Scale = "ordinal",
    level: float = 0.95,
    seed: int = 2026,
) -> Finding:
    """Krippendorff's alpha; targets rated once count for nothing.

    Formula: ``1 - observed / expected disagreement`` over all pairs of ratings of one target
    against all pairs of ratings (Krippendorff 2011), with the squared distance of names, ranks or
    values. Interval by drawing targets again.

    Returns
    -------
    Estimate or Withheld
        ``raters.never_overlap``, ``icc.too_few`` below 5 targets rated twice, ``icc.constant``.

    Raises
    ------
    InputError
        As `ratings`.

    Examples
    --------
    >>> two = pd.DataFrame({"a": [1, 2, 3, 3, 2, 1], "b": [1, 2, 3, 3, 2, 2]})
    >>> round(krippendorff_alpha(two, raters=["a", "b"], scale="nominal").value, 3)
    0.766
    """
    read = ratings(frame, raters=raters, target=target, rater=rater, rating=rating)
    several = read.seen.sum(axis=1) > 1
    n = int(several.sum())
    if n == 0:
        return Withheld(code="raters.never_overlap")
    if n < FEWEST:
        return Withheld(code="icc.too_few", n=n)
    x = read.values[several]
    known, codes = np.unique(x[~np.isnan(x)], return_inverse=True)
    if known.size < 2:
        return Withheld(code="icc.constant", n=n)
    row = np.nonzero(~np.isnan(x))[0]
    counts = np.zeros((n, known.size))
    np.add.at(counts, (row, codes), 1.0)
    m = counts.sum(axis=1)
    within = np.einsum("ij,ik->ijk", counts, counts)
    within[:, np.arange(known.size), np.arange(known.size)] -= counts
    within /= (m - 1)[:, None, None]

    def alpha(weight: Floats) -> float:
        seen = np.tensordot(weight, within, axes=1)
        total = seen.sum(axis=1)
        size = float(total.sum())
        distance = _distance(known, total, scale)
        expected = np.outer(total, total) - np.diag(total)
        below = float((expected * distance).sum()) / (size - 1)
        return 1 - float((seen * distance).sum()) / below if below > 0 else float("nan")

    rng = np.random.default_rng(seed)
    draws = rng.multinomial(n, np.full(n, 1 / n), size=REPLICATES).astype(np.float64)
    found = np.array([alpha(w) for w in draws])
    return percentile_interval(
        alpha(np.ones(n)), found, n=n, level=level, method="krippendorff.bootstrap"
    )


def _distance(known: Floats, total: Floats, scale: Scale) -> Floats:
    if scale == "nominal":
        return 1.0 - np.eye(known.size)
    if scale == "interval":
        return np.asarray((known[:, None] - known[None, :]) ** 2)
    place = np.cumsum(total) - total / 2
    return np.asarray((place[:, None] - place[None, :]) ** 2)
