"""A company seeded the other way: where how people look and sound does tell how they will work."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from data_samples.ability import Abilities
from data_samples.attributes import by_interview
from interview import InputError

MOST = 0.9


def follow_display(
    interviews: pd.DataFrame,
    attributes: pd.DataFrame,
    abilities: Abilities,
    display: pd.DataFrame,
    strength: float,
) -> Abilities:
    """The same people, whose true performance correlates ``strength`` with their lively display.

    Formula: ``performance * sqrt(1 - strength^2) + strength * z``. z is the liveliness of a
    person's last interview, standardised among people of the same display style, so that
    restrained people perform no worse than others, as everywhere in the demo company. Nothing is
    drawn: a strength of 0 gives back what came in.

    Raises
    ------
    InputError
        ``demo.display_strength`` below 0 or above .9.
    """
    if not 0 <= strength <= MOST:
        raise InputError(
            "demo.display_strength",
            f"performance cannot follow display with a correlation of {strength}",
            f"use 0 (the demo company) to {MOST:g}",
            value=strength,
        )
    if strength == 0:
        return abilities
    restrained = by_interview(interviews, attributes, "attr_display_style").eq("restrained")
    style = np.where(display["trained"], 2, restrained.to_numpy().astype(np.int64))
    lively = display["liveliness"].to_numpy()
    z = np.zeros(len(lively))
    for kind in np.unique(style):
        same = style == kind
        spread = float(lively[same].std())
        z[same] = (lively[same] - lively[same].mean()) / (spread or 1.0)
    person = interviews["person"].to_numpy()
    last = pd.Series(z).groupby(person).transform("last").to_numpy()
    potential = abilities.potential.assign(
        performance=math.sqrt(1 - strength**2) * abilities.potential["performance"]
        + strength * last
    )
    return replace(abilities, potential=potential)
