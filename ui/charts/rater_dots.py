"""Raters as dots with intervals: how much higher or lower, or how widely, each one rates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from analysis import RaterLimits, RaterSeverity
from interview import Estimate, Finding
from ui.charts.drawing import Drawing
from ui.charts.interval_rows import IntervalRow, Line, around_zero, interval_rows
from ui.charts.palette import Palette
from ui.quality_words import number, ranged
from ui.say import say
from ui.wording import count_text, listing

OF = {
    "leniency": ("rater.lenient", "rater.severe"),
    "spread": ("rater.narrow", "rater.wide"),
}


def rater_dots(
    raters: Sequence[RaterSeverity],
    show: Literal["leniency", "spread"],
    palette: Palette,
    locale: str,
) -> Drawing:
    """One row per rater, those who stand out first; a rater without a finding is named in words."""
    limits = RaterLimits()
    rows = [_row(one, show, locale) for one in raters]
    found = [_finding(one, show) for one in raters]
    none = Line(at=0.0 if show == "leniency" else 1.0, words=say("chart.rater_none", locale))
    if show == "leniency":
        ends = around_zero(found, at_least=0.6)
        named = (-limits.leniency, limits.leniency)
    else:
        known = [f for f in found if isinstance(f, Estimate)]
        ends = (0.0, max([1.6, *(f.high * 1.05 for f in known)]))
        named = (limits.narrow, limits.wide)
    signed = show == "leniency"
    lines = [none, *(Line(at=v, words=number(v, signed=signed), strong=True) for v in named)]
    told = listing((f"{row.name} {row.words}" for row in rows), locale)
    return interval_rows(rows, lines, ends, say(f"chart.{show}_axis", locale), told, palette)


def _finding(one: RaterSeverity, show: str) -> Finding:
    return one.leniency if show == "leniency" else one.spread


def _row(one: RaterSeverity, show: str, locale: str) -> IntervalRow:
    found = _finding(one, show)
    mine = (
        ("rater.lenient", "rater.severe") if show == "leniency" else ("rater.narrow", "rater.wide")
    )
    out = any(flag in mine for flag in one.flags)
    known = isinstance(found, Estimate)
    words = ranged(found, locale, signed=show == "leniency")
    return IntervalRow(
        name=one.rater,
        detail=say("finding.n", locale, n=count_text(one.n)),
        words=f"! {words}" if out else words,
        finding=found,
        verdict="exceeds" if out else ("within" if known else None),
    )
