"""Dates in the formats people use; what can be read two ways is refused."""

import numpy as np
import pandas as pd
import pytest

from fairness import dates
from interview import InputError


def read(cells: object) -> list[str]:
    return [str(d) for d in dates(pd.DataFrame({"at": cells}), "at")]


def test_three_formats_in_one_column() -> None:
    cells = [
        "2026-03-12",
        "13.03.2026",
        "2026年3月14日",
        "2026/3/15",
        "2026-03-16T08:30:00",
        None,
        "",
    ]
    assert read(cells) == [
        "2026-03-12", "2026-03-13", "2026-03-14", "2026-03-15", "2026-03-16", "NaT", "NaT",
    ]  # fmt: skip


def test_slashes_are_read_where_the_column_shows_how() -> None:
    assert read(["03/04/2026", "25/04/2026"]) == ["2026-04-03", "2026-04-25"]
    assert read(["03/04/2026", "04/25/2026"]) == ["2026-03-04", "2026-04-25"]


@pytest.mark.parametrize("cells", [["03/04/2026"], ["25/04/2026", "04/25/2026"]])
def test_slashes_that_can_be_read_two_ways_are_refused(cells: list[str]) -> None:
    with pytest.raises(InputError) as err:
        read(cells)
    assert err.value.code == "table.ambiguous_date"


@pytest.mark.parametrize("cell", ["yesterday", "2026-13-40", "31.02.2026", "12.2026"])
def test_what_is_no_date_is_named_with_its_row(cell: str) -> None:
    with pytest.raises(InputError) as err:
        read(["2026-01-01", cell])
    assert (err.value.code, err.value.slots["row"]) == ("table.not_a_date", 2)


def test_columns_of_real_dates() -> None:
    plain = pd.to_datetime(["2026-03-12 23:30", None])
    assert read(plain) == ["2026-03-12", "NaT"]
    # the day is the one in UTC
    zoned = pd.to_datetime(["2026-03-12 23:30"]).tz_localize("America/New_York")
    assert read(zoned) == ["2026-03-13"]
    assert read([pd.Timestamp("2026-03-12").date()]) == ["2026-03-12"]
    assert dates(pd.DataFrame({"at": []}), "at").dtype == np.dtype("datetime64[D]")
