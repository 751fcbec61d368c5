"""Many small studies of validity become one: their mean, how far they differ, each one shrunk."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.quantile import normal_quantile
from estimation.random_effects import Estimator, RandomEffects, random_effects, shrunken_effects
from estimation.random_effects_posterior import Mixture, effects_posterior
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]
METHOD_MEAN = "pool.random_effects_reml"
METHOD_OTHER = "pool.random_effects"
METHOD_SHRUNKEN = "pool.empirical_bayes"
METHOD_PRIOR = "pool.stated_prior"
MINIMUM = 0.10
"""The validity below which a question is not worth its time, unless the company says otherwise."""
FEWEST_PEOPLE = 4
FEW_STUDIES = 50
"""Below this many the mean's interval is Knapp and Hartung's; the normal one is too short."""
FEWEST_STUDIES = 5
"""Below this many studies the spread between them is anybody's guess: a stated prior is used."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ValidityPrior:
    """What is believed of a validity before any data: mean and spread of ``atanh(r)``."""

    mean_z: float
    sd_z: float
    source: str = ""


INTERVIEW_PRIOR = ValidityPrior(
    mean_z=0.2374, sd_z=0.1712, source="160 studies of whole interviews (McDaniel et al. 1994)"
)
QUESTION_PRIOR = ValidityPrior(mean_z=0.10, sd_z=0.10, source="a sceptical view of one question")


@dataclass(frozen=True, kw_only=True, slots=True)
class PooledStudy:
    """One study: its own r, its weight against the mean (0 to 1), and r shrunk towards the mean.

    ``p_above_minimum`` is the chance that its true validity exceeds the minimum asked for.
    """

    name: str
    r: float
    n: int
    weight: float
    shrunken: Finding
    p_above_minimum: float


@dataclass(frozen=True, kw_only=True, slots=True)
class PooledCoefficient:
    """The constant or one moderator in the metric of ``atanh(r)``."""

    name: str
    estimate: float
    se: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class PooledValidities:
    """The mean validity over studies (``mean``, as r) and what lies around it.

    ``estimate`` and ``se`` are of ``atanh(r)``, as are ``tau`` and its square. ``prediction`` is
    where the true validity of one more study lies. With moderators ``mean`` and ``prediction`` are
    of the reference kind. ``prior`` is set when there were too few studies to judge by and a stated
    belief was used; then ``q``, ``i2`` and the limits of tau^2 do not exist.
    """

    mean: Finding
    estimate: float
    se: float
    tau2: float
    tau2_low: float | None
    tau2_high: float | None
    i2: float | None
    q: float | None
    q_df: int
    q_p: float | None
    moderator_p: float | None
    prediction: tuple[float, float]
    coefficients: tuple[PooledCoefficient, ...]
    studies: tuple[PooledStudy, ...]
    k: int
    n: int
    prior: ValidityPrior | None
    excluded: Mapping[str, int]

    @property
    def tau(self) -> float:
        """Standard deviation of true validities between studies, metric of ``atanh(r)``."""
        return math.sqrt(self.tau2)


