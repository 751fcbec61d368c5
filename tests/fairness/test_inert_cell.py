"""No cell of a foreign table is ever run by a spreadsheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness import inert_cell


@pytest.mark.parametrize(
    "cell",
    [
        "=cmd|' /C calc'!A0",
        "+1+cmd",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1+1",
        "\u00a0=HYPERLINK(0)",
        "＝1+1",
        "|calc",
    ],
)
def test_formulas_get_an_apostrophe(cell: str) -> None:
    assert inert_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["women", "-3.5", "+4", "", "35+", "a=b", 3, -3.5, None, True])
def test_everything_else_stays(cell: object) -> None:
    assert inert_cell(cell) == cell


@given(st.text())
def test_doing_it_twice_changes_nothing_more(cell: str) -> None:
    once = inert_cell(cell)
    assert inert_cell(once) == once
