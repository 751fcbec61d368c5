"""Validity inside roles beside the naive one over all, which differences between roles distort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.pool_validities import INTERVIEW_PRIOR, MINIMUM, PooledValidities, ValidityPrior
from analysis.rated_people import SCALE, Repeated, rated_people
from analysis.validity_by import GroupValidity, judged_groups
from estimation.correlation import correlation as pearson
from estimation.correlation import correlation_interval
from estimation.grouped_correlation import within_correlation
from interview import Estimate, Finding, Withheld


@dataclass(frozen=True, kw_only=True, slots=True)
class WithinRoleValidity:
    """``within`` is the answer; ``naive`` mixes it with ``between``, that of the roles' means.

    ``misleading`` is true when the naive value lies outside the interval of the one within.
    """

    within: Finding
    naive: Finding
    between: Finding
    roles: tuple[GroupValidity, ...]
    pooled: PooledValidities | Withheld
    excluded: Mapping[str, int]

    @property
    def misleading(self) -> bool:
        """Whether pooling over roles tells another story than the roles do."""
        if not (isinstance(self.within, Estimate) and isinstance(self.naive, Estimate)):
            return False
        return not self.within.low <= self.naive.value <= self.within.high


def within_role_validity(
    frame: pd.DataFrame,
    *,
    score: str,
    outcome: str,
    role: str | Sequence[str],
    person: str | None = None,
    interviewed_at: str | None = None,
    outcome_at: str | None = None,
    repeated: Repeated = "refuse",
    scale: tuple[float, float] | None = SCALE,
    prior: ValidityPrior | None = INTERVIEW_PRIOR,
    minimum: float = MINIMUM,
    level: float = 0.95,
) -> WithinRoleValidity:
    """One validity for all roles, with differences between roles taken out.

    Formula: score and outcome less their role's mean, ``r`` of what is left with ``N - k - 1``
    degrees of freedom; beside it Pearson's r over everybody, the correlation of role means weighted
    by size, and each role's own. A role that both scores and rates highly makes validity out of
    nothing; one that scores highly and rates strictly hides it.

    Raises
    ------
    InputError
        See `rated_people`.

    Examples
    --------
    >>> people = pd.DataFrame({"role": list("aaaabbbb"), "score": [1, 2, 3, 4, 6, 7, 8, 9],
    ...                        "rating": [2, 1, 2, 1, 5, 4, 5, 4]})
    >>> found = within_role_validity(people, score="score", outcome="rating", role="role")
    >>> round(found.within.value, 2), round(found.naive.value, 2), found.misleading
    (-0.45, 0.81, True)
    """
    people = rated_people(
        frame,
        score=score,
        outcome=outcome,
        by=[role] if isinstance(role, str) else list(role),
        person=person,
        interviewed_at=interviewed_at,
        outcome_at=outcome_at,
        repeated=repeated,
        scale=scale,
    )
    groups, pooled = judged_groups(
        people, kind="pearson", prior=prior, minimum=minimum, level=level
    )
    refusal = people.refusal()
    within: Finding
    naive: Finding
    between: Finding
    if refusal is not None:
        within = naive = between = refusal
    else:
        within = within_correlation(people.score, people.outcome, people.codes, level=level)
        naive = pearson(people.score, people.outcome, level=level)
        between = _between(people.score, people.outcome, people.codes, level)
    return WithinRoleValidity(
        within=within,
        naive=naive,
        between=between,
        roles=groups,
        pooled=pooled,
        excluded=people.excluded,
    )


def _between(score: np.ndarray, outcome: np.ndarray, codes: np.ndarray, level: float) -> Finding:
    """The correlation of the groups' means, weighted by size; its n is the number of groups."""
    n = np.bincount(codes).astype(np.float64)
    x = np.bincount(codes, weights=score) / n
    y = np.bincount(codes, weights=outcome) / n
    a, b = x - np.average(x, weights=n), y - np.average(y, weights=n)
    saa, sbb = float(n @ (a * a)), float(n @ (b * b))
    if saa <= 1e-24 * float(n.sum()) or sbb <= 1e-24 * float(n.sum()):
        return Withheld(code="correlation.constant", n=int(n.size))
    r = float(np.clip(n @ (a * b) / np.sqrt(saa * sbb), -1, 1))
    return correlation_interval(r, int(n.size), level=level)
