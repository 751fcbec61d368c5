"""Dates as people write them, read only where there is one way to read them."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation.table_columns import column
from interview import InputError

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ].*)?")
_POINTS = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})(?:[T ].*)?")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[T ].*)?")
_EMPTY = frozenset({"", "nan", "nat", "none", "null", "n/a", "na"})


def dates(frame: pd.DataFrame, name: str) -> NDArray[np.datetime64]:
    """A column of dates by the day; not-a-time where the cell is empty.

    Reads ``2026-03-12``, ``2026/3/12``, ``2026年3月12日`` and ``12.03.2026``. ``12/03/2026`` is
    12 March in one country and 3 December in another: it is read when another date of the same
    column shows which is meant (a number above 12), and refused otherwise.

    Raises
    ------
    InputError
        ``table.not_a_date`` with the first cell that is none, ``table.ambiguous_date``.

    Examples
    --------
    >>> dates(pd.DataFrame({"at": ["2026-03-12", "13.03.2026", "2026年3月14日", None]}), "at")
    array(['2026-03-12', '2026-03-13', '2026-03-14',        'NaT'],
          dtype='datetime64[D]')
    """
    values = column(frame, name)
    if pd.api.types.is_datetime64_any_dtype(values):
        if getattr(values.dt, "tz", None) is not None:
            values = values.dt.tz_convert("UTC").dt.tz_localize(None)
        return np.asarray(values.to_numpy(dtype="datetime64[D]"))
    codes, distinct = pd.factorize(values, use_na_sentinel=True)
    words = [str(value).strip() for value in distinct]
    day_first = _day_first(words, name)
    found = np.full(len(words) + 1, np.datetime64("NaT"), dtype="datetime64[D]")
    for i, word in enumerate(words):
        if word.lower() in _EMPTY:
            continue
        read = _read(word, day_first)
        if read is None:
            row = int(np.flatnonzero(codes == i)[0]) + 1
            raise InputError(
                "table.not_a_date",
                f"column '{name}' holds {word!r} in row {row}",
                "write dates as 2026-03-12",
                column=name,
                value=word,
                row=row,
            )
        found[i] = read
    return np.asarray(found[codes])


def _day_first(words: list[str], name: str) -> bool:
    """How dates with slashes are meant in this column."""
    pairs = [m for m in map(_SLASHES.fullmatch, words) if m]
    first = [m for m in pairs if int(m[1]) > 12]
    second = [m for m in pairs if int(m[2]) > 12]
    if pairs and bool(first) == bool(second):
        shown = pairs[0][0]
        raise InputError(
            "table.ambiguous_date",
            f"column '{name}' holds {shown!r}, which can be read with the day or the month first",
            "write dates as 2026-03-12",
            column=name,
            value=shown,
        )
    return bool(first)


def _read(word: str, day_first: bool) -> np.datetime64 | None:
    if match := _YEAR_FIRST.fullmatch(word):
        year, month, day = match.groups()
    elif match := _POINTS.fullmatch(word):
        day, month, year = match.groups()
    elif match := _SLASHES.fullmatch(word):
        day, month, year = match.groups() if day_first else (match[2], match[1], match[3])
    else:
        return None
    try:
        return np.datetime64(f"{year}-{int(month):02d}-{int(day):02d}", "D")
    except ValueError:
        return None
