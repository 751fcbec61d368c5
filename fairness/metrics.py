"""Every metric an audit can run: what it needs, which line it is held against, where it is from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from fairness import metric_runs as runs
from fairness.audit_policy import AuditPolicy
from fairness.audit_report import AuditTable
from fairness.calibration_by_group import calibration_by_group
from fairness.criterion_bias import criterion_bias
from fairness.cultural_expression import cultural_expression
from fairness.demographic_parity import demographic_parity
from fairness.dif_logistic import dif_logistic
from fairness.dif_mantel_haenszel import dif_mantel_haenszel
from fairness.dif_scores import dif_scores
from fairness.differential_prediction import differential_prediction
from fairness.equalized_odds import equalized_odds
from fairness.impact_ratios import impact_ratios
from fairness.mantel_haenszel import mantel_haenszel
from fairness.measurement_invariance import measurement_invariance
from fairness.pareto_weights import pareto_weights
from fairness.perturbation_audit import perturbation_audit
from fairness.proxy_leak import proxy_leak
from fairness.reweighing import reweighing
from fairness.score_gaps import score_gaps
from fairness.scoring_rates import scoring_rates
from fairness.selection_rates import selection_rates
from fairness.signal_quality import signal_quality_by_group
from fairness.threshold_sweep import threshold_sweep

Attribute = runs.Attribute
Tables = Callable[[pd.DataFrame, Attribute, AuditPolicy], Sequence[AuditTable]]
Limit = Literal["limit", "gap_limit", "own", ""]


@dataclass(frozen=True, kw_only=True, slots=True)
class Metric:
    """One row of the catalogue.

    ``function`` is the public one a notebook calls; ``tables`` runs it on the cleaned table under a
    policy, once per attribute, or is None where the metric belongs to a page and not to the audit.
    ``needs`` names the fields of `Columns` that must be filled. Tests of one ``family`` are
    corrected together (empty: the metric repeats the tests of another). ``limit`` is the field of
    the policy that its verdict holds the interval against, ``own`` where the function has one of
    its own, empty where the metric only describes.
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
        tables=runs.impact_ratio_tables,
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
        tables=runs.demographic_parity_tables,
        needs=("selected",),
        family="",
        limit="limit",
        sources=("Newcombe 1998, method 10", "Efron 1979, percentile interval by group"),
    ),
    "mantel_haenszel": Metric(
        function=mantel_haenszel,
        tables=runs.mantel_haenszel_tables,
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
        tables=runs.scoring_rate_tables,
        needs=("score",),
        family="scoring",
        limit="limit",
        picks_reference=True,
        sources=("6 RCNY 5-301, scoring rate",),
    ),
    "impact_ratio_at_cut": Metric(
        function=threshold_sweep,
        tables=runs.impact_ratio_at_cut_tables,
        needs=("score",),
        family="cut",
        limit="limit",
        picks_reference=True,
        sources=("UGESP 29 CFR 1607.4(D)", "Miettinen and Nurminen 1985"),
    ),
    "score_gap": Metric(
        function=score_gaps,
        tables=runs.score_gap_tables,
        needs=("score",),
        family="score",
        limit="gap_limit",
        sources=("Hedges 1981", "Welch 1947"),
    ),
    "score_gap_at_equal_rating": Metric(
        function=score_gaps,
        tables=runs.score_gap_at_equal_rating_tables,
        needs=("score", "human"),
        family="score_at_equal_rating",
        limit="gap_limit",
        sources=("MacKinnon and White 1985, HC3",),
    ),
    "signal_quality": Metric(
        function=signal_quality_by_group,
        tables=runs.signal_quality_tables,
        needs=("quality",),
        family="quality",
        limit="gap_limit",
        sources=("Hedges 1981", "Miettinen and Nurminen 1985"),
        crossed=False,
    ),
    "equalized_odds": Metric(
        function=equalized_odds,
        tables=runs.equalized_odds_tables,
        needs=("outcome", "selected"),
        family="opportunity",
        limit="own",
        sources=("Hardt, Price and Srebro 2016",),
        crossed=False,
    ),
    "calibration": Metric(
        function=calibration_by_group,
        tables=runs.calibration_tables,
        needs=("outcome", "probability"),
        family="calibration",
        limit="own",
        sources=(
            "Cox 1958",
            "Debray 2017",
        ),
        crossed=False,
    ),
    "differential_prediction": Metric(
        function=differential_prediction,
        tables=runs.differential_prediction_tables,
        needs=("score", "outcome"),
        family="prediction",
        limit="gap_limit",
        sources=(
            "Cleary 1968",
            "Nye and Sackett 2017",
        ),
        crossed=False,
    ),
    "criterion_bias": Metric(
        function=criterion_bias,
        needs=("outcome", "rater_group"),
        family="criterion",
        limit="own",
        sources=("MacKinnon and White 1985, HC3",),
        crossed=False,
    ),
    "dif_mantel_haenszel": Metric(
        function=dif_mantel_haenszel,
        needs=("score",),
        family="items",
        limit="own",
        sources=(
            "Mantel and Haenszel 1959",
            "Holland and Thayer 1988",
        ),
        crossed=False,
    ),
    "dif_logistic": Metric(
        function=dif_logistic,
        needs=("score",),
        family="items",
        limit="own",
        sources=(
            "Swaminathan and Rogers 1990",
            "Jodoin and Gierl 2001",
        ),
        crossed=False,
    ),
    "dif_scores": Metric(
        function=dif_scores,
        needs=("score",),
        family="items",
        limit="own",
        sources=("MacKinnon and White 1985, HC3",),
        crossed=False,
    ),
    "cultural_expression": Metric(
        function=cultural_expression,
        needs=("score",),
        family="expression",
        limit="limit",
        sources=(
            "MacKinnon and White 1985, HC3",
            "expected ratio of a composite",
        ),
        crossed=False,
    ),
    "measurement_invariance": Metric(
        function=measurement_invariance,
        needs=(),
        family="invariance",
        limit="own",
        sources=(
            "Joreskog 1971",
            "Cheung and Rensvold 2002",
        ),
        crossed=False,
    ),
    "proxy_leak": Metric(
        function=proxy_leak,
        needs=("score",),
        family="leak",
        limit="own",
        sources=("DeLong, DeLong and Clarke-Pearson 1988",),
        crossed=False,
    ),
    "perturbation_audit": Metric(
        function=perturbation_audit,
        needs=(),
        family="perturbation",
        limit="own",
        sources=("Schuirmann 1987",),
        crossed=False,
    ),
    "reweighing": Metric(
        function=reweighing,
        needs=("selected",),
        family="",
        limit="",
        sources=("Kamiran and Calders 2012",),
        crossed=False,
    ),
    "pareto_weights": Metric(
        function=pareto_weights,
        needs=("outcome",),
        family="",
        limit="",
        sources=("De Corte, Lievens and Sackett 2007",),
        crossed=False,
    ),
}
