"""Is it worth asking on? What more ratings are expected to be worth before a question is judged."""

from __future__ import annotations

import math
from dataclasses import dataclass

from analysis.pool_validities import MINIMUM, QUESTION_PRIOR, ValidityPrior
from interview import InputError

MOST = 100_000


@dataclass(frozen=True, kw_only=True, slots=True)
class ValueOfInformation:
    """Worth of ``people`` more ratings, and of knowing for certain, per use.

    ``gain`` and ``perfect`` are in units of validity (metric of ``atanh(r)``); ``worth`` is the
    gain in money over all uses, None where no value was stated. ``chance_of_change`` is how likely
    the data are to turn the present decision round.
    """

    people: int
    gain: float
    perfect: float
    chance_of_change: float
    worth: float | None


def value_of_information(
    people: int,
    *,
    r: float | None = None,
    n: int = 0,
    prior: ValidityPrior = QUESTION_PRIOR,
    minimum: float = MINIMUM,
    value_per_validity: float | None = None,
) -> ValueOfInformation:
    """Expected value of ``people`` more rated answers for the decision to keep or drop a question.

    Formula: with the posterior so far N(mu, tau^2) of ``atanh(r)`` and c = atanh(minimum),
    ``lam = tau^2 / (tau^2 + 1 / (people - 3))``, ``s = tau sqrt(lam)``, ``u = |mu - c| / s``,
    ``EVSI = s phi(u) - |mu - c| Phi(-u)``; perfect information is lam = 1 (Raiffa and Schlaifer
    1961, 5.4). Further people add to those already rated: then ``1 / people`` is their variance.

    Parameters
    ----------
    r, n : float, int
        What was observed so far; without it the prior stands alone.
    value_per_validity : float, optional
        Money per unit of validity over all uses: SD of performance in money times the mean
        standardised score of those selected times the number of uses.

    Raises
    ------
    InputError
        ``value.people`` unless at least 4 more people are asked about.

    Examples
    --------
    >>> from analysis import INTERVIEW_PRIOR
    >>> found = value_of_information(50, prior=INTERVIEW_PRIOR, minimum=0.15)
    >>> round(found.gain, 4), round(found.perfect, 4)
    (0.0198, 0.0337)
    """
    if people < 4:
        raise InputError(
            "value.people",
            f"{people} more people say nothing about a correlation",
            "ask about 4 or more",
            people=people,
        )
    mu, tau = posterior_of(r, n, prior)
    # the first sample loses three degrees of freedom, later ones none
    variance = 1 / (people if n > 3 and r is not None else people - 3)
    apart = abs(mu - math.atanh(minimum))
    spread = tau * math.sqrt(tau**2 / (tau**2 + variance))
    gain = _expected(apart, spread)
    return ValueOfInformation(
        people=people,
        gain=gain,
        perfect=_expected(apart, tau),
        chance_of_change=_tail(apart / spread) if spread > 0 else 0.0,
        worth=None if value_per_validity is None else gain * value_per_validity,
    )


def worth_collecting(
    *,
    r: float | None = None,
    n: int = 0,
    prior: ValidityPrior = QUESTION_PRIOR,
    minimum: float = MINIMUM,
    value_per_validity: float,
    cost_per_person: float,
    step: int = 10,
) -> int:
    """How many more ratings to collect: on until the next ``step`` cost more than they tell.

    Returns
    -------
    int
        0 when not even the best number pays for itself.

    Raises
    ------
    InputError
        ``value.cost`` unless the cost is above 0.

    Examples
    --------
    >>> worth_collecting(value_per_validity=200_000, cost_per_person=20)
    80
    """
    if not cost_per_person > 0:
        raise InputError(
            "value.cost",
            f"a cost of {cost_per_person:g} per person never ends the collecting",
            "give what one more rated person costs",
            cost=cost_per_person,
        )
    best, best_net, people = 0, 0.0, max(step, 4)
    while people <= MOST:
        found = value_of_information(
            people, r=r, n=n, prior=prior, minimum=minimum, value_per_validity=value_per_validity
        )
        net = (found.worth or 0.0) - people * cost_per_person
        if net > best_net:
            best, best_net = people, net
        if people * cost_per_person > found.perfect * value_per_validity:
            break
        people += step
    return best


def posterior_of(r: float | None, n: int, prior: ValidityPrior) -> tuple[float, float]:
    """Mean and spread of ``atanh(r)`` once r was seen in n people.

    Formula: ``lam = tau^2 / (tau^2 + v)``, ``v = 1 / (n - 3)``; mean ``lam z + (1 - lam) mu``,
    variance ``lam v``. Below four people, or at r of 1, the prior stays.

    Examples
    --------
    >>> from analysis import INTERVIEW_PRIOR
    >>> import math
    >>> round(math.tanh(posterior_of(0.70, 30, INTERVIEW_PRIOR)[0]), 2)
    0.47
    """
    if r is None or n < 4 or abs(r) >= 1 - 1e-12:
        return prior.mean_z, prior.sd_z
    v, tau2 = 1 / (n - 3), prior.sd_z**2
    own = tau2 / (tau2 + v)
    return own * math.atanh(r) + (1 - own) * prior.mean_z, math.sqrt(own * v)


def _expected(apart: float, spread: float) -> float:
    if spread <= 0:
        return 0.0
    u = apart / spread
    return spread * math.exp(-u * u / 2) / math.sqrt(2 * math.pi) - apart * _tail(u)


def _tail(u: float) -> float:
    return math.erfc(u / math.sqrt(2)) / 2
