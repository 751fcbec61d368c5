"""The random sample that a person should rate blind: was it rated, and does the machine agree?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analysis import agreement
from interview import CandorError, Estimate, Finding, Withheld

if TYPE_CHECKING:
    import pandas as pd

Verdict = Literal["within", "exceeds", "cannot_tell"]
SHARE = 0.05
FEWEST_DRAWN = 30
FEWEST_RATED = 10
"""Interviews rated below which no agreement is stated: the interval rests on interviews."""
BELOW_PEOPLE = 0.10


@dataclass(frozen=True, kw_only=True, slots=True)
class DoubleScored:
    """One role in one quarter (or in all of them, ``quarter`` empty).

    Of ``interviews`` the sample took ``drawn``; a person rated ``rated`` of those blind.
    ``agreement`` is ICC(A,1) of person and machine. ``verdict`` exceeds when its whole interval
    lies below the floor.
    """

    role: str
    quarter: str
    interviews: int
    drawn: int
    rated: int
    agreement: Finding
    verdict: Verdict

    @property
    def missing(self) -> int:
        """How many of the sample still wait for a blind rating."""
        return self.drawn - self.rated


@dataclass(frozen=True, kw_only=True, slots=True)
class DoubleScoring:
    """The sample by role and quarter; ``floor`` is what people reach among themselves, less .10.

    None where people never rated the same interviews, so that nothing says how low is too low.
    """

    floor: float | None
    roles: tuple[DoubleScored, ...]
    quarters: tuple[DoubleScored, ...]


def double_scoring(
    interviews: pd.DataFrame, blind: pd.DataFrame, people: Finding | None
) -> DoubleScoring:
    """Draw 5 % of each role's interviews of a quarter, 30 at least, and see how they were rated.

    The lot is the hash that also draws the interviews to be rated blind first (`blind_draw`): the
    smallest numbers of a role and quarter are taken, so nobody chooses and the sample never
    changes. ``blind`` are the blind ratings with role, competency and machine score, ``people`` the
    ICC(A,1) of people among themselves; the floor lies .10 below it.
    """
    floor = people.value - BELOW_PEOPLE if isinstance(people, Estimate) else None
    taken = drawn_sample(interviews)
    if taken.empty:
        return DoubleScoring(floor=floor, roles=(), quarters=())
    sampled = blind.merge(taken[["interview_id", "quarter"]], on="interview_id")
    by_quarter = dict(list(sampled.groupby(["role", "quarter"])))
    by_role = dict(list(sampled.groupby("role")))
    quarters = tuple(
        _scored(str(role), str(name), rows, by_quarter.get((role, name)), floor)
        for (role, name), rows in taken.groupby(["role", "quarter"], sort=True)
    )
    roles = tuple(
        _scored(str(role), "", rows, by_role.get(role), floor)
        for role, rows in taken.groupby("role", sort=True)
    )
    return DoubleScoring(floor=floor, roles=roles, quarters=quarters)


def drawn_sample(interviews: pd.DataFrame) -> pd.DataFrame:
    """The interviews drawn, with their ``quarter`` and how many the ``quarter_held`` in all.

    The smallest lots of each role and quarter; interviews without a date belong to no quarter.
    """
    dated = interviews[interviews["interviewed_at"].notna() & interviews["role"].notna()]
    months = dated["interviewed_at"].dt.tz_localize(None).dt.to_period("Q")
    dated = dated.assign(quarter=months.astype(str)).sort_values("draw", kind="stable")
    groups = dated.groupby(["role", "quarter"])
    held = groups["draw"].transform("size").astype(int)
    return dated.assign(quarter_held=held)[groups.cumcount() < held.map(sample_size)]


def sample_size(interviews: int) -> int:
    """How many of so many interviews are drawn: 5 %, at least 30, never more than there are.

    Examples
    --------
    >>> sample_size(12), sample_size(200), sample_size(2000)
    (12, 30, 100)
    """
    return min(interviews, max(FEWEST_DRAWN, math.ceil(SHARE * interviews)))


def _scored(
    role: str, quarter: str, drawn: pd.DataFrame, rated: pd.DataFrame | None, floor: float | None
) -> DoubleScored:
    count = 0 if rated is None else int(rated["interview_id"].nunique())
    found: Finding = Withheld(code="double.too_few", n=count)
    if rated is not None and count >= FEWEST_RATED:
        try:
            found = agreement(
                rated, machine="score", target=["interview_id", "competency"], rater="rater",
                rating="rating", cluster="interview_id",
            ).human_machine.icc_agreement  # fmt: skip
        except CandorError as error:
            found = Withheld(code=error.code, n=count)
    return DoubleScored(
        role=role,
        quarter=quarter,
        interviews=int(drawn.groupby("quarter")["quarter_held"].first().sum()),
        drawn=len(drawn),
        rated=count,
        agreement=found,
        verdict=_verdict(found, floor),
    )


def _verdict(found: Finding, floor: float | None) -> Verdict:
    if floor is None or not isinstance(found, Estimate):
        return "cannot_tell"
    if found.high < floor:
        return "exceeds"
    return "within" if found.low >= floor else "cannot_tell"
