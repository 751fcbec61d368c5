"""A report that leaves the house: no count of one to four people stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fairness.audit_report import AuditReport, AuditTable, Conclusion, GroupFinding
from interview import Finding, Withheld

SMALLEST = 5
SMALL = "cell.small"
_COUNTED = ("positives", "negatives", "people")
_OWN = ("n", "selected", "rate")


def without_small_cells(report: AuditReport, smallest: int = SMALLEST) -> AuditReport:
    """The same report for somebody who may not look people up.

    A group of one to four people keeps its name and nothing else. Where one to four of a larger
    group were selected, or all but one to four, the count and the rate are withheld; the
    comparison, its interval and its verdict stay, because a disadvantage must not vanish for being
    large. Whoever calculates back from them can find such a count again: this keeps figures of a
    few people from being read, not from being worked out. Whole numbers of people per group are
    written with `people_shown`. The digest stays that of the full report.

    Examples
    --------
    >>> from fairness.impact_ratios import impact_ratios_of_counts
    >>> table = impact_ratios_of_counts([("a", 20, 40), ("b", 3, 40), ("c", 1, 2)], attribute="g",
    ...                                 floor=1)
    >>> from fairness.audit_policy import AuditPolicy
    >>> made = AuditReport(policy=AuditPolicy(attributes=("g",)), population=82, excluded={},
    ...                    tables=(table,), findings=(), verdict="exceeds")
    >>> a, b, c = without_small_cells(made).tables[0].groups
    >>> a.selected, b.selected, round(b.finding.value, 2), c.finding.code
    (20, None, 0.15, 'cell.small')
    """
    tables = tuple(
        replace(table, groups=tuple(_group(g, smallest) for g in table.groups))
        for table in report.tables
    )
    rows = {(t.attribute, t.metric, g.group): g for t in tables for g in t.groups}
    return replace(
        report, tables=tables, findings=tuple(_said(f, rows, smallest) for f in report.findings)
    )


def people_shown(n: int, smallest: int) -> int | None:
    """The number of people, or None where it is too small to be written.

    Examples
    --------
    >>> people_shown(4, 5), people_shown(5, 5), people_shown(0, 5), people_shown(4, 0)
    (None, 5, 0, 4)
    """
    return None if 0 < n < smallest else n


def has_small_cells(table: AuditTable) -> bool:
    """Whether something of this table was withheld by `without_small_cells`."""
    return any(hidden(group) for group in table.groups)


def hidden(group: GroupFinding) -> bool:
    """Whether a group's own count and rate were withheld."""
    return _is_small(group.finding) or _is_small(group.rate)


def _is_small(found: Finding | None) -> bool:
    return isinstance(found, Withheld) and found.code == SMALL


def _group(group: GroupFinding, smallest: int) -> GroupFinding:
    if people_shown(group.n, smallest) is None:
        return GroupFinding(
            group=group.group,
            n=group.n,
            finding=Withheld(code=SMALL, n=0),
            rate=Withheld(code=SMALL, n=0) if group.rate is not None else None,
            verdict="cannot_tell",
            reference=group.reference,
            excluded=SMALL,
        )
    details = {
        name: None
        if name in _COUNTED and isinstance(held, int) and people_shown(held, smallest) is None
        else held
        for name, held in group.details.items()
    }
    if group.selected is None:
        return replace(group, details=details)
    sides = (group.selected, group.n - group.selected)
    if all(people_shown(side, smallest) is not None for side in sides):
        return replace(group, details=details)
    withheld = Withheld(code=SMALL, n=group.n)
    return replace(group, selected=None, rate=withheld, details=details)


def _said(
    found: Conclusion, rows: Mapping[tuple[str, str, str], GroupFinding], smallest: int
) -> Conclusion:
    """A sentence without the figures that its table no longer has."""
    slots = dict(found.slots)
    own = rows.get((found.attribute, found.metric, found.group))
    base = rows.get((found.attribute, found.metric, str(slots.get("reference", ""))))
    for row, before in ((own, ""), (base, "reference_")):
        if row is None or not hidden(row):
            continue
        for name in _OWN[people_shown(row.n, smallest) is not None :]:
            slots.pop(before + name, None)
    if own is not None and _is_small(own.finding):
        slots = {"reference": slots.get("reference", ""), "reason": SMALL}
    return replace(found, slots=slots)
