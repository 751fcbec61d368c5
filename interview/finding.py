"""A finding: an answer with its interval, n and method, or a named refusal. Never a bare number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """A number, how sure we are of it, and from how many observations by which method.

    ``low <= value <= high``; all three finite and in the unit of the thing estimated.

    Raises
    ------
    ValueError
        When a limit is missing, not finite, or on the wrong side of the value.

    Examples
    --------
    >>> Estimate(value=7.4, low=6.8, high=8.0, n=6, method="mean.shrunken_spread").half_width
    0.6
    """

    value: float
    low: float
    high: float
    n: int
    method: str

    def __post_init__(self) -> None:
        if not all(math.isfinite(x) for x in (self.value, self.low, self.high)):
            raise ValueError(
                f"estimate {self.value} ({self.low} to {self.high}) is not finite; use Withheld"
            )
        if not self.low <= self.value <= self.high:
            raise ValueError(f"estimate {self.value} lies outside {self.low} to {self.high}")
        if self.n < 1:
            raise ValueError(f"n is {self.n}; an estimate rests on at least one observation")

    @property
    def half_width(self) -> float:
        """Half the interval, rounded to ten digits so that it prints as it was given."""
        return round((self.high - self.low) / 2, 10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Withheld:
    """A refusal with its reason: we do not know, and this is why.

    Examples
    --------
    >>> Withheld(code="language.no_transcript").n
    0
    """

    code: str
    n: int = 0

    def __post_init__(self) -> None:
        area, dot, reason = self.code.partition(".")
        if not (area and dot and reason):
            raise ValueError(f"code {self.code!r} is not of the form area.reason")


Finding = Estimate | Withheld


def finding_json(finding: Finding) -> dict[str, object]:
    """The pinned JSON of a finding.

    Examples
    --------
    >>> finding_json(Withheld(code="group.too_small", n=3))
    {'withheld': True, 'code': 'group.too_small', 'n': 3}
    """
    if isinstance(finding, Withheld):
        return {"withheld": True, "code": finding.code, "n": finding.n}
    return {
        "value": finding.value,
        "low": finding.low,
        "high": finding.high,
        "n": finding.n,
        "method": finding.method,
    }


def finding_from_json(data: Mapping[str, object]) -> Finding:
    """The inverse of `finding_json`.

    Examples
    --------
    >>> finding_from_json({"withheld": True, "code": "a.b", "n": 0})
    Withheld(code='a.b', n=0)
    """
    n = int(str(data["n"]))
    if data.get("withheld"):
        return Withheld(code=str(data["code"]), n=n)
    return Estimate(
        value=float(str(data["value"])),
        low=float(str(data["low"])),
        high=float(str(data["high"])),
        n=n,
        method=str(data["method"]),
    )
