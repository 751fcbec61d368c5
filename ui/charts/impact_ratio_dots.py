"""One table of an audit as dots with intervals and n, against named lines."""

from __future__ import annotations

from fairness import AuditPolicy, AuditTable, GroupFinding
from interview import Estimate
from ui.audit_words import SIGNED, SIGNS, finding_text, group_text, number_text
from ui.charts.drawing import Drawing
from ui.charts.interval_rows import IntervalRow, Line, around_zero, interval_rows
from ui.charts.palette import Palette
from ui.codes import said
from ui.say import known, say
from ui.wording import count_text, listing, per_cent

WIDEST = 2.0


def impact_ratio_dots(
    table: AuditTable, policy: AuditPolicy, palette: Palette, locale: str
) -> Drawing:
    """One row per group: its name and n above the line, the finding with its interval on it.

    Works for ratios and for differences alike; a group without a finding keeps its row and says
    why. Verdicts differ in shape and sign as well as in colour.
    """
    rows = [_row(group, table, locale) for group in table.groups]
    ends, lines = _axis(table, policy, locale)
    told = listing((f"{row.name} {row.words}" for row in rows), locale)
    return interval_rows(
        rows,
        lines,
        ends,
        say("chart.audit_axis", locale, level=per_cent(policy.level)),
        say("chart.audit_alt", locale, text=told),
        palette,
    )


def _axis(
    table: AuditTable, policy: AuditPolicy, locale: str
) -> tuple[tuple[float, float], list[Line]]:
    found = [g.finding for g in table.groups if isinstance(g.finding, Estimate)]
    if all(f.method.startswith("ratio.") for f in found):
        limit = say("chart.audit_limit", locale, limit=f"{policy.limit:.2f}")
        largest = max((f.high for f in found), default=0.0)
        return (0.0, max(1.3, min(largest * 1.05, WIDEST))), [
            Line(at=policy.limit, words=limit, strong=True),
            Line(at=1.0, words=say("chart.audit_equal", locale)),
        ]
    equal = Line(at=0.0, words=say("chart.audit_equal_zero", locale))
    if table.metric.partition(".")[0] in SIGNED:
        gap = policy.gap_limit
        return around_zero(found, at_least=gap * 1.5), [
            Line(at=-gap, words=f"−{gap:.2f}", strong=True),
            equal,
            Line(at=gap, words=f"+{gap:.2f}", strong=True),
        ]
    return around_zero(found, at_least=0.1), [equal]


def _row(group: GroupFinding, table: AuditTable, locale: str) -> IntervalRow:
    compared = isinstance(group.finding, Estimate) and not group.reference
    sign = f"{SIGNS[group.verdict]} " if compared else ""
    return IntervalRow(
        name=group_text(group.group, locale),
        detail=say("finding.n", locale, n=count_text(group.n)),
        words=f"{sign}{_words(group, table, locale)}",
        finding=group.finding,
        verdict=group.verdict,
        reference=group.reference,
    )


def _words(group: GroupFinding, table: AuditTable, locale: str) -> str:
    if group.excluded:
        short = f"chart.why_{group.excluded.partition('.')[2]}"
        return say(short, locale) if known(short) else said(group.excluded, locale).what
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
