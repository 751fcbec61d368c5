"""Quantiles of the normal and Student's t distribution, remembered so that cards come fast."""

from __future__ import annotations

from functools import lru_cache
from statistics import NormalDist


@lru_cache(maxsize=1024)
def normal_quantile(p: float) -> float:
    """The value below which a standard normal falls with probability ``p`` (0 < p < 1).

    Examples
    --------
    >>> round(normal_quantile(0.975), 6)
    1.959964
    """
    return NormalDist().inv_cdf(p)


@lru_cache(maxsize=4096)
def t_quantile(p: float, df: float) -> float:
    """The value below which Student's t with ``df`` degrees of freedom falls with probability p.

    Examples
    --------
    >>> round(t_quantile(0.975, 9), 3)
    2.262
    """
    # imported here because the command line's help must not wait for scipy
    from scipy.special import stdtrit

    return float(stdtrit(df, p))
