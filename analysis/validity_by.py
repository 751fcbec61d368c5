"""One validity per question, role or cohort, each with its interval, and shrunk towards all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.pool_validities import (
    INTERVIEW_PRIOR,
    MINIMUM,
    PooledValidities,
    ValidityPrior,
    pool_validities,
)
from analysis.rated_people import SCALE, RatedPeople, Repeated, rated_people
from estimation.correlation_power import largest_by_chance
from estimation.grouped_correlation import Kind, grouped_correlation
from estimation.multiplicity import holm
from interview import Estimate, Finding, InputError, Withheld


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupValidity:
    """The validity within one group (``labels`` in the order of ``by``).

    ``p_adjusted`` is Holm's over all groups of the table. ``shrunken`` is what to read where n is
    small; ``p_above_minimum`` the chance that the true validity exceeds the minimum.
    """

    labels: tuple[str, ...]
    finding: Finding
    p_value: float | None
    p_adjusted: float | None
    shrunken: Finding
    p_above_minimum: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ValiditiesBy:
    """Every group's validity and what they say together.

    ``by_chance`` is the largest r to be expected if no group had any validity at all.
    """

    by: tuple[str, ...]
    groups: tuple[GroupValidity, ...]
    pooled: PooledValidities | Withheld
    by_chance: float | None
    excluded: Mapping[str, int]

    def group(self, *labels: str) -> GroupValidity:
        """The group with these labels.

        Raises
        ------
        InputError
            ``group.unknown`` with the groups there are.
        """
        for found in self.groups:
            if found.labels == labels:
                return found
        known = "; ".join(" ".join(g.labels) for g in self.groups[:20])
        raise InputError(
            "group.unknown",
            f"there is no group '{' '.join(labels)}'",
            f"use one of: {known}",
            group=" ".join(labels),
            known=known,
        )


def validity_by(
    frame: pd.DataFrame,
    *,
    score: str,
    outcome: str,
    by: Sequence[str],
    kind: Kind = "pearson",
    person: str | None = None,
    interviewed_at: str | None = None,
    outcome_at: str | None = None,
    repeated: Repeated = "refuse",
    scale: tuple[float, float] | None = SCALE,
    prior: ValidityPrior | None = INTERVIEW_PRIOR,
    minimum: float = MINIMUM,
    level: float = 0.95,
) -> ValiditiesBy:
    """The correlation of score and outcome within every group of the columns ``by``.

    Formula: `grouped_correlation` in one pass over the table, p values adjusted by Holm over the
    groups, and `pool_validities` over them for the mean and the shrunken values. Within one role's
    bank ``by=["question", "version"]`` answers which questions tell strong people from weak ones;
    name the role among ``by`` where a table holds several. Groups share people (one person answers
    many questions), which leaves each group's finding right and makes the pooled interval somewhat
    too narrow.

    Raises
    ------
    InputError
        See `rated_people`.

    Examples
    --------
    >>> rng = np.random.default_rng(4)
    >>> skill = rng.normal(size=400)
    >>> people = pd.DataFrame({"question": np.repeat(["q1", "q2"], 200),
    ...                        "score": np.clip(5 + skill, 0, 10),
    ...                        "rating": 0.4 * skill + rng.normal(size=400)})
    >>> found = validity_by(people, score="score", outcome="rating", by=["question"])
    >>> [(g.labels, g.finding.n) for g in found.groups]
    [(('q1',), 200), (('q2',), 200)]
    """
    people = rated_people(
        frame,
        score=score,
        outcome=outcome,
        by=by,
        person=person,
        interviewed_at=interviewed_at,
        outcome_at=outcome_at,
        repeated=repeated,
        scale=scale,
    )
    groups, pooled = judged_groups(people, kind=kind, prior=prior, minimum=minimum, level=level)
    sizes = [g.finding.n for g in groups if isinstance(g.finding, Estimate)]
    chance = largest_by_chance(len(sizes), int(np.median(sizes))) if sizes else None
    return ValiditiesBy(
        by=tuple(by), groups=groups, pooled=pooled, by_chance=chance, excluded=people.excluded
    )


def judged_groups(
    people: RatedPeople,
    *,
    kind: Kind,
    prior: ValidityPrior | None,
    minimum: float,
    level: float,
) -> tuple[tuple[GroupValidity, ...], PooledValidities | Withheld]:
    """Every group's finding with its adjusted p and its shrunken value."""
    size = len(people.names)
    found = grouped_correlation(
        people.score, people.outcome, people.codes, size, kind=kind, level=level
    )
    p_values = found.p_values()
    adjusted = holm(p_values)
    pooled = pool_validities(
        found.r,
        found.n,
        names=[str(i) for i in range(size)],
        prior=prior,
        minimum=minimum,
        level=level,
    )
    shrunk = {} if isinstance(pooled, Withheld) else {s.name: s for s in pooled.studies}
    made = []
    for i, labels in enumerate(people.names):
        own = shrunk.get(str(i))
        finding = found.finding(i)
        made.append(
            GroupValidity(
                labels=labels,
                finding=finding,
                p_value=p_values[i],
                p_adjusted=adjusted[i],
                shrunken=Withheld(code=_why(finding), n=finding.n) if own is None else own.shrunken,
                p_above_minimum=None if own is None else own.p_above_minimum,
            )
        )
    return tuple(made), pooled


def _why(finding: Finding) -> str:
    return finding.code if isinstance(finding, Withheld) else "pool.too_few_studies"
