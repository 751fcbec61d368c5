"""How much a group shows at equal competence, and how much of that reaches the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from estimation import benjamini_hochberg, percentile_interval
from estimation.least_squares import centred, least_squares
from fairness.verdict import Verdict, gap_verdict
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]
Target = Literal["score", "human", "outcome"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Expressivity:
    """One measure of display in one group at equal verbal competence, in residual SDs."""

    feature: str
    group: str
    finding: Finding
    verdict: Verdict
    p_value: float | None = None
    adjusted_p: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PassThrough:
    """The score at equal verbal competence, in its own SDs.

    ``gap`` is the group's score less the reference group's, ``beyond`` what is left of it once the
    measures of display are held equal too, ``through`` the difference: what display carries into
    the score. ``share`` is ``through / gap``, withheld where there is no gap to divide by.
    """

    group: str
    gap: Finding
    beyond: Finding
    through: Finding
    share: Finding
    verdict: Verdict
    p_value: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpressionEffect:
    """What one measure of display does to a target at equal verbal competence, in SD per SD."""

    feature: str
    target: Target
    finding: Finding
    p_value: float | None = None
    adjusted_p: float | None = None


def conditional_expressivity(
    names: Sequence[str],
    expression: Floats,
    verbal: Floats,
    focal: Floats,
    group: str,
    *,
    strata: NDArray[np.int64] | None = None,
    covariates: Floats | None = None,
    limit: float = 0.20,
    level: float = 0.95,
) -> tuple[Expressivity, ...]:
    """``d_cond = b_group / SD_resid`` of ``feature ~ verbal + group + stratum + covariates``, HC3.

    A difference in display at equal competence is expressivity and no difference in competence.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> v, g = rng.normal(size=400), (np.arange(400) % 2).astype(float)
    >>> smile = rng.normal(size=(400, 1)) - 0.8 * g[:, None]
    >>> (found,) = conditional_expressivity(["smile"], smile, v, g, "restrained")
    >>> -1.0 < found.finding.value < -0.6, found.verdict
    (True, 'exceeds')
    """
    absorbed = _absorbed(strata, verbal.size)
    columns = [verbal, focal] if covariates is None else [verbal, focal, *covariates.T]
    x = centred(np.column_stack(columns), strata)
    found = []
    for name, feature in zip(names, expression.T, strict=True):
        fit = least_squares(x, centred(feature, strata), absorbed=absorbed)
        if fit is None or fit.rss <= 1e-18 * max(fit.n, 1):
            finding: Finding = Withheld(code="regression.collinear", n=int(focal.size))
            p = None
        else:
            finding, p = fit.coefficient(1, scale=1 / fit.residual_sd, level=level), fit.p_value(1)
        found.append(
            Expressivity(
                feature=name,
                group=group,
                finding=finding,
                verdict=gap_verdict(finding, limit=limit),
                p_value=p,
            )
        )
    return tuple(found)


def corrected(found: Sequence[Expressivity]) -> tuple[Expressivity, ...]:
    """All measures and groups as one family (Benjamini and Hochberg)."""
    adjusted = benjamini_hochberg([f.p_value for f in found])
    return tuple(replace(f, adjusted_p=p) for f, p in zip(found, adjusted, strict=True))


def pass_through(
    score: Floats,
    verbal: Floats,
    expression: Floats,
    focal: Floats,
    group: str,
    *,
    strata: NDArray[np.int64] | None = None,
    margin: float = 0.10,
    level: float = 0.95,
    replicates: int = 1000,
    seed: int = 2026,
) -> PassThrough:
    """``score ~ verbal + group`` with and without the measures of display.

    Formula: ``gap = b_group / SD(score)`` with HC3 errors, ``beyond`` the same with the display
    measures added, ``through = gap - beyond`` (the drop in the coefficient, which equals the sum of
    ``group -> display -> score`` over the measures), its interval from a bootstrap within groups.
    The verdict holds ``through`` against ``margin``. Assumes that ``verbal`` is measured equally
    well in both groups and does not itself contain display.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> v, g = rng.normal(size=600), (np.arange(600) % 2).astype(float)
    >>> smile = rng.normal(size=600) - 0.8 * g
    >>> found = pass_through(0.7 * v + 0.3 * smile, v, smile[:, None], g, "restrained",
    ...                      replicates=200)
    >>> -0.45 < found.gap.value < -0.2, abs(found.beyond.value) < 1e-9, found.verdict
    (True, True, 'exceeds')
    """
    n = int(focal.size)
    absorbed = _absorbed(strata, n)
    columns = centred(np.column_stack([focal, verbal, expression]), strata)
    inside = centred(score, strata)
    sd = float(np.sqrt(inside @ inside / max(n - np.unique(absorbed).size, 1)))
    first = least_squares(columns[:, :2], inside, absorbed=absorbed)
    second = least_squares(columns, inside, absorbed=absorbed)
    if first is None or second is None or sd == 0:
        nothing = Withheld(code="regression.collinear", n=n)
        return PassThrough(
            group=group, gap=nothing, beyond=nothing, through=nothing, share=nothing,
            verdict="cannot_tell",
        )  # fmt: skip
    gap = first.coefficient(0, scale=1 / sd, level=level)
    beyond = second.coefficient(0, scale=1 / sd, level=level)
    drawn = _drawn(columns, inside, focal, replicates, seed)
    value = float(first.coefficients[0] - second.coefficients[0]) / sd
    through = percentile_interval(value, (drawn[:, 0] - drawn[:, 1]) / sd, n=n, level=level)
    share: Finding = Withheld(code="pass_through.no_gap", n=n)
    if isinstance(gap, Estimate) and (gap.low > 0 or gap.high < 0):
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = 1 - drawn[:, 1] / drawn[:, 0]
        share = percentile_interval(value / gap.value, parts, n=n, level=level)
    return PassThrough(
        group=group,
        gap=gap,
        beyond=beyond,
        through=through,
        share=share,
        verdict=gap_verdict(through, limit=margin),
        p_value=first.p_value(0),
    )


def _drawn(x: Floats, y: Floats, focal: Floats, replicates: int, seed: int) -> Floats:
    """The group's coefficient without and with display in tables drawn again, group by group."""
    n, k = x.shape
    products = np.column_stack([(x[:, :, None] * x[:, None, :]).reshape(n, k * k), x * y[:, None]])
    rng = np.random.default_rng(seed)
    sides = [np.flatnonzero(focal == s) for s in (0, 1)]
    found = []
    step = max(1, int(4e6) // max(n, 1))
    for start in range(0, replicates, step):
        many = min(step, replicates - start)
        sums = np.zeros((many, products.shape[1]))
        for rows in sides:
            if rows.size:
                even = np.full(rows.size, 1 / rows.size)
                sums += rng.multinomial(rows.size, even, size=many) @ products[rows]
        gram = sums[:, : k * k].reshape(many, k, k)
        right = sums[:, k * k :]
        short = np.linalg.solve(gram[:, :2, :2], right[:, :2, None])[:, 0, 0]
        long = np.linalg.solve(gram, right[:, :, None])[:, 0, 0]
        found.append(np.column_stack([short, long]))
    return np.concatenate(found)


def expression_effects(
    names: Sequence[str],
    expression: Floats,
    verbal: Floats,
    target: Floats,
    kind: Target,
    *,
    strata: NDArray[np.int64] | None = None,
    level: float = 0.95,
) -> tuple[ExpressionEffect, ...]:
    """``target ~ verbal + feature``, one feature at a time, standardised, HC3, corrected together.

    Says whether display moves the people who rated, and whether it forecasts performance. Rows
    without a target are left out.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> v, smile = rng.normal(size=500), rng.normal(size=(500, 1))
    >>> rating = v + 0.5 * smile[:, 0] + rng.normal(size=500)
    >>> (found,) = expression_effects(["smile"], smile, v, rating, "human")
    >>> found.finding.low > 0.1
    True
    """
    known = ~np.isnan(target)
    jobs = None if strata is None else np.unique(strata[known], return_inverse=True)[1]
    absorbed = _absorbed(jobs, int(known.sum()))
    y = centred(target[known], jobs) if known.any() else target[known]
    n = int(known.sum())
    raw: list[tuple[Finding, float | None]] = []
    for j in range(len(names)):
        if n < 10:
            raw.append((Withheld(code="sample.too_few", n=n), None))
            continue
        x = centred(np.column_stack([verbal[known], expression[known, j]]), jobs)
        fit = least_squares(x, y, absorbed=absorbed)
        if fit is None or fit.tss == 0:
            raw.append((Withheld(code="regression.collinear", n=n), None))
            continue
        scale = float(x[:, 1].std() / y.std())
        raw.append((fit.coefficient(1, scale=scale, level=level), fit.p_value(1)))
    adjusted = benjamini_hochberg([p for _, p in raw])
    return tuple(
        ExpressionEffect(feature=name, target=kind, finding=finding, p_value=p, adjusted_p=a)
        for name, (finding, p), a in zip(names, raw, adjusted, strict=True)
    )


def _absorbed(strata: NDArray[np.int64] | None, n: int) -> NDArray[np.int64]:
    """Whose mean was taken out of each row: its stratum's, or everybody's."""
    return np.zeros(n, dtype=np.int64) if strata is None else strata
