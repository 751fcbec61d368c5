"""Agreement in bands beyond chance: kappa of two raters, plain or weighted, and of many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.quantile import normal_quantile
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]
Weights = Literal["unweighted", "linear", "quadratic"]
FEWEST = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class ManyRaters:
    """Fleiss's kappa and z, the test that all agreement is chance."""

    kappa: Finding
    z: float


def weighted_kappa(
    first: ArrayLike,
    second: ArrayLike,
    *,
    weights: Weights = "quadratic",
    categories: ArrayLike | None = None,
    level: float = 0.95,
) -> Finding:
    """Cohen's kappa between two raters of the same targets.

    Formula: ``1 - sum(v p) / sum(v e)`` with the observed shares p, those chance would give e, and
    disagreement v of 0 and 1, ``|i - j|`` or ``(i - j)^2`` (Cohen 1960, 1968); the standard error
    is that of Fleiss, Cohen and Everitt (1969). Negative values are shown.

    Parameters
    ----------
    first, second : array, shape (n,)
        Bands as numbers or words; not-a-number or None in either leaves the pair out.
    categories : array, optional
        All bands in order. By default those that occur, sorted: name them when one of the scale may
        be missing, since weights count steps.

    Returns
    -------
    Estimate or Withheld
        ``kappa.too_few`` below 5 pairs, ``kappa.one_band`` when both use one and the same band.

    Raises
    ------
    InputError
        ``estimation.unequal_lengths``, ``kappa.unknown_band``.

    Examples
    --------
    >>> a, b = [0, 0, 0, 0, 0, 1, 1, 2, 2, 2], [0, 0, 0, 1, 1, 1, 1, 2, 2, 1]
    >>> round(weighted_kappa(a, b, weights="unweighted").value, 3)
    0.565
    """
    table = crossed(first, second, categories)
    return kappa_of_table(table, weights=weights, level=level)


def kappa_of_table(table: ArrayLike, *, weights: Weights = "quadratic", level: float = 0.95,
) -> Finding:  # fmt: skip
    """The same from a square table of counts, first rater in rows.

    Examples
    --------
    >>> found = kappa_of_table([[0, 4, 1], [0, 8, 0], [0, 1, 5]], weights="linear")
    >>> round(found.value, 4)
    0.4701
    """
    counts = np.asarray(table, dtype=np.float64)
    k, total = counts.shape[0], int(counts.sum())
    if counts.shape != (k, k) or (counts < 0).any():
        raise InputError(
            "estimation.counts",
            f"a table of shape {counts.shape} crosses no two raters",
            "give a square table of counts, one row and one column per band",
        )
    if total < FEWEST:
        return Withheld(code="kappa.too_few", n=total)
    i = np.arange(k)
    apart = np.abs(i[:, None] - i[None, :]).astype(np.float64)
    most = max(k - 1, 1)
    closeness = {
        "unweighted": (apart == 0).astype(np.float64),
        "linear": 1 - apart / most,
        "quadratic": 1 - (apart / most) ** 2,
    }[weights]
    p = counts / total
    row, column = p.sum(axis=1), p.sum(axis=0)
    agreed, chance = float((closeness * p).sum()), float(row @ closeness @ column)
    if 1 - chance < 1e-12:
        return Withheld(code="kappa.one_band", n=total)
    value = (agreed - chance) / (1 - chance)
    reach = (closeness @ column)[:, None] + (closeness.T @ row)[None, :]
    spread = float((p * (closeness - reach * (1 - value)) ** 2).sum())
    variance = max(spread - (value - chance * (1 - value)) ** 2, 0.0) / (total * (1 - chance) ** 2)
    half = normal_quantile(0.5 + level / 2) * variance**0.5
    return Estimate(
        value=value, low=max(value - half, -1.0), high=min(value + half, 1.0), n=total,
        method=f"kappa.{weights}",
    )  # fmt: skip


