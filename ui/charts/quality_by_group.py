"""Was every group heard, seen and transcribed equally well?"""

from __future__ import annotations

from collections.abc import Sequence

from fairness import AuditTable
from interview import Estimate
from ui.audit_words import SIGNS, group_text, number_text
from ui.charts.drawing import Drawing
from ui.charts.expression_gap import measure_text
from ui.charts.interval_rows import IntervalRow, Line, around_zero, interval_rows
from ui.charts.palette import Palette
from ui.say import say
from ui.wording import count_text, listing

GAP = 0.20


def quality_by_group(tables: Sequence[AuditTable], palette: Palette, locale: str) -> Drawing | None:
    """One row per measure and compared group, in standard deviations; None without measures.

    Shares that passed a check are no standard deviations; they stand in the table below.
    """
    rows = []
    for table in tables:
        name = measure_text(table.metric.partition(".")[2], locale)
        for group in table.groups:
            found = group.finding
            if group.reference or not isinstance(found, Estimate):
                continue
            if found.method.startswith("ratio."):
                continue
            words = say(
                "finding.range",
                locale,
                value=number_text(table.metric, found.value),
                low=number_text(table.metric, found.low),
                high=number_text(table.metric, found.high),
            )
            rows.append(
                IntervalRow(
                    name=f"{name}, {group_text(group.group, locale)}",
                    detail=say("finding.n", locale, n=count_text(group.n)),
                    words=f"{SIGNS[group.verdict]} {words}",
                    finding=found,
                    verdict=group.verdict,
                )
            )
    if not rows:
        return None
    told = listing((f"{row.name} {row.words}" for row in rows), locale)
    return interval_rows(
        rows,
        [
            Line(at=-GAP, words=f"−{GAP:.2f}", strong=True),
            Line(at=0.0, words=say("chart.audit_equal_zero", locale)),
            Line(at=GAP, words=f"+{GAP:.2f}", strong=True),
        ],
        around_zero([row.finding for row in rows], at_least=0.4),
        say("display.quality_axis", locale),
        told,
        palette,
    )
