"""Forecasts, changes, drift and calibration: definitions, printed numbers and planted truths."""

import numpy as np
import pandas as pd
import pytest

from analysis import (
    Calibrated,
    PerformanceForecast,
    before_after,
    calibration,
    drift,
    predict_performance,
    validity_over_time,
)
from estimation import Sample, difference, mean_difference
from interview import Estimate, Finding, InputError, Withheld


def value(finding: Finding) -> float:
    assert isinstance(finding, Estimate)
    return finding.value


def staff(n: int = 400, seed: int = 3, slope: float = 0.5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(2, n))
    skill = (a + b) / np.sqrt(2)
    stays = rng.random(n) < 1 / (1 + np.exp(-(1.0 + 2 * slope * skill)))
    return pd.DataFrame(
        {
            "a": a, "b": b, "req": rng.integers(0, 20, n),
            "rating_6_months": 3.4 + slope * skill + 0.6 * rng.normal(size=n),
            "rating_12_months": 3.4 + slope * skill + 0.6 * rng.standard_t(4, size=n),
            "stayed": np.where(stays, "yes", "no"),
        }
    )  # fmt: skip


OUTCOMES = {"rating_6_months": "rating", "rating_12_months": "rating", "stayed": "yes_no"}


def forecast(frame: pd.DataFrame, new: pd.DataFrame | None = None, **options: object
             ) -> dict[str, PerformanceForecast | Withheld]:  # fmt: skip
    return dict(
        predict_performance(
            frame, scores=["a", "b"], outcomes=OUTCOMES, candidates=new, requisition="req",  # type: ignore[arg-type]
            **options,  # type: ignore[arg-type]
        )
    )  # fmt: skip


def test_forecasts_of_a_role() -> None:
    new = pd.DataFrame({"a": [0.0, 1.5, -1.5, None], "b": [0.0, 1.5, -1.5, 0.0]})
    found = forecast(staff(), new)
    for name, kind in OUTCOMES.items():
        made = found[name]
        assert isinstance(made, PerformanceForecast)
        assert (made.kind, made.rule) == (kind, "unit")
        middle, strong, weak, nobody = (p.finding for p in made.people)
        assert value(weak) < value(middle) < value(strong)
        assert nobody == Withheld(code="table.unscored", n=400)
        if kind == "rating":
            assert value(middle) == pytest.approx(3.4, abs=0.1)
            assert value(strong) - value(weak) == pytest.approx(0.5 * 3 * 2**0.5, abs=0.35)
            assert value(made.coverage) == pytest.approx(0.90, abs=0.04)
        else:
            assert isinstance(strong, Estimate)
            assert 0 < strong.low < strong.high < 1
        assert value(made.skill) > (0.4 if kind == "rating" else 0.6)


def test_no_forecast_from_noise() -> None:
    new = pd.DataFrame({"a": [1.0], "b": [1.0]})
    few = forecast(staff(99), new)
    assert few["rating_6_months"] == Withheld(code="prediction.too_few", n=99)
    nothing = forecast(staff(slope=0.0, seed=8), new)["rating_6_months"]
    assert isinstance(nothing, PerformanceForecast)
    assert nothing.people[0].finding == Withheld(code="prediction.no_skill", n=400)
    assert value(nothing.base) == pytest.approx(3.4, abs=0.1)
    rare = staff().assign(stayed=["no"] * 15 + ["yes"] * 385)
    assert forecast(rare)["stayed"] == Withheld(code="prediction.too_few_events", n=15)
    one = staff().assign(req=1)
    assert forecast(one)["stayed"] == Withheld(code="folds.too_few_people", n=1)


def test_a_change_of_a_share_and_of_a_mean() -> None:
    rng = np.random.default_rng(5)
    at = np.repeat(["2025-02-10", "2025-08-10"], [90, 70])
    stayed = rng.integers(0, 2, 160)
    hours = rng.normal(8, 2, 160)
    frame = pd.DataFrame({"at": at, "stayed": stayed, "hours": hours})
    share = before_after(frame, measure="stayed", at="at", changed_at="2025-06-01", kind="yes_no")
    assert share.change == difference(int(stayed[90:].sum()), 70, int(stayed[:90].sum()), 90)
    mean = before_after(frame, measure="hours", at="at", changed_at="2025-06-01")
    one, two = (
        Sample(n=v.size, mean=float(v.mean()), sd=float(v.std(ddof=1)))
        for v in (hours[90:], hours[:90])
    )
    assert mean.change == mean_difference(one, two)
    assert mean.net == Withheld(code="before_after.no_comparison")


