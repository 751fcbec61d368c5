"""Cells of a foreign table as decisions or numbers; what cannot be read is refused by row."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from interview import InputError

_YES = frozenset({"1", "1.0", "true", "yes", "y", "t", "是", "通过", "录用"})
_NO = frozenset({"0", "0.0", "false", "no", "n", "f", "否", "未通过", "未录用"})
_EMPTY = frozenset({"", "nan", "none", "null", "n/a", "na"})


def column(frame: pd.DataFrame, name: str) -> pd.Series:
    """One column, or ``table.missing_column`` with the names there are.

    Examples
    --------
    >>> column(pd.DataFrame({"score": [7.0]}), "score").tolist()
    [7.0]
    """
    if name not in frame.columns:
        known = ", ".join(map(str, frame.columns))
        raise InputError(
            "table.missing_column",
            f"the table has no column '{name}'",
            f"it has: {known}",
            column=name,
            known=known,
        )
    found = frame[name]
    if isinstance(found, pd.DataFrame):
        raise InputError(
            "table.column_twice",
            f"the table has {found.shape[1]} columns called '{name}'",
            "give each column a name of its own",
            column=name,
        )
    return found


def yes_no(frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """A column of decisions as 1, 0, or not-a-number where the cell is empty.

    Understands true and false, 1 and 0, yes and no, 是 and 否. Callers count the empty ones as
    left out; nothing is guessed.

    Raises
    ------
    InputError
        ``table.not_yes_no`` with the first value that is neither and its row.

    Examples
    --------
    >>> yes_no(pd.DataFrame({"hired": ["yes", "否", None]}), "hired").tolist()
    [1.0, 0.0, nan]
    """
    values = column(frame, name)
    if pd.api.types.is_bool_dtype(values) and not values.hasnans:
        return values.to_numpy(dtype=np.float64)
    if pd.api.types.is_float_dtype(values):
        plain = values.to_numpy(dtype=np.float64, na_value=np.nan)
        if bool((np.isnan(plain) | (plain == 0.0) | (plain == 1.0)).all()):
            return plain
    codes, distinct = pd.factorize(values, use_na_sentinel=True)
    meaning = np.full(len(distinct) + 1, np.nan)
    for i, value in enumerate(distinct):
        word = str(value).strip().lower()
        if word in _YES:
            meaning[i] = 1.0
        elif word in _NO:
            meaning[i] = 0.0
        elif word not in _EMPTY:
            row = int(np.flatnonzero(codes == i)[0]) + 1
            raise InputError(
                "table.not_yes_no",
                f"column '{name}' holds {value!r} in row {row}",
                "use true and false, or 1 and 0",
                column=name,
                value=str(value),
                row=row,
            )
    return meaning[codes]


def numbers(frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """A column of numbers, not-a-number where the cell is empty.

    Raises
    ------
    InputError
        ``table.not_a_number`` with the first text that is no number and its row.

    Examples
    --------
    >>> numbers(pd.DataFrame({"score": ["7.5", " 8", None]}), "score").tolist()
    [7.5, 8.0, nan]
    """
    values = column(frame, name)
    if pd.api.types.is_numeric_dtype(values):
        found = values.to_numpy(dtype=np.float64, na_value=np.nan)
    else:
        text = values.astype("string").str.strip()
        text = text.mask(text.str.lower().isin(list(_EMPTY)))
        found = pd.to_numeric(text, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
        wrong = np.isnan(found) & text.notna().to_numpy(dtype=bool)
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            raise InputError(
                "table.not_a_number",
                f"column '{name}' holds {values.iloc[row]!r} in row {row + 1}",
                "use plain numbers such as 7.5; leave the cell empty where there is none",
                column=name,
                value=str(values.iloc[row]),
                row=row + 1,
            )
    infinite = np.isinf(found)
    if infinite.any():
        row = int(np.flatnonzero(infinite)[0]) + 1
        raise InputError(
            "table.not_a_number",
            f"column '{name}' holds an infinite value in row {row}",
            "use plain numbers such as 7.5; leave the cell empty where there is none",
            column=name,
            value="inf",
            row=row,
        )
    return found
