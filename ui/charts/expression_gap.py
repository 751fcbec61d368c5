"""What a group shows at equal competence, and how far apart the scores come out."""

from __future__ import annotations

from fairness import CulturalExpression
from interview import Estimate, Finding
from ui.charts.drawing import Drawing
from ui.charts.interval_rows import IntervalRow, Line, around_zero, interval_rows
from ui.charts.palette import Palette
from ui.codes import said
from ui.names import feature_text
from ui.say import known, say
from ui.wording import listing

COMPOSITE = "all_display"


def expression_gap(
    found: CulturalExpression, group: str, palette: Palette, locale: str
) -> Drawing | None:
    """Rows of what is shown (in grey accent), then the score's, on one axis in standard deviations.

    None where the group was not compared.
    """
    passed = next((p for p in found.passed if p.group == group), None)
    if passed is None:
        return None
    rows = [
        _row(measure_text(one.feature, locale), one.finding, locale)
        for one in found.expressivity
        if one.group == group and one.feature != COMPOSITE
    ]
    rows.append(_row(say("display.row_score", locale), passed.gap, locale))
    rows.append(
        IntervalRow(
            name=say("display.row_through", locale),
            detail="",
            words=number(passed.through, locale),
            finding=passed.through,
            verdict=passed.verdict,
        )
    )
    told = listing((f"{row.name} {row.words}" for row in rows), locale)
    return interval_rows(
        rows,
        [Line(at=0.0, words=say("chart.audit_equal_zero", locale))],
        around_zero([row.finding for row in rows], at_least=0.5),
        say("display.gap_axis", locale),
        told,
        palette,
    )


def measure_text(feature: str, locale: str) -> str:
    """A measure of display in a few words.

    Examples
    --------
    >>> measure_text("face_smile_share", "en")
    'Smiling'
    """
    key = f"measure.{feature}"
    return say(key, locale) if known(key) else feature_text(feature, locale)


def number(found: Finding, locale: str) -> str:
    """A difference in standard deviations with its interval, or why there is none."""
    if not isinstance(found, Estimate):
        return said(found.code, locale).what
    value, low, high = (f"{v:+.2f}".replace("-", "−") for v in (found.value, found.low, found.high))
    return say("finding.range", locale, value=value, low=low, high=high)


def _row(name: str, found: Finding, locale: str) -> IntervalRow:
    return IntervalRow(name=name, detail="", words=number(found, locale), finding=found)
