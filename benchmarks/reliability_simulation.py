"""How often intervals of reliability and agreement hold the truth, and what new hires are told.

``report`` gives the rows of 2,000 replicates per cell; a small version runs in the tests.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import (
    agreement,
    cronbach_alpha,
    icc,
    item_analysis,
    omega,
    onboarding,
    rater_severity,
    strong_performers,
    training_needs,
)
from benchmarks.fairness_simulation import COVERAGE, coverage_row, holds, size_row
from benchmarks.signals.row import Row
from interview import Withheld

REPLICATES = 2000
SEED = 606


def report(replicates: int = REPLICATES) -> Sequence[Row]:
    """Every row of the simulation."""
    return (
        *scales(replicates),
        *intraclass(replicates),
        *raters(replicates),
        *new_hires(replicates),
    )


def scales(replicates: int) -> list[Row]:
    """Alpha, omega and an item's correlation with the rest of its scale."""
    alpha: list[bool | None] = []
    one: list[bool | None] = []
    rest: list[bool | None] = []
    load = np.array([0.7, 0.6, 0.6, 0.5])
    true_omega = float(load.sum() ** 2 / (load.sum() ** 2 + (1 - load**2).sum()))
    others = load[1:]
    spread = math.sqrt(float(others.sum() ** 2 + (1 - others**2).sum()))
    true_rest = float(load[0] * others.sum() / spread)
    names = list("abcd")
    rng = np.random.default_rng([SEED, 1])
    for _ in range(replicates):
        x = rng.standard_normal((100, 1)) + rng.standard_normal((100, 4))
        alpha.append(holds(cronbach_alpha(pd.DataFrame(x, columns=names), items=names), 0.8))
        z = rng.standard_normal((150, 1)) * load
        z = z + rng.standard_normal((150, 4)) * np.sqrt(1 - load**2)
        frame = pd.DataFrame(z, columns=names)
        found = omega(frame, items=names)
        one.append(holds(found.one_factor, true_omega))
        told = item_analysis(5 + frame, items=names, scale=(-10, 20)).items[0]
        rest.append(holds(told.item_rest, true_rest))
    return [
        coverage_row("Cronbach's alpha (Feldt): 100 people, 4 items", alpha),
        coverage_row("omega of one factor: 150 people, 4 unequal items", one),
        coverage_row("item with the rest of its scale: 150 people", rest),
    ]


def intraclass(replicates: int) -> list[Row]:
    """Intraclass correlations, complete and with each person rated by three of six."""
    whole: tuple[list[bool | None], list[bool | None]] = ([], [])
    part: tuple[list[bool | None], list[bool | None]] = ([], [])
    rng = np.random.default_rng([SEED, 2])
    six = list("abcdef")
    for i in range(replicates):
        x = rng.standard_normal((40, 1)) + rng.normal(0, 0.5, 4) + rng.standard_normal((40, 4))
        full = icc(pd.DataFrame(x, columns=six[:4]), raters=six[:4])
        y = rng.standard_normal((80, 1)) + rng.normal(0, 0.5, 6) + rng.standard_normal((80, 6))
        y[np.argsort(rng.random(y.shape), axis=1) >= 3] = np.nan
        holes = icc(pd.DataFrame(y, columns=six), raters=six, seed=i)
        for held, found in ((whole, full), (part, holes)):
            # variance of people 1, of raters .25, of chance 1
            held[0].append(holds(found.agreement, 1 / 2.25))
            held[1].append(holds(found.consistency, 1 / 2))
    return [
        coverage_row("ICC(A,1): 40 people by 4 raters", whole[0]),
        coverage_row("ICC(C,1): 40 people by 4 raters", whole[1]),
        coverage_row("ICC(A,1): 80 people, each by 3 of 6 raters", part[0]),
        coverage_row("ICC(C,1): 80 people, each by 3 of 6 raters", part[1]),
    ]


