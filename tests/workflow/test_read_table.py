"""Foreign tables: every usual shape is read, everything else is one sentence."""

import io
from pathlib import Path

import pandas as pd
import pytest

from interview import InputError
from workflow.read_table import read_table

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