def campaign(seed: int = 6) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    n = 4000
    month = rng.integers(1, 13, n)
    touched = rng.integers(0, 2, n)
    # everybody's satisfaction rises by .5 in July; those touched gain .3 more
    y = 5 + 0.5 * (month >= 7) + 0.3 * (month >= 7) * touched + rng.normal(size=n)
    role = np.where(rng.random(n) < np.where(month >= 7, 0.7, 0.4), "cook", "clerk")
    at = [f"2025-{m:02d}-15" for m in month]
    return pd.DataFrame({"at": at, "y": y, "touched": touched, "role": role})


def test_a_comparison_group_takes_out_what_happened_to_all() -> None:
    found = before_after(
        campaign(), measure="y", at="at", changed_at="2025-07-01", affected="touched",
        mix=["role"],
    )  # fmt: skip
    assert value(found.change) == pytest.approx(0.8, abs=0.1)
    assert value(found.compared) == pytest.approx(0.5, abs=0.1)
    assert isinstance(found.net, Estimate)
    assert found.net.low < 0.3 < found.net.high
    assert value(found.net) == pytest.approx(value(found.change) - value(found.compared))
    codes = [c.code for c in found.caveats]
    assert codes == ["before_after.not_random", "before_after.mix"]
    alone = before_after(campaign(), measure="y", at="at", changed_at="2025-07-01")
    assert [c.code for c in alone.caveats] == [
        "before_after.no_comparison", "before_after.not_random", "before_after.mix_unknown",
    ]  # fmt: skip


def test_what_was_moving_before_is_said() -> None:
    days = pd.date_range("2025-01-01", periods=300, freq="D")
    rng = np.random.default_rng(7)
    y = 5 + np.arange(300) / 300 + 0.2 * rng.normal(size=300)
    frame = pd.DataFrame({"at": days, "y": y})
    found = before_after(frame, measure="y", at="at", changed_at="2025-06-01")
    assert value(found.change) > 0.3
    assert "before_after.trend" in [c.code for c in found.caveats]
    assert value(found.trend_before) == pytest.approx(0.1, abs=0.03)


def test_people_that_count_neither_way() -> None:
    frame = campaign()
    found = before_after(
        frame, measure="y", at="at", changed_at="2025-07-01", washout_days=20, until="2025-11-30"
    )
    july, december = (int((frame["at"] == f"2025-{m}-15").sum()) for m in ("07", "12"))
    assert found.excluded == {"before_after.washout": july, "before_after.immature": december}
    few = before_after(frame.iloc[:6], measure="y", at="at", changed_at="2025-07-01")
    assert isinstance(few.change, Withheld)
    with pytest.raises(InputError) as err:
        before_after(frame, measure="y", at="at", changed_at="last spring")
    assert err.value.code == "before_after.date"


def weeks(shift: float, seed: int = 9) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    at = pd.date_range("2025-01-01", periods=1200, freq="8h")
    late = at >= "2025-10-01"
    return pd.DataFrame(
        {
            "at": at,
            "score": np.clip(np.round(2 * (6 + rng.normal(size=1200) + shift * late)) / 2, 0, 10),
            "pace": rng.normal(size=1200) + shift * late,
        }
    )


def test_a_drift_is_seen_from_its_weeks_on() -> None:
    found = drift(weeks(0.7), value="score", at="at", since="2025-09-01", measures=["pace"])
    assert set(found.alarms) == {"drift.stability", "drift.ks", "drift.classifier", "drift.chart"}
    assert found.stability is not None
    assert found.stability.value > found.stability.critical
    first = next(p.period for p in found.periods if p.signals)
    assert "2025-09-29" <= first <= "2025-11-10"
    assert found.periods[0].period == "2025-09-01"
    assert found.reference_n + found.current_n == 1200


