"""How often intervals hold the truth and tests cry wolf: tables drawn from known rates.

``python -m benchmarks simulate`` prints the table from 2,000 replicates per cell; a small version
runs in the tests. Coverage is over the replicates in which the interval exists; how often it is
withheld stands beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import pandas as pd

from benchmarks.signals.row import Row
from estimation import (
    Sample,
    bootstrap_rates,
    cochran_mantel_haenszel,
    common_odds_ratio,
    common_ratio,
    difference,
    fisher_exact,
    fisher_mid_p,
    homogeneity,
    pooled_z,
    proportion,
    ratio,
    standardised_gap,
    strata,
)
from fairness import AuditPolicy, corrected_tables, impact_ratios_of_counts, score_gaps
from interview import Estimate, Finding

T = TypeVar("T")
REPLICATES = 2000
SEED = 2026
# people of the smaller and of the larger group, and the rate of the larger
CELLS = ((20, 80, 0.3), (50, 200, 0.3), (100, 400, 0.3), (200, 800, 0.1), (30, 30, 0.5))
COVERAGE = "coverage of 95 % intervals, at least 93 %"
SIZE = "size of tests at .05, no true difference"
ALARMS = "false alarms of four fifths, no true difference"
ROOM = 0.93
# beyond this an interval is called conservative: wider than it claims to need
WIDE = 0.97


def report(replicates: int = REPLICATES) -> Sequence[Row]:
    """Every row of the simulation."""
    return (
        *shares(replicates),
        *stratified(replicates),
        *gaps(replicates),
        *resampled(max(replicates // 4, 50)),
        *tests(replicates),
        *alarms(replicates),
        *many_groups(max(replicates // 2, 50)),
    )


def coverage_row(name: str, held: Sequence[bool | None]) -> Row:
    """One coverage: True where the interval held the truth, None where there was none."""
    there = [h for h in held if h is not None]
    share = float(sum(there)) / max(len(there), 1)
    missing = len(held) - len(there)
    notes = []
    if share > WIDE:
        notes.append("over-covers: exact or conservative at this size")
    if missing:
        notes.append(f"withheld in {missing / len(held):.1%}")
    # a share estimated from few replicates may fall short of its aim by chance
    slack = 2 * math.sqrt(ROOM * (1 - ROOM) / max(len(there), 1)) if len(there) < REPLICATES else 0
    return Row(
        section=COVERAGE,
        name=name,
        value=f"{share:.3f}",
        aim=f">= {ROOM}",
        met=share >= ROOM - slack,
        note="; ".join(notes),
    )


def holds(found: Finding, truth: float) -> bool | None:
    """Whether an interval holds the truth; None when there is no interval."""
    return found.low <= truth <= found.high if isinstance(found, Estimate) else None


def drawn(
    n1: int, n2: int, p1: float, p2: float, replicates: int, seed: int
) -> list[tuple[int, int]]:
    """Selected people of both groups, replicate by replicate."""
    rng = np.random.default_rng([SEED, seed, n1, n2])
    return list(
        zip(
            rng.binomial(n1, p1, replicates).tolist(),
            rng.binomial(n2, p2, replicates).tolist(),
            strict=True,
        )
    )


def remembered(function: Callable[[int, int], T]) -> Callable[[int, int], T]:
    """The same table comes up many times in two thousand draws."""
    held: dict[tuple[int, int], T] = {}

    def call(a: int, c: int) -> T:
        if (a, c) not in held:
            held[a, c] = function(a, c)
        return held[a, c]

    return call


def shares(replicates: int) -> list[Row]:
    """Wilson's, Newcombe's, Katz's and the score interval, with and without a true difference."""
    rows = []
    for n1, n2, p in CELLS:
        for true_ratio in (1.0, 0.8):
            p1 = p * true_ratio
            tables = drawn(n1, n2, p1, p, replicates, 1)
            made: dict[str, tuple[Callable[[int, int], Finding], float]] = {
                "ratio, score": (lambda a, c, n1=n1, n2=n2: ratio(a, n1, c, n2), true_ratio),
                "ratio, Katz": (
                    lambda a, c, n1=n1, n2=n2: ratio(a, n1, c, n2, method="katz"),
                    true_ratio,
                ),
                "difference, Newcombe": (
                    lambda a, c, n1=n1, n2=n2: difference(a, n1, c, n2),
                    p1 - p,
                ),
                "rate, Wilson": (lambda a, c, n1=n1: proportion(a, n1), p1),
            }
            for name, (function, truth) in made.items():
                interval = remembered(function)
                held = [holds(interval(a, c), truth) for a, c in tables]
                rows.append(coverage_row(f"{name}: {n1} and {n2} at {p1:.2f} and {p:.2f}", held))
    return rows


