"""Does a score forecast performance alike in every group? Cleary's regressions and dMod."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation import percentile_interval
from estimation.least_squares import LinearFit, centred, least_squares, nested_f
from fairness.audit_policy import ReferenceRule
from fairness.audit_report import AuditTable, GroupFinding, Note
from fairness.column_values import numbers
from fairness.complete_rows import compared, strata_of
from fairness.criterion_bias import criterion_bias, criterion_notes
from fairness.verdict import gap_verdict
from interview import Estimate, Finding

Floats = NDArray[np.float64]
Details = dict[str, float | int | str | bool | None]


def differential_prediction(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    score: str,
    outcome: str,
    stratum: str = "",
    rater_group: str = "",
    reference: ReferenceRule | str = "largest_group",
    limit: float = 0.20,
    floor: int = 20,
    level: float = 0.95,
    replicates: int = 2000,
    seed: int = 2026,
) -> AuditTable:
    """Whether one line from score to performance fits every group as it fits the reference group.

    Formula: hierarchical F tests of ``outcome ~ score``, ``+ group`` (another intercept), ``+ score
    x group`` (another slope) (Cleary 1968), the score centred, both sides within ``stratum`` (job)
    where one is named. The ``finding`` is the focal group's mean residual under the common line in
    standard deviations of the outcome, HC3 interval: below zero means that the common line
    *over-predicts* the group. That is the usual result and no proof of fairness: it appears as
    soon as the score misses something in which the groups differ. Beside it: dMod, signed and
    unsigned (Nye and Sackett 2017; `dmod`), with intervals from draws of both regressions; the
    share of variance each step adds; and the share that could have been found with a power of .80.

    Assumes that performance itself is measured alike; no regression on it can tell. Name
    ``rater_group`` to look (`criterion_bias`, note ``outcome.criterion_bias``). Outcomes exist for
    the hired only, which weakens slopes in every group (note ``outcome.selection_bias``).

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_a_number``, ``group.too_many``.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> people = pd.DataFrame({"sex": ["f", "m"] * 300, "score": rng.normal(size=600)})
    >>> people["kpi"] = 0.5 * people["score"] + rng.normal(size=600) - (people["sex"] == "f")
    >>> table = differential_prediction(people, attribute="sex", score="score", outcome="kpi",
    ...                                 reference="m")
    >>> table.verdict, table.groups[0].details["intercept_p"] < 0.001
    ('exceeds', True)
    """
    x, y = numbers(frame, score), numbers(frame, outcome)
    found = compared(
        frame, attribute, {"outcome.none": y, "table.unscored": x}, reference=reference, floor=floor
    )
    labelled = int((~np.isnan(y)).sum())
    jobs = strata_of(frame, stratum, found.kept)
    x, y = x[found.kept], y[found.kept]

    def judge(i: int) -> GroupFinding:
        rows = found.rows(i, found.reference or 0)
        focal = (found.codes[rows] == i).astype(np.float64)
        inside = None if jobs is None else np.unique(jobs[rows], return_inverse=True)[1]
        result = _cleary(x[rows], y[rows], focal, inside, level)
        if result is None:
            return found.withheld(i, "regression.collinear")
        gap, p, details = result
        details |= _moderated(x[rows], y[rows], focal, inside, level, replicates, seed)
        return GroupFinding(
            group=found.names[i],
            n=int(focal.sum()),
            finding=gap,
            verdict=gap_verdict(gap, limit=limit),
            p_value=p,
            details=details,
        )

    notes = [
        Note(
            code="outcome.selection_bias",
            slots={
                "labelled": labelled,
                "people": len(frame),
                "share": labelled / max(1, len(frame)),
            },
        )
    ]
    table = found.table("differential_prediction", judge)
    over = [
        g.group
        for g in table.groups
        if isinstance(g.finding, Estimate) and not g.reference and g.finding.high < 0
    ]
    notes += [Note(code="prediction.over_predicted", slots={"group": g}) for g in over]
    if rater_group:
        yardstick = criterion_bias(
            frame,
            attribute=attribute,
            outcome=outcome,
            rater_group=rater_group,
            score=score,
            reference=reference,
            floor=floor,
            level=level,
        )
        notes += criterion_notes(yardstick)
    return AuditTable(
        attribute=table.attribute,
        metric=table.metric,
        groups=table.groups,
        verdict=table.verdict,
        reference=table.reference,
        excluded=table.excluded,
        notes=(*table.notes, *notes),
    )


def _cleary(
    x: Floats, y: Floats, focal: Floats, jobs: NDArray[np.int64] | None, level: float
) -> tuple[Finding, float | None, Details] | None:
    whose = np.zeros(x.size, dtype=np.int64) if jobs is None else jobs
    many = int(np.unique(whose).size)
    centre = centred(x, jobs)
    columns = centred(np.column_stack([x, focal, centre * focal]), jobs)
    inside = centred(y, jobs)
    fits: list[LinearFit] = []
    for k in (1, 2, 3):
        fit = least_squares(columns[:, :k], inside, absorbed=whose)
        if fit is None:
            return None
        fits.append(fit)
    common, shifted, full = fits
    sd = math.sqrt(common.tss / max(common.n - many, 1))
    if sd == 0:
        return None
    # the mean residual under the common line is the group's coefficient times what the line leaves
    # of its indicator (Frisch and Waugh), so it inherits that coefficient's interval
    against = least_squares(columns[:, :1], columns[:, 1], absorbed=whose)
    left = against.rss / float(focal.sum()) if against else 0.0
    gap = shifted.coefficient(1, scale=left / sd, level=level)
    intercept, slope = nested_f(common, shifted), nested_f(shifted, full)
    both = nested_f(common, full)
    details: Details = {
        "r2": common.r2,
        "intercept_f": intercept[0] if intercept else None,
        "intercept_p": intercept[1] if intercept else None,
        "intercept_added": shifted.r2 - common.r2,
        "slope_f": slope[0] if slope else None,
        "slope_p": slope[1] if slope else None,
        "slope_added": full.r2 - shifted.r2,
        "both_p": both[1] if both else None,
        "detectable_added": detectable_r2(full.df, full.r2),
    }
    return gap, both[1] if both else None, details


def detectable_r2(df: int, r2: float, *, alpha: float = 0.05, power: float = 0.80) -> float:
    """The smallest added share of variance that one more column would show with this power.

    Formula: the noncentral F with ``df`` residual degrees of freedom reaches ``power`` at
    ``lambda``; ``dR2 = lambda / (lambda + df + 2) * (1 - r2)``, as ``f^2 = lambda / n``.

    Examples
    --------
    >>> round(detectable_r2(387, 0.0), 3)
    0.02
    """
    from scipy.optimize import brentq
    from scipy.special import fdtri, ncfdtr

    line = float(fdtri(1, df, 1 - alpha))

    def short(size: float) -> float:
        return 1 - float(ncfdtr(1, df, size, line)) - power

    most = 60.0
    while short(most) < 0 and most < 1e6:
        most *= 4
    size = float(brentq(short, 1e-6, most)) if short(most) > 0 else most
    return size / (size + df + 2) * (1 - r2)


def dmod(
    reference: tuple[float, float],
    focal: tuple[float, float],
    *,
    mean: float,
    sd: float,
    outcome_sd: float,
) -> tuple[float, float]:
    """Nye and Sackett's dMod, signed and unsigned: how far apart two lines are where people stand.

    Formula: with ``d(x) = b0_ref + b1_ref x - b0_focal - b1_focal x`` over the focal group's scores
    ``x ~ N(mean, sd)``, signed ``E d(x) / outcome_sd`` and unsigned ``E |d(x)| / outcome_sd`` in
    closed form; ``outcome_sd`` is the reference group's. Positive: the reference line over-predicts
    the focal group.

    Examples
    --------
    >>> signed, unsigned = dmod((-.05, .5), (-.05, .3), mean=-.5, sd=1.0, outcome_sd=1.0)
    >>> round(signed, 4), round(unsigned, 4)
    (-0.1, 0.1791)
    """
    signed, unsigned = _dmod(
        np.array([[reference[0] - focal[0], reference[1] - focal[1]]]),
        np.array([mean]),
        np.array([sd]),
        np.array([outcome_sd]),
    )
    return float(signed[0]), float(unsigned[0])


def _dmod(apart: Floats, mean: Floats, sd: Floats, outcome_sd: Floats) -> tuple[Floats, Floats]:
    from scipy.special import ndtr

    centre = apart[:, 0] + apart[:, 1] * mean
    spread = np.maximum(np.abs(apart[:, 1]) * sd, 1e-12)
    z = centre / spread
    folded = spread * math.sqrt(2 / math.pi) * np.exp(-z * z / 2) + centre * (2 * ndtr(z) - 1)
    return centre / outcome_sd, folded / outcome_sd


def _moderated(
    x: Floats,
    y: Floats,
    focal: Floats,
    jobs: NDArray[np.int64] | None,
    level: float,
    replicates: int,
    seed: int,
) -> Details:
    """dMod of two separate regressions; its interval from draws of what they rest on."""
    x, y = centred(x, jobs), centred(y, jobs)
    held = focal == 1
    fits = [
        least_squares(np.column_stack([np.ones(int(side.sum())), x[side]]), y[side])
        for side in (~held, held)
    ]
    ref, own = fits
    if ref is None or own is None:
        return {"dmod_signed": None, "dmod_unsigned": None}
    n, many = int(held.sum()), int((~held).sum())
    sd_x, sd_y = float(x[held].std(ddof=1)), float(y[~held].std(ddof=1))
    apart = ref.coefficients - own.coefficients
    signed, unsigned = _dmod(
        apart[None, :], np.array([x[held].mean()]), np.array([sd_x]), np.array([sd_y])
    )
    rng = np.random.default_rng(seed)
    drawn = rng.multivariate_normal(apart, ref.covariance + own.covariance, replicates)
    draws = _dmod(
        drawn,
        x[held].mean() + sd_x / math.sqrt(n) * rng.standard_normal(replicates),
        sd_x * np.sqrt(rng.chisquare(n - 1, replicates) / (n - 1)),
        sd_y * np.sqrt(rng.chisquare(many - 1, replicates) / (many - 1)),
    )
    details: Details = {}
    for name, value, found in zip(
        ("dmod_signed", "dmod_unsigned"), (signed, unsigned), draws, strict=True
    ):
        interval = percentile_interval(float(value[0]), found, n=n + many, level=level)
        details[name] = float(value[0])
        details[f"{name}_low"] = interval.low if isinstance(interval, Estimate) else None
        details[f"{name}_high"] = interval.high if isinstance(interval, Estimate) else None
    return details