def pool_validities(
    r: ArrayLike,
    n: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    moderator: Sequence[str | None] | None = None,
    reference: str | None = None,
    prior: ValidityPrior | None = INTERVIEW_PRIOR,
    minimum: float = MINIMUM,
    estimator: Estimator = "reml",
    knapp_hartung: bool | None = None,
    level: float = 0.95,
) -> PooledValidities | Withheld:
    """Random-effects pooling of correlations, and each one shrunk towards what all say together.

    Formula: ``y = atanh(r)``, ``v = 1 / (n - 3)``, `random_effects` by REML; the mean and its
    limits are carried back by ``tanh``. A study's shrunken value is ``lam y + (1 - lam) mu`` with
    ``lam = tau^2 / (tau^2 + v)``; its limits, its chance to exceed the minimum and the prediction
    for a new study come from `effects_posterior`, which allows for not knowing ``tau`` (with many
    studies they are ``lam v + (1 - lam)^2 se^2`` and ``mu +- 1.96 sqrt(tau^2 + se^2)``). With fewer
    than five studies the mean and spread of ``prior`` take the place of the estimated ones
    (``prior`` None: then they are estimated whatever it takes). Assumes independent studies.
    Studies of fewer than four people or with r of 1 or -1 cannot enter and are counted.

    Parameters
    ----------
    r, n : array, shape (k,)
        Uncorrected correlations and their numbers of people.
    moderator : sequence of str, optional
        A kind for each study; those without one are left out and counted.
    reference : str, optional
        The kind that the others are compared with; by default the most frequent.
    knapp_hartung : bool, optional
        Errors and t limits of Knapp and Hartung; by default with fewer than 50 studies.

    Returns
    -------
    PooledValidities or Withheld
        ``pool.too_few_studies`` when no study, or without a prior fewer than two, can enter;
        ``regression.collinear`` when a moderator leaves nothing to judge by.

    Raises
    ------
    InputError
        ``estimation.unequal_lengths``, ``correlation.not_a_correlation``, ``pool.no_such_kind``.

    Examples
    --------
    >>> found = pool_validities([0.20, 0.35, 0.10, 0.30, 0.28, 0.05], [120, 60, 200, 45, 80, 150])
    >>> round(found.mean.value, 2), round(found.tau, 2), round(found.studies[1].shrunken.value, 2)
    (0.18, 0.07, 0.22)
    """
    kept, y, v, labels, excluded = _enter(r, n, names, moderator)
    size = np.asarray(n, dtype=np.float64)[kept].astype(np.int64)
    total, k = int(size.sum()), int(y.size)
    if k == 0 or (prior is None and k < 2):
        return Withheld(code="pool.too_few_studies", n=k)
    lowest = math.atanh(minimum)
    if prior is not None and k < FEWEST_STUDIES:
        own = prior.sd_z**2 / (prior.sd_z**2 + v)
        centre = own * y + (1 - own) * prior.mean_z
        stated = Mixture(
            weights=np.ones(1), means=centre[None, :], spreads=np.sqrt(own * v)[None, :]
        )
        studies = _studies(labels, y, size, own, centre, stated, lowest, level)
        half = normal_quantile(0.5 + level / 2) * prior.sd_z
        low, high = math.tanh(prior.mean_z - half), math.tanh(prior.mean_z + half)
        return PooledValidities(
            mean=Estimate(
                value=math.tanh(prior.mean_z), low=low, high=high, n=total, method=METHOD_PRIOR
            ),
            estimate=prior.mean_z, se=0.0, tau2=prior.sd_z**2, tau2_low=None, tau2_high=None,
            i2=None, q=None, q_df=k - 1, q_p=None, moderator_p=None, prediction=(low, high),
            coefficients=(), studies=studies, k=k, n=total, prior=prior, excluded=excluded,
        )  # fmt: skip
    columns, kinds = _columns(moderator, reference, kept)
    small = k < FEW_STUDIES if knapp_hartung is None else knapp_hartung
    fit = random_effects(y, v, columns, estimator=estimator, knapp_hartung=small)
    if fit is None:
        return Withheld(code="regression.collinear", n=k)
    centre, _ = shrunken_effects(y, v, fit)
    own = fit.tau2 / (fit.tau2 + v)
    low, high = (math.tanh(limit) for limit in fit.limits(level=level))
    studies_after, new = effects_posterior(y, v, fit)
    tail = (1 - level) / 2
    ahead = float(new.quantile(tail)[0]), float(new.quantile(1 - tail)[0])
    return PooledValidities(
        mean=Estimate(
            value=math.tanh(float(fit.coefficients[0])),
            low=low,
            high=high,
            n=total,
            method=METHOD_MEAN if estimator == "reml" else METHOD_OTHER,
        ),
        estimate=float(fit.coefficients[0]),
        se=float(fit.errors[0]),
        tau2=fit.tau2,
        tau2_low=fit.tau2_low,
        tau2_high=fit.tau2_high,
        i2=fit.i2,
        q=fit.q,
        q_df=fit.q_df,
        q_p=fit.q_p,
        moderator_p=fit.qm_p,
        prediction=(math.tanh(ahead[0]), math.tanh(ahead[1])),
        coefficients=_coefficients(fit, kinds, level),
        studies=_studies(labels, y, size, own, centre, studies_after, lowest, level),
        k=k,
        n=total,
        prior=None,
        excluded=excluded,
    )


