"""What a score is compared with: a few typical rows, none of which is a person's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST = 100
FEWEST_PEOPLE = 5
"""A centre that fewer people share is left out: it would be nearly one of their rows."""


def background_rows(x: Floats, people: NDArray[np.int64], *, seed: int) -> Floats:
    """At most 100 centres of the training rows, each the mean of at least five people's.

    K-means on standardised rows, what was not measured taken at its mean; groups of
    fewer than five people are left out, and with very few people the one mean of all is left.

    Parameters
    ----------
    x : array, shape (n, p)
        Centred rows.
    people : array, shape (n,)
        Whose rows they are.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> background_rows(rng.normal(size=(300, 3)), np.arange(300), seed=1).shape[0] <= 30
    True
    """
    from sklearn.cluster import KMeans

    filled = np.where(np.isnan(x), 0.0, x)
    sd = filled.std(axis=0)
    z = filled / np.where(sd > 0, sd, 1.0)
    size = int(min(MOST, max(1, np.unique(people).size // (2 * FEWEST_PEOPLE))))
    label = KMeans(n_clusters=size, n_init=1, max_iter=50, random_state=seed).fit(z).labels_
    kept = [k for k in range(size) if np.unique(people[label == k]).size >= FEWEST_PEOPLE]
    if not kept:
        return np.asarray(filled.mean(axis=0)[None, :])
    return np.vstack([filled[label == k].mean(axis=0) for k in kept])
