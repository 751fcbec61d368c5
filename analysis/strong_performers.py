"""What a role's strong performers have in common that the others have less of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.rated_people import SCALE, Repeated, rated_people
from estimation.multiplicity import benjamini_hochberg
from estimation.standardised_gap import Sample, mean_difference, standardised_gap, welch_p
from estimation.table_columns import column, numbers
from interview import Finding, InputError, Withheld

FEWEST = 15
SHARE = 1 / 3
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class CompetencyDifference:
    """One competency: strong performers' mean interview score less that of the others.

    ``difference`` in points, ``standardised`` in standard deviations. ``differs`` when the adjusted
    p stays at the level. ``spread`` is the standard deviation among the rated over that among all
    applicants: below 1 selection has narrowed the range, and differences come out smaller than they
    would among applicants; None when no applicants were given.
    """

    competency: str
    strong: int
    others: int
    difference: Finding
    standardised: Finding
    p_value: float | None
    p_adjusted: float | None
    differs: bool
    spread: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StrongPerformers:
    """One role: rated people at or above ``cut`` beside the others, the largest difference first.

    ``withheld`` says why there is no comparison, and then ``differences`` is empty.
    """

    role: str
    n: int
    strong: int
    cut: float | None
    differences: tuple[CompetencyDifference, ...]
    excluded: Mapping[str, int]
    withheld: Withheld | None = None

    @property
    def restricted(self) -> bool:
        """True when selection has narrowed the range of some competency by a tenth or more."""
        return any(d.spread is not None and d.spread < 0.9 for d in self.differences)


def strong_performers(
    frame: pd.DataFrame,
    *,
    person: str,
    competency: str,
    score: str,
    outcome: str,
    role: str = "",
    applicants: pd.DataFrame | None = None,
    interviewed_at: str | None = None,
    outcome_at: str | None = None,
    repeated: Repeated = "refuse",
    scale: tuple[float, float] | None = SCALE,
    share: float = SHARE,
    fewest: int = FEWEST,
    level: float = 0.95,
) -> StrongPerformers:
    """The top third of one role by later rating beside the rest, competency by competency.

    Formula: strong is whoever is rated at or above the value that leaves the share nearest to
    ``share``; the difference of means has Welch's interval, the standardised one Hedges', p is
    Welch's, adjusted after Benjamini and Hochberg over the competencies. Cutting a rating into two
    loses some of what it says; the correlation of each competency with it (`competency_kpi`) uses
    all of it. People were selected before they were rated, so nothing is said of those never hired.
    A difference is an observation, not a reason: it is something to put to whoever keeps the role
    model.

    Parameters
    ----------
    frame : DataFrame
        One role: one row per rated person and competency.
    role : str
        What to call it in the result.
    applicants : DataFrame, optional
        Everybody interviewed for the role, with the same columns of competency and score.
    fewest : int
        People needed among the strong and among the others (``strong.too_few``).

    Raises
    ------
    InputError
        ``strong.share`` when the share is not between 0 and 1; see `rated_people`.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> tact, rating = rng.normal(6, 1, 90), rng.normal(3, 1, 90)
    >>> table = pd.DataFrame({"id": list(range(90)) * 2, "what": ["tact"] * 90 + ["drive"] * 90,
    ...                       "score": np.clip([*tact, *(5 + 0.7 * rating)], 0, 10),
    ...                       "rating": [*rating] * 2})
    >>> found = strong_performers(table, person="id", competency="what", score="score",
    ...                           outcome="rating")
    >>> [(one.competency, one.differs) for one in found.differences]
    [('drive', True), ('tact', False)]
    """
    if not 0 < share < 1:
        raise InputError(
            "strong.share",
            f"a share of {share:g} leaves nobody on one side",
            "use a share between 0 and 1, a third for example",
            share=share,
        )
    people = rated_people(
        frame, score=score, outcome=outcome, by=[competency], person=person, repeated=repeated,
        scale=scale, interviewed_at=interviewed_at, outcome_at=outcome_at,
    )  # fmt: skip
    who = column(frame, person).to_numpy(dtype=object)[people.rows]
    ratings = pd.Series(people.outcome).groupby(who).mean()
    n = int(ratings.size)

    def refused(code: str, count: int) -> StrongPerformers:
        return StrongPerformers(
            role=role, n=n, strong=0, cut=None, differences=(), excluded=people.excluded,
            withheld=Withheld(code=code, n=count),
        )  # fmt: skip

    if n == 0:
        return refused("outcome.none_yet", 0)
    if ratings.nunique() == 1:
        return refused("outcome.constant", n)
    cut = _cut(np.asarray(ratings, dtype=np.float64), share)
    strong = ratings >= cut
    fewer = int(min(strong.sum(), (~strong).sum()))
    if fewer < fewest:
        return refused("strong.too_few", n)
    top = np.array([bool(strong[one]) for one in who])
    wide = _applicants(applicants, competency, score)
    found = []
    for code, (key,) in enumerate(people.names):
        mine = people.codes == code
        one, rest = people.score[mine & top], people.score[mine & ~top]
        first, second = _sample(one), _sample(rest)
        enough = min(first.n, second.n) >= fewest
        few = Withheld(code="strong.too_few", n=first.n + second.n)
        spread = None
        if key in wide and wide[key] > 0 and first.n + second.n > 1:
            spread = float(people.score[mine].std(ddof=1)) / wide[key]
        found.append(
            CompetencyDifference(
                competency=key,
                strong=first.n,
                others=second.n,
                spread=spread,
                p_adjusted=None,
                difference=mean_difference(first, second, level=level) if enough else few,
                standardised=standardised_gap(first, second, level=level) if enough else few,
                p_value=welch_p(first, second) if enough else None,
                differs=False,
            )
        )
    return StrongPerformers(
        role=role, n=n, strong=int(strong.sum()), cut=cut, excluded=people.excluded,
        differences=_judged(found, 1 - level),
    )  # fmt: skip


def _cut(ratings: Floats, share: float) -> float:
    """The value at or above which nearest to the share of people lie; ties stay together."""
    values = np.unique(ratings)[1:]
    above = np.array([(ratings >= value).mean() for value in values])
    return float(values[int(np.argmin(np.abs(above - share)))])


def _sample(values: Floats) -> Sample:
    n = int(values.size)
    return Sample(
        n=n,
        mean=float(values.mean()) if n else 0.0,
        sd=float(values.std(ddof=1)) if n > 1 else 0.0,
    )


def _applicants(frame: pd.DataFrame | None, competency: str, score: str) -> dict[str, float]:
    if frame is None or not len(frame):
        return {}
    table = pd.DataFrame(
        {"key": column(frame, competency).astype(str), "score": numbers(frame, score)}
    )
    return {str(k): float(v) for k, v in table.groupby("key")["score"].std().dropna().items()}


def _judged(found: list[CompetencyDifference], alpha: float) -> tuple[CompetencyDifference, ...]:
    adjusted = benjamini_hochberg([one.p_value for one in found])
    judged = [
        replace(one, p_adjusted=p, differs=p is not None and p <= alpha)
        for one, p in zip(found, adjusted, strict=True)
    ]

    def size(one: CompetencyDifference) -> float:
        return -one.standardised.value if not isinstance(one.standardised, Withheld) else 1e9

    return tuple(sorted(judged, key=lambda one: (size(one), one.competency)))
