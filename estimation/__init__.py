"""How sure we are: estimates with their intervals, n and method, or a named refusal.

Every function returns a `Finding`. Nothing here knows of interviews, people or roles.
"""

from estimation.bootstrap import bootstrap_rates, percentile_interval
from estimation.correlation import correlation, correlation_interval
from estimation.difference import difference
from estimation.equivalence import Equivalence, paired_equivalence
from estimation.multiplicity import benjamini_hochberg, holm
from estimation.proportion import proportion
from estimation.quantile import normal_quantile, t_quantile
from estimation.ratio import ratio
from estimation.shrunken_mean import Spread, shrunken_mean, shrunken_spread
from estimation.two_proportions import fewest_expected, fisher_exact, fisher_mid_p, pooled_z

__all__ = [
    "Equivalence",
    "Spread",
    "benjamini_hochberg",
    "bootstrap_rates",
    "correlation",
    "correlation_interval",
    "difference",
    "fewest_expected",
    "fisher_exact",
    "fisher_mid_p",
    "holm",
    "normal_quantile",
    "paired_equivalence",
    "percentile_interval",
    "pooled_z",
    "proportion",
    "ratio",
    "shrunken_mean",
    "shrunken_spread",
    "t_quantile",
]