def test_nothing_is_seen_where_nothing_moved() -> None:
    found = drift(weeks(0.0), value="score", at="at", since="2025-09-01", measures=["pace"])
    assert found.alarms == ()
    assert isinstance(found.gap, Estimate)
    assert found.gap.low < 0 < found.gap.high


def test_drift_refuses_by_name() -> None:
    frame = weeks(0.0)
    early = drift(frame, value="score", at="at", since="2025-01-03")
    assert early.gap == Withheld(code="drift.too_few", n=6)
    assert early.periods == ()
    holes = frame.assign(score=frame["score"].where(frame.index > 9), at=frame["at"].astype(str))
    holes.loc[20:24, "at"] = None
    assert drift(holes, value="score", at="at", since="2025-09-01").excluded == {
        "table.undated": 5, "table.unmeasured": 10,
    }  # fmt: skip
    with pytest.raises(InputError) as err:
        drift(frame, value="score", at="at", since="soon")
    assert err.value.code == "drift.since"


P = [0.1, 0.1, 0.3, 0.3, 0.3, 0.6, 0.6, 0.9, 0.9, 0.9]
Y = [0, 0, 0, 1, 0, 1, 0, 1, 1, 1]


def calibrated(p: list[float], y: list[int]) -> Calibrated:
    return calibration(pd.DataFrame({"p": p, "y": y}), probability="p", outcome="y", replicates=200)


def test_calibration_as_computed_by_hand() -> None:
    found = calibrated(P, Y)
    assert round(value(found.brier), 3) == 0.124
    assert round(value(found.ratio), 2) == 1.0
    assert round(value(found.error), 2) == 0.08
    assert value(found.in_the_large) == pytest.approx(0, abs=1e-12)
    assert [round(b.forecast, 1) for b in found.bins] == [0.1, 0.3, 0.6, 0.9]
    assert sum(b.happened.n for b in found.bins) == 10


def test_bold_forecasts_have_a_slope_below_one() -> None:
    rng = np.random.default_rng(10)
    eta = rng.normal(size=2000)
    y = (rng.random(2000) < 1 / (1 + np.exp(-eta))).astype(int)
    honest = calibrated((1 / (1 + np.exp(-eta))).tolist(), y.tolist())
    bold = calibrated((1 / (1 + np.exp(-2 * eta))).tolist(), y.tolist())
    assert isinstance(honest.slope, Estimate)
    assert isinstance(bold.slope, Estimate)
    assert honest.slope.low < 1 < honest.slope.high
    assert bold.slope.high < 0.7
    assert bold.error_p is not None
    assert honest.error_p is not None
    assert bold.error_p < 0.02 < honest.error_p


def test_calibration_refuses_by_name() -> None:
    assert calibrated(P[:9], Y[:9]).brier == Withheld(code="calibration.too_few", n=9)
    with pytest.raises(InputError) as err:
        calibrated([*P[:9], 55.0], Y)
    assert err.value.code == "calibration.not_probability"


def test_validity_by_month_says_which_labels_are_in() -> None:
    rng = np.random.default_rng(11)
    month = np.repeat(np.arange(1, 11), 30)
    x = np.clip(5 + rng.normal(size=300), 0, 10)
    y = 0.4 * x + rng.normal(size=300)
    frame = pd.DataFrame({"x": x, "y": np.where(month <= 8, y, np.nan),
                          "at": [f"2025-{m:02d}-03" for m in month]})  # fmt: skip
    found = validity_over_time(frame, score="x", outcome="y", interviewed_at="at")
    assert len(found.periods) == 8
    assert dict(found.label_share)["2025-09"] == 0
    assert found.broken is not None
    assert not found.broken.shown
    assert isinstance(found.trend, Estimate)
    assert found.trend.low < 0 < found.trend.high
    short = validity_over_time(frame[month <= 4], score="x", outcome="y", interviewed_at="at")
    assert (short.broken, short.trend) == (None, Withheld(code="periods.too_few", n=4))
