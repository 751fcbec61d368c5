"""Features that move together, so that they are given as one reason and not as several halves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from estimation import midranks
from interview import Modality

Floats = NDArray[np.float64]
TOGETHER = 0.7
"""Features whose mean absolute rank correlation reaches this are one group."""
FEWEST = 20
"""Below this many rows a rank correlation says too little to join anything."""


def moving_together(
    values: Floats,
    names: Sequence[str],
    modality: Sequence[Modality],
    *,
    together: float = TOGETHER,
) -> tuple[tuple[str, ...], ...]:
    """Groups of features by average-linkage clustering on 1 minus absolute Spearman correlation.

    Only features of one modality are joined: what was said and how it sounded stay apart whatever
    they share. Missing values are put in the middle of the ranks; a feature that never varies stays
    alone.

    Parameters
    ----------
    values : array, shape (n, p)
        In any unit, not-a-number where not measured.
    names, modality : sequences of p
    together : float
        Mean absolute correlation from which on features are one.

    Returns
    -------
    tuple of tuples
        Every feature once, in the order given.

    Source: Lundberg and others' partition explainer joins features the same way; Owen (1977) for
    the values of such a game.

    Examples
    --------
    >>> x = np.arange(40.0)
    >>> noise = np.random.default_rng(0).normal(size=40)
    >>> moving_together(np.column_stack([x, x**2, noise]), ["a", "b", "c"], ["language"] * 3)
    (('a', 'b'), ('c',))
    """
    n, p = values.shape
    if n < FEWEST or p < 2:
        return tuple((name,) for name in names)
    correlation = _rank_correlations(values)
    label = list(range(p))
    for kind in dict.fromkeys(modality):
        of_kind = [j for j in range(p) if modality[j] == kind]
        for group in _clusters(correlation, of_kind, together):
            for j in group:
                label[j] = min(group)
    groups: dict[int, list[str]] = {}
    for j, name in enumerate(names):
        groups.setdefault(label[j], []).append(name)
    return tuple(tuple(group) for group in groups.values())


def _rank_correlations(values: Floats) -> Floats:
    ranks = np.empty_like(values)
    for j in range(values.shape[1]):
        known = ~np.isnan(values[:, j])
        ranks[:, j] = 0.0
        if known.sum() > 1:
            own = midranks(values[known, j], np.zeros(int(known.sum()), dtype=np.int64))
            ranks[known, j] = own - own.mean()
    length = np.sqrt((ranks**2).sum(axis=0))
    unit = ranks / np.where(length > 0, length, 1.0)
    return np.asarray(unit.T @ unit)


def _clusters(correlation: Floats, of_kind: Sequence[int], together: float) -> list[list[int]]:
    if len(of_kind) < 2:
        return []
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distance = 1.0 - np.abs(correlation[np.ix_(of_kind, of_kind)])
    np.fill_diagonal(distance, 0.0)
    condensed = squareform(np.clip((distance + distance.T) / 2, 0.0, 1.0), checks=False)
    joined = fcluster(linkage(condensed, "average"), 1.0 - together + 1e-12, criterion="distance")
    return [[of_kind[int(i)] for i in np.flatnonzero(joined == one)] for one in np.unique(joined)]
