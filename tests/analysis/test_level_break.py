"""A level that changes is found and dated; comings and goings of groups are not taken for one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import drift, level_break
from analysis.level_break import dispersion, period_means
from interview import Estimate


def weeks(rng: np.random.Generator, *, each: int = 20, count: int = 60, step: float = 0.0,
          at: int = 30, shared: float = 0.0) -> pd.DataFrame:  # fmt: skip
    """Weekly batches of people; ``step`` from week ``at`` on, ``shared`` by everybody of a week."""
    week = np.repeat(np.arange(count), each)
    values = (
        rng.normal(6, 1, week.size) + shared * rng.normal(size=count)[week] + step * (week >= at)
    )
    days = pd.Timestamp("2025-01-06") + pd.to_timedelta(week * 7 + 2, unit="D")
    return pd.DataFrame({"at": days.strftime("%Y-%m-%d"), "score": values})


def test_the_break_is_dated_to_its_week_and_its_size_told() -> None:
    found = level_break(weeks(np.random.default_rng(7), step=-0.8), value="score", at="at").broken
    assert found is not None
    # week 30 from Monday 6 January 2025
    assert found.low <= "2025-08-04" <= found.high
    assert isinstance(found.change, Estimate)
    assert found.change.low < -0.8 < found.change.high
    assert found.p_value < 0.01


def test_nothing_is_found_where_nothing_was_planted() -> None:
    p = [
        found.p_value
        for seed in range(20)
        if (
            found := level_break(
                weeks(np.random.default_rng(seed), each=40, count=104), value="score", at="at",
                period="month",
            ).broken
        )
    ]  # fmt: skip
    assert len(p) == 20
    # one in twenty by chance; four of twenty happen once in sixty times
    assert sum(one <= 0.05 for one in p) <= 4


def test_means_are_the_plain_means_of_their_weeks() -> None:
    frame = weeks(np.random.default_rng(2), each=7, count=9)
    found = level_break(frame, value="score", at="at", look=False)
    assert found.broken is None
    plain = frame.groupby("at")["score"].mean()
    assert [p.mean for p in found.periods] == pytest.approx(plain.tolist())
    # every name is a Monday
    assert {pd.Timestamp(p.period).day_of_week for p in found.periods} == {0}
    assert period_means(np.array([]), np.array([], dtype="datetime64[D]"), "week") == ()


def test_few_weeks_have_no_break_and_the_unreadable_is_counted() -> None:
    frame = weeks(np.random.default_rng(3), count=5)
    frame.loc[0, "at"] = None
    frame.loc[1, "score"] = np.nan
    found = level_break(frame, value="score", at="at")
    assert found.broken is None
    assert found.excluded == {"table.undated": 1, "table.unmeasured": 1}


def test_weeks_that_differ_as_batches_do_not_signal_when_their_spread_is_allowed_for() -> None:
    """Openings come and go: each week has a mean of its own, and the chart must know it."""
    plain = wide = 0
    for seed in range(20):
        frame = weeks(np.random.default_rng(seed), each=40, shared=0.5)
        since = "2025-07-07"
        plain += "drift.chart" in drift(frame, value="score", at="at", since=since).alarms
        wide += "drift.chart" in drift(
            frame, value="score", at="at", since=since, dispersed=True
        ).alarms  # fmt: skip
    assert plain >= 12
    assert wide <= 6


def test_dispersion_never_narrows() -> None:
    assert dispersion(np.array([1.0, 1.0, 1.0])) == 1.0
    assert dispersion(np.array([1.0])) == 1.0
    # mean moving range of standard normal values is 1.128 (2 / sqrt(pi))
    z = np.random.default_rng(4).normal(size=20000)
    assert dispersion(3 * z) == pytest.approx(3.0, rel=0.02)
