"""What selecting by a score is worth: in standard deviations of performance, and in money."""

from __future__ import annotations

import math
from dataclasses import dataclass

from estimation.quantile import normal_quantile
from interview import Estimate, Finding, InputError, Withheld

METHOD_GAIN = "utility.brogden_cronbach_gleser"
METHOD_SUCCESS = "utility.taylor_russell"


@dataclass(frozen=True, kw_only=True, slots=True)
class Utility:
    """The worth of selecting a share of applicants from the top of a score.

    ``mean_z`` is the mean standard score of those selected; ``performance`` how many standard
    deviations above a random pick they will perform. ``gain`` is in the unit of ``sdy`` and is
    withheld where that is unknown; then ``break_even_sdy`` tells what it must be for the cost to
    pay (None where no value does). ``success`` is the share of those selected who will do well.
    """

    mean_z: float
    performance: Finding
    gain: Finding
    break_even_sdy: float | None
    success: Finding
    base_rate: float
    harmful: bool


def utility(
    validity: Finding,
    *,
    selected_share: float,
    hired: int = 1,
    sdy: float | None = None,
    years: float = 1.0,
    cost: float = 0.0,
    turnover_cost_share: float = 0.0,
    tax: float = 0.0,
    discount: float | None = None,
    base_rate: float = 0.5,
) -> Utility:
    """The gain over picking at random, with the interval of the validity carried through.

    Formula: ``ux = phi(c) / SR`` at the normal cut c of the selection ratio SR; the gain of
    Brogden, Cronbach and Gleser is ``N T SDy r ux - cost``; with ``discount`` Boudreau's (1983),
    the sum over years t of ``N SDy (1 - v)(1 - tax) r ux / (1 + i)^t`` less ``cost (1 - tax)``.
    ``cost`` is the whole cost of the programme, once. Success is Taylor and Russell's (1939) ``P(Y
    > y_BR | X > x_SR)`` in a bivariate normal. Assumes selection from the top down, a linear
    relation, normal scores, and that everyone offered accepts.

    Parameters
    ----------
    validity : Estimate or Withheld
        Of the applicants; an observed one among the hired understates it.
    selected_share, base_rate : float
        Share selected (0 to 1], and share of all applicants who would do well (0 to 1).
    sdy : float, optional
        What one standard deviation of yearly performance is worth.
    turnover_cost_share : float
        Boudreau's v: the share of the value that variable costs eat.

    Returns
    -------
    Utility
        ``harmful`` when the validity is below zero: the score then picks worse than chance.

    Raises
    ------
    InputError
        ``utility.share``, ``utility.amount``.

    Examples
    --------
    >>> r = Estimate(value=0.5, low=0.4, high=0.6, n=120, method="correlation.fisher_z")
    >>> found = utility(r, selected_share=0.3, sdy=10_000)
    >>> round(found.gain.value, 2), round(found.success.value, 2)
    (5794.88, 0.74)
    """
    if not 0 < selected_share <= 1 or not 0 < base_rate < 1:
        wrong = selected_share if not 0 < selected_share <= 1 else base_rate
        raise InputError(
            "utility.share",
            f"a share of {wrong:g} makes no sense here",
            "select a share above 0 and at most 1, of whom a share above 0 and below 1 would "
            "do well",
            value=wrong,
        )
    whole = years == int(years) or discount is None
    if hired < 1 or not years > 0 or cost < 0 or (sdy is not None and not sdy > 0) or not whole:
        raise InputError(
            "utility.amount",
            "people, years, cost and the worth of performance do not make sense together",
            "hire at least one, for more than zero years (whole ones where money is discounted), "
            "at a cost of 0 or more, with performance worth more than 0",
        )
    ux = mean_of_selected(selected_share)
    worth = hired * ux * _years(years, discount, turnover_cost_share, tax)
    spent = cost * (1 - tax)
    if isinstance(validity, Withheld):
        return Utility(
            mean_z=ux, performance=validity, gain=validity, break_even_sdy=None,
            success=validity, base_rate=base_rate, harmful=False,
        )  # fmt: skip
    gain: Finding = Withheld(code="utility.sdy_unknown", n=validity.n)
    if sdy is not None:
        low, value, high = (
            r * worth * sdy - spent for r in (validity.low, validity.value, validity.high)
        )
        gain = Estimate(value=value, low=low, high=high, n=validity.n, method=METHOD_GAIN)
    per_sdy = validity.value * worth
    return Utility(
        mean_z=ux,
        performance=Estimate(
            value=validity.value * ux,
            low=validity.low * ux,
            high=validity.high * ux,
            n=validity.n,
            method=METHOD_GAIN,
        ),
        gain=gain,
        break_even_sdy=spent / per_sdy if per_sdy > 0 else None,
        success=Estimate(
            value=success_share(validity.value, selected_share, base_rate),
            low=success_share(validity.low, selected_share, base_rate),
            high=success_share(validity.high, selected_share, base_rate),
            n=validity.n,
            method=METHOD_SUCCESS,
        ),
        base_rate=base_rate,
        harmful=validity.value < 0,
    )


def mean_of_selected(share: float) -> float:
    """The mean standard score of the top ``share``: ``phi(c) / share``; 0 when all are taken.

    Examples
    --------
    >>> round(mean_of_selected(0.6), 4)
    0.6439
    """
    if share >= 1:
        return 0.0
    c = normal_quantile(1 - share)
    return math.exp(-c * c / 2) / math.sqrt(2 * math.pi) / share


def success_share(r: float, share: float, base_rate: float) -> float:
    """Taylor and Russell's share of the selected who will do well.

    Examples
    --------
    >>> round(success_share(0.5, 0.3, 0.5), 4)
    0.7387
    """
    if share >= 1:
        return base_rate
    if abs(r) >= 1 - 1e-9:
        top = min(share, base_rate) if r > 0 else max(0.0, share + base_rate - 1)
        return top / share
    from scipy.stats import multivariate_normal

    both = multivariate_normal.cdf(
        [normal_quantile(share), normal_quantile(base_rate)], cov=[[1, r], [r, 1]]
    )
    return min(max(float(both) / share, 0.0), 1.0)


def _years(years: float, discount: float | None, variable: float, tax: float) -> float:
    kept = (1 - variable) * (1 - tax)
    if discount is None:
        return years * kept
    return kept * sum((1 + discount) ** -t for t in range(1, int(years) + 1))
