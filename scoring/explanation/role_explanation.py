"""What moves the scores of a role: importance, dependence, and what sets groups apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimation import (
    Sample,
    benjamini_hochberg,
    mean_difference,
    percentile_interval,
    welch_p,
)
from interview import Finding, InputError, Modality, Withheld
from scoring.explanation.comparison_group import FEWEST_PEOPLE, ComparisonGroup

Floats = NDArray[np.float64]
DRAWS = 300
SEED = 2026
BINS = 8
FEWEST_IN_BIN = 10


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Attributions:
    """Exact Shapley values of many interviews: points (n, p) and measured values (n, p).

    ``groups`` are features that move together; ``score`` (n,) what the points and ``base`` make;
    ``digest`` names the interviews and the scorer.
    """

    names: tuple[str, ...]
    modality: Mapping[str, Modality]
    points: Floats
    values: Floats
    score: Floats
    base: float
    groups: tuple[tuple[str, ...], ...]
    digest: str

    def of(self, group: Sequence[str]) -> Floats:
        """The points of some features together, one number per interview."""
        place = [self.names.index(name) for name in group]
        return np.asarray(self.points[:, place].sum(axis=1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Importance:
    """How many points a group of features moves a score on average, up or down."""

    names: tuple[str, ...]
    modality: Modality
    points: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class DependencePoint:
    """Interviews with like values of a feature: their mean value, and the mean points it gave."""

    value: float
    points: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupGap:
    """How many more points some features give one group than everybody else, with its interval.

    Over all features the gaps add up to the gap in the mean score. ``p`` is corrected for the
    number of features looked at.
    """

    names: tuple[str, ...]
    group: str
    n: int
    points: Finding
    p: float | None


def role_attributions(group: ComparisonGroup, subject: str) -> Attributions:
    """The points of everybody in a comparison, each against the mean of all, by feature.

    Raises
    ------
    InputError
        ``explanation.too_few_people`` with fewer than twenty.
    """
    rows = group.people(subject)
    if int(rows.sum()) < FEWEST_PEOPLE:
        raise too_few(int(rows.sum()))
    scope = group.scope(subject)
    by_column = group.subject_points(subject) - group.mean_points(subject)
    names = tuple(dict.fromkeys(group.columns[j].feature for j in scope))
    kinds = {group.columns[j].feature: group.columns[j].modality for j in scope}
    points = np.zeros((len(by_column), len(names)))
    values = np.full((len(by_column), len(names)), np.nan)
    for i, name in enumerate(names):
        own = [k for k, j in enumerate(scope) if group.columns[j].feature == name]
        points[:, i] = by_column[:, own].sum(axis=1)
        held = group.values[np.ix_(rows, scope[own])]
        there = ~np.isnan(held)
        count = there.sum(axis=1)
        sums = np.where(there, held, 0.0).sum(axis=1)
        values[:, i] = np.where(count > 0, sums / np.maximum(count, 1), np.nan)
    base = group.base + float(group.mean_points(subject).sum())
    together = tuple(
        kept
        for one in group.feature_groups()
        if (kept := tuple(name for name in one if name in names))
    )
    return Attributions(
        names=names,
        modality=kinds,
        points=points,
        values=values,
        score=base + points.sum(axis=1),
        base=base,
        groups=together,
        digest=group.digest,
    )


def importance(found: Attributions) -> tuple[Importance, ...]:
    """Mean absolute points of each group of features, with a bootstrap interval over people.

    Examples
    --------
    >>> points = np.array([[1.0, 0.1], [-1.0, -0.1]] * 20)
    >>> one = Attributions(names=("a", "b"), modality={"a": "language", "b": "language"},
    ...     points=points, values=points, score=points.sum(axis=1), base=0.0,
    ...     groups=(("a",), ("b",)), digest="")
    >>> [(i.names, round(i.points.value, 6)) for i in importance(one)]
    [(('a',), 1.0), (('b',), 0.1)]
    """
    n = len(found.points)
    weights = _weights(n)
    made = []
    for group in found.groups:
        size = np.abs(found.of(group))
        made.append(
            Importance(
                names=group,
                modality=found.modality[group[0]],
                points=percentile_interval(float(size.mean()), weights @ size, n=n),
            )
        )
    return tuple(sorted(made, key=lambda one: -_value(one.points)))


def dependence(found: Attributions, feature: str) -> tuple[DependencePoint, ...]:
    """Mean points a feature gave over its values, in bins of about as many interviews each.

    Bins with fewer than ten interviews are left out, so that nobody is a point on a picture.
    """
    place = found.names.index(feature)
    values, points = found.values[:, place], found.points[:, place]
    known = ~np.isnan(values)
    values, points = values[known], points[known]
    if not values.size:
        return ()
    bins = int(min(BINS, max(values.size // FEWEST_IN_BIN, 1)))
    edges = np.unique(np.quantile(values, np.linspace(0, 1, bins + 1)))
    code = np.searchsorted(edges[1:-1], values, side="right")
    made = []
    for one in np.unique(code):
        mine = code == one
        n = int(mine.sum())
        if n < FEWEST_IN_BIN:
            continue
        drawn = _weights(n) @ points[mine]
        mean = float(points[mine].mean())
        made.append(
            DependencePoint(
                value=float(values[mine].mean()), points=percentile_interval(mean, drawn, n=n)
            )
        )
    return tuple(made)


def group_gaps(
    found: Attributions, labels: Sequence[str | None], *, floor: int = FEWEST_PEOPLE
) -> tuple[GroupGap, ...]:
    """What puts a group's scores above or below everybody else's, feature by feature.

    A gap in a reason is no unfairness by itself: it says where a gap in the score comes from, so
    that one can ask whether that thing should count. Groups under ``floor`` people are withheld;
    people without a stated group are in no group and in no rest.

    Parameters
    ----------
    labels : sequence, one per interview
        Each person's group, None when not stated.
    """
    known = np.array([one is not None for one in labels])
    named = np.array([one or "" for one in labels], dtype=object)
    gaps: list[GroupGap] = []
    for label in sorted(set(named[known])):
        mine = known & (named == label)
        rest = known & ~mine
        n = int(mine.sum())
        for group in found.groups:
            points = found.of(group)
            if n < floor or int(rest.sum()) < floor:
                gaps.append(
                    GroupGap(
                        names=group,
                        group=str(label),
                        n=n,
                        points=Withheld(code="group.too_small", n=n),
                        p=None,
                    )
                )
                continue
            one, other = _sample(points[mine]), _sample(points[rest])
            gaps.append(
                GroupGap(
                    names=group,
                    group=str(label),
                    n=n,
                    points=mean_difference(one, other),
                    p=welch_p(one, other),
                )
            )
    corrected = benjamini_hochberg([gap.p for gap in gaps])
    return tuple(
        GroupGap(names=g.names, group=g.group, n=g.n, points=g.points, p=p)
        for g, p in zip(gaps, corrected, strict=True)
    )


def too_few(n: int) -> InputError:
    """The refusal for a role of which too few people were scored."""
    return InputError(
        "explanation.too_few_people",
        f"{n} people were scored for this role by this scorer",
        f"score {FEWEST_PEOPLE - n} more, or choose another role",
        n=n,
        more=FEWEST_PEOPLE - n,
        floor=FEWEST_PEOPLE,
    )


def _weights(n: int) -> Floats:
    rng = np.random.default_rng(SEED)
    return np.asarray(rng.multinomial(n, np.full(n, 1.0 / n), size=DRAWS) / n)


def _sample(values: Floats) -> Sample:
    return Sample(n=int(values.size), mean=float(values.mean()), sd=float(values.std(ddof=1)))


def _value(found: Finding) -> float:
    return -1.0 if isinstance(found, Withheld) else found.value
