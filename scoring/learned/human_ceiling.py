"""How well people agree with one another: what a learned scorer can be held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimation.left_out_skill import left_out_skill
from interview import Finding
from scoring.learned.training_report import Rival

Floats = NDArray[np.float64]
HUMAN = "human"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Judged:
    """Every rating of a row with the mean of the others', ``row`` saying which row it is of."""

    row: NDArray[np.int64]
    one: Floats
    others: Floats


def judged(ratings: Floats) -> Judged:
    """Sets each person's rating beside the mean of the others' of the same row.

    Parameters
    ----------
    ratings : array, shape (n, raters)
        Not-a-number where a rater did not rate the row.

    Examples
    --------
    >>> found = judged(np.array([[4.0, 6.0, np.nan], [5.0, np.nan, np.nan]]))
    >>> found.row.tolist(), found.one.tolist(), found.others.tolist()
    ([0, 0], [4.0, 6.0], [6.0, 4.0])
    """
    there = ~np.isnan(ratings)
    many = there.sum(axis=1)
    row, rater = np.nonzero(there & (many >= 2)[:, None])
    one = ratings[row, rater]
    others = (np.nansum(ratings, axis=1)[row] - one) / (many[row] - 1)
    return Judged(row=row.astype(np.int64), one=one, others=others)


def human_rival(
    ratings: Floats,
    predicted: Floats,
    people: NDArray[np.object_],
    *,
    kappa: bool,
    seed: int,
) -> tuple[Mapping[str, Finding], Rival] | None:
    """One person against the mean of the others, and the scorer against the same mean.

    Both are held against exactly the same numbers, so the scorer's mean error here is larger than
    against the mean of all. None where nobody was rated by two.
    """
    found = judged(ratings)
    if found.row.size == 0:
        return None
    said = {HUMAN: found.one, "scorer": predicted[found.row]}
    skill = left_out_skill(found.others, said, people[found.row], kappa=kappa, seed=seed)
    own = skill.metrics(HUMAN)
    rival = Rival(
        name=HUMAN,
        n=int(found.row.size),
        metrics=own,
        scorer=skill.metrics("scorer"),
        gain=skill.gain("scorer", HUMAN),
    )
    return own, rival
