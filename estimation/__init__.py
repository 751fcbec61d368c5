"""How sure we are: estimates with their intervals, n and method, or a named refusal.

Every function returns a `Finding`. Nothing here knows of interviews, people or roles.
"""

from estimation.correlation import correlation, correlation_interval
from estimation.proportion import proportion
from estimation.quantile import normal_quantile, t_quantile
from estimation.shrunken_mean import Spread, shrunken_mean, shrunken_spread

__all__ = [
    "Spread",
    "correlation",
    "correlation_interval",
    "normal_quantile",
    "proportion",
    "shrunken_mean",
    "shrunken_spread",
    "t_quantile",
]