def _enter(
    r: ArrayLike,
    n: ArrayLike,
    names: Sequence[str] | None,
    moderator: Sequence[str | None] | None,
) -> tuple[NDArray[np.int64], Floats, Floats, list[str], dict[str, int]]:
    """The studies that can enter, as effects with variances; the others counted by why not."""
    rs, ns = np.asarray(r, dtype=np.float64), np.asarray(n, dtype=np.float64)
    lengths = {rs.shape, ns.shape}
    lengths |= {(len(x),) for x in (names, moderator) if x is not None}
    if len(lengths) != 1 or rs.ndim != 1:
        raise InputError(
            "estimation.unequal_lengths",
            f"{rs.size} correlations, {ns.size} sizes and their names are not one of each",
            "give one size and one name per correlation",
        )
    if (np.abs(rs) > 1).any():
        wrong = float(rs[np.abs(rs) > 1][0])
        raise InputError(
            "correlation.not_a_correlation",
            f"{wrong:g} is no correlation",
            "correlations lie between -1 and 1",
            value=wrong,
        )
    excluded: dict[str, int] = {}
    kept = np.ones(rs.size, dtype=bool)
    kinds = np.array([m is None or m != m for m in moderator or []], dtype=bool)
    for code, why in (
        ("correlation.constant", np.isnan(rs)),
        ("correlation.too_few", ~(ns >= FEWEST_PEOPLE)),
        ("correlation.perfect", np.abs(rs) >= 1 - 1e-12),
        ("table.unlabelled", kinds if kinds.size else np.zeros(rs.size, dtype=bool)),
    ):
        if lost := int((kept & why).sum()):
            excluded[code] = lost
        kept &= ~why
    places = np.flatnonzero(kept)
    labels = [str(names[int(i)]) if names is not None else str(int(i) + 1) for i in places]
    return places, np.arctanh(rs[places]), 1 / (ns[places] - 3), labels, excluded


def _columns(
    moderator: Sequence[str | None] | None, reference: str | None, kept: NDArray[np.int64]
) -> tuple[Floats | None, list[str]]:
    if moderator is None:
        return None, []
    said = [str(moderator[int(i)]) for i in kept]
    kinds = sorted(set(said), key=lambda kind: (-said.count(kind), kind))
    if reference is not None and reference not in kinds:
        raise InputError(
            "pool.no_such_kind",
            f"no study is of the kind '{reference}'",
            f"use one of: {', '.join(kinds)}",
            reference=reference,
            known=", ".join(kinds),
        )
    base = kinds[0] if reference is None else reference
    others = [kind for kind in kinds if kind != base]
    if not others:
        return None, []
    return np.column_stack([[float(s == kind) for s in said] for kind in others]), others


def _coefficients(
    fit: RandomEffects, kinds: list[str], level: float
) -> tuple[PooledCoefficient, ...]:
    made = []
    for i, name in enumerate(["", *kinds]):
        low, high = fit.limits(i, level=level)
        value, se = float(fit.coefficients[i]), float(fit.errors[i])
        made.append(PooledCoefficient(name=name, estimate=value, se=se, low=low, high=high))
    return tuple(made)


def _studies(
    labels: list[str],
    y: Floats,
    size: NDArray[np.int64],
    own: Floats,
    centre: Floats,
    after: Mixture,
    lowest: float,
    level: float,
) -> tuple[PooledStudy, ...]:
    tail = (1 - level) / 2
    low = np.tanh(np.minimum(after.quantile(tail), centre))
    high = np.tanh(np.maximum(after.quantile(1 - tail), centre))
    value = np.tanh(centre)
    above = 1 - after.below(np.full(centre.size, lowest))
    return tuple(
        PooledStudy(
            name=labels[i],
            r=float(np.tanh(y[i])),
            n=int(size[i]),
            weight=float(own[i]),
            shrunken=Estimate(
                value=float(value[i]),
                low=float(low[i]),
                high=float(high[i]),
                n=int(size[i]),
                method=METHOD_SHRUNKEN,
            ),
            p_above_minimum=float(above[i]),
        )
        for i in range(len(labels))
    )
