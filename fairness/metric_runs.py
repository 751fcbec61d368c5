"""How each metric of the audit is run under a policy: its columns, reference, limits and seed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from fairness.audit_policy import AuditPolicy
from fairness.audit_report import AuditTable
from fairness.calibration_by_group import calibration_by_group
from fairness.demographic_parity import demographic_parity
from fairness.differential_prediction import differential_prediction
from fairness.equalized_odds import equalized_odds
from fairness.impact_ratios import impact_ratios
from fairness.mantel_haenszel import mantel_haenszel
from fairness.score_gaps import score_gaps
from fairness.scoring_rates import scoring_rates
from fairness.signal_quality import is_check, signal_quality_by_group
from fairness.threshold_sweep import threshold_sweep

Attribute = str | tuple[str, ...]


def impact_ratio_tables(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    """Adverse impact under the policy's reference and limit."""
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


def scoring_rate_tables(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    """Scoring rates with the same reference and limit."""
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


def demographic_parity_tables(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    """Parity with intervals from the policy's replicates and seed."""
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


def mantel_haenszel_tables(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    """The same within strata."""
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


def score_gap_tables(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy, *, human: str = ""
) -> Sequence[AuditTable]:
    """Standardised gaps, at equal rating where a column of ratings is given."""
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


def score_gap_at_equal_rating_tables(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    """What is left of the gap at equal human rating."""
    return score_gap_tables(frame, attribute, policy, human=policy.columns.human)


def impact_ratio_at_cut_tables(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
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


def signal_quality_tables(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    """One table per column of quality."""
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


def equalized_odds_tables(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    """Nothing where performance is a number and no line says who performs."""
    names = policy.columns
    if policy.performing is None and not is_check(frame, names.outcome):
        return ()
    return (
        equalized_odds(
            frame,
            attribute=attribute,
            outcome=names.outcome,
            selected=names.selected,
            performing=policy.performing,
            rater_group=names.rater_group,
            reference=_largest(policy),
            level=policy.level,
            replicates=policy.replicates,
            seed=policy.seed,
        ),
    )


def differential_prediction_tables(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    """Within strata where there are any."""
    names = policy.columns
    return (
        differential_prediction(
            frame,
            attribute=attribute,
            score=names.score,
            outcome=names.outcome,
            stratum=names.stratum,
            rater_group=names.rater_group,
            reference=_largest(policy),
            limit=policy.gap_limit,
            level=policy.level,
            replicates=policy.replicates,
            seed=policy.seed,
        ),
    )


def calibration_tables(
    frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy
) -> Sequence[AuditTable]:
    """Nothing where performance is a number and no forecast of success."""
    names = policy.columns
    if not is_check(frame, names.outcome):
        return ()
    return (
        calibration_by_group(
            frame,
            attribute=attribute,
            probability=names.probability,
            outcome=names.outcome,
            reference=_largest(policy),
            level=policy.level,
            seed=policy.seed,
        ),
    )


def _largest(policy: AuditPolicy) -> str:
    """Against performance the surest comparison is with the largest group."""
    return "largest_group" if policy.reference == "highest_rate" else policy.reference
