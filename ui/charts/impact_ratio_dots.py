"""One table of an audit as dots with intervals and n, against named lines."""

from __future__ import annotations

from typing import Any

from fairness import AuditPolicy, AuditTable, GroupFinding
from interview import Estimate
from ui.audit_words import SIGNED, SIGNS, finding_text, group_text, number_text
from ui.charts.drawing import Drawing, blank, inert
from ui.charts.palette import Palette
from ui.charts.verdict_marks import REFERENCE, SHAPES, interval, verdict_colour
from ui.codes import said
from ui.say import say
from ui.wording import count_text, listing, per_cent

ROW = 54
WIDEST = 2.0
LONGEST = 46


def impact_ratio_dots(
    table: AuditTable, policy: AuditPolicy, palette: Palette, locale: str
) -> Drawing:
    """One row per group: its name and n above the line, the finding with its interval on it.

    Works for ratios and for differences alike; a group without a finding keeps its row and says
    why. Verdicts differ in shape and sign as well as in colour.
    """
    figure = blank(palette, height=ROW * len(table.groups) + 64)
    low, high, lines = _axis(table, policy, locale)
    for value, words, weight in lines:
        figure.add_vline(
            x=value,
            line={"color": palette.quiet, "width": weight, "dash": "dot"},
            annotation={
                "text": inert(words),
                "font": {"color": palette.quiet, "size": 12},
                "yanchor": "bottom",
            },
            annotation_position="top",
        )
    told = []
    for place, group in enumerate(table.groups):
        y = float(len(table.groups) - place)
        told.append(_row(figure, group, table, y, (low, high), palette, locale))
    level = per_cent(policy.level)
    figure.update_layout(margin={"l": 4, "r": 8, "t": 26, "b": 40})
    figure.update_xaxes(
        range=[low, high], title_text=say("chart.audit_axis", locale, level=level), zeroline=False
    )
    figure.update_yaxes(visible=False, range=[0.55, len(table.groups) + 0.75])
    return Drawing(figure=figure, alt=say("chart.audit_alt", locale, text=listing(told, locale)))


def _axis(
    table: AuditTable, policy: AuditPolicy, locale: str
) -> tuple[float, float, list[tuple[float, str, float]]]:
    found = [g.finding for g in table.groups if isinstance(g.finding, Estimate)]
    smallest = min((f.low for f in found), default=0.0)
    largest = max((f.high for f in found), default=0.0)
    if all(f.method.startswith("ratio.") for f in found):
        limit = say("chart.audit_limit", locale, limit=f"{policy.limit:.2f}")
        equal = say("chart.audit_equal", locale)
        return 0.0, max(1.3, min(largest * 1.05, WIDEST)), [
            (policy.limit, limit, 1.6), (1.0, equal, 1.2),
        ]  # fmt: skip
    equal = say("chart.audit_equal_zero", locale)
    if table.metric.partition(".")[0] in SIGNED:
        gap = policy.gap_limit
        edge = max(abs(smallest), abs(largest), gap * 1.5) * 1.05
        return -edge, edge, [
            (-gap, f"−{gap:.2f}", 1.6), (0.0, equal, 1.2), (gap, f"+{gap:.2f}", 1.6),
        ]  # fmt: skip
    edge = max(abs(smallest), abs(largest), 0.1) * 1.05
    return -edge, edge, [(0.0, equal, 1.2)]


def _row(
    figure: Any,
    group: GroupFinding,
    table: AuditTable,
    y: float,
    ends: tuple[float, float],
    palette: Palette,
    locale: str,
) -> str:
    name = group_text(group.group, locale)
    words = _words(group, table, locale)
    shown = name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
    colour = palette.accent if group.reference else verdict_colour(group.verdict, palette)
    found = group.finding
    compared = isinstance(found, Estimate) and not group.reference
    sign = f"{SIGNS[group.verdict]} " if compared else ""
    for x, anchor, text, ink in (
        (ends[0], "left", f"<b>{inert(shown)}</b> · {_people(group, locale)}", palette.text),
        (ends[1], "right", inert(f"{sign}{words}"), colour if compared else palette.quiet),
    ):
        figure.add_annotation(
            x=x, y=y, yshift=16, xanchor=anchor, showarrow=False, align=anchor, text=text,
            font={"size": 13, "color": ink},
        )  # fmt: skip
    if isinstance(found, Estimate):
        if not group.reference:
            interval(figure, found, y, colour, ends)
        figure.add_scatter(
            x=[min(max(found.value, ends[0]), ends[1])],
            y=[y],
            mode="markers",
            marker={
                "symbol": REFERENCE if group.reference else SHAPES[group.verdict],
                "size": 12,
                "color": colour,
                "line": {"width": 2, "color": colour},
            },
            hovertext=[f"{inert(name)}: {inert(words)}, {_people(group, locale)}"],
            hoverinfo="text",
        )
    return f"{name} {words}"


def _people(group: GroupFinding, locale: str) -> str:
    return say("finding.n", locale, n=count_text(group.n))


def _words(group: GroupFinding, table: AuditTable, locale: str) -> str:
    if group.excluded:
        return said(group.excluded, locale).what.rstrip("。.")
    if group.reference:
        return say("audit_report.reference", locale)
    found = group.finding
    if not isinstance(found, Estimate):
        return f"{say('audit_report.withheld', locale)}: {said(found.code, locale).what}"
    return say(
        "finding.range",
        locale,
        value=finding_text(table.metric, found, locale),
        low=number_text(table.metric, found.low),
        high=number_text(table.metric, found.high),
    )
