"""What the strongest third scored in their interviews, less what the others did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis import CompetencyDifference
from interview import Estimate
from ui.charts.drawing import Drawing
from ui.charts.interval_rows import IntervalRow, Line, around_zero, interval_rows
from ui.charts.palette import Palette
from ui.codes import said
from ui.development_words import signed_text
from ui.say import say
from ui.wording import count_text, listing


def strong_differences(
    differences: Sequence[CompetencyDifference],
    names: Mapping[str, str],
    palette: Palette,
    locale: str,
) -> Drawing:
    """One row per competency in standard deviations; those not told from chance are grey."""
    rows = []
    for one in differences:
        found = one.standardised
        words = said(found.code, locale).what if not isinstance(found, Estimate) else ""
        rows.append(
            IntervalRow(
                name=names.get(one.competency, one.competency),
                detail=say("finding.n", locale, n=count_text(one.strong + one.others)),
                words=words or signed_text(found, locale),
                finding=found,
                verdict=None if one.differs else "cannot_tell",
            )
        )
    return interval_rows(
        rows,
        [Line(at=0.0, words=say("development.line_same", locale), strong=True)],
        around_zero([row.finding for row in rows], at_least=0.5),
        say("development.strong_axis", locale),
        listing((f"{row.name} {row.words}" for row in rows), locale),
        palette,
    )
