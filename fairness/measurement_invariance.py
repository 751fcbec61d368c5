"""Do measures of display mean the same in every group? Factor models held more and more equal."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairness.audit_policy import ReferenceRule
from fairness.audit_report import Note
from fairness.column_values import numbers
from fairness.complete_rows import compared
from fairness.factor_model import FactorFit, Model, Moments, fit_factors, moments_of
from fairness.verdict import Verdict
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]
Reached = Literal["none", "configural", "metric", "scalar", ""]
CFI_DROP, RMSEA_RISE = 0.01, 0.015
POOR_CFI = 0.90


@dataclass(frozen=True, kw_only=True, slots=True)
class InvarianceStep:
    """One model and how it fits; ``holds`` compares it with the freer one before (None: no answer).

    ``cfi_change`` and ``rmsea_change`` are this model's less the freer one's.
    """

    model: Model
    chi2: float
    df: int
    p_value: float | None
    cfi: float
    rmsea: Finding
    srmr: float
    cfi_change: float | None = None
    rmsea_change: float | None = None
    chi2_change: float | None = None
    df_change: int | None = None
    change_p: float | None = None
    holds: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasurementInvariance:
    """Which comparisons between groups the measures allow.

    ``reached`` is the strictest model that holds: with ``metric`` relations (slopes, correlations)
    may be compared between groups, only with ``scalar`` means, and with them any cut.
    ``latent_gaps`` are the factor means against the first group under the scalar model, in the
    first group's standard deviations.
    """

    attribute: str
    groups: Mapping[str, int]
    compared: tuple[str, ...]
    factors: Mapping[str, tuple[str, ...]]
    steps: tuple[InvarianceStep, ...]
    reached: Reached
    verdict: Verdict
    latent_gaps: Mapping[str, Mapping[str, float]]
    excluded: Mapping[str, int]
    notes: tuple[Note, ...] = ()


def measurement_invariance(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    indicators: Sequence[str] | Mapping[str, Sequence[str]],
    reference: ReferenceRule | str = "largest_group",
    floor: int = 100,
) -> MeasurementInvariance:
    """Multi-group factor analysis: configural, metric, scalar.

    Formula: `fit_factors` for each model; ``CFI = 1 - max(chi2 - df, 0) / max(chi2_0 - df_0, chi2 -
    df, 0)`` against the model without any relation; ``RMSEA = sqrt(G max(chi2 - df, 0) / (df n))``
    for G groups with its 90 % interval; SRMR over covariances and means. The stricter model holds
    when CFI falls by less than .01 and RMSEA rises by less than .015 (Cheung and Rensvold 2002;
    Chen 2007). Without scalar invariance group means of these measures are not comparable and no
    cut on them means the same for everybody (note ``invariance.no_cut``).

    Assumes many people per group, measures that are nearly normal, and independent rows (one per
    person). Groups below ``floor`` people are listed and left out.

    Parameters
    ----------
    indicators : sequence, or mapping from factor to columns
        Columns that are to measure one thing (at least three), or several factors with at least two
        each.

    Raises
    ------
    InputError
        ``invariance.too_few_indicators``, ``table.missing_column``, ``table.not_a_number``,
        ``group.too_many``.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> lively = rng.normal(size=(600, 1))
    >>> x = lively * [.8, .7, .7, .6] + .6 * rng.normal(size=(600, 4))
    >>> people = pd.DataFrame(x, columns=["smile", "brow", "pitch", "energy"])
    >>> people["style"] = ["a", "b", "b"] * 200
    >>> people.loc[people["style"] == "a", "smile"] -= 1.0
    >>> found = measurement_invariance(people, attribute="style",
    ...                                indicators=["smile", "brow", "pitch", "energy"])
    >>> found.reached, found.verdict
    ('metric', 'exceeds')
    """
    factors = _factors(indicators)
    names = [name for columns in factors.values() for name in columns]
    x = np.column_stack([numbers(frame, name) for name in names])
    found = compared(
        frame, attribute, {"feature.not_measured": x.sum(axis=1)}, reference=reference, floor=floor
    )
    x = x[found.kept]
    sizes = {name: int(n) for name, n in zip(found.names, found.sizes, strict=True)}
    used = [] if found.reference is None else [found.reference, *found.focal]
    pattern = np.zeros((len(names), len(factors)), dtype=bool)
    for j, columns in enumerate(factors.values()):
        pattern[[names.index(c) for c in columns], j] = True
    steps: list[InvarianceStep] = []
    notes: list[Note] = []
    gaps: dict[str, dict[str, float]] = {}
    reached: Reached = ""
    if len(used) < 2:
        notes.append(Note(code="group.no_comparison"))
    else:
        sd = x[found.judged].std(axis=0)
        if (sd <= 0).any():
            flat = names[int(np.flatnonzero(sd <= 0)[0])]
            notes.append(Note(code="invariance.constant", slots={"column": flat}))
            used = []
    if len(used) >= 2:
        parts = [moments_of(x[found.rows(i)] / sd) for i in used]
        if any(np.linalg.eigvalsh(g.covariance).min() < 1e-8 for g in parts):
            notes.append(Note(code="regression.collinear"))
        else:
            steps, fits = _steps(parts, pattern, notes)
            reached = _reached(steps)
            if len(fits) == 3:
                gaps = {
                    found.names[i]: dict(
                        zip(factors, fits[2].factor_means[g].tolist(), strict=True)
                    )
                    for g, i in enumerate(used)
                    if g
                }
    if reached in ("none", "configural", "metric"):
        notes.append(Note(code="invariance.no_cut", slots={"reached": reached}))
    verdict: Verdict = "cannot_tell"
    if reached:
        verdict = "within" if reached == "scalar" else "exceeds"
    return MeasurementInvariance(
        attribute=found.attribute,
        groups=sizes,
        compared=tuple(found.names[i] for i in used),
        factors=factors,
        steps=tuple(steps),
        reached=reached,
        verdict=verdict,
        latent_gaps=gaps,
        excluded=found.excluded,
        notes=tuple(notes),
    )


def _factors(
    indicators: Sequence[str] | Mapping[str, Sequence[str]],
) -> dict[str, tuple[str, ...]]:
    if isinstance(indicators, Mapping):
        factors = {str(name): tuple(columns) for name, columns in indicators.items()}
    else:
        factors = {"factor": tuple(indicators)}
    fewest = 3 if len(factors) == 1 else 2
    for name, columns in factors.items():
        if len(columns) < fewest:
            raise InputError(
                "invariance.too_few_indicators",
                f"factor '{name}' has {len(columns)} measures",
                f"give at least {fewest} measures per factor",
                factor=name,
                fewest=fewest,
            )
    return factors


def _steps(
    parts: Sequence[Moments], pattern: NDArray[np.bool_], notes: list[Note]
) -> tuple[list[InvarianceStep], list[FactorFit]]:
    base_chi2 = sum(
        g.n * float(np.log(np.diag(g.covariance)).sum() - np.linalg.slogdet(g.covariance)[1])
        for g in parts
    )
    p = pattern.shape[0]
    base_df = len(parts) * p * (p - 1) // 2
    steps: list[InvarianceStep] = []
    fits: list[FactorFit] = []
    for model in ("configural", "metric", "scalar"):
        fit = fit_factors(parts, pattern, model)
        if not fit.converged:
            notes.append(Note(code="invariance.not_converged", slots={"model": model}))
            break
        fits.append(fit)
        steps.append(_step(fit, parts, base_chi2, base_df, steps[-1] if steps else None))
    if steps and steps[0].cfi < POOR_CFI:
        notes.append(Note(code="invariance.poor_fit", slots={"cfi": steps[0].cfi}))
    return steps, fits


def _step(
    fit: FactorFit,
    parts: Sequence[Moments],
    base_chi2: float,
    base_df: int,
    before: InvarianceStep | None,
) -> InvarianceStep:
    from scipy.special import chdtrc

    n = sum(g.n for g in parts)
    beyond = max(fit.chi2 - fit.df, 0.0)
    scale = max(base_chi2 - base_df, beyond, 1e-12)
    cfi = 1 - beyond / scale
    rmsea = _rmsea(fit.chi2, fit.df, n, len(parts))
    p = float(chdtrc(fit.df, fit.chi2)) if fit.df else None
    if before is None:
        return InvarianceStep(
            model=fit.model, chi2=fit.chi2, df=fit.df, p_value=p, cfi=cfi, rmsea=rmsea,
            srmr=_srmr(fit, parts),
        )  # fmt: skip
    change = (rmsea.value if isinstance(rmsea, Estimate) else 0.0) - (
        before.rmsea.value if isinstance(before.rmsea, Estimate) else 0.0
    )
    more, steps = max(fit.chi2 - before.chi2, 0.0), fit.df - before.df
    drop = cfi - before.cfi
    return InvarianceStep(
        model=fit.model,
        chi2=fit.chi2,
        df=fit.df,
        p_value=p,
        cfi=cfi,
        rmsea=rmsea,
        srmr=_srmr(fit, parts),
        cfi_change=drop,
        rmsea_change=change,
        chi2_change=more,
        df_change=steps,
        change_p=float(chdtrc(steps, more)),
        holds=drop > -CFI_DROP and change < RMSEA_RISE,
    )


def _reached(steps: Sequence[InvarianceStep]) -> Reached:
    if not steps:
        return ""
    reached: Reached = "configural" if steps[0].cfi >= POOR_CFI else "none"
    for step in steps[1:]:
        if not step.holds or reached == "none":
            return reached
        reached = step.model
    return reached if len(steps) == 3 else ""


def _rmsea(chi2: float, df: int, n: int, groups: int) -> Finding:
    """The value with its 90 % interval from the noncentral chi-square."""
    if df == 0:
        return Withheld(code="invariance.saturated", n=n)
    from scipy.optimize import brentq
    from scipy.special import chndtr

    def limit(p: float) -> float:
        def over(size: float) -> float:
            return float(chndtr(chi2, df, size)) - p

        return 0.0 if over(0.0) <= 0 else float(brentq(over, 0.0, 10 * chi2 + 100))

    low, value, high = (
        math.sqrt(groups * max(size, 0.0) / (df * n))
        for size in (limit(0.95), max(chi2 - df, 0.0), limit(0.05))
    )
    return Estimate(
        value=value, low=min(low, value), high=max(high, value), n=n, method="fit.rmsea"
    )


def _srmr(fit: FactorFit, parts: Sequence[Moments]) -> float:
    total = sum(g.n for g in parts)
    value = 0.0
    for i, g in enumerate(parts):
        means, sigma = fit.implied(i)
        sd = np.sqrt(np.diag(g.covariance))
        off = ((g.covariance - sigma) / np.outer(sd, sd))[np.tril_indices(sd.size)]
        shift = (g.means - means) / sd
        squares = float(off @ off) + float(shift @ shift)
        value += g.n / total * math.sqrt(squares / (off.size + shift.size))
    return value
