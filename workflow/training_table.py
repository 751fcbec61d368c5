"""A foreign table as rows to learn from: columns are whatever their owner calls them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from estimation.table_columns import numbers
from interview import InputError
from scoring.learned.design import DesignTable, Words
from scoring.learned.training_spec import modality_of

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
ONE = "competency"
PROTECTED = re.compile(
    r"(^attr_|^(sex|gender|race|ethnic\w*|age|age_\w+|birth\w*|religion|disab\w*|national\w*"
    r"|marital\w*|household\w*|pregnan\w*)$|^(性别|民族|年龄|出生\w*|宗教|残疾\w*|国籍|婚姻\w*|户籍\w*)$)",
    re.IGNORECASE,
)
"""Names that mean nothing else; what leaks through other columns is for an audit to find."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableColumns:
    """What the columns of a table are. ``targets`` are one or several raters' columns, whose mean
    is learned; empty names mean that there is none. ``beside`` are scores to be held against."""

    targets: tuple[str, ...]
    features: tuple[str, ...]
    person: str = ""
    opening: str = ""
    language: str = ""
    competency: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class TableData:
    """The rows of a table as a training takes them."""

    table: DesignTable
    target: Floats
    ratings: Floats | None
    rivals: Mapping[str, Floats]


def table_data(frame: pd.DataFrame, columns: TableColumns) -> TableData:
    """The rows of a table; without a person's column every row is its own person.

    Raises
    ------
    InputError
        ``training.no_columns`` when no target or no feature is named,
        ``training.protected_feature`` for a column that holds a protected attribute,
        ``training.target_is_feature`` for one that is to be learned itself,
        ``table.missing_column``, ``table.not_a_number``.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"words": [80, 120], "judge": [4, 6]})
    >>> data = table_data(table, TableColumns(targets=("judge",), features=("words",)))
    >>> data.table.X.tolist(), data.target.tolist()
    ([[80.0], [120.0]], [4.0, 6.0])
    """
    if not columns.targets or not columns.features:
        raise InputError(
            "training.no_columns",
            "a table needs a column to learn and columns to learn from",
            f"name them among: {', '.join(map(str, list(frame.columns)[:12]))}",
            known=", ".join(map(str, list(frame.columns)[:12])),
        )
    for name in columns.features:
        if PROTECTED.search(name):
            raise InputError(
                "training.protected_feature",
                f"{name!r} is a protected attribute, which no scorer may see",
                "take it out of the features; `candor audit` looks at groups",
                feature=name,
            )
        if name in columns.targets:
            raise InputError(
                "training.target_is_feature",
                f"{name!r} is both learned and learned from",
                "take it out of the features",
                feature=name,
            )
    n = len(frame)
    single = np.column_stack([numbers(frame, name) for name in columns.targets])
    there = ~np.isnan(single)
    rated = there.sum(axis=1)
    target = np.where(
        rated > 0, np.where(there, single, 0.0).sum(axis=1) / np.maximum(rated, 1), np.nan
    )
    rows = [f"row {i}" for i in range(n)]
    person = _text(frame, columns.person) if columns.person else rows
    interview = person if columns.competency and columns.person else rows
    table = DesignTable(
        X=np.column_stack([numbers(frame, name) for name in columns.features]),
        names=columns.features,
        modality={name: modality_of(name) for name in columns.features},
        interview=_words(interview),
        competency=_words(_text(frame, columns.competency) if columns.competency else [ONE] * n),
        person=_words(person),
        requisition=_words(_text(frame, columns.opening) if columns.opening else [""] * n),
        locale=_words(_text(frame, columns.language) if columns.language else [""] * n),
        role=_words([""] * n),
        weight=np.ones(n),
    )
    return TableData(
        table=table,
        target=target,
        ratings=single if len(columns.targets) > 1 else None,
        rivals={name: numbers(frame, name) for name in columns.beside},
    )


def _text(frame: pd.DataFrame, name: str) -> list[str]:
    import pandas as pd

    if name not in frame:
        raise InputError(
            "table.missing_column",
            f"there is no column {name!r}",
            f"the columns are: {', '.join(map(str, frame.columns))}",
            column=name,
            known=", ".join(map(str, frame.columns)),
        )
    return ["" if pd.isna(v) else str(v) for v in frame[name]]


def _words(values: list[str]) -> Words:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
