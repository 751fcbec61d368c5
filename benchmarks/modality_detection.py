"""How often the modality frontier tells the demo company from the one seeded the other way.

``python -m benchmarks simulate modalities`` draws fresh companies of full size and prints how often
each conclusion is reached, with Wilson's interval.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from benchmarks.signals.row import Row
from estimation import clustered_correlations, proportion
from interview import Estimate

SEEDS = 50
FIRST_SEED = 7000
STRENGTH = 0.35
SIZE = 1.0
JOBS = 2
SECTION = "what voice and face add, from fresh companies of full size"
COVERAGE = "intervals of correlations when people come in openings, at least 93 %"
REPLICATES = 2000


def report(seeds: int = SEEDS, size: float = SIZE, replicates: int = REPLICATES) -> Sequence[Row]:
    """Conclusions on both companies, and coverage of the intervals they rest on."""
    return (*conclusions(seeds, size), *coverage(replicates))


def conclusions(seeds: int, size: float) -> list[Row]:
    """Shares of companies in which each conclusion was reached."""
    numbers = [FIRST_SEED + k for k in range(seeds)]
    with ProcessPoolExecutor(JOBS, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(concluded, numbers, [size] * seeds))
    demo, other = Counter[str](), Counter[str]()
    for plain, planted in found:
        demo.update(plain)
        other.update(planted)
    rows = [
        _share("demo company: voice and face add nothing worth having to performance",
               demo["later:adds_nothing"] + demo["later:adds_little"], seeds, ">= 90 %", 0.90),
        _share("demo company: said to add to performance, by any amount",
               demo["later:adds"] + demo["later:adds_little"], seeds, "<= 2.5 % nominal", None),
        _share("demo company: they buy agreement with raters",
               demo["rated:adds"] + demo["rated:adds_little"], seeds, "", None),
        _share(f"other company (r = {STRENGTH}): found to add to performance",
               other["later:adds"], seeds, ">= 90 %", 0.90),
    ]  # fmt: skip
    return rows


def concluded(seed: int, size: float) -> tuple[list[str], list[str]]:
    """What adding voice and face to the words was found to do, on the two companies of one seed."""
    from analysis import Subset
    from data_samples import company
    from data_samples.modality_table import modality_table
    from workflow.modality_comparison import compare_modalities

    base: Subset = ("language",)
    added: Subset = ("voice", "face")
    plain, targets = modality_table(company(seed, size))
    found = compare_modalities(plain, targets).frontier
    first = [
        f"{short}:{criterion.step(base, added).bought}"
        for short, name in (("later", "performance"), ("rated", "ratings"))
        for criterion in [found.criterion(name)]
        if criterion is not None
    ]
    planted, other = modality_table(company(seed, size, expression_predicts=STRENGTH))
    turned = compare_modalities(planted, {"performance": other["performance"]}).frontier
    criterion = turned.criterion("performance")
    second = [] if criterion is None else [f"later:{criterion.step(base, added).bought}"]
    return first, second


def coverage(replicates: int) -> list[Row]:
    """Intervals of a correlation and of a difference where openings differ in their slope."""
    rows = []
    for openings in (8, 12, 30, 70):
        alone, gap = covered(openings, 20, replicates)
        for what, hits in (("one correlation", alone), ("difference of two", gap)):
            rows.append(
                Row(
                    section=COVERAGE,
                    name=f"{what}, {openings} openings of 20",
                    value=f"{hits / replicates:.1%}",
                    aim=">= 93 %",
                    met=hits / replicates >= 0.93,
                )
            )
    return rows


def covered(openings: int, each: int, replicates: int) -> tuple[int, int]:
    """How many intervals hold the truth, of one correlation and of a difference."""
    rng = np.random.default_rng(11)
    g = np.repeat(np.arange(openings), each)
    true = 0.4 / np.sqrt(0.16 + 0.15**2 + 0.84)
    alone = gap = 0
    for seed in range(replicates):
        slope = 0.4 + 0.15 * rng.standard_normal(openings)
        x = rng.normal(size=g.size)
        other = 0.6 * x + 0.8 * rng.normal(size=g.size)
        y = slope[g] * x + np.sqrt(0.84) * rng.normal(size=g.size)
        found = clustered_correlations(np.column_stack([x, other]), y, g, replicates=300, seed=seed)
        one, two = found.finding(0), found.difference(0, 1)
        alone += isinstance(one, Estimate) and one.low <= true <= one.high
        gap += isinstance(two, Estimate) and two.low <= 0.4 * true <= two.high
    return alone, gap


def _share(name: str, hits: int, seeds: int, aim: str, least: float | None) -> Row:
    found = proportion(hits, seeds)
    told = f"{hits} of {seeds}"
    if isinstance(found, Estimate):
        told += f", {found.low:.0%} to {found.high:.0%}"
    return Row(
        section=SECTION,
        name=name,
        value=f"{hits / seeds:.0%}",
        aim=aim,
        met=None if least is None else hits / seeds >= least,
        note=told,
    )
