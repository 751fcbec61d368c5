"""Signal quality by group: shares that passed, gaps of measures, and columns told apart."""

import numpy as np
import pandas as pd
import pytest

from fairness import signal_quality_by_group
from fairness.signal_quality import is_check
from interview import Estimate


def answers(seed: int, *, worse: float) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    group = rng.choice(["dialect", "standard"], 800, p=[0.3, 0.7])
    dialect = group == "dialect"
    return pd.DataFrame(
        {
            "group": group,
            "heard": rng.random(800) < np.where(dialect, 0.95 - worse * 4, 0.95),
            "word_error": 0.10 + worse * dialect + rng.normal(0, 0.05, 800),
            "tracked": np.where(rng.random(800) < 0.1, np.nan, rng.random(800)),
        }
    )


def test_a_group_that_is_heard_worse_is_seen_in_shares_and_measures() -> None:
    passed, error, tracked = signal_quality_by_group(
        answers(1, worse=0.08), attribute="group", quality=["heard", "word_error", "tracked"]
    )
    assert (passed.metric, passed.verdict) == ("signal_quality.heard", "exceeds")
    assert (error.metric, error.verdict) == ("signal_quality.word_error", "exceeds")
    dialect = error.groups[0]
    assert isinstance(dialect.finding, Estimate)
    # more than five points of word error between groups: the gate of language-based scores
    assert float(str(dialect.details["points_low"])) > 0.05
    assert tracked.verdict == "within"
    assert tracked.n + sum(tracked.excluded.values()) == 800
    assert set(tracked.excluded) == {"table.unmeasured"}


def test_equal_quality_stays_quiet() -> None:
    tables = signal_quality_by_group(
        answers(2, worse=0.0), attribute="group", quality=["heard", "word_error"]
    )
    assert {t.verdict for t in tables} == {"within"}


@pytest.mark.parametrize(
    ("cells", "check"),
    [([True, False], True), ([1, 0], True), (["yes", ""], True), ([0.2, 1.0], False),
     (["0.3", "0.5"], False)],
)  # fmt: skip
def test_checks_and_measures_are_told_apart(cells: list[object], check: bool) -> None:
    assert is_check(pd.DataFrame({"q": cells}), "q") is check
