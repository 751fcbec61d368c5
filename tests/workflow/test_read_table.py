"""Foreign tables: every usual shape is read, everything else is one sentence."""

import io
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from interview import InputError
from workflow.read_table import MOST_BYTES, read_table

ROWS = "sex,score,hired\nf,7.5,1\nm,8,0\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    text = ROWS.replace("f,", "女性,").replace(",", separator)
    table = read_table(text.encode(encoding), name="people.csv")
    assert table.columns.tolist() == ["sex", "score", "hired"]
    assert table["sex"].tolist() == ["女性", "m"]
    assert table["score"].tolist() == [7.5, 8.0]


def test_parquet_and_files(tmp_path: Path) -> None:
    frame = pd.DataFrame({"sex": ["f", "m"], "score": [1.0, 2.0]})
    frame.to_parquet(tmp_path / "a.parquet")
    assert read_table(tmp_path / "a.parquet")["score"].tolist() == [1.0, 2.0]
    held = io.BytesIO()
    frame.to_parquet(held)
    assert len(read_table(held.getvalue(), name="anything")) == 2


def test_a_quoted_separator_and_a_formula_stay_text() -> None:
    table = read_table(b'name,score\n"Li, Na",7\n"=cmd|\' /C calc\'!A0",8\n', name="x.csv")
    assert table["name"].tolist() == ["Li, Na", "=cmd|' /C calc'!A0"]


def test_empty_cells_are_empty_and_none_is_a_word() -> None:
    table = read_table(b"sex,score\n,7\nNone,8\n  ,9\n", name="x.csv")
    assert table["sex"].isna().tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.csv", "table.empty"),
        (b"sex,score\n", "a.csv", "table.empty"),
        (b"sex,score\nf,1\nm,2,3\n", "a.csv", "table.broken"),
        (b"PK\x03\x04rest", "a.xlsx", "table.wrong_type"),
        (b"PAR1 broken", "a.parquet", "table.broken"),
        (b"\x00\x01\x02\x00", "a.csv", "table.wrong_type"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, name: str, code: str) -> None:
    with pytest.raises(InputError) as err:
        read_table(data, name=name)
    assert err.value.code == code
    assert err.value.remedy


def test_the_broken_line_is_named() -> None:
    with pytest.raises(InputError) as err:
        read_table(b"sex,score\nf,1\nm,2,3\n", name="a.csv")
    assert err.value.slots["line"] == 3


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as err:
        read_table(tmp_path / "gone.csv")
    assert err.value.code == "table.not_found"


def _parquet(table: Any, **options: Any) -> bytes:
    import pyarrow.parquet as pq

    held = io.BytesIO()
    pq.write_table(table, held, **options)
    return held.getvalue()


def test_a_small_file_that_unfolds_is_refused_before_it_is_read() -> None:
    import pyarrow as pa

    nothing = pa.table({"a": pa.nulls(70_000_000, pa.int8())})
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000, pa.int32()), ["x" * 1_000_000])
    for made in (_parquet(nothing), _parquet(pa.table({"a": text}))):
        assert len(made) < 2**23
        with pytest.raises(InputError) as refused:
            read_table(made, name="bomb.parquet")
        assert refused.value.code == "table.too_large"


@pytest.mark.parametrize(
    "text",
    [
        ",".join(f"c{i}" for i in range(3_000)) + "\n1\n",
        ",".join(f"c{i}" for i in range(2_000)) + "\n" + "1\n" * 80_000,
    ],
)
def test_a_csv_too_wide_or_too_sparse_is_refused(text: str) -> None:
    with pytest.raises(InputError) as refused:
        read_table(text.encode(), name="wide.csv")
    assert refused.value.code == "table.too_large"
    assert refused.value.slots["unit"] in ("columns", "cells")


def test_a_file_too_large_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as out:
        out.truncate(MOST_BYTES + 1)
    with pytest.raises(InputError) as refused:
        read_table(path)
    assert refused.value.code == "table.too_large"


def test_parquet_keeps_the_kinds_of_its_columns() -> None:
    frame = pd.DataFrame(
        {"sex": ["f", None, "m"], "score": [1.5, None, 2.0], "hired": [True, False, True],
         "at": pd.to_datetime(["2026-01-01", "2026-01-02", None])}
    )  # fmt: skip
    held = io.BytesIO()
    frame.assign(band=pd.Categorical(["x", "y", "x"])).to_parquet(held)
    read = read_table(held.getvalue(), name="a.parquet")
    pd.testing.assert_frame_equal(read[list(frame)], frame, check_dtype=False)
    assert read["hired"].dtype == bool
    assert list(read["band"]) == ["x", "y", "x"]
