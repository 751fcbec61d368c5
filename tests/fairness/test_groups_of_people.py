"""Groups: nobody lost, unsaid said in many ways, crossings, and columns that are no groups."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairness import NOT_STATED, groups_of
from interview import InputError

CELLS = st.one_of(st.none(), st.sampled_from(["f", "m ", " f", "", "unknown", "N/A", "未知", "x"]))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=60))
def test_every_row_is_in_exactly_one_group(rows: list[tuple[str | None, str | None]]) -> None:
    frame = pd.DataFrame(rows, columns=["p", "q"], dtype=object)

    def word(cell: str | None) -> str:
        bare = (cell or "").strip()
        return NOT_STATED if bare.lower() in {"", "unknown", "n/a", "未知"} else bare

    for attribute in ("p", "q"):
        found = groups_of(frame, attribute)
        assert found.n == int(found.sizes.sum()) == len(rows)
        assert [found.names[c] for c in found.codes] == [word(cell) for cell in frame[attribute]]
    both = groups_of(frame, ["p", "q"])
    expected = [
        NOT_STATED if NOT_STATED in (word(p), word(q)) else f"{word(p)} × {word(q)}"
        for p, q in rows
    ]
    assert [both.names[c] for c in both.codes] == expected


@pytest.mark.parametrize(
    "values",
    [
        [1, 2, 1],
        [True, False, True],
        pd.Categorical(["a", None, "b"]),
        pd.array(["a", None, "b"], dtype="string"),
        np.array(["a", "b", "a"], dtype=object),
        [1.0, float("nan"), 2.0],
    ],
)
def test_any_kind_of_column(values: object) -> None:
    found = groups_of(pd.DataFrame({"g": values}), "g")
    assert found.n == 3
    assert found.sizes.sum() == 3


def test_an_empty_cell_does_not_rename_the_numbers() -> None:
    found = groups_of(pd.DataFrame({"g": [1, 2, None]}), "g")
    assert found.names == ("1", "2", NOT_STATED)


def test_three_hundred_values_are_no_groups() -> None:
    with pytest.raises(InputError) as err:
        groups_of(pd.DataFrame({"name": [f"p{i}" for i in range(300)]}), "name")
    assert err.value.code == "group.too_many"
    assert err.value.slots["groups"] == 300


def test_a_missing_column_is_named_with_those_there_are() -> None:
    with pytest.raises(InputError) as err:
        groups_of(pd.DataFrame({"sex": ["f"]}), "race")
    assert (err.value.code, err.value.slots["known"]) == ("table.missing_column", "sex")
