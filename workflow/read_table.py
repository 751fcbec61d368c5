"""A foreign table as it comes: CSV in any usual encoding and separator, or Parquet."""

from __future__ import annotations

import csv
import io
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interview import InputError

if TYPE_CHECKING:
    import pandas as pd

ENCODINGS = ("utf-8-sig", "utf-16", "gb18030")
SEPARATORS = ",;\t|"
_LINES_TO_SNIFF = 20
MOST_BYTES = 512 * 2**20  # a million rows of thirty columns take a third of it
MOST_CELLS = 60_000_000  # held as objects, about as much memory as a workstation has to spare
MOST_COLUMNS = 2_000
_FIRST_LINE = 1_000_000  # characters


def read_table(source: Path | bytes, *, name: str = "") -> pd.DataFrame:
    """Read a table that somebody else made; nothing in it is ever run as a formula.

    Understands CSV with comma, semicolon, tab or bar, in UTF-8, UTF-16 or GB 18030, and Parquet.
    Cells that hold only spaces are empty. How large it will be is found before it is read: a small
    file can unfold into more than the memory holds.

    Parameters
    ----------
    source : Path or bytes
        A file, or what was uploaded.
    name : str
        The file's name, when bytes are given; tells CSV from Parquet.

    Raises
    ------
    InputError
        ``table.not_found``, ``table.wrong_type``, ``table.empty``, ``table.broken`` with the line,
        ``table.too_large``.

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
        _within(source.stat().st_size, MOST_BYTES, "bytes", name)
        try:
            data = source.read_bytes()
        except OSError as error:
            raise InputError(
                "table.not_found",
                f"{source} cannot be read ({error.strerror})",
                "check who may read it",
                file=source.name,
            ) from None
    else:
        data = source
        _within(len(data), MOST_BYTES, "bytes", name)
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
    try:
        return _columns(data, name)
    except InputError:
        raise
    except Exception as error:
        raise InputError(
            "table.broken",
            f"{name} is no readable Parquet file",
            "write it again, or give a CSV",
            file=name,
            line=0,
        ) from error


def _columns(data: bytes, name: str) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    file = pq.ParquetFile(io.BytesIO(data))
    about = file.metadata
    _within(about.num_columns, MOST_COLUMNS, "columns", name)
    # values count what stands inside lists, too, and what a run of equal values stands for
    chunks = [
        about.row_group(i).column(j)
        for i in range(about.num_row_groups)
        for j in range(about.num_columns)
    ]
    cells = max(sum(c.num_values for c in chunks), about.num_rows * about.num_columns)
    _within(cells, MOST_CELLS, "cells", name)
    _within(sum(c.total_uncompressed_size for c in chunks), 4 * MOST_BYTES, "bytes", name)
    texts = [
        field.name
        for field in file.schema_arrow
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
    ]
    # one long text that every row points to: counted before it is written out for each of them
    table = pq.read_table(io.BytesIO(data), read_dictionary=texts)
    size = 0
    for column in table.columns:
        for part in column.chunks if pa.types.is_dictionary(column.type) else ():
            lengths = pc.binary_length(part.dictionary).cast(pa.int64())
            size += pc.sum(lengths.take(part.indices)).as_py() or 0
    _within(size, 4 * MOST_BYTES, "bytes", name)
    plain = table.cast(pa.schema([_plain(field) for field in table.schema], table.schema.metadata))
    read: pd.DataFrame = plain.to_pandas()
    return read


def _plain(field: Any) -> Any:
    import pyarrow as pa

    return field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field


def _within(found: int, most: int, unit: str, name: str) -> None:
    if found > most:
        raise InputError(
            "table.too_large",
            f"{name or 'the table'} has {found:,} {unit}; at most {most:,} are read",
            "give only the columns that are audited, or one year at a time",
            file=name,
            found=f"{found:,}",
            most=f"{most:,}",
            unit=unit,
        )


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
    separator = _separator(text)
    columns = text[:_FIRST_LINE].split("\n", 1)[0].count(separator) + 1
    _within(columns, MOST_COLUMNS, "columns", name)
    # short lines are filled up to the header: few bytes can stand for very many cells
    _within((text.count("\n") + text.count("\r")) * columns, 2 * MOST_CELLS, "cells", name)
    try:
        table = pd.read_csv(
            io.StringIO(text),
            sep=separator,
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
    head = "\n".join(text[:_FIRST_LINE].splitlines()[:_LINES_TO_SNIFF])
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
