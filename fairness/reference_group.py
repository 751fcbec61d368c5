"""Who is compared with whom: which groups are large enough, and which one is the reference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from fairness.population import NOT_STATED
from interview import InputError

Row = TypeVar("Row")


def why_left_out(name: str, n: int, everybody: int, *, floor: int, smallest_share: float) -> str:
    """The reason why a group is listed without a finding; empty when it gets one.

    Examples
    --------
    >>> why_left_out("f", 3, 100, floor=5, smallest_share=0.02)
    'group.too_small'
    >>> why_left_out("f", 30, 100, floor=5, smallest_share=0.02)
    ''
    """
    if name == NOT_STATED:
        return "group.not_stated"
    if n < floor:
        return "group.too_small"
    return "group.small_share" if n < smallest_share * everybody else ""


def reference_of(
    rows: Sequence[Row],
    *,
    rule: str,
    attribute: str,
    name: Callable[[Row], str],
    size: Callable[[Row], int],
    rate: Callable[[Row], float] | None,
    left_out: Sequence[str],
) -> Row | None:
    """The row that all others are compared with; None when no two rows can be compared.

    ``highest_rate`` takes the row of the highest ``rate``, the larger group when rates are equal;
    where there is no rate (a mean has no highest that matters) it means ``largest_group``. Any
    other rule is the name of a group, which is then the reference however small it is.

    Raises
    ------
    InputError
        ``group.no_reference`` when the named group is not there, has nobody, or is "not stated".
    """
    candidates = [row for row, why in zip(rows, left_out, strict=True) if not why]
    if rule in ("highest_rate", "largest_group"):
        if len(candidates) < 2:
            return None
        if rule == "largest_group" or rate is None:
            return max(candidates, key=size)
        held = rate
        return max(candidates, key=lambda row: (held(row), size(row)))
    for row in rows:
        if name(row) == rule and size(row) > 0 and rule != NOT_STATED:
            return row
    known = ", ".join(name(row) for row in rows if name(row) != NOT_STATED)
    raise InputError(
        "group.no_reference",
        f"'{attribute}' has no group '{rule}' with people in it",
        f"use one of: {known}",
        attribute=attribute,
        group=rule,
        known=known,
    )
