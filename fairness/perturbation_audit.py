"""The same interview, slightly altered: does the score stand still where it should?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation import Equivalence, normal_quantile, paired_equivalence
from estimation.exact_proportion import exact_proportion
from fairness.audit_report import Note
from fairness.column_values import column, numbers
from fairness.verdict import Verdict, worst
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class PerturbationFinding:
    """One alteration: how far scores moved, in standard deviations of the original scores.

    ``difference`` is the mean of altered minus original with its 90 % interval, ``equivalent``
    whether that whole interval lies inside the margin; only that is a pass, a large p is none.
    ``p95`` is the movement that one pair in twenty exceeds; ``flips`` the share whose selection at
    the cut changes (Clopper and Pearson). ``monotone`` says whether stronger alterations move
    scores further the same way (None without sizes), ``needed`` how many pairs would show
    equivalence.
    """

    perturbation: str
    n: int
    difference: Finding
    equivalent: bool
    p_value: float | None
    p95: Finding
    flips: Finding
    spread: float | None
    needed: int | None
    verdict: Verdict
    monotone: bool | None = None
    by_size: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PerturbationAudit:
    """All alterations; ``sd`` is that of the original scores, in the unit of the table."""

    findings: tuple[PerturbationFinding, ...]
    margin: float
    sd: float | None
    cut: float | None
    verdict: Verdict
    excluded: int = 0
    notes: tuple[Note, ...] = ()


def perturbation_audit(
    frame: pd.DataFrame,
    *,
    original: str,
    altered: str,
    perturbation: str,
    size: str = "",
    cut: float | None = None,
    margin: float = 0.10,
    alpha: float = 0.05,
    seed: int = 2026,
) -> PerturbationAudit:
    """Scores of the same interviews before and after an alteration that should not matter.

    Formula: per kind of alteration the mean of ``(altered - original) / SD(original)`` with two
    one-sided tests against ``margin`` (TOST); the 95th percentile of the absolute movement with a
    bootstrap interval; the share of pairs whose selection at ``cut`` (at or above) changes.
    Verdict ``within`` when equivalence is shown, ``exceeds`` when the 90 % interval lies wholly
    beyond the margin, ``cannot_tell`` otherwise. ``needed = ((z_alpha + z_beta/2) SD / margin)^2``
    pairs show equivalence with a power of .80 when there is no movement (both tests must succeed).
    With ``size`` (strength, 0 for none) ``monotone`` checks that mean movement never turns back.

    No attribute of anybody is needed. Assumes pairs of different interviews; several sizes of one
    interview are judged at each size's mean but counted as pairs, so give one size where you can.

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_a_number``, ``equivalence.margin``.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> first = rng.normal(6, 1.5, 200)
    >>> pairs = pd.DataFrame({"before": first, "after": first + rng.normal(0, .1, 200),
    ...                       "kind": "light"})
    >>> found = perturbation_audit(pairs, original="before", altered="after", perturbation="kind")
    >>> found.findings[0].equivalent, found.verdict
    (True, 'within')
    """
    before, after = numbers(frame, original), numbers(frame, altered)
    kinds, names = pd.factorize(column(frame, perturbation), sort=True, use_na_sentinel=True)
    sizes = numbers(frame, size) if size else None
    known = ~np.isnan(before) & ~np.isnan(after) & (kinds >= 0)
    # one interview stands once per alteration: its spread is taken over distinct rows
    sd = float(before[known].std(ddof=1)) if int(known.sum()) > 1 else 0.0
    if sd == 0:
        nothing = tuple(_nothing(str(name), int((kinds[known] == k).sum()))
                        for k, name in enumerate(names))  # fmt: skip
        return PerturbationAudit(
            findings=nothing, margin=margin, sd=None, cut=cut, verdict="cannot_tell",
            excluded=int((~known).sum()), notes=(Note(code="score.constant"),),
        )  # fmt: skip
    found = []
    for k, name in enumerate(names):
        rows = known & (kinds == k)
        found.append(
            _one(
                str(name), before[rows], after[rows], None if sizes is None else sizes[rows],
                sd=sd, cut=cut, margin=margin, alpha=alpha, seed=seed + k,
            )
        )  # fmt: skip
    return PerturbationAudit(
        findings=tuple(found),
        margin=margin,
        sd=sd,
        cut=cut,
        verdict=worst(tuple(f.verdict for f in found)),
        excluded=int((~known).sum()),
    )


def pairs_needed(spread: float, margin: float, *, alpha: float = 0.05, power: float = 0.80) -> int:
    """Pairs that show equivalence when there is no difference; ``spread`` is the SD of differences.

    Examples
    --------
    >>> pairs_needed(0.3, 0.1)
    78
    """
    if not margin > 0:
        raise InputError(
            "equivalence.margin",
            f"a margin of {margin} leaves no room for any difference",
            "give the largest difference that does not matter, above 0",
            margin=margin,
        )
    # both one-sided tests must succeed, so each has half of the chance to fail
    z = normal_quantile(1 - alpha) + normal_quantile(1 - (1 - power) / 2)
    return max(4, math.ceil((z * spread / margin) ** 2))


def _one(
    name: str,
    before: Floats,
    after: Floats,
    sizes: Floats | None,
    *,
    sd: float,
    cut: float | None,
    margin: float,
    alpha: float,
    seed: int,
) -> PerturbationFinding:
    moved = (after - before) / sd
    n = int(moved.size)
    tested: Equivalence = paired_equivalence(moved, margin=margin, alpha=alpha)
    spread = float(moved.std(ddof=1)) if n > 1 else None
    flips: Finding = Withheld(code="perturbation.no_cut", n=n)
    if cut is not None:
        flips = exact_proportion(int(((before >= cut) != (after >= cut)).sum()), n)
    verdict: Verdict = "cannot_tell"
    found = tested.difference
    if tested.shown:
        verdict = "within"
    elif isinstance(found, Estimate) and (found.low > margin or found.high < -margin):
        verdict = "exceeds"
    by_size, monotone = _response(moved, sizes)
    return PerturbationFinding(
        perturbation=name,
        n=n,
        difference=found,
        equivalent=tested.shown,
        p_value=tested.p_value,
        p95=_far(np.abs(moved), seed),
        flips=flips,
        spread=spread,
        needed=pairs_needed(spread, margin, alpha=alpha) if spread else None,
        verdict=verdict,
        monotone=monotone,
        by_size=by_size,
    )


def _far(moved: Floats, seed: int) -> Finding:
    n = int(moved.size)
    if n < 20:
        return Withheld(code="sample.too_few", n=n)
    rng = np.random.default_rng(seed)
    many = max(100, min(1000, int(4e6) // n))
    drawn = np.quantile(moved[rng.integers(0, n, (many, n))], 0.95, axis=1)
    value = float(np.quantile(moved, 0.95))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(
        value=value,
        low=min(float(low), value),
        high=max(float(high), value),
        n=n,
        method="movement.p95",
    )


def _response(
    moved: Floats, sizes: Floats | None
) -> tuple[tuple[tuple[float, float], ...], bool | None]:
    if sizes is None:
        return (), None
    steps = np.unique(sizes[~np.isnan(sizes)])
    means = [(float(s), float(moved[sizes == s].mean())) for s in steps]
    if len(means) < 2:
        return tuple(means), None
    turns = np.diff([mean for _, mean in means])
    # a wiggle smaller than the error of the means is no turn
    error = float(moved.std()) * math.sqrt(2 / max(1, moved.size // len(means)))
    return tuple(means), bool((turns >= -2 * error).all() or (turns <= 2 * error).all())


def _nothing(name: str, n: int) -> PerturbationFinding:
    none = Withheld(code="score.constant", n=n)
    return PerturbationFinding(
        perturbation=name, n=n, difference=none, equivalent=False, p_value=None, p95=none,
        flips=none, spread=None, needed=None, verdict="cannot_tell",
    )  # fmt: skip
