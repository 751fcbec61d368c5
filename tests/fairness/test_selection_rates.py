"""Selection rates: a published experiment, the naive definition, and nobody lost."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from fairness import NOT_STATED, selection_rates
from interview import Estimate, InputError, Withheld


def people(counts: dict[str | None, tuple[int, int]]) -> pd.DataFrame:
    rows = [
        {"group": group, "hired": i < chosen}
        for group, (chosen, n) in counts.items()
        for i in range(n)
    ]
    return pd.DataFrame(rows)


def test_the_rule_example_table_of_local_law_144() -> None:
    # 6 RCNY 5-303: men 667 of 1,390, women 555 of 1,181, impact ratio .979
    frame = people({"men": (667, 1390), "women": (555, 1181)})
    men, women = selection_rates(frame, attribute="group", selected="hired")
    assert isinstance(men.rate, Estimate)
    assert isinstance(women.rate, Estimate)
    assert round(women.rate.value / men.rate.value, 3) == 0.979


def test_the_interval_is_wilsons() -> None:
    (group,) = selection_rates(people({"a": (12, 40)}), attribute="group", selected="hired")
    low, high = proportion_confint(12, 40, method="wilson")
    assert isinstance(group.rate, Estimate)
    assert group.rate.low == pytest.approx(low)
    assert group.rate.high == pytest.approx(high)


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.booleans()), min_size=1, max_size=60)
)
def test_nobody_is_lost(rows: list[tuple[str | None, bool]]) -> None:
    frame = pd.DataFrame(rows, columns=["group", "hired"])
    rates = selection_rates(frame, attribute="group", selected="hired")
    assert sum(r.n for r in rates) == len(rows)
    assert sum(r.selected for r in rates) == sum(hired for _, hired in rows)
    missing = sum(group is None for group, _ in rows)
    assert [r.n for r in rates if r.group == NOT_STATED] == ([missing] if missing else [])


def test_a_small_group_is_withheld_and_still_counted() -> None:
    frame = people({"a": (3, 30), "b": (1, 2)})
    _, small = selection_rates(frame, attribute="group", selected="hired", floor=5)
    assert (small.n, small.rate) == (2, Withheld(code="group.too_small", n=2))


def test_a_missing_column_is_named_with_those_that_exist() -> None:
    frame = people({"a": (1, 2)})
    with pytest.raises(InputError) as error:
        selection_rates(frame, attribute="sex", selected="hired")
    assert error.value.code == "table.missing_column"
    assert "group" in error.value.remedy
    assert selection_rates(frame, attribute="group", selected="hired")


def test_something_else_than_yes_and_no_is_refused() -> None:
    frame = pd.DataFrame({"group": ["a"], "hired": ["maybe"]})
    with pytest.raises(InputError, match=r"table\.not_yes_no"):
        selection_rates(frame, attribute="group", selected="hired")
