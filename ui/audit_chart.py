"""One table of an audit as a drawing that needs no script: dots, intervals, the limit, n."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from fairness import AuditPolicy, AuditTable, GroupFinding, people_shown
from interview import Estimate
from ui.audit_words import SIGNED, group_text, number_text
from ui.say import say

# names stand above their line, so that a narrow screen keeps the whole width for it
WIDTH, LEFT, RIGHT, ROW, TOP = 440, 12, 12, 40, 26
LONGEST = 44


def audit_chart(table: AuditTable, policy: AuditPolicy, locale: str, *, smallest: int = 0) -> str:
    """An SVG with one row per group; withheld groups are named in words, never drawn as zero.

    Counts of people below ``smallest`` are written as such.
    """
    drawn = [g for g in table.groups if isinstance(g.finding, Estimate)]
    if len(drawn) < 2:
        return ""
    low, high, lines = _axis(table, drawn, policy)

    def x(value: float) -> float:
        inside = min(max(value, low), high)
        return LEFT + (inside - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    height = TOP + ROW * len(table.groups) + 24
    parts = [_limit(x(v), height, text) for v, text in lines]
    for i, group in enumerate(table.groups):
        parts.append(_row(group, TOP + ROW * i + 26, x, locale, smallest))
    ends = ((low, "start"), ((low + high) / 2, "middle"), (high, "end"))
    for value, anchor in ends:
        parts.append(
            f'<text x="{x(value):.0f}" y="{height - 4}" text-anchor="{anchor}" class="quiet">'
            f"{escape(number_text(table.metric, value))}</text>"
        )
    told = "; ".join(
        f"{group_text(g.group, locale)} {number_text(table.metric, g.finding.value)}"
        for g in drawn
        if isinstance(g.finding, Estimate)
    )
    label = escape(say("audit_report.chart_alt", locale, text=told), quote=True)
    frame = f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}">'
    return f"{frame}{''.join(parts)}</svg>"


def _axis(
    table: AuditTable, drawn: list[GroupFinding], policy: AuditPolicy
) -> tuple[float, float, list[tuple[float, str]]]:
    found = [g.finding for g in drawn if isinstance(g.finding, Estimate)]
    smallest, largest = min(f.low for f in found), max(f.high for f in found)
    stem = table.metric.partition(".")[0]
    if all(f.method.startswith("ratio.") for f in found):
        lines = [(policy.limit, f"{policy.limit:.2f}"), (1.0, "1")]
        return 0.0, max(1.3, min(largest, 2.5)), lines
    if stem in SIGNED:
        edge = max(abs(smallest), abs(largest), policy.gap_limit * 1.5)
        gap = policy.gap_limit
        return -edge, edge, [(-gap, f"−{gap:.2f}"), (0.0, "0"), (gap, f"+{gap:.2f}")]
    edge = max(abs(smallest), abs(largest), 0.1)
    return -edge, edge, [(0.0, "0")]


def _limit(x: float, height: float, text: str) -> str:
    return (
        f'<line x1="{x:.1f}" y1="16" x2="{x:.1f}" y2="{height - 20}" stroke="var(--q)" '
        f'stroke-dasharray="3 3"/><text x="{x:.1f}" y="12" text-anchor="middle" class="quiet">'
        f"{escape(text)}</text>"
    )


def _row(
    group: GroupFinding, y: float, place: Callable[[float], float], locale: str, smallest: int
) -> str:
    name = group_text(group.group, locale)
    short = name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
    few = people_shown(group.n, smallest) is None
    counted = f"< {smallest}" if few else f"= {group.n:,}"
    said = (
        f'<text x="{LEFT}" y="{y - 10:.1f}">{escape(short)}</text>'
        f'<text x="{WIDTH - RIGHT}" y="{y - 10:.1f}" text-anchor="end" class="quiet">'
        f"n {escape(counted)}</text>"
    )
    found = group.finding
    if not isinstance(found, Estimate):
        word = escape(say("audit_report.withheld", locale))
        return said + f'<text x="{LEFT}" y="{y + 6:.1f}" class="quiet">{word}</text>'
    left, mid, right = (place(v) for v in (found.low, found.value, found.high))
    colour = f"var(--{group.verdict})" if not group.reference else "var(--a)"
    return (
        said
        + f'<line x1="{left:.1f}" y1="{y:.1f}" x2="{right:.1f}" y2="{y:.1f}" stroke="{colour}" '
        f'stroke-width="2.4"/>{_mark(mid, y, group, colour)}'
    )


def _mark(x: float, y: float, group: GroupFinding, colour: str) -> str:
    """Verdicts differ in shape too: a diamond exceeds, a ring cannot tell, a dot is within."""
    if group.reference:
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>'
    if group.verdict == "exceeds":
        points = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
        return f'<polygon points="{points}" fill="{colour}"/>'
    if group.verdict == "cannot_tell":
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="var(--g)" stroke="{colour}" '
            'stroke-width="2"/>'
        )
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>'
