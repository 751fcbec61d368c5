"""How often intervals of validity hold the truth and its tests cry wolf, from drawn people.

``report`` gives the rows of 2,000 replicates per cell; a small version runs in the tests.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import (
    before_after,
    composite_weights,
    corrected_validity,
    incremental_validity,
    pool_validities,
    predict_performance,
)
from benchmarks.fairness_simulation import coverage_row, holds, size_row
from benchmarks.signals.row import Row
from estimation import (
    change_point,
    classifier_shift,
    dependent_correlations,
    grouped_correlation,
    independent_correlations,
    kolmogorov_smirnov,
    random_effects,
    stability_index,
    stability_of_counts,
    within_correlation,
)
from interview import Estimate, Withheld

REPLICATES = 2000
SEED = 505
Floats = NDArray[np.float64]


def report(replicates: int = REPLICATES) -> Sequence[Row]:
    """Every row of the simulation."""
    # the small version spares what takes long: fits inside folds, permutations inside tests
    whole = replicates >= REPLICATES
    some = replicates if whole else max(replicates // 4, 100)
    few = replicates if whole else max(replicates // 10, 40)
    return (
        *correlations(replicates),
        *comparisons(replicates),
        *pooled(replicates),
        *corrected(replicates),
        *gains(few),
        *forecasts(few),
        *changes(replicates),
        *shifts(some),
        *breaks(some),
    )


def pairs(rng: np.random.Generator, rho: float, *shape: int) -> tuple[Floats, Floats]:
    """Bivariate normal pairs."""
    x, e = rng.standard_normal(shape), rng.standard_normal(shape)
    return x, rho * x + math.sqrt(1 - rho**2) * e


def correlations(replicates: int) -> list[Row]:
    """Pearson and Spearman, on normal values and on scores as people give them; within roles."""
    rows = []
    for n in (10, 30, 100):
        for rho in (0.0, 0.3, 0.6):
            rng = np.random.default_rng([SEED, 1, n, int(10 * rho)])
            x, y = pairs(rng, rho, replicates, n)
            codes = np.repeat(np.arange(replicates), n)
            found = grouped_correlation(x.ravel(), y.ravel(), codes, replicates)
            held = (found.low <= rho) & (rho <= found.high)
            rows.append(coverage_row(f"Pearson: n {n}, true {rho:g}", held.tolist()))
            ranked = grouped_correlation(x.ravel(), y.ravel(), codes, replicates, kind="spearman")
            truth = 6 / math.pi * math.asin(rho / 2)
            held = (ranked.low <= truth) & (truth <= ranked.high)
            rows.append(coverage_row(f"Spearman: n {n}, true {truth:.2f}", held.tolist()))
    # scores in half points and ratings in whole ones; the truth from two million such people
    rng = np.random.default_rng([SEED, 2])
    x, y = pairs(rng, 0.4, 2_000_000)
    truth = float(np.corrcoef(_half_points(x), _whole_points(y))[0, 1])
    for n in (30, 100):
        x, y = pairs(rng, 0.4, replicates, n)
        codes = np.repeat(np.arange(replicates), n)
        found = grouped_correlation(
            _half_points(x).ravel(), _whole_points(y).ravel(), codes, replicates
        )
        held = (found.low <= truth) & (truth <= found.high)
        rows.append(coverage_row(f"Pearson of points on a scale: n {n}", held.tolist()))
    codes = np.repeat(np.arange(12), 8)
    rng = np.random.default_rng([SEED, 3])
    inside: list[bool | None] = []
    for _ in range(replicates):
        x, y = pairs(rng, 0.3, 96)
        level, other = rng.normal(0, 2, (2, 12))
        inside.append(holds(within_correlation(x + level[codes], y + other[codes], codes), 0.3))
    rows.append(coverage_row("pooled within 12 roles of 8 people", inside))
    return rows


def comparisons(replicates: int) -> list[Row]:
    """Differences of correlations, same people and different people; sizes of their tests."""
    rows = []
    for n, other, r12, r13, r23 in ((60, 60, 0.3, 0.3, 0.5), (40, 120, 0.4, 0.1, 0.3)):
        rng = np.random.default_rng([SEED, 4, n])
        root = np.linalg.cholesky([[1, r12, r13], [r12, 1, r23], [r13, r23, 1]])
        same, apart, cried, wolf = [], [], [], []
        for _ in range(replicates):
            c = np.corrcoef(rng.standard_normal((n, 3)) @ root.T, rowvar=False)
            found = dependent_correlations(c[0, 1], c[0, 2], c[1, 2], n)
            same.append(holds(found.difference, r12 - r13))
            a = np.corrcoef(np.stack(pairs(rng, r12, n)))[0, 1]
            b = np.corrcoef(np.stack(pairs(rng, r13, other)))[0, 1]
            between = independent_correlations(a, n, b, other)
            apart.append(holds(between.difference, r12 - r13))
            cried.append(None if found.p_value is None else found.p_value <= 0.05)
            wolf.append(None if between.p_value is None else between.p_value <= 0.05)
        cell = f"n {n}, true {r12:g} and {r13:g}"
        rows.append(coverage_row(f"two scores of the same people: {cell}", same))
        rows.append(coverage_row(f"one score in two groups: {cell}, other group {other}", apart))
        if r12 == r13:
            rows.append(size_row(f"Williams' t: n {n}", cried))
            rows.append(size_row(f"Fisher's z: n {n} and {other}", wolf))
    return rows


def pooled(replicates: int) -> list[Row]:
    """The mean over studies, its spread, a new study, and each study shrunk."""
    rows = []
    for k, tau in ((12, 0.17), (40, 0.17), (40, 0.05)):
        rng = np.random.default_rng([SEED, 5, k, int(100 * tau)])
        mean, hartung, spread, ahead, shrunk = [], [], [], [], []
        for _ in range(replicates):
            n = rng.integers(20, 200, k)
            true = rng.normal(0.25, tau, k)
            z = true + rng.normal(0, 1, k) / np.sqrt(n - 3)
            found = pool_validities(np.tanh(z), n, prior=None)
            if isinstance(found, Withheld):
                continue
            mean.append(holds(found.mean, math.tanh(0.25)))
            if found.tau2_low is not None and found.tau2_high is not None:
                spread.append(found.tau2_low <= tau**2 <= found.tau2_high)
            new = math.tanh(rng.normal(0.25, tau))
            ahead.append(found.prediction[0] <= new <= found.prediction[1])
            shrunk += [
                holds(s.shrunken, math.tanh(t)) for s, t in zip(found.studies, true, strict=True)
            ]
            fit = random_effects(z, 1 / (n - 3), knapp_hartung=True)
            if fit is not None:
                low, high = fit.limits()
                hartung.append(low <= 0.25 <= high)
        cell = f"{k} studies, tau {tau:g}"
        rows.append(coverage_row(f"mean validity with Knapp-Hartung: {cell}", hartung))
        rows.append(coverage_row(f"spread between studies: {cell}", spread))
        if k >= 40:
            rows.append(coverage_row(f"mean validity: {cell}", mean))
            rows.append(coverage_row(f"validity of one more study: {cell}", ahead))
            rows.append(coverage_row(f"shrunken validities: {cell}", shrunk))
    return rows


def corrected(replicates: int) -> list[Row]:
    """Corrections for the outcome's unreliability and for a gate that the score itself was."""
    criterion: list[bool | None] = []
    full: list[bool | None] = []
    rng = np.random.default_rng([SEED, 6])
    for _ in range(replicates):
        x, performance = pairs(rng, 0.4, 400)
        y = math.sqrt(0.7) * performance + math.sqrt(0.3) * rng.standard_normal(400)
        top = x >= np.quantile(x, 0.6)
        frame = pd.DataFrame({"x": x, "all": y, "y": np.where(top, y, np.nan), "in": top, "q": "R"})
        whole = corrected_validity(
            frame, score="x", outcome="all", criterion_reliability=0.7, scale=None
        )
        criterion.append(holds(whole.criterion_corrected, 0.4))
        # unreliability among the selected: their true variance is smaller, their error is not
        among = performance[top].var() * 0.7
        found = corrected_validity(
            frame, score="x", outcome="y", selected="in", requisition="q",
            criterion_reliability=among / (among + 0.3), scale=None,
        )  # fmt: skip
        full.append(holds(found.fully_corrected, 0.4))
    return [
        coverage_row("corrected for the outcome: n 400", criterion),
        coverage_row("corrected for a gate too: 160 of 400 selected", full),
    ]


