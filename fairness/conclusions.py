"""Tables become sentences to be said: one per compared group, the worst first."""

from __future__ import annotations

from collections.abc import Sequence

from fairness.audit_report import AuditTable, Conclusion, GroupFinding
from fairness.verdict import Verdict
from interview import Estimate, Withheld

_RANK: dict[Verdict, int] = {"exceeds": 0, "cannot_tell": 1, "within": 2}


def conclusions(tables: Sequence[AuditTable]) -> tuple[Conclusion, ...]:
    """What each table says of each group, the worst first.

    ``code`` is the metric and the verdict, ``impact_ratio.exceeds``; tables with nobody to compare
    give one ``<metric>.no_comparison``. The slots of every sentence:

    ``reference``
        The group compared with; empty without a comparison.
    ``n``, ``reference_n``, ``selected``, ``reference_selected``
        People and selections of both (selections only where the metric counts them).
    ``value``, ``low``, ``high``
        The finding with its interval; absent when it is withheld, and ``reason`` is there instead.
    ``rate``, ``reference_rate``
        Each group's own rate or mean, where there is one.
    ``p``, ``adjusted_p``
        The test, and the same corrected for all tests of its family.
    ``flips``
        True when one person decided otherwise would turn the result round: too few to act on.
    ``shortfall``
        Selections that are missing to the limit.
    ``detectable_ratio``
        The ratio nearest to 1 that these sizes would show four times in five; absent when even
        nobody selected would not be noticed.
    ``aggregate``
        The ratio over all strata together, where the value is the one within strata.

    A gap (any metric that is no ratio) has a sign: below 0 the group lies under the reference,
    above 0 over it.

    Within one verdict single attributes come before intersections, and larger gaps before smaller.

    Examples
    --------
    >>> from fairness.impact_ratios import impact_ratios_of_counts
    >>> table = impact_ratios_of_counts([("f", 12, 40), ("m", 48, 80)], attribute="sex")
    >>> [(c.code, c.group, c.slots["shortfall"]) for c in conclusions([table])]
    [('impact_ratio.exceeds', 'f', 8)]
    """
    said: list[tuple[tuple[int, int, float, int], Conclusion]] = []
    for order, table in enumerate(tables):
        compared = [g for g in table.groups if not g.excluded and not g.reference]
        if not table.reference or not compared:
            nothing = Conclusion(
                code=f"{table.metric.partition('.')[0]}.no_comparison",
                verdict="cannot_tell",
                attribute=table.attribute,
                metric=table.metric,
                slots={"n": table.n, "reference": ""},
            )
            said.append(((_RANK["cannot_tell"], _parts(table), 0.0, order), nothing))
            continue
        base = next(g for g in table.groups if g.reference)
        for group in compared:
            key = (_RANK[group.verdict], _parts(table), -_distance(table, group), order)
            said.append((key, _sentence(table, group, base)))
    return tuple(conclusion for _, conclusion in sorted(said, key=lambda pair: pair[0]))


def _parts(table: AuditTable) -> int:
    return table.attribute.count(" × ")


def _distance(table: AuditTable, group: GroupFinding) -> float:
    """How far a finding lies from no difference, so that the larger stands first."""
    found = group.finding
    if isinstance(found, Withheld):
        return 0.0
    none = 1.0 if found.method.startswith("ratio.") else 0.0
    return abs(found.value - none)


def _sentence(table: AuditTable, group: GroupFinding, base: GroupFinding) -> Conclusion:
    slots: dict[str, object] = {"reference": base.group, "n": group.n, "reference_n": base.n}
    if group.selected is not None and base.selected is not None:
        slots |= {"selected": group.selected, "reference_selected": base.selected}
    found = group.finding
    if isinstance(found, Estimate):
        slots |= {"value": found.value, "low": found.low, "high": found.high}
    else:
        slots["reason"] = found.code
    if isinstance(group.rate, Estimate) and isinstance(base.rate, Estimate):
        slots |= {"rate": group.rate.value, "reference_rate": base.rate.value}
    for name, value in (
        ("detectable_ratio", group.details.get("detectable_ratio")),
        ("aggregate", group.details.get("aggregate")),
        ("p", group.p_value),
        ("adjusted_p", group.adjusted_p),
        ("flips", group.flips),
        ("shortfall", group.shortfall),
    ):
        if value is not None:
            slots[name] = value
    return Conclusion(
        code=f"{table.metric.partition('.')[0]}.{group.verdict}",
        verdict=group.verdict,
        attribute=table.attribute,
        metric=table.metric,
        group=group.group,
        slots=slots,
    )
