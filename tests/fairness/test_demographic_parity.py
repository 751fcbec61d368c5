"""Demographic parity: fairlearn's own example, fairlearn itself, and its percentile intervals."""

import numpy as np
import pandas as pd
import pytest
from audit_tables import people
from fairlearn.metrics import (
    MetricFrame,
    demographic_parity_difference,
    demographic_parity_ratio,
    selection_rate,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from fairness import demographic_parity, impact_ratios
from interview import Estimate

# the example of fairlearn's user guide: predictions of the groups a, b and c
GUIDE = {"a": (3, 4), "b": (3, 6), "c": (4, 8)}


def test_the_user_guides_numbers() -> None:
    table = demographic_parity(people(GUIDE), attribute="group", selected="hired", floor=1)
    gap, share = table.overall["difference"], table.overall["ratio"]
    assert isinstance(gap, Estimate)
    assert isinstance(share, Estimate)
    assert (-gap.value, round(share.value, 4)) == (0.25, 0.6667)
    assert [(g.n, g.selected) for g in table.groups] == [(4, 3), (6, 3), (8, 4)]
    overall = sum(g.selected or 0 for g in table.groups) / table.n
    assert round(overall, 6) == 0.555556
    rates = [(g.selected or 0) / g.n for g in table.groups]
    assert round(max(abs(r - overall) for r in rates), 6) == 0.194444
    assert round(min(min(r, overall) / max(r, overall) for r in rates), 6) == 0.740741


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.booleans()), min_size=6, max_size=60)
)
def test_against_fairlearn(rows: list[tuple[str, bool]]) -> None:
    frame = pd.DataFrame(rows, columns=["group", "hired"])
    if frame["group"].nunique() < 2 or not frame["hired"].any():
        return
    table = demographic_parity(frame, attribute="group", selected="hired", floor=1)
    truth = np.zeros(len(frame))
    gap, share = table.overall["difference"], table.overall["ratio"]
    assert isinstance(gap, Estimate)
    assert isinstance(share, Estimate)
    known = {"sensitive_features": frame["group"]}
    assert -gap.value == pytest.approx(
        demographic_parity_difference(truth, frame["hired"], **known)
    )
    assert share.value == pytest.approx(demographic_parity_ratio(truth, frame["hired"], **known))
    theirs = MetricFrame(metrics=selection_rate, y_true=truth, y_pred=frame["hired"], **known)
    ratios = impact_ratios(frame, attribute="group", selected="hired", floor=1, smallest_share=0)
    ours = {g.group: (g.selected or 0) / g.n for g in ratios.groups}
    assert ours == pytest.approx(theirs.by_group.to_dict())


def test_resampled_intervals_are_those_of_drawing_people_group_by_group() -> None:
    frame = people({"a": (30, 60), "b": (30, 80), "c": (26, 50)})
    found = demographic_parity(
        frame, attribute="group", selected="hired", replicates=4000, seed=3
    ).overall["ratio_resampled"]
    assert isinstance(found, Estimate)
    rng = np.random.default_rng(8)
    draws = []
    parts = [g["hired"].to_numpy() for _, g in frame.groupby("group")]
    for _ in range(4000):
        rates = [rng.choice(part, part.size).mean() for part in parts]
        draws.append(min(rates) / max(rates))
    low, high = np.quantile(draws, [0.025, 0.975])
    assert (found.low, found.high) == (
        pytest.approx(low, abs=0.025),
        pytest.approx(high, abs=0.025),
    )


def test_the_same_seed_gives_the_same_interval() -> None:
    frame = people({"a": (30, 60), "b": (30, 80)})
    tables = [
        demographic_parity(frame, attribute="group", selected="hired", replicates=200, seed=s)
        for s in (1, 1, 2)
    ]
    assert tables[0] == tables[1]
    assert tables[0] != tables[2]


def test_one_group_has_no_parity() -> None:
    table = demographic_parity(people({"a": (3, 9)}), attribute="group", selected="hired")
    assert table.verdict == "cannot_tell"
    assert [n.code for n in table.notes] == ["group.no_comparison"]