def stratified(replicates: int) -> list[Row]:
    """Mantel and Haenszel's pooled numbers over requisitions of unequal rates."""
    rows = []
    for many, n1, n2, label in ((6, 20, 40, "6 of 60 people"), (25, 4, 8, "25 of 12 people")):
        rng = np.random.default_rng([SEED, 2, many])
        base = np.linspace(0.15, 0.6, many)
        for true_ratio in (1.0, 0.8):
            a = rng.binomial(n1, base * true_ratio, (replicates, many))
            c = rng.binomial(n2, base, (replicates, many))
            held, odds, cried, corrected, uneven = [], [], [], [], []
            for k1, k2 in zip(a, c, strict=True):
                use = (k1 + k2 > 0) & (k1 + k2 < n1 + n2)
                size = int(use.sum())
                table = strata(k1[use], np.full(size, n1), k2[use], np.full(size, n2))
                held.append(holds(common_ratio(table), true_ratio))
                if true_ratio == 1.0:
                    odds.append(holds(common_odds_ratio(table), 1.0))
                    cried.append(_below(cochran_mantel_haenszel(table)))
                    corrected.append(_below(cochran_mantel_haenszel(table, correction=True)))
                    uneven.append(_below(homogeneity(table, replicates=400)))
            rows.append(
                coverage_row(f"Mantel-Haenszel ratio: {label}, true ratio {true_ratio:g}", held)
            )
            if true_ratio == 1.0:
                rows.append(coverage_row(f"Mantel-Haenszel odds ratio: {label}", odds))
                rows.append(size_row(f"Cochran-Mantel-Haenszel: {label}", cried))
                rows.append(size_row(f"the same with continuity correction: {label}", corrected))
                rows.append(size_row(f"Breslow-Day-Tarone: {label}", uneven))
    return rows


