"""The same model fitted to people drawn again: how much of it is chance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.learned.fit import Choice, fit_model
from scoring.learned.training_spec import Kind

Floats = NDArray[np.float64]
DRAWS = 6


def replicas(
    z: Floats,
    y: Floats,
    people: NDArray[np.int64],
    *,
    kind: Kind,
    choice: Choice,
    held: Any,
    seed: int,
    hold: Callable[[Any], None] = lambda model: None,
    draws: int = DRAWS,
) -> tuple[Any, ...]:
    """Models of the chosen settings, each fitted to as many people drawn with replacement.

    A person's rows are drawn together, so that somebody rated on six competencies is one draw.

    Parameters
    ----------
    z : array, shape (n, columns)
        Rows as the model sees them.
    y : array, shape (n,)
    people : array of ints, shape (n,)
    hold : callable
        What the model itself was held to after its fit, such as the caps of voice and face.
    """
    rng = np.random.default_rng(seed + 17)
    known, where = np.unique(people, return_inverse=True)
    order = np.argsort(where, kind="stable")
    starts = np.searchsorted(where[order], np.arange(len(known) + 1))
    made = []
    for draw in range(draws):
        chosen = rng.integers(0, len(known), size=len(known))
        rows = np.concatenate([order[starts[i] : starts[i + 1]] for i in chosen])
        model = fit_model(z[rows], y[rows], kind=kind, choice=choice, held=held, seed=seed + draw)
        hold(model)
        made.append(model)
    return tuple(made)
