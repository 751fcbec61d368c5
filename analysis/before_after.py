"""What did a change do? The time since against the time before, with what else could explain it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.rated_people import labels
from estimation.difference import difference
from estimation.distribution_shift import kinds_shift
from estimation.least_squares import least_squares
from estimation.proportion import proportion
from estimation.quantile import t_quantile
from estimation.standardised_gap import Sample, mean_difference
from estimation.table_columns import numbers, yes_no
from estimation.table_dates import dates
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Kind = Literal["number", "yes_no"]
METHOD_MEAN = "mean.t"
METHOD_NET = "before_after.difference_in_differences"
FEWEST = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Caveat:
    """Something else that could explain the difference, with the values it names."""

    code: str
    slots: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class BeforeAfter:
    """``change`` is after less before. With a comparison group ``net`` is that less the same
    difference there, and is what to read; ``compared`` is the comparison group's own change.

    ``caveats`` are what the table cannot rule out: some always, some because it shows them.
    """

    kind: Kind
    before: Finding
    after: Finding
    change: Finding
    compared: Finding
    net: Finding
    trend_before: Finding
    caveats: tuple[Caveat, ...]
    excluded: Mapping[str, int]


def before_after(
    frame: pd.DataFrame,
    *,
    measure: str,
    at: str,
    changed_at: str,
    kind: Kind = "number",
    affected: str | None = None,
    mix: Sequence[str] = (),
    washout_days: int = 0,
    until: str | None = None,
    level: float = 0.95,
) -> BeforeAfter:
    """A measure (90-day fit, retention, pass at the next stage, hours, satisfaction, drop-out)
    before and after a change: a new question, a new scorer, the tool itself.

    Formula: means with Welch's interval, shares with Newcombe's. With ``affected`` (who was touched
    by the change, yes or no) the difference in differences: the two changes subtracted, their
    half-widths added in squares limit by limit (Zou 2007; Welch's errors for means). The trend
    within the time before is a regression on time with robust errors, per 30 days; for each column
    of ``mix`` chi-square tells whether another mix of people came after. Assumes independent
    people, and for ``net`` that both groups would have moved alike without the change.

    Parameters
    ----------
    changed_at : str
        The first day of the time after, as 2026-03-01.
    mix : sequence of str
        Columns whose make-up could have changed: role, department, source.
    washout_days : int
        Days after the change that count neither way.
    until : str, optional
        The last day of interviews whose outcome is complete; later ones are left out, because
        people who start late have had less time to leave.

    Returns
    -------
    BeforeAfter
        Findings withheld as ``before_after.too_few`` with fewer than ten people on a side.

    Raises
    ------
    InputError
        ``before_after.date``; ``table.missing_column``, ``table.not_a_number``,
        ``table.not_yes_no``, ``table.not_a_date``, ``table.ambiguous_date``.

    Examples
    --------
    >>> days = pd.date_range("2025-01-01", periods=200, freq="D").strftime("%Y-%m-%d")
    >>> people = pd.DataFrame({"at": days, "stayed": [1, 0] * 50 + [1, 1, 1, 0] * 25})
    >>> found = before_after(people, measure="stayed", at="at", changed_at="2025-04-11",
    ...                      kind="yes_no")
    >>> found.change.value, found.change.low > 0, found.caveats[0].code
    (0.25, True, 'before_after.no_comparison')
    """
    y = yes_no(frame, measure) if kind == "yes_no" else numbers(frame, measure)
    when = dates(frame, at)
    cut = _day(changed_at)
    touched = yes_no(frame, affected) if affected is not None else np.ones(len(frame))
    excluded: dict[str, int] = {}
    kept = np.ones(len(frame), dtype=bool)
    wash = (when >= cut) & (when < cut + np.timedelta64(washout_days, "D"))
    for code, why in (
        ("table.undated", np.isnat(when)),
        ("table.unmeasured", np.isnan(y)),
        ("table.unlabelled", np.isnan(touched)),
        ("before_after.washout", wash),
        ("before_after.immature", when > _day(until) if until else np.zeros(len(frame), bool)),
    ):
        if lost := int((kept & why).sum()):
            excluded[code] = lost
        kept &= ~why
    after = when >= cut
    mine = kept & (touched == 1)
    others = kept & (touched == 0)
    old, new = y[mine & ~after], y[mine & after]
    change = _change(old, new, kind, level)
    compared: Finding = Withheld(code="before_after.no_comparison", n=0)
    net: Finding = compared
    if affected is not None:
        compared = _change(y[others & ~after], y[others & after], kind, level)
        net = _net(change, compared)
    trend = _trend(y[mine & ~after], when[mine & ~after], level)
    caveats = _caveats(frame, kept, after, mix, affected is not None, trend)
    return BeforeAfter(
        kind=kind,
        before=_level(old, kind, level),
        after=_level(new, kind, level),
        change=change,
        compared=compared,
        net=net,
        trend_before=trend,
        caveats=caveats,
        excluded=excluded,
    )


def _change(old: Floats, new: Floats, kind: Kind, level: float) -> Finding:
    if min(old.size, new.size) < FEWEST:
        return Withheld(code="before_after.too_few", n=int(min(old.size, new.size)))
    if kind == "yes_no":
        return difference(int(new.sum()), new.size, int(old.sum()), old.size, level=level)
    one, two = (
        Sample(n=int(v.size), mean=float(v.mean()), sd=float(v.std(ddof=1))) for v in (new, old)
    )
    return mean_difference(one, two, level=level)


def _net(change: Finding, compared: Finding) -> Finding:
    if isinstance(change, Withheld):
        return change
    if isinstance(compared, Withheld):
        return compared
    value = change.value - compared.value
    down = math.hypot(change.value - change.low, compared.high - compared.value)
    up = math.hypot(change.high - change.value, compared.value - compared.low)
    return Estimate(
        value=value, low=value - down, high=value + up, n=change.n + compared.n, method=METHOD_NET
    )


def _level(values: Floats, kind: Kind, level: float) -> Finding:
    n = int(values.size)
    if n < 2:
        return Withheld(code="before_after.too_few", n=n)
    if kind == "yes_no":
        return proportion(int(values.sum()), n, level=level)
    half = t_quantile(0.5 + level / 2, n - 1) * float(values.std(ddof=1)) / math.sqrt(n)
    mean = float(values.mean())
    return Estimate(value=mean, low=mean - half, high=mean + half, n=n, method=METHOD_MEAN)


def _trend(y: Floats, when: NDArray[np.datetime64], level: float) -> Finding:
    """The slope within the time before, per 30 days."""
    if y.size < FEWEST:
        return Withheld(code="before_after.too_few", n=int(y.size))
    days = (when - when.min()).astype(np.float64)
    fit = least_squares(np.column_stack([np.ones(y.size), days / 30.0]), y)
    if fit is None:
        return Withheld(code="regression.collinear", n=int(y.size))
    return fit.coefficient(1, level=level)


def _caveats(
    frame: pd.DataFrame,
    kept: Bools,
    after: Bools,
    mix: Sequence[str],
    compared: bool,
    trend: Finding,
) -> tuple[Caveat, ...]:
    """What else could explain a difference: first what always could."""
    found = []
    if not compared:
        found.append(Caveat(code="before_after.no_comparison"))
    found.append(Caveat(code="before_after.not_random"))
    if isinstance(trend, Estimate) and (trend.low > 0 or trend.high < 0):
        found.append(Caveat(code="before_after.trend", slots={"slope": trend.value}))
    for name in mix:
        codes, names, unlabelled = labels(frame, [name])
        there = kept & ~unlabelled
        size = len(names)
        counts = [np.bincount(codes[there & side], minlength=size) for side in (~after, after)]
        if min(c.sum() for c in counts) == 0:
            continue
        moved, p = kinds_shift(*counts)
        if p is not None and p <= 0.05 and isinstance(moved, Estimate):
            slots = {"column": name, "v": moved.value, "p": p}
            found.append(Caveat(code="before_after.mix", slots=slots))
    if not mix:
        found.append(Caveat(code="before_after.mix_unknown"))
    return tuple(found)


def _day(word: str) -> np.datetime64:
    try:
        found = np.array([word], dtype="datetime64[D]")
    except ValueError:
        found = np.array(["NaT"], dtype="datetime64[D]")
    if np.isnat(found).any():
        raise InputError(
            "before_after.date", f"'{word}' is no date", "write it as 2026-03-01", value=word
        )
    return np.datetime64(str(found[0]), "D")
