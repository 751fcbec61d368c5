"""A foreign table as it comes: CSV in any usual encoding and separator, or Parquet."""

from __future__ import annotations

import csv
import io
import itertools
from pathlib import Path
from typing import TYPE_CHECKING

from interview import InputError

if TYPE_CHECKING:
    import pandas as pd

ENCODINGS = ("utf-8-sig", "utf-16", "gb18030")
SEPARATORS = ",;\t|"
_LINES_TO_SNIFF = 20


def read_table(source: Path | bytes, *, name: str = "") -> pd.DataFrame:
    """Read a table that somebody else made; nothing in it is ever run as a formula.

    Understands CSV with comma, semicolon, tab or bar, in UTF-8, UTF-16 or GB 18030, and Parquet.
    Cells that hold only spaces are empty.

    Parameters
    ----------
    source : Path or bytes
        A file, or what was uploaded.
    name : str
        The file's name, when bytes are given; tells CSV from Parquet.

    Raises
    ------
    InputError
        ``table.not_found``, ``table.wrong_type``, ``table.empty``, ``table.broken`` with the line.

    Examples
    --------
    >>> table = read_table("性别;得分\\n女;7\\n男;8\\n".encode("gb18030"), name="a.csv")
    >>> table.columns.tolist(), len(table)
    (['性别', '得分'], 2)
    """
    if isinstance(source, Path):
        name = name or source.name
        if not source.is_file():
            raise InputError(
                "table.not_found", f"there is no file {source}", "check the path", file=source.name
            )
        data = source.read_bytes()
    else:
        data = source
    ending = Path(name).suffix.lower()
    if data[:4] == b"PAR1" or ending in (".parquet", ".pq"):
        table = _parquet(data, name)
    elif data[:2] == b"PK" or ending in (".xlsx", ".xls", ".ods"):
        raise InputError(
            "table.wrong_type",
            f"{name} is a spreadsheet",
            "save it as CSV (UTF-8) and give that file",
            file=name,
        )
    else:
        table = _csv(data, name)
    if not len(table) or not len(table.columns):
        raise InputError(
            "table.empty",
            f"{name or 'the table'} holds no rows",
            "give a table with one header line and one row per person",
            file=name,
        )
    return table


def _parquet(data: bytes, name: str) -> pd.DataFrame:
    import pandas as pd

    try:
        return pd.read_parquet(io.BytesIO(data))
    except Exception as error:
        raise InputError(
            "table.broken",
            f"{name} is no readable Parquet file",
            "write it again, or give a CSV",
            file=name,
            line=0,
        ) from error


def _csv(data: bytes, name: str) -> pd.DataFrame:
    import pandas as pd

    text = _decoded(data, name)
    if not text.strip():
        raise InputError(
            "table.empty",
            f"{name or 'the table'} holds no rows",
            "give a table with one header line and one row per person",
            file=name,
        )
    try:
        table = pd.read_csv(
            io.StringIO(text),
            sep=_separator(text),
            skipinitialspace=True,
            keep_default_na=False,
            na_values=["", " ", "NA", "N/A", "NaN", "nan", "NULL", "null"],
            low_memory=False,
        )
    except (pd.errors.ParserError, csv.Error) as error:
        line = _line_of(str(error))
        raise InputError(
            "table.broken",
            f"{name or 'the table'} has a line that does not fit its header"
            + (f" (line {line})" if line else ""),
            "give every row as many cells as the header, and quote cells that hold the separator",
            file=name,
            line=line,
        ) from error
    table.columns = [str(c).strip() for c in table.columns]
    return table


def _decoded(data: bytes, name: str) -> str:
    for encoding in ENCODINGS:
        # almost any bytes decode as UTF-16: believe it only with its mark
        if encoding == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InputError(
        "table.wrong_type",
        f"{name or 'the table'} is no text",
        "save it as CSV (UTF-8) or Parquet",
        file=name,
    )


def _separator(text: str) -> str:
    head = "\n".join(text.splitlines()[:_LINES_TO_SNIFF])
    first = head.split("\n", 1)[0]
    present = [mark for mark in SEPARATORS if mark in first]
    if len(present) == 1:
        return present[0]
    try:
        return csv.Sniffer().sniff(head, delimiters=SEPARATORS).delimiter
    except csv.Error:
        return ","


def _line_of(message: str) -> int:
    """Pandas names the line in words: "... in line 7, saw 4"."""
    words = message.replace(",", " ").split()
    for word, following in itertools.pairwise(words):
        if word in ("line", "row") and following.isdigit():
            return int(following)
    return 0
