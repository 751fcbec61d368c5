"""Each study's true effect when the spread between studies is itself uncertain.

Shrinking with an estimated spread treats it as known; where it is small it is often estimated as
zero, and intervals made from it are then far too short.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.random_effects import RandomEffects

Floats = NDArray[np.float64]
POINTS = 32
HALVINGS = 20


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Mixture:
    """Normal distributions mixed by ``weights``: means and standard deviations, shape (g, k)."""

    weights: Floats
    means: Floats
    spreads: Floats

    def below(self, limits: ArrayLike) -> Floats:
        """The chance that each of the k values lies below its limit."""
        from scipy.special import ndtr

        z = (np.asarray(limits, dtype=np.float64) - self.means) / self.spreads
        return np.asarray(self.weights @ ndtr(z), dtype=np.float64)

    def quantile(self, p: float) -> Floats:
        """What each of the k values stays below with probability p, by halving."""
        low = (self.means - 9 * self.spreads).min(axis=0)
        high = (self.means + 9 * self.spreads).max(axis=0)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            under = self.below(middle) < p
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        return np.asarray((low + high) / 2)


def effects_posterior(
    effects: ArrayLike, variances: ArrayLike, fit: RandomEffects, *, scale: float = 0.5
) -> tuple[Mixture, Mixture]:
    """The true effect of every study, and of one more study of the first kind.

    Formula: on a grid of tau the weight is the restricted likelihood times a half-normal prior with
    standard deviation ``scale``; given tau an effect is normal with mean ``lam y + (1 - lam) x'b``
    and variance ``lam v + (1 - lam)^2 x' Var(b) x``, ``lam = tau^2 / (tau^2 + v)``; a new study's
    is normal with ``x'b`` and ``tau^2 + x' Var(b) x`` (Gelman et al., Bayesian Data Analysis, 3rd
    ed., 5.4). Assumes independent, nearly normal effects.

    Examples
    --------
    >>> from estimation.random_effects import random_effects
    >>> y, v = [0.1, 0.3, 0.35, 0.65, 0.45], [0.03, 0.03, 0.05, 0.01, 0.05]
    >>> studies, new = effects_posterior(y, v, random_effects(y, v))
    >>> bool(new.quantile(0.975)[0] > studies.quantile(0.975)[0] > 0.1)
    True
    """
    y, v = np.asarray(effects, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    x = fit.design
    # where Q is small by chance its interval collapses to zero; the likelihood does not
    least = 2 * math.sqrt(float(np.median(v)))
    top = min(max(1.5 * math.sqrt(fit.tau2_high), least), 6 * scale)
    tau = np.linspace(0, top, POINTS)
    w = 1 / (v + tau[:, None] ** 2)
    information = np.einsum("gk,ki,kj->gij", w, x, x)
    b = np.linalg.solve(information, np.einsum("gk,ki,k->gi", w, x, y)[..., None])[..., 0]
    centre = b @ x.T
    log = 0.5 * (np.log(w).sum(axis=1) - np.linalg.slogdet(information)[1])
    log -= 0.5 * (w * (y - centre) ** 2).sum(axis=1) + 0.5 * (tau / scale) ** 2
    weights = np.exp(log - log.max())
    weights /= weights.sum()
    covariance = np.linalg.inv(information)
    around = np.einsum("ki,gij,kj->gk", x, covariance, x)
    own = tau[:, None] ** 2 * w
    studies = Mixture(
        weights=weights,
        means=own * y + (1 - own) * centre,
        spreads=np.sqrt(own * v + (1 - own) ** 2 * around),
    )
    new = Mixture(
        weights=weights,
        means=b[:, :1],
        spreads=np.sqrt(tau[:, None] ** 2 + covariance[:, :1, 0]),
    )
    return studies, new
