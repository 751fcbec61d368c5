"""The shares of a review as a drawing that needs no script: this period above the one before."""

from __future__ import annotations

from html import escape

from interview import Estimate, Finding
from ui.review_words import figure_name
from ui.say import say
from ui.wording import per_cent
from workflow.effectiveness_review import EffectivenessReview, ReviewFigure

WIDTH, EDGE, ROW, TOP = 440, 12, 46, 22


def review_chart(review: EffectivenessReview, locale: str) -> str:
    """An SVG with one row per share, both periods with intervals; empty below two rows."""
    rows = [one for one in review.figures if one.unit == "share" and isinstance(one.now, Estimate)]
    if len(rows) < 2:
        return ""
    height = TOP + ROW * len(rows) + 22
    parts = [
        f'<line x1="{_x(v):.0f}" y1="{TOP - 6}" x2="{_x(v):.0f}" y2="{height - 18}" '
        f'stroke="var(--l)"/><text x="{_x(v):.0f}" y="{height - 4}" text-anchor="{anchor}" '
        f'class="quiet">{escape(per_cent(v))}</text>'
        for v, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end"))
    ]
    names = say("review.chart_key", locale, period=review.period, previous=review.previous)
    parts.append(f'<text x="{EDGE}" y="12" class="quiet">{escape(names)}</text>')
    for i, one in enumerate(rows):
        parts.append(_row(one, TOP + ROW * i + 14, locale))
    told = "; ".join(
        f"{figure_name(one, locale)} {per_cent(one.now.value)}"
        for one in rows
        if isinstance(one.now, Estimate)
    )
    label = escape(say("audit_report.chart_alt", locale, text=told), quote=True)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}">'
        f"{''.join(parts)}</svg>"
    )


def _x(value: float) -> float:
    return EDGE + min(max(value, 0.0), 1.0) * (WIDTH - 2 * EDGE)


def _row(one: ReviewFigure, y: float, locale: str) -> str:
    name = escape(figure_name(one, locale))
    return (
        f'<text x="{EDGE}" y="{y:.0f}">{name}</text>'
        + _mark(one.now, y + 11, "var(--a)", solid=True)
        + _mark(one.before, y + 20, "var(--q)", solid=False)
    )


def _mark(found: Finding, y: float, colour: str, *, solid: bool) -> str:
    if not isinstance(found, Estimate):
        return ""
    fill = colour if solid else "var(--g)"
    return (
        f'<line x1="{_x(found.low):.1f}" y1="{y:.1f}" x2="{_x(found.high):.1f}" y2="{y:.1f}" '
        f'stroke="{colour}" stroke-width="2"/><circle cx="{_x(found.value):.1f}" cy="{y:.1f}" '
        f'r="4" fill="{fill}" stroke="{colour}" stroke-width="2"/>'
    )
