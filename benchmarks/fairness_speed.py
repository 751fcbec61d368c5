"""Speed of the audit: a million people, the bootstrap against fairlearn's, and moving the cut."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.result import Result

MILLION = 1_000_000
SMALLER = 100_000


def people(n: int, seed: int = 2026) -> pd.DataFrame:
    """A table as a large employer's would be: text columns, a few groups, some cells empty."""
    rng = np.random.default_rng(seed)
    sex = np.array(["women", "men", ""], dtype=object)[rng.choice(3, n, p=[0.48, 0.48, 0.04])]
    race = np.array(list("ABCDEFG"), dtype=object)[
        rng.choice(7, n, p=[0.4, 0.2, 0.15, 0.1, 0.08, 0.05, 0.02])
    ]
    score = np.round(rng.normal(6.0, 1.2, n), 2)
    return pd.DataFrame({"sex": sex, "race": race, "score": score, "hired": score > 6.5})


def results(folder: Path) -> Iterator[Result]:
    """Every figure of the audit's speed."""
    yield from whole_audit()
    yield from against_fairlearn()
    yield moving_the_cut()


def whole_audit() -> Iterator[Result]:
    """A million people, two attributes and their crossing, in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.fairness_speed"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    seconds, mib, tables = json.loads(run.stdout)
    yield Result(
        name="audit of 1,000,000 people",
        value=seconds,
        unit="s",
        aim=10.0,
        detail=f"two attributes and their crossing, {tables} tables: ratios, exact tests, 2,000 "
        "replicates; reading the text columns included",
    )
    yield Result(name="memory of that audit", value=mib, unit="MiB", aim=2000.0)


def _audited() -> tuple[float, float, int]:
    from fairness import AuditPolicy, Columns, audit

    frame = people(MILLION)
    policy = AuditPolicy(
        attributes=("sex", "race"),
        columns=Columns(selected="hired", score="score"),
        metrics=("impact_ratio", "demographic_parity", "scoring_rate"),
    )
    started = time.perf_counter()
    report = audit(frame, policy)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return seconds, peak, len(report.tables)


def against_fairlearn(replicates: int = 20) -> Iterator[Result]:
    """One bootstrap replicate of ours against one of MetricFrame's, 100,000 people.

    Theirs draws rows without regard to groups, ours draws every group at its size. At this size a
    group's share of the sample hardly varies, so both estimate the same interval; in a small group
    theirs is wider and now and then loses the group altogether.
    """
    from fairlearn.metrics import MetricFrame, selection_rate

    from estimation import bootstrap_rates

    frame = people(SMALLER)
    frame = frame[frame["sex"] != ""]
    hired, sex = frame["hired"].to_numpy(dtype=float), frame["sex"].astype(str)
    started = time.process_time()
    MetricFrame(
        metrics=selection_rate,
        y_true=hired,
        y_pred=hired,
        sensitive_features=sex,
        n_boot=replicates,
        ci_quantiles=[0.025, 0.975],
        random_state=1,
    )
    one_of_theirs = (time.process_time() - started) / replicates
    started = time.process_time()
    # from the table, as theirs: groups and counts are part of the price
    codes, _ = pd.factorize(sex, sort=True)
    n = np.bincount(codes)
    k = np.bincount(codes, weights=hired).astype(np.int64)
    bootstrap_rates(k, n, lambda r: r.min(axis=1) / r.max(axis=1), replicates=2000)
    one_of_ours = (time.process_time() - started) / 2000
    yield Result(
        name="bootstrap replicate against MetricFrame",
        value=one_of_theirs / one_of_ours,
        unit="times",
        aim=300.0,
        more_is_better=True,
        detail=f"{1e3 * one_of_theirs:.1f} ms and {1e6 * one_of_ours:.1f} us per replicate",
    )
    yield _same_interval(frame, theirs_draws=400)


def _same_interval(frame: pd.DataFrame, *, theirs_draws: int) -> Result:
    """Their interval of a group's rate and ours, like with like: one number, both percentiles."""
    from fairlearn.metrics import MetricFrame, selection_rate

    from estimation import bootstrap_rates
    from interview import Withheld

    # a tenth of the people: the comparison needs many of their slow replicates
    part = frame.iloc[: SMALLER // 10]
    hired, sex = part["hired"].to_numpy(dtype=float), part["sex"].astype(str)
    theirs = MetricFrame(
        metrics=selection_rate,
        y_true=hired,
        y_pred=hired,
        sensitive_features=sex,
        n_boot=theirs_draws,
        ci_quantiles=[0.025, 0.975],
        random_state=1,
    )
    low, high = (float(q["women"]) for q in theirs.by_group_ci)
    women = hired[(sex == "women").to_numpy()]
    ours = bootstrap_rates([int(women.sum())], [women.size], lambda r: r[:, 0], replicates=2000)
    if isinstance(ours, Withheld):
        raise SystemExit(f"no interval to compare: {ours.code}")
    apart = max(abs(ours.low - low), abs(ours.high - high)) / ((ours.high - ours.low) / 2)
    # the 2.5 % point of 400 draws is known to .14 of the half width, that of 2,000 to .06
    return Result(
        name="interval against MetricFrame's",
        value=apart,
        unit="half widths",
        aim=0.4,
        detail=f"women's rate {ours.low:.4f} to {ours.high:.4f}, theirs {low:.4f} to {high:.4f}; "
        "ours keeps each group at its size, theirs draws rows",
    )


def moving_the_cut() -> Result:
    """One move of the cut at 100,000 people, everything that follows from it included."""
    from fairness import threshold_sweep

    frame = people(SMALLER)
    sweep = threshold_sweep(frame, attribute=("sex", "race"), score="score")
    started = time.process_time()
    for cut in np.linspace(5.0, 7.5, 20):
        sweep.at(float(cut))
    each = (time.process_time() - started) / 20
    return Result(
        name="moving the cut at 100,000 people",
        value=1e3 * each,
        unit="ms",
        aim=300.0,
        detail="fourteen groups, ratios with intervals and exact tests",
    )


if __name__ == "__main__":
    print(json.dumps(_audited()))
