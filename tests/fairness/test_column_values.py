"""Cells of a foreign table: read where they can be, refused by row where they cannot."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness import numbers, yes_no
from interview import InputError


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([True, False], [1, 0]),
        (["Yes", " no "], [1, 0]),
        ([1, 0], [1, 0]),
        ([1.0, np.nan], [1, None]),
        (["TRUE", ""], [1, None]),
        (["录用", "未录用"], [1, 0]),
        ([True, None], [1, None]),
        (pd.array([True, None], dtype="boolean"), [1, None]),
        (pd.array([1, None], dtype="Int64"), [1, None]),
    ],
)
def test_decisions(cells: object, expected: list[int | None]) -> None:
    found = yes_no(pd.DataFrame({"hired": cells}), "hired")
    assert [None if np.isnan(x) else int(x) for x in found] == expected


@pytest.mark.parametrize("cells", [["yes", "maybe"], [1, 2], [0.0, 0.5], ["1", "hired"]])
def test_what_is_no_decision_is_named_with_its_row(cells: list[object]) -> None:
    with pytest.raises(InputError) as err:
        yes_no(pd.DataFrame({"hired": cells}), "hired")
    assert err.value.code == "table.not_yes_no"
    assert err.value.slots["row"] == 2


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=1, max_size=30))
def test_numbers_survive_being_text(values: list[float | None]) -> None:
    plain = numbers(pd.DataFrame({"s": pd.Series(values, dtype=float)}), "s")
    text = numbers(pd.DataFrame({"s": [None if v is None else repr(v) for v in values]}), "s")
    np.testing.assert_allclose(plain, text)
    assert [np.isnan(x) for x in plain] == [v is None for v in values]


@pytest.mark.parametrize("cells", [["7", "seven"], ["7", "7,5"], [1.0, float("inf")], ["1", "∞"]])
def test_text_and_infinity_are_no_numbers(cells: list[object]) -> None:
    with pytest.raises(InputError) as err:
        numbers(pd.DataFrame({"s": cells}), "s")
    assert (err.value.code, err.value.slots["row"]) == ("table.not_a_number", 2)


def test_two_columns_of_one_name_are_refused() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["s", "s"])
    with pytest.raises(InputError) as err:
        numbers(frame, "s")
    assert err.value.code == "table.column_twice"
