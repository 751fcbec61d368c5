"""How sure we are: estimates with their intervals, n and method, or a named refusal.

Every function returns a `Finding`. Nothing here knows of interviews, people or roles.
"""

from estimation.added_power import added_power, people_for_added
from estimation.auc import auc
from estimation.bootstrap import bootstrap_rates, percentile_interval
from estimation.change_point import ChangePoint, change_point
from estimation.clustered_correlation import ClusteredCorrelations, clustered_correlations
from estimation.compared_correlations import (
    Comparison,
    dependent_correlations,
    independent_correlations,
)
from estimation.composite import (
    adjusted_r2,
    best_weights,
    composite_gap,
    composite_validity,
    cross_validity,
)
from estimation.conformal import cross_conformal
from estimation.control_chart import Chart, cusum, ewma
from estimation.correlation import correlation, correlation_interval
from estimation.correlation_power import (
    correlation_power,
    largest_by_chance,
    people_needed,
    people_to_separate,
)
from estimation.cross_validation import corrected_interval, repeated_folds
from estimation.difference import difference
from estimation.distribution_shift import (
    StabilityIndex,
    classifier_shift,
    kinds_shift,
    kolmogorov_smirnov,
    stability_index,
    stability_limit,
    stability_of_counts,
)
from estimation.equivalence import Equivalence, paired_equivalence
from estimation.exact_proportion import exact_proportion
from estimation.factor_analysis import Factors, general_loadings, minres, oblimin
from estimation.graded_model import (
    GradedFit,
    category_chances,
    expected_abilities,
    fit_graded,
    item_information,
)
from estimation.grouped_correlation import (
    GroupedCorrelation,
    correlation_p,
    grouped_correlation,
    within_correlation,
)
from estimation.least_squares import LinearFit, centred, least_squares, nested_f
from estimation.left_out_line import LeftOutLine, left_out_line, mean_off_line
from estimation.logistic import LogisticFit, logistic, nagelkerke
from estimation.matrix_statistic import reliability_interval
from estimation.multiplicity import benjamini_hochberg, holm
from estimation.proportion import proportion
from estimation.quantile import normal_quantile, t_quantile
from estimation.random_effects import RandomEffects, random_effects, shrunken_effects
from estimation.random_effects_posterior import Mixture, effects_posterior
from estimation.rank_correlation import midranks, rank_correlation, rank_limits
from estimation.ratio import ratio
from estimation.shrunken_mean import Spread, shrunken_mean, shrunken_spread
from estimation.sparse_homogeneity import homogeneity
from estimation.standardised_gap import Sample, mean_difference, standardised_gap, welch_p
from estimation.strata import (
    Strata,
    breslow_day,
    cochran_mantel_haenszel,
    common_odds_ratio,
    common_ratio,
    strata,
)
from estimation.two_proportions import fewest_expected, fisher_exact, fisher_mid_p, pooled_z

__all__ = [
    "ChangePoint",
    "Chart",
    "ClusteredCorrelations",
    "Comparison",
    "Equivalence",
    "Factors",
    "GradedFit",
    "GroupedCorrelation",
    "LeftOutLine",
    "LinearFit",
    "LogisticFit",
    "Mixture",
    "RandomEffects",
    "Sample",
    "Spread",
    "StabilityIndex",
    "Strata",
    "added_power",
    "adjusted_r2",
    "auc",
    "benjamini_hochberg",
    "best_weights",
    "bootstrap_rates",
    "breslow_day",
    "category_chances",
    "centred",
    "change_point",
    "classifier_shift",
    "clustered_correlations",
    "cochran_mantel_haenszel",
    "common_odds_ratio",
    "common_ratio",
    "composite_gap",
    "composite_validity",
    "corrected_interval",
    "correlation",
    "correlation_interval",
    "correlation_p",
    "correlation_power",
    "cross_conformal",
    "cross_validity",
    "cusum",
    "dependent_correlations",
    "difference",
    "effects_posterior",
    "ewma",
    "exact_proportion",
    "expected_abilities",
    "fewest_expected",
    "fisher_exact",
    "fisher_mid_p",
    "fit_graded",
    "general_loadings",
    "grouped_correlation",
    "holm",
    "homogeneity",
    "independent_correlations",
    "item_information",
    "kinds_shift",
    "kolmogorov_smirnov",
    "largest_by_chance",
    "least_squares",
    "left_out_line",
    "logistic",
    "mean_difference",
    "mean_off_line",
    "midranks",
    "minres",
    "nagelkerke",
    "nested_f",
    "normal_quantile",
    "oblimin",
    "paired_equivalence",
    "people_for_added",
    "people_needed",
    "people_to_separate",
    "percentile_interval",
    "pooled_z",
    "proportion",
    "random_effects",
    "rank_correlation",
    "rank_limits",
    "ratio",
    "reliability_interval",
    "repeated_folds",
    "shrunken_effects",
    "shrunken_mean",
    "shrunken_spread",
    "stability_index",
    "stability_limit",
    "stability_of_counts",
    "standardised_gap",
    "strata",
    "t_quantile",
    "welch_p",
    "within_correlation",
]