def gains(replicates: int) -> list[Row]:
    """What a score adds, its test where it adds nothing, and weights that are not needed."""
    rows = []
    for n, b in ((200, 0.3), (600, 0.2)):
        held: list[bool | None] = []
        rng = np.random.default_rng([SEED, 7, n])
        truth = b * b / (1 + 0.09 + b * b)
        for i in range(replicates):
            x = rng.standard_normal((n, 2))
            y = 0.3 * x[:, 0] + b * x[:, 1] + rng.standard_normal(n)
            frame = pd.DataFrame({"a": x[:, 0], "b": x[:, 1], "y": y})
            found = incremental_validity(
                frame, outcome="y", base=["a"], added=["b"], replicates=500, repeats=2, seed=i
            )
            held.append(None if isinstance(found, Withheld) else holds(found.gain, truth))
        rows.append(coverage_row(f"share of variance added: n {n}, true {truth:.3f}", held))
    rng = np.random.default_rng([SEED, 8])
    f_test: list[bool | None] = []
    unseen: list[bool | None] = []
    offered: list[bool | None] = []
    for i in range(replicates):
        x = rng.standard_normal((150, 3))
        frame = pd.DataFrame(x, columns=["a", "b", "c"])
        frame["y"] = 0.3 * x[:, 0] + 0.3 * x[:, 1] + rng.standard_normal(150)
        nothing = incremental_validity(
            frame, outcome="y", base=["a", "b"], added=["c"], replicates=40, repeats=4, seed=i
        )
        if isinstance(nothing, Withheld) or nothing.p_value is None:
            continue
        f_test.append(nothing.p_value <= 0.05)
        gain = nothing.unseen_gain
        unseen.append(isinstance(gain, Estimate) and gain.low > 0)
        frame["y"] = x.sum(axis=1) * 0.3 + rng.standard_normal(150)
        alike = composite_weights(frame, scores=["a", "b", "c"], outcome="y", repeats=4, seed=i)
        offered.append(not isinstance(alike, Withheld) and alike.chosen != "unit")
    rows.append(size_row("F test of a score that adds nothing", f_test))
    rows.append(size_row("gain among unseen people where there is none", unseen))
    rows.append(size_row("fitted weights offered where equal ones are best", offered))
    return rows


