"""Every metric an audit can run: what it needs, which line it is held against, where it is from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from fairness.audit_policy import AuditPolicy
from fairness.audit_report import AuditTable
from fairness.demographic_parity import demographic_parity
from fairness.impact_ratios import impact_ratios
from fairness.mantel_haenszel import mantel_haenszel
from fairness.score_gaps import score_gaps
from fairness.scoring_rates import scoring_rates
from fairness.selection_rates import selection_rates
from fairness.signal_quality import signal_quality_by_group
from fairness.threshold_sweep import threshold_sweep

Attribute = str | tuple[str, ...]
Tables = Callable[[pd.DataFrame, Attribute, AuditPolicy], Sequence[AuditTable]]
Limit = Literal["limit", "gap_limit", ""]


@dataclass(frozen=True, kw_only=True, slots=True)
class Metric:
    """One row of the catalogue.

    ``function`` is the public one a notebook calls; ``tables`` runs it on the cleaned table under a
    policy, once per attribute, or is None where the metric belongs to a page and not to the audit.
    ``needs`` names the fields of `Columns` that must be filled. Tests of one ``family`` are
    corrected together (empty: the metric repeats the tests of another). ``limit`` is the field of
    the policy that its verdict holds the interval against, empty where the metric only describes.
    ``crossed`` is true when it also runs over intersections of attributes; ``picks_reference`` when
    the reference is the group of the highest rate, which the correction of p values allows for.
    """

    function: Callable[..., object]
    needs: tuple[str, ...]
    family: str
    limit: Limit
    sources: tuple[str, ...]
    tables: Tables | None = None
    crossed: bool = True
    picks_reference: bool = False


def _impact_ratio(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    return (
        impact_ratios(
            frame,
            attribute=attribute,
            selected=policy.columns.selected,
            reference=policy.reference,
            limit=policy.limit,
            floor=policy.floor,
            smallest_share=policy.smallest_share,
            level=policy.level,
        ),
    )


def _scoring_rate(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    return (
        scoring_rates(
            frame,
            attribute=attribute,
            score=policy.columns.score,
            reference=policy.reference,
            limit=policy.limit,
            floor=policy.floor,
            smallest_share=policy.smallest_share,
            level=policy.level,
        ),
    )


def _demographic_parity(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    return (
        demographic_parity(
            frame,
            attribute=attribute,
            selected=policy.columns.selected,
            limit=policy.limit,
            floor=policy.floor,
            smallest_share=policy.smallest_share,
            replicates=policy.replicates,
            seed=policy.seed,
            level=policy.level,
        ),
    )


def _mantel_haenszel(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    return (
        mantel_haenszel(
            frame,
            attribute=attribute,
            selected=policy.columns.selected,
            stratum=policy.columns.stratum,
            reference=policy.reference,
            limit=policy.limit,
            floor=policy.floor,
            smallest_share=policy.smallest_share,
            level=policy.level,
            alpha=policy.alpha,
        ),
    )


def _score_gap(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy, *, human: str = ""
) -> Sequence[AuditTable]:
    return (
        score_gaps(
            frame,
            attribute=attribute,
            score=policy.columns.score,
            human=human,
            reference=policy.reference,
            gap_limit=policy.gap_limit,
            floor=policy.floor,
            smallest_share=policy.smallest_share,
            level=policy.level,
        ),
    )


def _score_gap_at_equal_rating(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    return _score_gap(frame, attribute, policy, human=policy.columns.human)


def _cut(frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy) -> Sequence[AuditTable]:
    if policy.cut is None:
        return ()
    sweep = threshold_sweep(
        frame,
        attribute=attribute,
        score=policy.columns.score,
        reference=policy.reference,
        limit=policy.limit,
        floor=policy.floor,
        smallest_share=policy.smallest_share,
        level=policy.level,
    )
    return (sweep.at(policy.cut),)


def _signal_quality(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    return signal_quality_by_group(
        frame,
        attribute=attribute,
        quality=policy.columns.quality,
        reference=policy.reference,
        limit=policy.limit,
        gap_limit=policy.gap_limit,
        floor=policy.floor,
        smallest_share=policy.smallest_share,
        level=policy.level,
    )


METRICS: Mapping[str, Metric] = {
    "selection_rate": Metric(
        function=selection_rates,
        needs=("selected",),
        family="",
        limit="",
        sources=("Wilson 1927", "6 RCNY 5-301, selection rate"),
    ),
    "impact_ratio": Metric(
        function=impact_ratios,
        tables=_impact_ratio,
        needs=("selected",),
        family="selection",
        limit="limit",
        picks_reference=True,
        sources=(
            "UGESP 29 CFR 1607.4(D) and questions and answers 21",
            "6 RCNY 5-301",
            "Miettinen and Nurminen 1985",
            "Fisher 1935; Lancaster 1961",
        ),
    ),
    "demographic_parity": Metric(
        function=demographic_parity,
        tables=_demographic_parity,
        needs=("selected",),
        family="",
        limit="limit",
        sources=("Newcombe 1998, method 10", "Efron 1979, percentile interval by group"),
    ),
    "mantel_haenszel": Metric(
        function=mantel_haenszel,
        tables=_mantel_haenszel,
        needs=("selected", "stratum"),
        family="selection_within_strata",
        limit="limit",
        picks_reference=True,
        sources=(
            "Mantel and Haenszel 1959",
            "Greenland and Robins 1985",
            "Robins, Breslow and Greenland 1986",
            "Breslow and Day 1980; Tarone 1985",
        ),
    ),
    "scoring_rate": Metric(
        function=scoring_rates,
        tables=_scoring_rate,
        needs=("score",),
        family="scoring",
        limit="limit",
        picks_reference=True,
        sources=("6 RCNY 5-301, scoring rate",),
    ),
    "impact_ratio_at_cut": Metric(
        function=threshold_sweep,
        tables=_cut,
        needs=("score",),
        family="cut",
        limit="limit",
        picks_reference=True,
        sources=("UGESP 29 CFR 1607.4(D)", "Miettinen and Nurminen 1985"),
    ),
    "score_gap": Metric(
        function=score_gaps,
        tables=_score_gap,
        needs=("score",),
        family="score",
        limit="gap_limit",
        sources=("Hedges 1981", "Welch 1947"),
    ),
    "score_gap_at_equal_rating": Metric(
        function=score_gaps,
        tables=_score_gap_at_equal_rating,
        needs=("score", "human"),
        family="score_at_equal_rating",
        limit="gap_limit",
        sources=("MacKinnon and White 1985, HC3",),
    ),
    "signal_quality": Metric(
        function=signal_quality_by_group,
        tables=_signal_quality,
        needs=("quality",),
        family="quality",
        limit="gap_limit",
        sources=("Hedges 1981", "Miettinen and Nurminen 1985"),
        crossed=False,
    ),
}