def raters(replicates: int) -> list[Row]:
    """Leniency, spread, quadratic kappa of machine and human; raters named where all are alike."""
    lenient: list[bool | None] = []
    spread: list[bool | None] = []
    kappa: list[bool | None] = []
    named: list[bool | None] = []
    rng = np.random.default_rng([SEED, 3])
    four = list("abcd")
    for i in range(replicates):
        true = rng.standard_normal((120, 1))
        y = true + rng.normal(0, 0.8, (120, 4))
        y[np.arange(120), rng.integers(0, 4, 120)] = np.nan
        told = rater_severity(pd.DataFrame(y, columns=four), raters=four)
        lenient.append(holds(told.raters[0].leniency, 0.0))
        spread.append(holds(told.raters[0].spread, 1.0))
        named.append(bool(told.flagged))
        pair = np.column_stack(
            [true[:, 0] + rng.normal(0, 0.8, 120), true[:, 0] + rng.normal(0, 0.6, 120)]
        )
        frame = pd.DataFrame(pair, columns=["human", "machine"])
        beside = agreement(frame, raters=["human"], machine="machine", seed=i).human_machine
        # kappa with squared weights is 2 cov / (var + var + squared difference of means)
        kappa.append(None if isinstance(beside, Withheld) else holds(beside.qwk, 2 / (1.64 + 1.36)))
    return [
        coverage_row("leniency of a rater: 120 people by 3 of 4", lenient),
        coverage_row("spread of a rater: 120 people by 3 of 4", spread),
        coverage_row("quadratic kappa of machine and human: 120 people", kappa),
        size_row("any of four equal raters named", named),
    ]


def new_hires(replicates: int) -> list[Row]:
    """Needs, expected ranges, cohorts, strong performers: what is said where nothing is."""
    share: list[bool | None] = []
    gap: list[bool | None] = []
    need: list[bool | None] = []
    cohort: list[bool | None] = []
    odd: list[bool | None] = []
    strong: list[bool | None] = []
    differs: list[bool | None] = []
    inside = people = 0
    rng = np.random.default_rng([SEED, 4])
    top = float(np.exp(-(0.4307273**2) / 2) / math.sqrt(2 * math.pi))
    for _ in range(replicates):
        x = rng.standard_normal((60, 4))
        table = pd.DataFrame(
            {
                "id": np.tile(np.arange(60), 4),
                "what": np.repeat(list("abcd"), 60),
                "score": np.clip(6 + x.T.ravel(), 0, 10),
            }
        )
        needs = training_needs(
            table, person="id", competency="what", score="score", threshold=6.0
        ).needs
        share.append(holds(next(n.share for n in needs if n.competency == "a"), 0.5))
        gap.append(holds(next(n.gap for n in needs if n.competency == "a"), 0.0))
        need.append(any(n.verdict != "cannot_tell" for n in needs))
        rating = 3 + 0.4 * x[:, 0] + rng.normal(0, 0.6, 60)
        hired = pd.DataFrame({"score": x[:, 0], "rating": rating, "cohort": np.arange(60) % 4})
        (line,) = onboarding(
            hired, score="score", outcome="rating", cohort="cohort", scale=None
        ).lines
        cohort.append(holds(line.cohorts[0].difference, 0.0))
        odd.append(any(one.standing != "as_expected" for one in line.people))
        inside += sum(bool(one.inside) for one in line.people)
        people += line.n
        work = 0.5 * x[:, 0] + math.sqrt(0.75) * rng.standard_normal(60)
        told = strong_performers(
            table.assign(rating=np.tile(work, 4)), person="id", competency="what", score="score",
            outcome="rating",
        )  # fmt: skip
        by = {one.competency: one for one in told.differences}
        # the mean of the top third of a normal less that of the rest, times r
        strong.append(holds(by["a"].difference, 0.5 * top * (3 + 1.5)))
        alike = strong_performers(
            table.assign(rating=np.tile(rng.standard_normal(60), 4)), person="id",
            competency="what", score="score", outcome="rating",
        )  # fmt: skip
        differs.append(any(one.differs for one in alike.differences))
    held = inside / people
    return [
        coverage_row("share of new hires below a threshold: 60 people", share),
        coverage_row("mean gap to a threshold: 60 people", gap),
        coverage_row("a cohort off the line of the others: 15 of 60", cohort),
        coverage_row("strong performers less the rest: 20 and 40", strong),
        Row(
            section=COVERAGE,
            name="a person's rating inside the range expected: 60 people",
            value=f"{held:.3f}",
            aim=">= 0.93",
            met=held >= 0.93,
            note=f"{people} people",
        ),
        size_row("any of four competencies called a need or not, half below", need),
        size_row("anybody of 60 named above or below expectation", odd),
        size_row("any of four competencies called different where none is", differs),
    ]
