"""Many tests at once: p values corrected for the comparisons that were really made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from estimation import benjamini_hochberg, holm
from fairness.audit_policy import AuditPolicy
from fairness.audit_report import AuditTable, Note
from fairness.metrics import METRICS


def corrected_tables(tables: Sequence[AuditTable], policy: AuditPolicy) -> tuple[AuditTable, ...]:
    """The same tables with ``adjusted_p``, corrected within each family of `METRICS`.

    Formula: Benjamini and Hochberg's step-up (or Holm's, by the policy) over all tests of a family.
    Where the reference is the highest of ``k`` rates, chance has lifted it: any of the
    ``k (k - 1) / 2`` pairs could have been compared, not ``k - 1``, so each p is first multiplied
    by ``k / 2``. With two groups nothing changes. A group's verdict stays that of its interval; a
    note ``table.one_of_many`` names each group that exceeds though its corrected p is above
    ``policy.alpha``. Where only such groups exceed, the table as a whole cannot tell: among many
    groups one interval lies beyond the limit by chance in far more than one audit in twenty.

    Examples
    --------
    >>> from fairness.impact_ratios import impact_ratios_of_counts
    >>> table = impact_ratios_of_counts([("a", 10, 40), ("b", 20, 40), ("c", 19, 40)],
    ...                                 attribute="g")
    >>> (made,) = corrected_tables([table], AuditPolicy(attributes=("g",)))
    >>> [g.adjusted_p and round(g.adjusted_p / g.p_value, 2) for g in made.groups]
    [3.0, None, 1.0]
    """
    families: dict[str, list[tuple[int, int, float]]] = {}
    for i, table in enumerate(tables):
        metric = METRICS.get(table.metric.partition(".")[0])
        family = metric.family if metric else table.metric
        times = _times(table, policy) if metric and metric.picks_reference else 1.0
        for j, group in enumerate(table.groups):
            if family and group.p_value is not None:
                p = min(1.0, group.p_value * times)
                families.setdefault(family, []).append((i, j, p))
    adjusted: dict[tuple[int, int], float | None] = {}
    if policy.correction != "none":
        step = benjamini_hochberg if policy.correction == "benjamini_hochberg" else holm
        for tests in families.values():
            made = step([p for _, _, p in tests])
            adjusted |= {(i, j): p for (i, j, _), p in zip(tests, made, strict=True)}
    return tuple(_with(table, i, adjusted, policy.alpha) for i, table in enumerate(tables))


def _times(table: AuditTable, policy: AuditPolicy) -> float:
    """Half the number of groups where the reference was picked for its rate, else 1."""
    rule = policy.references.get(table.attribute, policy.reference)
    if rule in (table.reference, "largest_group"):
        return 1.0
    return max(sum(not group.excluded for group in table.groups) / 2, 1.0)


def _with(
    table: AuditTable, i: int, adjusted: dict[tuple[int, int], float | None], alpha: float
) -> AuditTable:
    groups = tuple(
        replace(group, adjusted_p=adjusted[i, j]) if (i, j) in adjusted else group
        for j, group in enumerate(table.groups)
    )
    lone = tuple(
        Note(code="table.one_of_many", slots={"group": g.group, "p": g.adjusted_p})
        for g in groups
        if g.verdict == "exceeds" and g.adjusted_p is not None and g.adjusted_p > alpha
    )
    firm = sum(g.verdict == "exceeds" for g in groups) > len(lone)
    verdict = "cannot_tell" if table.verdict == "exceeds" and lone and not firm else table.verdict
    return replace(table, groups=groups, verdict=verdict, notes=(*table.notes, *lone))
