"""The impact ratio with expression left out, halved, as it is, and doubled."""

from __future__ import annotations

from fairness import CulturalExpression
from interview import Estimate
from ui.audit_words import SIGNS
from ui.charts.drawing import Drawing
from ui.charts.interval_rows import IntervalRow, Line, interval_rows
from ui.charts.palette import Palette
from ui.codes import said
from ui.say import say
from ui.wording import count_text, listing


def weight_choices(
    found: CulturalExpression, group: str, limit: float, palette: Palette, locale: str
) -> Drawing:
    """One row per weight: the ratio of the group with its interval, and who would change places."""
    rows = []
    for tried in found.weights:
        ratio, verdict = tried.ratios.get(group), tried.verdicts.get(group)
        if ratio is None or verdict is None:
            continue
        if isinstance(ratio, Estimate):
            words = say(
                "finding.range",
                locale,
                value=f"{ratio.value:.2f}",
                low=f"{ratio.low:.2f}",
                high=f"{ratio.high:.2f}",
            )
            words = f"{SIGNS[verdict]} {words}"
        else:
            words = said(ratio.code, locale).what
        rows.append(
            IntervalRow(
                name=weight_text(tried.label, tried.weight, locale),
                detail=say("display.changed", locale, count=count_text(tried.changed))
                if tried.changed
                else "",
                words=words,
                finding=ratio,
                verdict=verdict,
            )
        )
    told = listing((f"{row.name} {row.words}" for row in rows), locale)
    highest = max((r.finding.high for r in rows if isinstance(r.finding, Estimate)), default=1.3)
    return interval_rows(
        rows,
        [
            Line(
                at=limit,
                words=say("chart.audit_limit", locale, limit=f"{limit:.2f}"),
                strong=True,
            ),
            Line(at=1.0, words=say("chart.audit_equal", locale)),
        ],
        (0.0, max(1.3, min(highest * 1.05, 2.0))),
        say("display.ratio_axis", locale),
        told,
        palette,
    )


def weight_text(label: str, weight: float, locale: str) -> str:
    """A weight tried, in words: left out, half, as it is now, double, or the share itself."""
    if label == "candidate":
        return say("display.weight_candidate", locale, weight=f"{weight:.0%}".replace("%", " %"))
    return say(f"display.weight_{label}", locale)
