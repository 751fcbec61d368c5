"""Was everybody heard and seen equally well? Quality of the signals by group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fairness.audit_policy import ReferenceRule
from fairness.audit_report import AuditTable
from fairness.column_values import column, yes_no
from fairness.impact_ratios import impact_ratios
from fairness.score_gaps import score_gaps
from interview import InputError


def signal_quality_by_group(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    quality: Sequence[str],
    reference: ReferenceRule | str = "largest_group",
    limit: float = 0.80,
    gap_limit: float = 0.20,
    floor: int = 5,
    smallest_share: float = 0.02,
    level: float = 0.95,
) -> tuple[AuditTable, ...]:
    """One table per column of quality: shares that passed a check, or gaps of a measure.

    A column of yes and no (the answer passed the check of one quality code in one modality) becomes
    pass rates with their ratio to the reference group's, as in `impact_ratios`. A column of numbers
    (word error, share of time the face was tracked, brightness) becomes standardised gaps with
    Welch's interval in its own unit, as in `score_gaps`. One row is one answer or one person; rows
    without a value are counted in ``excluded``. Rows of one person are not independent, so with one
    row per answer the intervals are a little too narrow.

    The tables' metrics are ``signal_quality.<column>``. A score built on signals that fail more
    often for one group cannot be compared across groups, whatever its impact ratio.

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_a_number``, ``group.too_many``.

    Examples
    --------
    >>> answers = pd.DataFrame({"group": ["a", "b"] * 40, "heard": [True, True, True, False] * 20,
    ...                         "word_error": [0.1, 0.3, 0.2, 0.4] * 20})
    >>> passed, error = signal_quality_by_group(answers, attribute="group",
    ...                                         quality=["heard", "word_error"])
    >>> passed.groups[1].finding.value, round(error.groups[1].details["points"], 2)
    (0.5, 0.2)
    """
    tables = []
    for name in quality:
        metric = f"signal_quality.{name}"
        if is_check(frame, name):
            table = impact_ratios(
                frame,
                attribute=attribute,
                selected=name,
                reference=reference,
                limit=limit,
                floor=floor,
                smallest_share=smallest_share,
                level=level,
                metric=metric,
                unknown="table.unmeasured",
            )
        else:
            table = score_gaps(
                frame,
                attribute=attribute,
                score=name,
                reference=reference,
                gap_limit=gap_limit,
                floor=floor,
                smallest_share=smallest_share,
                level=level,
                metric=metric,
                unknown="table.unmeasured",
            )
        tables.append(table)
    return tuple(tables)


def is_check(frame: pd.DataFrame, name: str) -> bool:
    """Whether a column holds yes and no rather than a measure.

    Examples
    --------
    >>> is_check(pd.DataFrame({"ok": ["yes", None, "no"]}), "ok")
    True
    >>> is_check(pd.DataFrame({"error": [0.1, 0.0]}), "error")
    False
    """
    values = column(frame, name)
    if pd.api.types.is_bool_dtype(values):
        return True
    if pd.api.types.is_numeric_dtype(values):
        held = values.to_numpy(dtype=np.float64, na_value=np.nan)
        return bool((np.isnan(held) | (held == 0.0) | (held == 1.0)).all())
    try:
        yes_no(frame, name)
    except InputError:
        return False
    return True