def gaps(replicates: int) -> list[Row]:
    """Hedges' g and the gap at equal rating, equal and unequal spreads."""
    rows = []
    for n1, n2, true, sd in ((10, 10, 0.5, 1.0), (20, 80, 0.5, 1.0), (50, 200, 0.2, 1.0),
                             (30, 120, 0.0, 2.0)):  # fmt: skip
        rng = np.random.default_rng([SEED, 3, n1, n2])
        held: list[bool | None] = []
        for _ in range(replicates):
            x, y = rng.normal(true, sd, n1), rng.normal(0, 1, n2)
            one, two = (Sample(n=v.size, mean=v.mean(), sd=v.std(ddof=1)) for v in (x, y))
            held.append(holds(standardised_gap(one, two), true))
        spread = "" if sd == 1.0 else f", spread {sd:g} times the other"
        rows.append(coverage_row(f"Hedges' g: {n1} and {n2}, true {true:g}{spread}", held))
    for n in (60, 240):
        rng = np.random.default_rng([SEED, 4, n])
        held = []
        for _ in range(max(replicates // 4, 50)):
            group = np.where(np.arange(n) < n // 3, "a", "b")
            human = rng.normal(6, 1.2, n) - 0.6 * (group == "a")
            # the spread grows with the rating, as it does on real scales
            score = human + rng.normal(0, 0.3 + 0.1 * np.abs(human - 4), n)
            frame = pd.DataFrame({"g": group, "score": score, "human": human})
            table = score_gaps(frame, attribute="g", score="score", human="human")
            held.append(holds(table.groups[0].finding, 0.0))
        rows.append(coverage_row(f"gap at equal rating, HC3: {n // 3} and {n - n // 3}", held))
    return rows


def resampled(replicates: int) -> list[Row]:
    """The stratified bootstrap of a ratio of two rates."""
    rows = []
    for n1, n2, p in ((50, 200, 0.3), (100, 400, 0.3)):
        held = [
            holds(
                bootstrap_rates([a, c], [n1, n2], lambda r: r[:, 0] / r[:, 1], replicates=500), 0.8
            )
            for a, c in drawn(n1, n2, p * 0.8, p, replicates, 5)
        ]
        rows.append(coverage_row(f"ratio, bootstrap by group: {n1} and {n2} at {p:g}", held))
    return rows


def size_row(name: str, cried: Sequence[bool | None]) -> Row:
    """How often a test at .05 sees what is not there; None where it could not be made."""
    made = [c for c in cried if c is not None]
    share = float(sum(made)) / max(len(made), 1)
    error = 2 * math.sqrt(0.05 * 0.95 / max(len(made), 1))
    note = "conservative" if share < 0.03 else ""
    return Row(
        section=SIZE,
        name=name,
        value=f"{share:.3f}",
        aim=f"<= .05 (+ {error:.3f} of chance)",
        met=share <= 0.05 + error,
        note=note,
    )


def tests(replicates: int) -> list[Row]:
    """Fisher's exact test, Lancaster's mid-p and the pooled z where both rates are equal."""
    rows = []
    for n1, n2, p in CELLS:
        tables = drawn(n1, n2, p, p, replicates, 6)
        made: dict[str, Callable[[int, int], float | None]] = {
            "Fisher": lambda a, c, n1=n1, n2=n2: fisher_exact(a, n1, c, n2),
            "mid-p": lambda a, c, n1=n1, n2=n2: fisher_mid_p(a, n1, c, n2),
            "pooled z": lambda a, c, n1=n1, n2=n2: _p_of_z(pooled_z(a, n1, c, n2)),
        }
        for name, function in made.items():
            p_value = remembered(function)
            found = [p_value(a, c) for a, c in tables]
            cried = [None if v is None else v <= 0.05 for v in found]
            rows.append(size_row(f"{name}: {n1} and {n2} at {p:g}", cried))
    return rows


# how often four fifths alone is broken by chance, as computed for these cells by others
EXPECTED = {(20, 80, 0.3): 0.56, (50, 200, 0.3): 0.36, (100, 400, 0.3): 0.19, (200, 800, 0.1): 0.35}


def alarms(replicates: int) -> list[Row]:
    """Four fifths on the point estimate against the verdict from the whole interval."""
    rows = []
    for (n1, n2, p), expected in EXPECTED.items():
        tables = drawn(n1, n2, p, p, replicates, 7)
        verdict = remembered(
            lambda a, c, n1=n1, n2=n2: (
                impact_ratios_of_counts([("a", a, n1), ("b", c, n2)], attribute="g").verdict
            )
        )
        point = sum(_four_fifths_broken(a / n1, c / n2) for a, c in tables) / replicates
        exceeds = sum(verdict(a, c) == "exceeds" for a, c in tables) / replicates
        slack = 3 * math.sqrt(expected * (1 - expected) / replicates) + 0.005
        cell = f"{n1} and {n2} at {p:g}"
        rows.append(
            Row(
                section=ALARMS,
                name=f"point estimate below .80: {cell}",
                value=f"{point:.3f}",
                aim=f"{expected:.2f} known",
                met=abs(point - expected) <= slack,
                note="why no verdict rests on a point estimate",
            )
        )
        rows.append(
            Row(
                section=ALARMS,
                name=f"verdict exceeds: {cell}",
                value=f"{exceeds:.3f}",
                aim="<= .05",
                met=exceeds <= 0.05,
            )
        )
    return rows


def many_groups(replicates: int) -> list[Row]:
    """Several groups: the highest rate is the reference, which chance alone lifts."""
    rows, policy = [], AuditPolicy(attributes=("g",))
    for sizes, p in (((300, 250, 200, 100, 60, 40), 0.3), ((60, 50, 40, 30, 20, 15), 0.3)):
        rng = np.random.default_rng([SEED, 8, sizes[0]])
        cried = kept = 0
        for _ in range(replicates):
            picks = rng.binomial(sizes, p)
            table = impact_ratios_of_counts(
                [(str(i), int(k), n) for i, (k, n) in enumerate(zip(picks, sizes, strict=True))],
                attribute="g",
            )
            cried += table.verdict == "exceeds"
            (made,) = corrected_tables([table], policy)
            kept += made.verdict == "exceeds"
        cell = f"{sizes[0]} down to {sizes[-1]} at {p:g}"
        rows.append(
            Row(
                section=ALARMS,
                name=f"any of six groups exceeds: {cell}",
                value=f"{cried / replicates:.3f}",
                note="five intervals, each at 95 %, against the highest of six rates",
            )
        )
        rows.append(
            Row(
                section=ALARMS,
                name=f"the table exceeds, comparisons counted: {cell}",
                value=f"{kept / replicates:.3f}",
                aim="<= .05",
                met=kept / replicates <= 0.05 + 2 * math.sqrt(0.0475 / replicates),
                note="the verdict of table and report",
            )
        )
    return rows


def _below(tested: Sequence[float] | None) -> bool | None:
    return None if tested is None else tested[1] <= 0.05


def _p_of_z(z: float | None) -> float | None:
    return None if z is None else math.erfc(abs(z) / math.sqrt(2))


def _four_fifths_broken(one: float, other: float) -> bool:
    low, high = sorted((one, other))
    return high > 0 and low / high < 0.8
