"""Corrections side by side: offered where the score was the gate, refused by name elsewhere."""

import math

import numpy as np
import pandas as pd
import pytest

from analysis import corrected_validity, mean_of_selected, success_share, utility
from estimation.range_restriction import direct_restriction
from interview import Estimate, InputError, Withheld


def applicants(by_score: float = 1.0, n: int = 600, seed: int = 5) -> pd.DataFrame:
    """Six requisitions with cuts of their own; selection by the score, or by something like it."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    y = 0.35 * x + math.sqrt(1 - 0.35**2) * rng.normal(size=n)
    by = by_score * x + math.sqrt(1 - by_score**2) * rng.normal(size=n)
    place = np.repeat(np.arange(6), n // 6)
    hired = np.zeros(n, dtype=bool)
    for i, share in enumerate((0.3, 0.4, 0.5, 0.3, 0.4, 0.2)):
        mine = place == i
        hired[mine] = by[mine] >= np.quantile(by[mine], 1 - share)
    score = np.clip(5 + 1.2 * x, 0, 10)
    return pd.DataFrame(
        {"score": score, "rating": np.where(hired, y, np.nan), "hired": hired, "req": place}
    )


def corrected(frame: pd.DataFrame, **options: object):
    options = {"selected": "hired", "requisition": "req", "criterion_reliability": 0.7} | options
    return corrected_validity(frame, score="score", outcome="rating", **options)  # type: ignore[arg-type]


def test_three_columns_in_order() -> None:
    found = corrected(applicants())
    observed, criterion, full = (
        found.observed, found.criterion_corrected, found.fully_corrected,
    )  # fmt: skip
    assert isinstance(observed, Estimate)
    assert isinstance(criterion, Estimate)
    assert isinstance(full, Estimate)
    assert criterion.value == pytest.approx(observed.value / math.sqrt(0.7))
    assert found.u is not None
    assert 0.45 < found.u < 0.75
    assert full.value == pytest.approx(direct_restriction(criterion.value, found.u))
    # the limits go through the same function
    assert full.high == pytest.approx(direct_restriction(criterion.high, found.u))
    assert (found.top_down, found.applicants) == (1.0, 600)
    assert {g.rxz for g in found.guard} == {0.3, 0.5, 0.7}
    assert all(observed.value < g.validity < full.value for g in found.guard)


def test_no_full_correction_where_something_else_selected() -> None:
    found = corrected(applicants(by_score=0.5))
    assert found.fully_corrected == Withheld(code="correction.not_the_gate", n=found.observed.n)
    assert found.top_down is not None
    assert 0.6 < found.top_down < 0.9
    assert isinstance(found.criterion_corrected, Estimate)
    # the log's word does not stand against the table
    claimed = corrected(applicants(by_score=0.5), gate=True)
    assert isinstance(claimed.fully_corrected, Withheld)
    denied = corrected(applicants(), gate=False)
    assert denied.fully_corrected == Withheld(code="correction.not_the_gate", n=denied.observed.n)


def test_a_few_overruled_are_forgiven_where_the_log_says_it_was_the_gate() -> None:
    frame = applicants()
    swapped = frame.copy()
    for place in range(6):
        mine = swapped[swapped["req"] == place]
        out = mine[mine["hired"]]["score"].idxmin()
        into = mine[~mine["hired"]]["score"].idxmin()
        swapped.loc[[out, into], "hired"] = [False, True]
        swapped.loc[[out, into], "rating"] = [np.nan, 0.1]
    assert isinstance(corrected(swapped).fully_corrected, Withheld)
    assert isinstance(corrected(swapped, gate=True).fully_corrected, Estimate)


def test_each_other_refusal() -> None:
    frame = applicants()
    few = frame[(frame["req"] == 0)].iloc[:60]
    cases = {
        "correction.no_selection": corrected(frame, selected=None),
        "correction.no_requisition": corrected(
            frame[frame["req"] == 0].assign(req=0), requisition=None
        ),
        "correction.too_few_selected": corrected(few),
        "correction.nobody_rejected": corrected(frame[frame["hired"]]),
        "correction.reliability_not_positive": corrected(frame, criterion_reliability=0.0),
    }
    for code, found in cases.items():
        assert isinstance(found.fully_corrected, Withheld), code
        assert found.fully_corrected.code == code
    strong = applicants().assign(rating=lambda f: f["score"].where(f["hired"]))
    strong["rating"] += np.tile([0.2, -0.2], 300)
    beyond = corrected(strong, criterion_reliability=0.5)
    assert isinstance(beyond.criterion_corrected, Withheld)
    assert beyond.criterion_corrected.code == "correction.beyond_one"
    assert isinstance(beyond.observed, Estimate)


R50 = Estimate(value=0.5, low=0.4, high=0.6, n=120, method="correlation.fisher_z")


def test_utility_as_in_the_help_pages() -> None:
    assert round(mean_of_selected(0.6), 4) == 0.6439
    plain = utility(R50, selected_share=0.3, sdy=10_000)
    assert isinstance(plain.gain, Estimate)
    assert round(plain.gain.value, 2) == 5794.88
    years = utility(
        R50, selected_share=0.3, sdy=10_000, years=4, turnover_cost_share=0.5, tax=0.1,
        discount=0.02,
    )  # fmt: skip
    assert isinstance(years.gain, Estimate)
    assert round(years.gain.value, 2) == 9929.39
    assert round(success_share(0.5, 0.5, 0.6), 4) == 0.7609
    assert round(success_share(0.5, 0.3, 0.5), 4) == 0.7387


def test_utility_at_its_edges() -> None:
    everyone = utility(R50, selected_share=1.0, sdy=1000, cost=50, base_rate=0.4)
    assert isinstance(everyone.gain, Estimate)
    assert isinstance(everyone.success, Estimate)
    assert (everyone.gain.value, everyone.success.value) == (-50, 0.4)
    unknown = utility(R50, selected_share=0.3, hired=10, cost=5000)
    assert unknown.gain == Withheld(code="utility.sdy_unknown", n=120)
    assert unknown.break_even_sdy is not None
    even = utility(R50, selected_share=0.3, hired=10, cost=5000, sdy=unknown.break_even_sdy)
    assert isinstance(even.gain, Estimate)
    assert even.gain.value == pytest.approx(0, abs=1e-9)
    against = Estimate(value=-0.2, low=-0.4, high=0.0, n=90, method="x")
    harmful = utility(against, selected_share=0.3)
    assert harmful.harmful
    assert harmful.break_even_sdy is None
    withheld = Withheld(code="outcome.none_yet")
    assert utility(withheld, selected_share=0.3).gain == withheld
    assert success_share(0.0, 0.2, 0.5) == pytest.approx(0.5)
    assert success_share(1.0, 0.2, 0.5) == pytest.approx(1.0)
    assert success_share(-1.0, 0.2, 0.5) == pytest.approx(0.0)
    for options, code in (
        ({"selected_share": 0.0}, "utility.share"),
        ({"selected_share": 0.3, "base_rate": 1.0}, "utility.share"),
        ({"selected_share": 0.3, "hired": 0}, "utility.amount"),
        ({"selected_share": 0.3, "years": 1.5, "discount": 0.02}, "utility.amount"),
    ):
        with pytest.raises(InputError) as err:
            utility(R50, **options)  # type: ignore[arg-type]
        assert err.value.code == code
