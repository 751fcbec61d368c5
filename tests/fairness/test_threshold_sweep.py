"""Every cut: the same as selecting at that cut, from one sorting."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairness import impact_ratios, threshold_sweep


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", None]), st.one_of(st.none(), st.integers(0, 9))),
        min_size=1,
        max_size=60,
    ),
    st.floats(-1, 11),
)
def test_each_cut_is_the_audit_of_those_decisions(
    rows: list[tuple[str | None, int | None]], cut: float
) -> None:
    frame = pd.DataFrame(rows, columns=["g", "score"])
    sweep = threshold_sweep(frame, attribute="g", score="score")
    scored = frame["score"].to_numpy(dtype=float)
    frame["hired"] = np.where(np.isnan(scored), np.nan, scored >= cut)
    naive = impact_ratios(frame, attribute="g", selected="hired")
    found = sweep.at(cut)
    assert found.groups == naive.groups
    assert sum(found.excluded.values()) + found.n == len(rows)


def test_cuts_are_the_scores_that_occur_or_a_hundred_and_one_of_them() -> None:
    few = threshold_sweep(pd.DataFrame({"g": ["a", "b"], "s": [3, 5]}), attribute="g", score="s")
    assert few.cuts == (3.0, 5.0)
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"g": rng.choice(["a", "b"], 3000), "s": rng.normal(7, 1, 3000)})
    many = threshold_sweep(frame, attribute="g", score="s")
    assert len(many.cuts) == 101
    assert set(many.cuts) <= set(frame["s"])
    assert (many.cuts[0], many.cuts[-1]) == (frame["s"].min(), frame["s"].max())
    shares = [sum(k for _, k, _ in many.counts(cut)) / 3000 for cut in many.cuts]
    assert shares == sorted(shares, reverse=True)


def test_points_are_the_tables_of_all_cuts() -> None:
    frame = pd.DataFrame({"g": ["a", "b"] * 20, "s": list(range(4)) * 10})
    points = threshold_sweep(frame, attribute="g", score="s").points()
    assert [cut for cut, _ in points] == [0.0, 1.0, 2.0, 3.0]
    first = points[0][1]
    assert [n.code for n in first.notes] == ["table.cut", "table.all_selected"]


def test_moving_the_cut_does_not_grow_with_the_table() -> None:
    """Counting work, not seconds: a cut looks at log n of the scores."""
    import time

    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"g": rng.choice(["a", "b", "c"], 100_000), "s": rng.random(100_000)})
    sweep = threshold_sweep(frame, attribute="g", score="s")
    started = time.process_time()
    for cut in np.linspace(0.2, 0.8, 10):
        sweep.at(float(cut))
    assert (time.process_time() - started) / 10 < 0.3


def test_a_cut_above_everybody_selects_nobody() -> None:
    frame = pd.DataFrame({"g": ["a", "b"] * 10, "s": [5.0] * 20})
    table = threshold_sweep(frame, attribute="g", score="s").at(6)
    assert table.verdict == "cannot_tell"
    assert "table.none_selected" in [n.code for n in table.notes]
    assert [g.selected for g in table.groups] == pytest.approx([0, 0])
