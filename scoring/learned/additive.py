"""A learned score taken apart: a base, and points for every feature, that add up to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scoring.learned.learned_scorer import LearnedScorer

Floats = NDArray[np.float64]


def additive(scorer: LearnedScorer, centred: Floats) -> tuple[float, Floats]:
    """The base and the points (n, p) of each feature, before scores are held within 0 to 10.

    Formula: Shapley values against the scorer's background. For a linear model that is
    ``coef (z - mean background z)``; for trees `TreeExplainer`'s, exact over the same
    background.
    A feature's missing indicator counts with the feature. ``base + points.sum(axis=1)`` is what the
    model says, to 1e-6.

    Examples
    --------
    >>> from scoring.learned.example import example_scorer
    >>> scorer = example_scorer()
    >>> base, points = additive(scorer, scorer.background)
    >>> bool(np.allclose(base + points.sum(axis=1), scorer.raw(scorer.background), atol=1e-6))
    True
    """
    seen, reference = scorer.prepared(centred), scorer.prepared(scorer.background)
    if scorer.kind == "linear":
        middle = reference.mean(axis=0)
        coefficients = np.asarray(scorer.model.coef_, dtype=np.float64)
        base = float(scorer.model.intercept_) + float(coefficients @ middle)
        columns = coefficients * (seen - middle)
    else:
        base, columns = _trees(scorer, seen, reference)
    points = np.zeros((centred.shape[0], len(scorer.features)))
    np.add.at(points.T, np.asarray(scorer.prepared_from), columns.T)
    return base, points


def _trees(scorer: LearnedScorer, seen: Floats, reference: Floats) -> tuple[float, Floats]:
    explainer = scorer.tree_explainer
    return explainer.base, explainer.values(seen)
