"""Do people with better scores do better later? One correlation, read with care."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.rated_people import SCALE, Repeated, rated_people
from estimation.correlation import correlation as pearson
from estimation.correlation_power import people_needed
from estimation.grouped_correlation import Kind, correlation_p
from estimation.rank_correlation import rank_correlation
from interview import Estimate, Finding

USEFUL = 0.20
"""The validity that a study should be able to tell from none: a usual one of a good question."""
UsualRule = Literal["keep", "between", "rewrite"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Correlated:
    """A correlation with its interval and p, who was left out, and how many people would be enough.

    ``needed`` is the number of people with whom a validity of .20 is told from none four times in
    five.
    """

    finding: Finding
    kind: Kind
    p_value: float | None
    needed: int
    excluded: Mapping[str, int]

    @property
    def usual_rule(self) -> UsualRule | None:
        """What "keep at .7, rewrite at .3" would have said, to be shown beside the evidence."""
        return usual_rule(self.finding)


def usual_rule(finding: Finding) -> UsualRule | None:
    """The rule of thumb that real numbers do not bear out; None where there is no r.

    Examples
    --------
    >>> usual_rule(Estimate(value=0.42, low=0.1, high=0.7, n=40, method="x"))
    'between'
    """
    if not isinstance(finding, Estimate):
        return None
    if finding.value >= 0.7:
        return "keep"
    return "rewrite" if finding.value <= 0.3 else "between"


def correlation(
    frame: pd.DataFrame,
    *,
    score: str,
    outcome: str,
    kind: Kind = "pearson",
    person: str | None = None,
    interviewed_at: str | None = None,
    outcome_at: str | None = None,
    repeated: Repeated = "refuse",
    scale: tuple[float, float] | None = SCALE,
    level: float = 0.95,
) -> Correlated:
    """The correlation of a score with a later outcome among those who have both.

    Formula: Pearson's r with Fisher's interval ``tanh(atanh r +- q / sqrt(n - 3))``, or Spearman's
    with Bonett and Wright's; p from ``t = r sqrt((n - 2) / (1 - r^2))``. Assumes one row per
    person, independent of each other. Those hired are fewer and more alike than those interviewed,
    so the number is one for the selected: see `corrected_validity`. Across roles it mixes
    differences between roles with validity: see `within_role_validity`.

    Returns
    -------
    Correlated
        Withheld as ``outcome.none_yet``, ``outcome.all_before_interview``, ``outcome.constant``,
        ``score.constant``, ``correlation.too_few`` (below 4 people), ``correlation.perfect``.

    Raises
    ------
    InputError
        See `rated_people`.

    Examples
    --------
    >>> people = pd.DataFrame({"score": [1, 2, 3, 4, 5], "rating": [2, 1, 4, 3, 5]})
    >>> found = correlation(people, score="score", outcome="rating")
    >>> round(found.finding.value, 2), round(found.p_value, 3), found.needed
    (0.8, 0.104, 194)
    """
    people = rated_people(
        frame,
        score=score,
        outcome=outcome,
        person=person,
        interviewed_at=interviewed_at,
        outcome_at=outcome_at,
        repeated=repeated,
        scale=scale,
    )
    finding: Finding | None = people.refusal()
    if finding is None:
        compute = pearson if kind == "pearson" else rank_correlation
        finding = compute(people.score, people.outcome, level=level)
    p = correlation_p(finding.value, finding.n) if isinstance(finding, Estimate) else None
    return Correlated(
        finding=finding,
        kind=kind,
        p_value=p,
        needed=people_needed(USEFUL),
        excluded=people.excluded,
    )
