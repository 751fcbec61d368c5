"""What a correlation among the selected says about all applicants: psychometric corrections.

``u`` is always the predictor's standard deviation among the selected over that among applicants.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.quantile import normal_quantile
from interview import InputError

Floats = NDArray[np.float64]


def disattenuated(r: float, rxx: float = 1.0, ryy: float = 1.0) -> float:
    """The correlation if measurement were without error: ``r / sqrt(rxx ryy)`` (Spearman 1904).

    For the use of a score as it is (operational validity) give the outcome's reliability only.

    Examples
    --------
    >>> round(disattenuated(0.3, 0.8, 0.8), 3)
    0.375
    """
    _reliabilities(rxx, ryy)
    return r / math.sqrt(rxx * ryy)


def direct_restriction(r: float, u: float) -> float:
    """Case II: selection straight on this score.

    Formula: ``r / (u sqrt((1/u^2 - 1) r^2 + 1))`` (Thorndike 1949); u above 1 is enhancement.

    Examples
    --------
    >>> round(direct_restriction(0.30, 1 / 2), 4)
    0.5324
    """
    _ratio(u)
    return r / (u * math.sqrt((1 / u**2 - 1) * r * r + 1))


def applicant_reliability(u: float, rxx: float) -> float:
    """The score's reliability among applicants from that among the selected: ``1 - u^2 (1 - rxx)``.

    Examples
    --------
    >>> round(applicant_reliability(0.8, 0.8), 3)
    0.872
    """
    _ratio(u)
    return 1 - u * u * (1 - rxx)


def direct_validity(r: float, u: float, rxx: float, ryy: float) -> tuple[float, float]:
    """Case II after correcting the outcome: ``(operational, true score)`` validity.

    ``rxx`` and ``ryy`` are reliabilities among the selected. Operational validity is of the score
    as it is; true score validity divides by the root of the applicants' reliability (Hunter,
    Schmidt and Le 2006).

    Examples
    --------
    >>> [round(v, 4) for v in direct_validity(0.3, 0.8, 0.8, 0.8)]
    [0.4066, 0.4354]
    """
    operational = direct_restriction(disattenuated(r, ryy=ryy), u)
    return operational, operational / math.sqrt(applicant_reliability(u, rxx))


def true_score_ratio(u: float, rxxa: float) -> float | None:
    """``u`` of the true scores, ``sqrt((u^2 - (1 - rxxa)) / rxxa)``; None where it is imaginary.

    Examples
    --------
    >>> round(true_score_ratio(0.8, 0.872), 4), true_score_ratio(0.5, 0.70)
    (0.7663, None)
    """
    _ratio(u)
    _reliabilities(rxxa)
    square = (u * u - (1 - rxxa)) / rxxa
    return math.sqrt(square) if square > 0 else None


def indirect_validity(r: float, u: float, rxx: float, ryy: float) -> tuple[float, float] | None:
    """Case IV, selection on something related to the score: ``(operational, true score)`` validity.

    Formula: ``ut`` from `true_score_ratio`, ``rt = r / sqrt(rxx ryy)``, ``rho = rt / (ut
    sqrt((1/ut^2 - 1) rt^2 + 1))``, operational ``rho sqrt(rxxa)`` (Hunter, Schmidt and Le 2006).
    None where ``ut`` is imaginary: the restriction is more than that reliability allows. From the
    applicants' reliability ``rxxa`` that of the selected is ``1 - (1 - rxxa) / u^2``, which is
    below zero in that case.

    Examples
    --------
    >>> [round(v, 4) for v in indirect_validity(0.3, 0.8, 0.8, 0.8)]
    [0.436, 0.4669]
    """
    rxxa = applicant_reliability(u, rxx)
    if rxxa <= 0:
        return None
    ut = true_score_ratio(u, rxxa)
    if ut is None:
        return None
    rho = direct_restriction(disattenuated(r, rxx, ryy), ut)
    return rho * math.sqrt(rxxa), rho


def bivariate_indirect(r: float, ux: float, uy: float, rxx: float, ryy: float) -> float:
    """Case V: both score and outcome restricted by something related to them, true score validity.

    Formula: ``(r ux uy + lambda sqrt(|1 - ux^2| |1 - uy^2|)) / sqrt(rxxa ryya)`` with ``lambda =
    sgn((1 - ux)(1 - uy)) (sgn(1 - ux) a + sgn(1 - uy) b) / (a + b)``, ``a = min(ux, 1/ux)``,
    ``b = min(uy, 1/uy)`` (Dahlke and Wiernik 2020, as their program computes it). Assumes that the
    selection variable correlates positively with both.

    Examples
    --------
    >>> round(bivariate_indirect(0.3, 0.8, 0.8, 0.8, 0.8), 4)
    0.633
    """
    a, b = min(ux, 1 / ux), min(uy, 1 / uy)
    sx, sy = float(np.sign(1 - ux)), float(np.sign(1 - uy))
    weight = sx * sy * (sx * a + sy * b) / (a + b)
    raised = r * ux * uy + weight * math.sqrt(abs(1 - ux * ux) * abs(1 - uy * uy))
    return raised / math.sqrt(applicant_reliability(ux, rxx) * applicant_reliability(uy, ryy))


def bivariate_direct(r: float, ux: float, uy: float, rxx: float, ryy: float) -> float:
    """Selection straight on score and outcome alike, true score validity.

    Formula: ``((r^2 - 1) / (2 r) ux uy + sgn(r) sqrt((1 - r^2)^2 ux^2 uy^2 / (4 r^2) + 1)) /
    sqrt(rxxa ryya)`` (Alexander, Carson, Alliger and Carr 1987).

    Examples
    --------
    >>> round(bivariate_direct(0.3, 0.8, 0.8, 0.8, 0.8), 4)
    0.485
    """
    if r == 0:
        return 0.0
    product = (r * r - 1) / (2 * r) * ux * uy
    raised = product + math.copysign(math.sqrt(product**2 + 1), r)
    return raised / math.sqrt(applicant_reliability(ux, rxx) * applicant_reliability(uy, ryy))


def implied_restriction(rxz: float, selected: float) -> float:
    """``u`` of a score that correlates ``rxz`` with what people were really selected by.

    Formula: ``sqrt(1 - rxz^2 k (k - c))`` for the share ``selected``, ``c`` its normal cut and
    ``k = phi(c) / selected`` the mean of the selected. The guard of Sackett, Zhang, Berry and
    Lievens (2022): a score that was not the selector is restricted only modestly.

    Examples
    --------
    >>> [round(implied_restriction(r, 0.3), 3) for r in (0.3, 0.5, 0.7, 1.0)]
    [0.966, 0.903, 0.8, 0.514]
    """
    if not 0 < selected <= 1:
        raise InputError(
            "correction.share",
            f"a share selected of {selected} is none",
            "give a share above 0 and at most 1",
            value=selected,
        )
    if selected == 1:
        return 1.0
    c = normal_quantile(1 - selected)
    k = math.exp(-c * c / 2) / math.sqrt(2 * math.pi) / selected
    return math.sqrt(1 - rxz**2 * k * (k - c))


def lawley(selected: ArrayLike, predictors: ArrayLike) -> Floats:
    """The covariances among applicants when selection was on several measures that are all known.

    Formula: with the selected's covariances ``V`` of the p selection measures first and the rest
    after, and the applicants' ``W_pp``: ``B = V_pp^-1 V_pq``, ``W_pq = W_pp B``,
    ``W_qq = V_qq - V_pq' B + B' W_pp B`` (Lawley 1943). Assumes linear regressions with one spread.

    Raises
    ------
    InputError
        ``correction.bad_matrix`` when a matrix is not square, not symmetric or collinear.

    Examples
    --------
    >>> lawley([[0.25, 0.15], [0.15, 1.0]], [[1.0]]).round(2).tolist()
    [[1.0, 0.6], [0.6, 1.27]]
    """
    v, w = np.asarray(selected, dtype=np.float64), np.asarray(predictors, dtype=np.float64)
    p = w.shape[0]
    square = v.ndim == w.ndim == 2 and v.shape[0] == v.shape[1] and w.shape[0] == w.shape[1]
    if (
        not square
        or p >= v.shape[0] + 1
        or not (np.allclose(v, v.T) and np.allclose(w, w.T))
        or np.linalg.matrix_rank(v[:p, :p]) < p
    ):
        raise InputError(
            "correction.bad_matrix",
            "these are not the covariances of the selected and of the selection measures",
            "give two symmetric matrices, the selection measures first, none twice",
        )
    b = np.linalg.solve(v[:p, :p], v[:p, p:])
    cross = w @ b
    rest = v[p:, p:] - v[:p, p:].T @ b + b.T @ cross
    return np.block([[w, cross], [cross.T, rest]])


def _ratio(u: float) -> None:
    if not (math.isfinite(u) and u > 0):
        raise InputError(
            "correction.ratio",
            f"a ratio of standard deviations of {u} is none",
            "divide the spread of the selected by that of all applicants; both must be above 0",
            value=u,
        )


def _reliabilities(*values: float) -> None:
    for value in values:
        if not 0 < value <= 1:
            raise InputError(
                "correction.reliability",
                f"with a reliability of {value:g} nothing can be corrected",
                "give a reliability above 0 and at most 1; a negative one means that the parts "
                "do not measure the same thing, or that one is scored the wrong way round",
                value=value,
            )
