"""A table to take along as CSV, in which no cell can run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from fairness import inert_cell
from ui.say import say


def table_download(
    rows: Sequence[Mapping[str, object]], name: str, locale: str, *, key: str
) -> None:
    """A quiet button under a table; the file is made when it is asked for."""
    if rows:
        st.download_button(
            say("quality.download", locale),
            lambda: table_csv(rows),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=key,
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
        )


def table_csv(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as CSV with their keys as header; begins with a byte order mark for spreadsheets.

    Examples
    --------
    >>> table_csv([{"rater": "=1+1", "n": 3, "points": None}])
    "\\ufeffrater,n,points\\r\\n'=1+1,3,\\r\\n"
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(list(rows[0]))
    for row in rows:
        writer.writerow(_cells(row.values()))
    return out.getvalue()


def _cells(values: Iterable[object]) -> list[object]:
    return ["" if value is None else inert_cell(value) for value in values]
