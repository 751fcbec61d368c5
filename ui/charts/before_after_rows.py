"""Measures before and after a change: all shares on one axis, every other unit on its own."""

from __future__ import annotations

from collections.abc import Sequence

from analysis import BeforeAfter
from interview import Estimate, Finding
from ui.change_words import effect_text, measure_text
from ui.charts.drawing import Drawing
from ui.charts.paired_rows import PairedRow, paired_rows
from ui.charts.palette import Palette
from ui.quality_words import ranged
from ui.say import say
from ui.wording import count_text, listing
from workflow.effect_measures import MEASURES
from workflow.effectiveness import Effect


def before_after_rows(
    effects: Sequence[tuple[Effect, BeforeAfter]], palette: Palette, locale: str
) -> tuple[Drawing, ...]:
    """One drawing for the shares, one for each measure in another unit; intervals always drawn."""
    kinds = {one.key: one.kind for one in MEASURES}
    shares = [pair for pair in effects if kinds[pair[0].measure] == "yes_no"]
    made = []
    if shares:
        axis = say("effectiveness.shares_axis", locale)
        made.append(_drawing(shares, (0.0, 1.0), axis, palette, locale, shares=True))
    for one, found in effects:
        if kinds[one.measure] == "yes_no":
            continue
        ends = [v for f in (found.before, found.after) for v in _ends(f)]
        if not ends:
            continue
        room = max(max(ends) - min(ends), 0.1) * 0.6
        axis = say("effectiveness.number_axis", locale, measure=measure_text(one.measure, locale))
        made.append(
            _drawing([(one, found)], (min(ends) - room, max(ends) + room), axis, palette, locale)
        )
    return tuple(made)


def _ends(found: Finding) -> tuple[float, ...]:
    return (found.low, found.high) if isinstance(found, Estimate) else ()


def _drawing(
    effects: Sequence[tuple[Effect, BeforeAfter]],
    ends: tuple[float, float],
    axis: str,
    palette: Palette,
    locale: str,
    *,
    shares: bool = False,
) -> Drawing:
    rows = [_row(one, found, locale, share=shares) for one, found in effects]
    names = (say("effectiveness.before", locale), say("effectiveness.after", locale))
    told = listing((f"{row.name}: {row.words}" for row in rows), locale)
    return paired_rows(rows, names, [], ends, axis, told, palette, shares=shares)


def _row(one: Effect, found: BeforeAfter, locale: str, *, share: bool) -> PairedRow:
    net = isinstance(found.net, Estimate)
    read = one.finding
    short = [_short(f, locale, share=share) for f in (found.before, found.after)]
    words = say(
        "effectiveness.row_net" if net else "effectiveness.row_change",
        locale,
        before=short[0],
        after=short[1],
        change=effect_text(read, locale, share=share),
    )
    return PairedRow(
        name=measure_text(one.measure, locale),
        detail=say("finding.n", locale, n=count_text(_n(found.before) + _n(found.after))),
        words=words,
        first=found.before,
        second=found.after,
        stands_out=isinstance(read, Estimate) and (read.low > 0 or read.high < 0),
    )


def _short(found: Finding, locale: str, *, share: bool) -> str:
    """The value without its interval, which is drawn."""
    return ranged(found, locale, share=share).partition(" (")[0].partition("（")[0]


def _n(found: Finding) -> int:
    return found.n if isinstance(found, Estimate) else 0
