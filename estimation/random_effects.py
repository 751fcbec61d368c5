"""Many studies of one thing: the mean over studies, how far they differ, and each one shrunk."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.quantile import normal_quantile, t_quantile
from interview import InputError

Floats = NDArray[np.float64]
Estimator = Literal["reml", "dersimonian_laird", "paule_mandel"]
STEPS = 200
CLOSE = 1e-12


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class RandomEffects:
    """A fitted random-effects model; ``coefficients`` in the unit of the effects.

    ``tau2`` is the variance between studies that the moderators leave, with its 95 % interval by
    the Q profile; ``i2`` (0 to 1) the share of all variance that lies between studies. ``q`` tests
    that nothing lies between, ``qm`` that no moderator matters. ``df`` is None for normal limits.
    """

    coefficients: Floats
    covariance: Floats
    tau2: float
    tau2_low: float
    tau2_high: float
    i2: float
    q: float
    q_df: int
    q_p: float
    qm: float | None
    qm_df: int
    qm_p: float | None
    df: int | None
    k: int
    design: Floats

    @property
    def errors(self) -> Floats:
        """Standard errors of the coefficients."""
        return np.sqrt(np.diag(self.covariance))

    def limits(self, index: int = 0, *, level: float = 0.95) -> tuple[float, float]:
        """The interval of one coefficient."""
        half = self._quantile(level) * float(self.errors[index])
        value = float(self.coefficients[index])
        return value - half, value + half

    def prediction(self, row: ArrayLike = (1.0,), *, level: float = 0.95) -> tuple[float, float]:
        """Where the true effect of a new study lies: ``mu +- q sqrt(tau^2 + se^2)``."""
        x = np.asarray(row, dtype=np.float64)
        value = float(x @ self.coefficients)
        spread = math.sqrt(self.tau2 + float(x @ self.covariance @ x))
        half = self._quantile(level) * spread
        return value - half, value + half

    def _quantile(self, level: float) -> float:
        p = 0.5 + level / 2
        return normal_quantile(p) if self.df is None else t_quantile(p, self.df)


def random_effects(
    effects: ArrayLike,
    variances: ArrayLike,
    moderators: ArrayLike | None = None,
    *,
    estimator: Estimator = "reml",
    knapp_hartung: bool = False,
) -> RandomEffects | None:
    """Pool effects whose sampling variances are known, allowing true effects to differ.

    Formula: restricted maximum likelihood minimises ``.5 (sum log(v + t) + log|X'WX| + sum w e^2)``
    over ``t = tau^2 >= 0`` with ``w = 1 / (v + t)``, by Fisher scoring (Raudenbush 2009;
    Viechtbauer 2005); ``b = (X'WX)^-1 X'Wy``. ``i2 = t / (t + s2)`` with the typical variance
    ``s2 = (k - p) / tr(P)`` (Higgins and Thompson 2002); Q with weights ``1 / v``; the interval of
    ``tau^2`` by inverting Q (Viechtbauer 2007). ``knapp_hartung`` scales errors by the weighted
    residuals and uses t (Knapp and Hartung 2003). Assumes independent studies, nearly normal.

    Parameters
    ----------
    effects, variances : array, shape (k,)
        For correlations ``atanh(r)`` and ``1 / (n - 3)``.
    moderators : array, shape (k, p - 1), optional
        Columns beside the constant.

    Returns
    -------
    RandomEffects or None
        None when the columns are collinear or no study is left over to judge the spread by.

    Raises
    ------
    InputError
        ``estimation.unequal_lengths``, ``estimation.not_finite``, ``pool.variance`` when a
        variance is not above 0.

    Examples
    --------
    >>> found = random_effects([0.1, 0.3, 0.35, 0.65, 0.45], [0.03, 0.03, 0.05, 0.01, 0.05])
    >>> round(found.tau2, 4), found.coefficients.round(4).tolist()
    (0.0316, [0.394])
    """
    y, v = np.asarray(effects, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    x = _design(y, v, moderators)
    k, p = x.shape
    if k <= p or np.linalg.matrix_rank(x) < p:
        return None
    q, typical = _heterogeneity(y, v, x)
    if estimator == "reml":
        tau2 = _reml(y, v, x)
    elif estimator == "dersimonian_laird":
        tau2 = _moment(y, v, x)
    else:
        tau2 = _q_inverse(y, v, x, float(k - p))
    _, b, e, inverse = _fit(y, v, x, tau2)
    if knapp_hartung:
        inverse = inverse * max(float((e * e / (v + tau2)).sum()) / (k - p), 1e-300)
    from scipy.special import chdtrc, chdtri, fdtrc

    qm = qm_p = None
    if p > 1:
        part = b[1:] @ np.linalg.solve(inverse[1:, 1:], b[1:])
        qm = float(part) / (p - 1 if knapp_hartung else 1)
        tail = fdtrc(p - 1, k - p, qm) if knapp_hartung else chdtrc(p - 1, qm)
        qm_p = float(tail)
    low = _q_inverse(y, v, x, float(chdtri(k - p, 0.025)))
    high = _q_inverse(y, v, x, float(chdtri(k - p, 0.975)))
    return RandomEffects(
        coefficients=b,
        covariance=inverse,
        tau2=tau2,
        tau2_low=low,
        tau2_high=high,
        i2=tau2 / (tau2 + typical),
        q=q,
        q_df=k - p,
        q_p=float(chdtrc(k - p, q)),
        qm=qm,
        qm_df=p - 1,
        qm_p=qm_p,
        df=k - p if knapp_hartung else None,
        k=k,
        design=x,
    )


def shrunken_effects(
    effects: ArrayLike, variances: ArrayLike, fit: RandomEffects
) -> tuple[Floats, Floats]:
    """Each study's true effect given all the others, and its standard deviation.

    Formula: ``lam y + (1 - lam) x'b`` with ``lam = tau^2 / (tau^2 + v)``; variance ``lam v +
    (1 - lam)^2 x' Var(b) x`` (empirical Bayes; Raudenbush and Bryk 2002). Takes ``tau^2`` as known.

    Examples
    --------
    >>> y, v = [0.1, 0.3, 0.35, 0.65, 0.45], [0.03, 0.03, 0.05, 0.01, 0.05]
    >>> shrunken_effects(y, v, random_effects(y, v))[0].round(3).tolist()
    [0.243, 0.346, 0.377, 0.589, 0.416]
    """
    y, v = np.asarray(effects, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    own = fit.tau2 / (fit.tau2 + v)
    centre = fit.design @ fit.coefficients
    around = ((fit.design @ fit.covariance) * fit.design).sum(axis=1)
    return own * y + (1 - own) * centre, np.sqrt(own * v + (1 - own) ** 2 * around)


def _design(y: Floats, v: Floats, moderators: ArrayLike | None) -> Floats:
    if y.ndim != 1 or v.shape != y.shape:
        raise InputError(
            "estimation.unequal_lengths",
            f"{y.shape} effects and {v.shape} variances are not pairs",
            "give one variance per effect",
        )
    x = np.ones((y.size, 1))
    if moderators is not None:
        extra = np.asarray(moderators, dtype=np.float64)
        extra = extra[:, None] if extra.ndim == 1 else extra
        if extra.shape[0] != y.size:
            raise InputError(
                "estimation.unequal_lengths",
                f"{extra.shape[0]} rows of moderators for {y.size} effects",
                "give one row per effect",
            )
        x = np.column_stack([x, extra])
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise InputError(
            "estimation.not_finite",
            "an effect or moderator is no number",
            "drop those studies and report how many",
        )
    if not (np.isfinite(v) & (v > 0)).all():
        raise InputError(
            "pool.variance",
            "a study has no sampling variance above zero",
            "leave out studies of fewer than four people",
        )
    return x


def _fit(y: Floats, v: Floats, x: Floats, tau2: float) -> tuple[Floats, Floats, Floats, Floats]:
    w = 1 / (v + tau2)
    wx = x * w[:, None]
    inverse = np.asarray(np.linalg.inv(x.T @ wx), dtype=np.float64)
    b = inverse @ (wx.T @ y)
    return wx, b, y - x @ b, inverse


def _heterogeneity(y: Floats, v: Floats, x: Floats) -> tuple[float, float]:
    """Cochran's Q and the typical sampling variance."""
    wx, _, e, inverse = _fit(y, v, x, 0.0)
    trace = float((1 / v).sum()) - float(np.trace(inverse @ (wx.T @ wx)))
    q = float((e * e / v).sum())
    return q, float((y.size - x.shape[1]) / trace)


def _moment(y: Floats, v: Floats, x: Floats) -> float:
    q, typical = _heterogeneity(y, v, x)
    df = y.size - x.shape[1]
    return float(max(0.0, (q - df) * typical / df))


def _reml(y: Floats, v: Floats, x: Floats) -> float:
    tau2 = _moment(y, v, x)
    for _ in range(STEPS):
        wx, _, e, inverse = _fit(y, v, x, tau2)
        w = 1 / (v + tau2)
        m = inverse @ (wx.T @ wx)
        cubed = inverse @ ((wx * w[:, None]).T @ wx)
        trace = float(w.sum()) - float(np.trace(m))
        trace2 = float((w * w).sum()) - 2 * float(np.trace(cubed)) + float(np.trace(m @ m))
        step = (float((w * w * e * e).sum()) - trace) / trace2
        new = max(tau2 + step, 0.0)
        if abs(new - tau2) <= CLOSE * (1 + tau2):
            return new
        tau2 = new
    return tau2


def _q_inverse(y: Floats, v: Floats, x: Floats, target: float) -> float:
    """The ``tau^2`` at which the generalised Q equals ``target``; Q falls as it grows."""

    def excess(tau2: float) -> float:
        _, _, e, _ = _fit(y, v, x, tau2)
        return float((e * e / (v + tau2)).sum()) - target

    if excess(0.0) <= 0:
        return 0.0
    top = max(float(np.var(y)), float(v.max()), 1e-12)
    while excess(top) > 0:
        top *= 4
    from scipy.optimize import brentq

    return float(brentq(excess, 0.0, top, xtol=1e-10))