def forecasts(replicates: int) -> list[Row]:
    """Intervals of new people's ratings at 90 %, errors skewed and requisitions different."""
    rng = np.random.default_rng([SEED, 9])
    inside, wide = 0, 0
    for i in range(replicates):
        x = rng.standard_normal((140, 2))
        place = np.repeat(np.arange(14), 10)
        y = 0.4 * x.sum(axis=1) + rng.gamma(2, 0.5, 140) + rng.normal(0, 0.15, 14)[place]
        frame = pd.DataFrame({"a": x[:120, 0], "b": x[:120, 1], "y": y[:120], "q": place[:120]})
        new = pd.DataFrame({"a": x[120:, 0], "b": x[120:, 1]})
        found = predict_performance(
            frame, scores=["a", "b"], outcomes={"y": "rating"}, candidates=new,
            requisition="q", repeats=1, seed=i,
        )["y"]  # fmt: skip
        if isinstance(found, Withheld):
            continue
        for person in found.people:
            if isinstance(person.finding, Estimate):
                wide += 1
                inside += person.finding.low <= y[120 + person.row] <= person.finding.high
    share = inside / max(wide, 1)
    return [
        Row(
            section="coverage of forecasts at 90 %, at least 88 %",
            name="ratings of new requisitions, 120 people, skewed errors",
            value=f"{share:.3f}",
            aim=">= 0.88",
            met=share >= 0.88 - 2 * math.sqrt(0.1 / max(wide / 10, 1)) * (replicates < 200),
            note=f"{wide} new people",
        )
    ]


