"""Whom another model would select: groups under two models at the same number selected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from estimation import Sample, percentile_interval, standardised_gap
from fairness import Verdict, proxy_leak, worst
from interview import Finding, Withheld
from workflow.audit_people import audited_attributes

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

FLOOR = 30
LIMIT = 0.80
WORSE = 0.05
LEAK = 0.65
REPLICATES = 1000
SEED = 2026
OVERALL = "overall"


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupUnderBoth:
    """One group beside the reference under both models, the same number of people selected.

    ``ratio_*`` are impact ratios, ``difference`` the second's less the first's, paired. ``gap_*``
    are gaps of the score in standard deviations. ``verdict``: ``exceeds`` when the second is worse
    beyond the limit (its ratio below .80 and .05 or more below the first's, or the whole interval
    of the difference below zero and .05 or more), ``within`` when the interval lies above -.05,
    else ``cannot_tell``.
    """

    attribute: str
    group: str
    reference: str
    n: int
    ratio_first: Finding
    ratio_second: Finding
    difference: Finding
    gap_first: Finding
    gap_second: Finding
    verdict: Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class LeakUnderBoth:
    """How well a group can be told from each model's score alone: .50 is guessing."""

    attribute: str
    group: str
    n: int
    first: Finding
    second: Finding
    verdict: Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelFairness:
    """Groups and leaks under both models; ``share`` of people selected by each, by top score
    within each role; ``left_out`` are groups of fewer than 30."""

    share: float
    groups: tuple[GroupUnderBoth, ...]
    leaks: tuple[LeakUnderBoth, ...]
    left_out: int
    verdict: Verdict


def model_fairness(scored: pd.DataFrame, groups: pd.DataFrame, *, share: float) -> ModelFairness:
    """Compare impact ratios, gaps and leaks of two scores of the same people.

    Formula: each score selects the top ``share`` of every role, so that thresholds that mean
    different things do not matter; the reference is the group selected most by the first; the
    difference of ratios by drawing people of each group again 1,000 times, both scores of a person
    together.

    Parameters
    ----------
    scored : DataFrame
        candidate_id, role, competency, first, second; rows of the competency ``overall`` count.
    groups : DataFrame
        candidate_id and ``attr_*`` columns.
    """
    table = scored[scored["competency"] == OVERALL]
    table = table.drop_duplicates("candidate_id", keep="last")
    table = table.merge(groups, on="candidate_id", how="left", validate="1:1")
    picked = {
        name: table.groupby("role")[name].transform(lambda x: x >= x.quantile(1 - share))
        for name in ("first", "second")
    }
    found: list[GroupUnderBoth] = []
    leaks: list[LeakUnderBoth] = []
    left = 0
    for attribute in audited_attributes(table):
        stated = table[attribute].notna()
        sizes = table.loc[stated, attribute].astype(str).value_counts()
        large = sorted(str(g) for g, n in sizes.items() if n >= FLOOR)
        left += int((sizes < FLOOR).sum())
        if len(large) < 2:
            continue
        kept = stated & table[attribute].astype(str).isin(large)
        found += _groups(table[kept], attribute, large, picked, kept)
        leaks += _leaks(table[kept], attribute)
    return ModelFairness(
        share=share,
        groups=tuple(found),
        leaks=tuple(leaks),
        left_out=left,
        verdict=worst((*(g.verdict for g in found), *(x.verdict for x in leaks))),
    )


def _groups(
    table: pd.DataFrame,
    attribute: str,
    names: list[str],
    picked: dict[str, Any],
    kept: pd.Series[bool],
) -> list[GroupUnderBoth]:
    codes = np.array([names.index(str(v)) for v in table[attribute]])
    one, two = (picked[c][kept].to_numpy(dtype=np.float64) for c in ("first", "second"))
    rng = np.random.default_rng(SEED)
    rates = np.stack([_rates(one[codes == at], two[codes == at], rng) for at in range(len(names))])
    reference = int(np.argmax(rates[:, 0, 0]))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = rates / rates[[reference]]
    made = []
    for at, name in enumerate(names):
        if at == reference:
            continue
        n = int((codes == at).sum())
        first, second = (_finding(ratios[at, which], n) for which in (0, 1))
        apart = _finding(ratios[at, 1] - ratios[at, 0], n)
        gaps = [
            standardised_gap(_sample(table[c], codes == at), _sample(table[c], codes == reference))
            for c in ("first", "second")
        ]
        made.append(
            GroupUnderBoth(
                attribute=attribute.removeprefix("attr_"),
                group=name,
                reference=names[reference],
                n=n,
                ratio_first=first,
                ratio_second=second,
                difference=apart,
                gap_first=gaps[0],
                gap_second=gaps[1],
                verdict=_worse(second, apart),
            )
        )
    return made


def _rates(
    one: NDArray[np.float64], two: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Selection rates of one group under both scores, shape (2, 1 + replicates), the first column
    as found: a person drawn again brings both selections along."""
    cells = np.array([(one * two).sum(), (one * (1 - two)).sum(), ((1 - one) * two).sum()])
    n = int(one.size)
    shares = np.append(cells, n - cells.sum()) / n
    drawn = np.vstack([shares * n, rng.multinomial(n, shares, size=REPLICATES)])
    return np.asarray(np.stack([drawn[:, 0] + drawn[:, 1], drawn[:, 0] + drawn[:, 2]]) / n)


def _finding(values: NDArray[np.float64], n: int) -> Finding:
    if not np.isfinite(values[0]):
        return Withheld(code="group.nobody_selected", n=n)
    return percentile_interval(
        float(values[0]), values[1:], n=n, level=0.90, method="impact_ratio.bootstrap"
    )


def _worse(second: Finding, apart: Finding) -> Verdict:
    if isinstance(second, Withheld) or isinstance(apart, Withheld):
        return "cannot_tell"
    below = second.value < LIMIT and apart.value <= -WORSE
    if below or (apart.high < 0 and apart.value <= -WORSE):
        return "exceeds"
    return "within" if apart.low > -WORSE else "cannot_tell"


def _sample(values: pd.Series[float], mine: NDArray[np.bool_]) -> Sample:
    x = values.to_numpy(dtype=np.float64)[mine]
    return Sample(n=int(x.size), mean=float(x.mean()), sd=float(x.std(ddof=1)))


def _leaks(table: pd.DataFrame, attribute: str) -> list[LeakUnderBoth]:
    plain_name = attribute.removeprefix("attr_")
    named = table.rename(columns={attribute: plain_name})
    tables = [
        proxy_leak(named, attribute=plain_name, score=c, limit=LEAK) for c in ("first", "second")
    ]
    made = []
    for one, two in zip(tables[0].groups, tables[1].groups, strict=True):
        if one.excluded or two.excluded:
            continue
        made.append(
            LeakUnderBoth(
                attribute=plain_name,
                group=two.group,
                n=two.n,
                first=one.finding,
                second=two.finding,
                verdict=_tells_more(one.finding, two.finding),
            )
        )
    return made


def _tells_more(first: Finding, second: Finding) -> Verdict:
    """Beyond the limit, and not because the score that stands tells as much."""
    if isinstance(first, Withheld) or isinstance(second, Withheld):
        return "cannot_tell"
    if second.low > LEAK and second.value > first.value + WORSE:
        return "exceeds"
    return "within" if second.value <= max(LEAK, first.value + WORSE) else "cannot_tell"
