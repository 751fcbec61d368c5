"""People who began together: their mean rating less what everybody else's interviews expect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from analysis import ExpectedCohort
from interview import Estimate
from ui.charts.drawing import Drawing
from ui.charts.interval_rows import IntervalRow, Line, around_zero, interval_rows
from ui.charts.palette import Palette
from ui.codes import said
from ui.development_words import signed_text
from ui.say import say
from ui.wording import count_text, listing


def cohort_gaps(
    cohorts: Sequence[ExpectedCohort], at_least: float, palette: Palette, locale: str
) -> Drawing:
    """One row per cohort; ``at_least`` is the smallest half width of the axis."""
    rows = []
    for one in cohorts:
        verdict: Literal["exceeds", "cannot_tell"] = (
            "cannot_tell" if one.standing == "as_expected" else "exceeds"
        )
        known = isinstance(one.difference, Estimate)
        why = "" if isinstance(one.difference, Estimate) else said(one.difference.code, locale).what
        rows.append(
            IntervalRow(
                name=one.cohort,
                detail=say("finding.n", locale, n=count_text(one.n)),
                words=signed_text(one.difference, locale) if known else why,
                finding=one.difference,
                verdict=None if verdict == "cannot_tell" else verdict,
            )
        )
    return interval_rows(
        rows,
        [Line(at=0.0, words=say("development.line_expected", locale), strong=True)],
        around_zero([row.finding for row in rows], at_least=at_least),
        say("development.cohort_axis", locale),
        listing((f"{row.name} {row.words}" for row in rows), locale),
        palette,
    )