def fleiss_kappa(counts: ArrayLike, *, level: float = 0.95) -> ManyRaters:
    """Kappa of many raters who need not be the same for each target.

    Formula: ``(P - Pe) / (1 - Pe)`` with the share of agreeing pairs P and what chance gives, and
    Fleiss, Nee and Landis's (1979) error under chance for z. The interval is a jackknife over
    targets, since that error holds only where kappa is 0.

    Parameters
    ----------
    counts : array, shape (targets, categories)
        How many raters put each target into each category; the same number for each target.

    Raises
    ------
    InputError
        ``estimation.counts``.

    Examples
    --------
    >>> found = fleiss_kappa([[3, 0], [0, 3], [3, 0], [2, 1], [0, 3], [3, 0]])
    >>> round(found.kappa.value, 3)
    0.766
    """
    x = np.asarray(counts, dtype=np.float64)
    raters = x.sum(axis=1) if x.ndim == 2 else np.zeros(0)
    if raters.size == 0 or (x < 0).any() or raters[0] < 2 or (raters != raters[0]).any():
        raise InputError(
            "estimation.counts",
            "not every target has the same number of ratings, at least two",
            "give one row per target with how many raters chose each category",
        )
    n, m = len(x), float(raters[0])
    if n < FEWEST:
        return ManyRaters(kappa=Withheld(code="kappa.too_few", n=n), z=0.0)
    agreed = ((x**2).sum(axis=1) - m) / (m * (m - 1))
    share = x.sum(axis=0) / (n * m)
    rest = float((share * (1 - share)).sum())
    if rest < 1e-12:
        return ManyRaters(kappa=Withheld(code="kappa.one_band", n=n), z=0.0)

    def kappa(mean: Floats, shares: Floats) -> Floats:
        chance = (shares**2).sum(axis=-1)
        return np.asarray((mean - chance) / (1 - chance))

    value = float(kappa(np.array(agreed.mean()), share))
    left_out = kappa((agreed.sum() - agreed) / (n - 1), (x.sum(axis=0) - x) / ((n - 1) * m))
    error = float(np.sqrt((n - 1) / n * ((left_out - left_out.mean()) ** 2).sum()))
    half = normal_quantile(0.5 + level / 2) * error
    skew = float((share * (1 - share) * (1 - 2 * share)).sum())
    null = np.sqrt(2) / (rest * np.sqrt(n * m * (m - 1))) * np.sqrt(rest**2 - skew)
    return ManyRaters(
        kappa=Estimate(
            value=value, low=max(value - half, -1.0), high=min(value + half, 1.0), n=n,
            method="kappa.fleiss",
        ),
        z=value / float(null),
    )  # fmt: skip


def crossed(first: ArrayLike, second: ArrayLike, categories: ArrayLike | None = None) -> Floats:
    """Two columns of bands as a square table of counts, incomplete pairs left out."""
    import pandas as pd

    a, b = pd.Series(np.asarray(first)), pd.Series(np.asarray(second))
    if a.shape != b.shape:
        raise InputError(
            "estimation.unequal_lengths",
            f"{a.shape} and {b.shape} are not pairs",
            "give two rows of equal length",
        )
    both = a.notna() & b.notna()
    a, b = a[both], b[both]
    if categories is None:
        known = sorted({*a.tolist(), *b.tolist()})
    else:
        known = np.asarray(categories).tolist()
    place = {name: i for i, name in enumerate(known)}
    strangers = sorted({str(v) for v in [*a.tolist(), *b.tolist()] if v not in place})
    if strangers:
        raise InputError(
            "kappa.unknown_band",
            f"'{strangers[0]}' is none of the bands",
            "name every band that occurs",
            band=strangers[0],
        )
    table = np.zeros((max(len(known), 1), max(len(known), 1)))
    np.add.at(table, ([place[v] for v in a.tolist()], [place[v] for v in b.tolist()]), 1.0)
    return table
