"""Monitoring: a planted shift is signalled, a steady process seldom, nobody lost between months."""

import numpy as np
import pandas as pd

from fairness import ratio_over_time
from fairness.monitoring import Period


def hired(seed: int, *, months: int, shift_at: int | None, n: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for month in range(months):
        at = pd.Timestamp("2025-01-10") + pd.DateOffset(months=month)
        sex = rng.choice(["f", "m"], n)
        changed = shift_at is not None and month >= shift_at
        rate = np.where(sex == "f", 0.22 if changed else 0.40, 0.40)
        rows.append(
            pd.DataFrame({"at": at.date().isoformat(), "sex": sex, "hired": rng.random(n) < rate})
        )
    return pd.concat(rows, ignore_index=True)


def run(frame: pd.DataFrame, period: Period = "month") -> list[tuple[str, str]]:
    (women,) = ratio_over_time(
        frame, attribute="sex", selected="hired", at="at", reference="m", period=period
    )
    return list(women.signals)


def test_a_lasting_shift_is_found_within_months() -> None:
    found = 0
    for seed in range(20):
        signals = run(hired(seed, months=16, shift_at=9))
        fell = [p for p, code in signals if code in ("monitor.ratio_fell", "monitor.rate_low")]
        found += any("2025-10" <= p <= "2026-01" for p in fell)
    assert found >= 18


def test_a_steady_process_is_seldom_signalled() -> None:
    # limits of three errors on some sixteen months, of which half define them
    false = sum(
        any(code.startswith("monitor.ratio") for _, code in run(hired(s, months=16, shift_at=None)))
        for s in range(40)
    )
    assert false <= 6


def test_quarters_and_months_hold_the_same_people() -> None:
    frame = hired(3, months=12, shift_at=None)
    for period, many in (("month", 12), ("quarter", 4)):
        (women,) = ratio_over_time(
            frame, attribute="sex", selected="hired", at="at", period=period, reference="m"
        )
        assert len(women.periods) == many
        assert sum(p.n + p.reference_n for p in women.periods) == len(frame)
        assert sum(p.selected + p.reference_selected for p in women.periods) == frame["hired"].sum()
    assert women.periods[0].period == "2025-Q1"


def test_limits_are_the_binomial_ones() -> None:
    (women,) = ratio_over_time(
        hired(4, months=4, shift_at=None), attribute="sex", selected="hired", at="at", reference="m"
    )
    for p in women.periods:
        half = 3 * (women.centre * (1 - women.centre) / p.n) ** 0.5
        assert (p.rate_low, p.rate_high) == (women.centre - half, women.centre + half)


def test_undated_people_are_counted_and_one_group_gives_nothing() -> None:
    frame = hired(5, months=4, shift_at=None)
    frame.loc[:9, "at"] = None
    (women,) = ratio_over_time(frame, attribute="sex", selected="hired", at="at", reference="m")
    assert women.undated == 10
    assert (
        ratio_over_time(frame[frame["sex"] == "f"], attribute="sex", selected="hired", at="at")
        == ()
    )
    nobody = frame.assign(at=None)
    assert ratio_over_time(nobody, attribute="sex", selected="hired", at="at") == ()
