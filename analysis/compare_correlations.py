"""Is one question, score or group better than another at telling who will do well?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.rated_people import SCALE, Repeated, rated_people
from estimation.compared_correlations import (
    Comparison,
    dependent_correlations,
    independent_correlations,
)
from estimation.correlation import correlation as pearson
from estimation.table_columns import numbers
from interview import Estimate, Finding, InputError, Withheld


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedCorrelations:
    """Both correlations, their difference (first less second) with its interval, and the test.

    ``names`` are the two columns, or the two groups. ``df`` is None where the statistic is a
    standard normal one.
    """

    names: tuple[str, str]
    first: Finding
    second: Finding
    difference: Finding
    statistic: float | None
    df: int | None
    p_value: float | None
    excluded: Mapping[str, int]


def compare_correlations(
    frame: pd.DataFrame,
    *,
    score: str,
    outcome: str,
    other: str | None = None,
    by: str | None = None,
    groups: tuple[str, str] | None = None,
    person: str | None = None,
    repeated: Repeated = "refuse",
    scale: tuple[float, float] | None = SCALE,
    level: float = 0.95,
) -> ComparedCorrelations:
    """Compare two scores of the same people (``other``), or one score in two groups (``by``).

    Formula: for the same people Williams' t with n - 3 degrees of freedom over those who have both
    scores; for two groups Fisher's z; the interval of the difference after Zou (2007). Two
    correlations of which one is "significant" and the other not may still not differ: this is the
    test that tells.

    Parameters
    ----------
    other : str, optional
        A second score of the same people.
    by, groups : str and tuple of str, optional
        A column with two groups, or any number of which two are named.

    Raises
    ------
    InputError
        ``compare.which`` unless exactly one of ``other`` and ``by`` is given;
        ``compare.not_two_groups`` with the groups there are; see `rated_people`.

    Examples
    --------
    >>> people = pd.DataFrame({"ai": [1, 2, 3, 4, 5, 6, 7.], "person": [2, 1, 5, 3, 6, 4, 7.],
    ...                        "rating": [1, 3, 2, 5, 4, 7, 6.]})
    >>> found = compare_correlations(people, score="ai", other="person", outcome="rating")
    >>> round(found.first.value, 2), round(found.second.value, 2), found.df
    (0.89, 0.43, 4)
    """
    if (other is None) == (by is None):
        raise InputError(
            "compare.which",
            "two correlations need either a second score or a column of groups",
            "give one of the two",
        )
    if other is not None:
        return _same_people(frame, score, other, outcome, person, repeated, scale, level)
    people = rated_people(
        frame,
        score=score,
        outcome=outcome,
        by=[str(by)],
        person=person,
        repeated=repeated,
        scale=scale,
    )
    known = [name[0] for name in people.names]
    pair = groups if groups is not None else tuple(known)
    if len(pair) != 2 or not set(pair) <= set(known):
        raise InputError(
            "compare.not_two_groups",
            f"column '{by}' gives {len(known)} groups with both values",
            f"name two of: {', '.join(known[:20])}",
            column=str(by),
            known=", ".join(known[:20]),
        )
    one, two = (
        pearson(people.score[mine], people.outcome[mine], level=level)
        for mine in (people.codes == known.index(name) for name in pair)
    )
    compared = _nothing(one, two)
    if isinstance(one, Estimate) and isinstance(two, Estimate):
        compared = independent_correlations(one.value, one.n, two.value, two.n, level=level)
    return _made((pair[0], pair[1]), one, two, compared, people.excluded)


def _same_people(
    frame: pd.DataFrame,
    score: str,
    other: str,
    outcome: str,
    person: str | None,
    repeated: Repeated,
    scale: tuple[float, float] | None,
    level: float,
) -> ComparedCorrelations:
    both = ~np.isnan(numbers(frame, score)) & ~np.isnan(numbers(frame, other))
    read = [
        rated_people(
            frame[both] if both.any() else frame,
            score=name,
            outcome=outcome,
            person=person,
            repeated=repeated,
            scale=scale,
        )
        for name in (score, other)
    ]
    excluded = dict(read[0].excluded)
    if lost := int((~both).sum()):
        excluded["table.unscored"] = lost
    first, second = (
        refusal
        if (refusal := people.refusal()) is not None
        else pearson(people.score, people.outcome, level=level)
        for people in read
    )
    between = pearson(read[0].score, read[1].score)
    compared = _nothing(first, second)
    if isinstance(first, Estimate) and isinstance(second, Estimate):
        if isinstance(between, Estimate):
            compared = dependent_correlations(
                first.value, second.value, between.value, first.n, level=level
            )
        else:
            compared = _nothing(between, between)
    return _made((score, other), first, second, compared, excluded)


def _made(
    names: tuple[str, str],
    first: Finding,
    second: Finding,
    compared: Comparison,
    excluded: Mapping[str, int],
) -> ComparedCorrelations:
    return ComparedCorrelations(
        names=names,
        first=first,
        second=second,
        difference=compared.difference,
        statistic=compared.statistic,
        df=compared.df,
        p_value=compared.p_value,
        excluded=excluded,
    )


def _nothing(first: Finding, second: Finding) -> Comparison:
    held = next((f for f in (first, second) if isinstance(f, Withheld)), None)
    code = held.code if held is not None else "correlation.too_few"
    return Comparison(
        difference=Withheld(code=code, n=min(first.n, second.n)),
        statistic=None,
        df=None,
        p_value=None,
    )