def changes(replicates: int) -> list[Row]:
    """A change with and without a comparison group."""
    held: list[bool | None] = []
    net: list[bool | None] = []
    rng = np.random.default_rng([SEED, 10])
    days = np.array(["2025-01-10", "2025-09-10"])
    after = np.repeat([0, 1, 0, 1], (80, 60, 150, 120))
    mine = np.repeat([1, 1, 0, 0], (80, 60, 150, 120))
    chance = np.array([[0.55, 0.65], [0.60, 0.80]])
    for _ in range(replicates):
        y = (rng.random(after.size) < chance[mine, after]).astype(int)
        frame = pd.DataFrame({"y": y, "at": days[after], "mine": mine})
        found = before_after(
            frame, measure="y", at="at", changed_at="2025-06-01", kind="yes_no", affected="mine"
        )
        held.append(holds(found.change, 0.20))
        net.append(holds(found.net, 0.10))
    return [
        coverage_row("change of a share: 80 and 60 people", held),
        coverage_row("change beyond that of a comparison group of 270", net),
    ]


def shifts(replicates: int) -> list[Row]:
    """Drift tests where nothing drifted; scores in half points."""
    stable: list[bool | None] = []
    usual: list[bool | None] = []
    own_bins: list[bool | None] = []
    distance: list[bool | None] = []
    told: list[bool | None] = []
    rng = np.random.default_rng([SEED, 11])
    for i in range(replicates):
        x, y = rng.standard_normal((2, 100))
        fixed = stability_of_counts(*rng.multinomial(100, np.full(10, 0.1), size=2))
        stable.append(fixed.alarm)
        usual.append(fixed.value > 0.10)
        own_bins.append(stability_index(x, y).alarm)
        points = kolmogorov_smirnov(_half_points(x), _half_points(y), replicates=199, seed=i)
        distance.append(points[1] <= 0.05)
        z = rng.standard_normal((120, 3))
        p = classifier_shift(z[:60], z[60:], replicates=99, seed=i)[1]
        told.append(None if p is None else p <= 0.05)
    point = sum(bool(u) for u in usual) / len(usual)
    return [
        size_row("stability index with its critical value: 100 and 100", stable),
        Row(
            section="false alarms of the usual limit, nothing changed",
            name="stability index above .10: 100 and 100, 10 bins",
            value=f"{point:.2f}",
            note="why no alarm rests on .10 alone",
        ),
        size_row("stability index over quantiles of the reference: 100 and 100", own_bins),
        size_row("Kolmogorov-Smirnov on half points: 100 and 100", distance),
        size_row("classifier telling new from old: 60 and 60", told),
    ]


def breaks(replicates: int) -> list[Row]:
    """A validity that broke, dated; and months in which nothing did."""
    rng = np.random.default_rng([SEED, 12])
    n = np.full(24, 60)
    v = 1 / (n - 3)
    dated: list[bool | None] = []
    cried: list[bool | None] = []
    for i in range(replicates):
        z = np.where(np.arange(24) < 14, math.atanh(0.43), math.atanh(0.12))
        z = z + rng.normal(0, 1, 24) * np.sqrt(v)
        found = change_point(z, v, replicates=400, seed=i)
        dated.append(None if found is None else found.low <= 14 <= found.high)
        none = change_point(rng.normal(0, 1, 24) * np.sqrt(v), v, replicates=400, seed=i)
        cried.append(None if none is None else none.p_value <= 0.05)
    return [
        coverage_row("month in which a validity fell from .43 to .12", dated),
        size_row("break in 24 months without one", cried),
    ]


def _half_points(z: Floats) -> Floats:
    return np.asarray(np.clip(np.round((6 + 1.5 * z) * 2) / 2, 0, 10))


def _whole_points(z: Floats) -> Floats:
    return np.asarray(np.clip(np.round(3.4 + 0.8 * z), 1, 5))
