"""Where new hires of a role are weak: the competencies in which many lie below its threshold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.rated_people import SCALE, labels, on_scale
from estimation.multiplicity import benjamini_hochberg
from estimation.proportion import proportion
from estimation.quantile import t_quantile
from estimation.table_columns import column, numbers
from interview import Estimate, Finding, InputError, Withheld

FEWEST = 10
LIMIT = 0.5
Need = Literal["need", "enough", "cannot_tell"]
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingNeed:
    """One competency of one role among its new hires.

    ``share`` of the ``n`` people whose score lies below the threshold; ``gap`` the mean score less
    the threshold, in points. ``threshold`` is None where it was not the same for everybody.
    ``rank`` is the place within the role, 1 the weakest, and ``rank_best`` to ``rank_worst`` the
    places that cannot be ruled out; all None for a competency that is withheld.
    """

    role: str
    competency: str
    threshold: float | None
    n: int
    below: int
    share: Finding
    gap: Finding
    p_value: float | None
    p_adjusted: float | None
    verdict: Need
    rank: int | None
    rank_best: int | None
    rank_worst: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingNeeds:
    """Every competency by role, the weakest first; ``limit`` is the share from which it matters."""

    needs: tuple[TrainingNeed, ...]
    limit: float
    level: float
    excluded: Mapping[str, int]

    def of_role(self, role: str) -> tuple[TrainingNeed, ...]:
        """The competencies of one role, the weakest first."""
        return tuple(need for need in self.needs if need.role == role)


def training_needs(
    frame: pd.DataFrame,
    *,
    person: str,
    competency: str,
    score: str,
    threshold: str | float,
    role: str | None = None,
    limit: float = LIMIT,
    fewest: int = FEWEST,
    scale: tuple[float, float] | None = SCALE,
    level: float = 0.95,
) -> TrainingNeeds:
    """Competencies ranked by how many new hires score below what their role asks for.

    Formula: the share below with Wilson's interval; the mean gap with Student's. ``verdict`` is
    ``need`` where the share lies above ``limit``, ``enough`` where it lies below, by the exact
    two-sided binomial test with Benjamini and Hochberg's adjustment over every competency of
    every role; else ``cannot_tell``. Two competencies change places in the ranking wherever their
    simultaneous intervals (Bonferroni over the role's competencies) overlap, so the true ranks lie
    within ``rank_best`` to ``rank_worst`` at the level chosen or above. Scores are measured with
    error: a share below a threshold describes the scores, not each person.

    Parameters
    ----------
    threshold : str or float
        The column that holds what the role asks for, or one number for all.
    fewest : int
        Below this many people a competency is withheld (``needs.too_few``).

    Raises
    ------
    InputError
        ``table.empty``, ``table.missing_column``, ``table.not_a_number``, ``person.twice``,
        ``score.out_of_range``, ``needs.limit`` when the limit is no share.

    Examples
    --------
    >>> hired = pd.DataFrame({"id": list(range(20)) * 2, "what": ["tact"] * 20 + ["plans"] * 20,
    ...                       "score": [4.0] * 18 + [7.0] * 2 + [7.0] * 19 + [4.0]})
    >>> found = training_needs(hired, person="id", competency="what", score="score", threshold=6)
    >>> [(need.competency, need.verdict, need.rank_worst) for need in found.needs]
    [('tact', 'need', 1), ('plans', 'enough', 2)]
    """
    if not len(frame):
        raise InputError(
            "table.empty", "the table has no rows", "give one row per person and competency"
        )
    if not 0 < limit < 1:
        raise InputError(
            "needs.limit",
            f"a limit of {limit:g} is no share between 0 and 1",
            "use .5 for half of the new hires",
            limit=limit,
        )
    x = numbers(frame, score)
    on_scale(x, score, scale)
    asked = (
        numbers(frame, threshold)
        if isinstance(threshold, str)
        else np.full(len(frame), float(threshold))
    )
    codes, names, unlabelled = labels(frame, [competency] if role is None else [role, competency])
    excluded: dict[str, int] = {}
    kept = np.ones(len(frame), dtype=bool)
    for code, why in (
        ("table.unscored", np.isnan(x)),
        ("needs.no_threshold", np.isnan(asked)),
        ("table.unlabelled", unlabelled),
    ):
        if lost := int((kept & why).sum()):
            excluded[code] = lost
        kept &= ~why
    _once(column(frame, person)[kept], codes[kept])
    x, asked, codes = x[kept], asked[kept], codes[kept]
    rows = [_read(x[codes == i], asked[codes == i], fewest, limit) for i in np.unique(codes)]
    adjusted = benjamini_hochberg([row.p_value for row in rows])
    found = []
    for i, row, p in zip(np.unique(codes), rows, adjusted, strict=True):
        label = names[int(i)]
        found.append(_need(label if role is not None else ("", *label), row, p, limit, level))
    return TrainingNeeds(needs=_ranked(found, level), limit=limit, level=level, excluded=excluded)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    n: int
    below: int
    gaps: Floats
    threshold: float | None
    p_value: float | None


def _read(x: Floats, asked: Floats, fewest: int, limit: float) -> _Row:
    n, below = int(x.size), int((x < asked).sum())
    p = None
    if n >= fewest:
        from scipy.stats import binomtest

        p = float(binomtest(below, n, limit).pvalue)
    same = float(asked[0]) if np.ptp(asked) == 0 else None
    return _Row(n=n, below=below, gaps=x - asked, threshold=same, p_value=p)


def _need(
    label: tuple[str, ...], row: _Row, adjusted: float | None, limit: float, level: float
) -> TrainingNeed:
    too_few = Withheld(code="needs.too_few", n=row.n)
    shown = row.p_value is not None
    share = proportion(row.below, row.n, level=level) if shown else too_few
    verdict: Need = "cannot_tell"
    if adjusted is not None and adjusted <= 1 - level:
        verdict = "need" if row.below / row.n > limit else "enough"
    return TrainingNeed(
        role=label[0], competency=label[1], threshold=row.threshold, n=row.n, below=row.below,
        share=share, gap=_mean(row.gaps, level) if shown else too_few, p_value=row.p_value,
        p_adjusted=adjusted, verdict=verdict, rank=None, rank_best=None, rank_worst=None,
    )  # fmt: skip


def _mean(values: Floats, level: float) -> Finding:
    n = int(values.size)
    mean = float(values.mean())
    error = float(values.std(ddof=1)) / np.sqrt(n)
    half = float(t_quantile(0.5 + level / 2, n - 1) * error) if error > 0 else 0.0
    return Estimate(value=mean, low=mean - half, high=mean + half, n=n, method="mean.student")


def _ranked(found: list[TrainingNeed], level: float) -> tuple[TrainingNeed, ...]:
    """Within each role the largest share first, with the ranks that cannot be ruled out."""
    ranked: list[TrainingNeed] = []
    for role in dict.fromkeys(need.role for need in found):
        mine = [need for need in found if need.role == role]
        known = [need for need in mine if isinstance(need.share, Estimate)]
        known.sort(key=lambda need: (-need.below / need.n, need.competency))
        each = 1 - (1 - level) / max(len(known), 1)
        limits = [proportion(need.below, need.n, level=each) for need in known]
        for place, (need, own) in enumerate(zip(known, limits, strict=True), 1):
            above = sum(_apart(other, own) for other in limits)
            under = sum(_apart(own, other) for other in limits)
            ranked.append(
                replace(need, rank=place, rank_best=1 + above, rank_worst=len(known) - under)
            )
        ranked += [need for need in mine if not isinstance(need.share, Estimate)]
    return tuple(ranked)


def _apart(higher: Finding, lower: Finding) -> bool:
    if isinstance(higher, Withheld) or isinstance(lower, Withheld):
        return False
    return higher.low > lower.high


def _once(people: pd.Series, codes: NDArray[np.int64]) -> None:
    keys = pd.DataFrame({"who": people.to_numpy(), "what": codes})
    repeated = keys.duplicated().to_numpy() & keys["who"].notna().to_numpy()
    if repeated.any():
        at = int(np.flatnonzero(repeated)[0])
        raise InputError(
            "person.twice",
            f"row {at + 1} of those with a score repeats a person and competency, and "
            f"{int(repeated.sum()) - 1} more rows are like that",
            "give one row per person and competency; keep the latest interview",
            row=at + 1,
        )
