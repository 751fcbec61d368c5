"""A month or a quarter by its name: ``2026-03``, ``2026-Q1``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from interview import InputError

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewPeriod:
    """From ``since`` up to before ``until``, and the period of equal kind before it."""

    name: str
    since: datetime
    until: datetime
    previous: str


def review_period(name: str) -> ReviewPeriod:
    """A month as ``2026-03`` or a quarter as ``2026-Q1``.

    Raises
    ------
    InputError
        ``review.period``.

    Examples
    --------
    >>> found = review_period("2026-Q1")
    >>> found.since.isoformat()[:10], found.until.isoformat()[:10], found.previous
    ('2026-01-01', '2026-04-01', '2025-Q4')
    >>> review_period("2026-01").previous
    '2025-12'
    """
    text = name.strip().upper()
    if found := _MONTH.fullmatch(text):
        first, months = int(found[1]) * 12 + int(found[2]) - 1, 1
    elif found := _QUARTER.fullmatch(text):
        first, months = int(found[1]) * 12 + (int(found[2]) - 1) * 3, 3
    else:
        raise InputError(
            "review.period",
            f"'{name}' is neither a month nor a quarter",
            "write a month as 2026-03, a quarter as 2026-Q1",
            value=name,
        )
    if not 1 < first // 12 < 9999:
        raise InputError(
            "review.period",
            f"'{name}' is neither a month nor a quarter",
            "write a month as 2026-03, a quarter as 2026-Q1",
            value=name,
        )
    return ReviewPeriod(
        name=_name(first, months),
        since=_day(first),
        until=_day(first + months),
        previous=_name(first - months, months),
    )


def periods_between(first: datetime, last: datetime, *, quarters: bool = False) -> tuple[str, ...]:
    """Names of all months or quarters that touch a time, newest first.

    Examples
    --------
    >>> periods_between(datetime(2025, 11, 3), datetime(2026, 1, 9))
    ('2026-01', '2025-12', '2025-11')
    """
    step = 3 if quarters else 1
    low, high = ((at.year * 12 + at.month - 1) // step * step for at in (first, last))
    return tuple(_name(place, step) for place in range(high, low - 1, -step))


def _name(first: int, months: int) -> str:
    year, month = divmod(first, 12)
    return f"{year:04d}-{month + 1:02d}" if months == 1 else f"{year:04d}-Q{month // 3 + 1}"


def _day(first: int) -> datetime:
    year, month = divmod(first, 12)
    return datetime(year, month + 1, 1, tzinfo=UTC)
