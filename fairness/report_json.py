"""An audit as JSON, the shape other programs build on, and back again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from fairness.audit_policy import AuditPolicy, Columns
from fairness.audit_report import AuditReport, AuditTable, Conclusion, GroupFinding, Note
from fairness.small_cells import people_shown, without_small_cells
from interview import Estimate, Finding, IntegrityBroken, finding_from_json, finding_json, plain


def report_json(report: AuditReport, *, smallest: int = 0) -> dict[str, Any]:
    """The report as JSON types.

    Every group has ``group, n, selected, rate, impact_ratio, low, high, p_value, flips, shortfall,
    verdict``; ``impact_ratio`` is null where the metric is no ratio, and ``value`` is the finding
    of any metric. ``low`` and ``high`` belong to ``value``. Where a finding is withheld the three
    are null and ``finding`` says why. The sizes of a table's groups, its ``excluded`` and the
    report's ``excluded`` add up to ``population``.

    With ``smallest`` the report is one to hand on (`without_small_cells`): smaller counts are null,
    ``withheld_below`` says up to where, and the digest stays that of the full report, which such a
    file cannot be checked against.

    Examples
    --------
    >>> import pandas as pd
    >>> from fairness import audit
    >>> people = pd.DataFrame({"sex": ["m"] * 80 + ["f"] * 40,
    ...                        "hired": [1] * 48 + [0] * 32 + [1] * 12 + [0] * 28})
    >>> report = audit(people, AuditPolicy(attributes=("sex",), columns=Columns(selected="hired")))
    >>> made = report_json(report)
    >>> group = made["tables"][0]["groups"][0]
    >>> group["group"], group["impact_ratio"], group["verdict"], group["shortfall"]
    ('f', 0.5, 'exceeds', 8)
    """
    shown = without_small_cells(report, smallest) if smallest else report
    return {
        "policy": {**_mapping(plain(report.policy)), "digest": report.policy.digest},
        "population": report.population,
        "excluded": _reasons(report.excluded),
        "window": list(report.window),
        "tables": [_table(table, smallest) for table in shown.tables],
        "findings": [_mapping(plain(conclusion)) for conclusion in shown.findings],
        "notes": [_mapping(plain(note)) for note in report.notes],
        "verdict": report.verdict,
        "versions": dict(report.versions),
        "data": report.data,
        "digest": report.digest,
    } | ({"withheld_below": smallest} if smallest else {})


def report_from_json(data: Mapping[str, Any]) -> AuditReport:
    """The inverse of `report_json`, checked against the digest it carries.

    Raises
    ------
    IntegrityBroken
        ``report.digest`` when a number or word was changed after the report was made.
    """
    report = AuditReport(
        policy=_policy(data["policy"]),
        population=int(data["population"]),
        excluded=_counted(data["excluded"]),
        tables=tuple(_table_back(table) for table in data["tables"]),
        findings=tuple(Conclusion(**conclusion) for conclusion in data["findings"]),
        verdict=data["verdict"],
        window=(str(data["window"][0]), str(data["window"][1])),
        notes=tuple(Note(**note) for note in data["notes"]),
        versions=dict(data["versions"]),
        data=str(data["data"]),
        digest=str(data["digest"]),
    )
    if report.sealed().digest != report.digest:
        raise IntegrityBroken(
            "report.digest",
            f"the report no longer matches its digest {report.digest[:12]}",
            "use the file as it was written, or run the audit again",
            digest=report.digest,
        )
    return report


def _table(table: AuditTable, smallest: int) -> dict[str, Any]:
    return {
        "attribute": table.attribute,
        "metric": table.metric,
        "verdict": table.verdict,
        "reference": table.reference,
        "overall": {name: finding_json(found) for name, found in table.overall.items()},
        "excluded": _reasons(table.excluded),
        "notes": [_mapping(plain(note)) for note in table.notes],
        "groups": [_group(group, smallest) for group in table.groups],
    }


def _group(group: GroupFinding, smallest: int) -> dict[str, Any]:
    found, rate = group.finding, group.rate
    known = found if isinstance(found, Estimate) else None
    is_ratio = known is not None and known.method.startswith("ratio.")
    return {
        "group": group.group,
        "n": people_shown(group.n, smallest),
        "selected": group.selected,
        "rate": rate.value if isinstance(rate, Estimate) else None,
        "impact_ratio": known.value if known and is_ratio else None,
        "value": known.value if known else None,
        "low": known.low if known else None,
        "high": known.high if known else None,
        "p_value": group.p_value,
        "adjusted_p": group.adjusted_p,
        "flips": group.flips,
        "shortfall": group.shortfall,
        "verdict": group.verdict,
        "reference": group.reference,
        "excluded": group.excluded,
        "finding": finding_json(found),
        "rate_finding": finding_json(rate) if rate is not None else None,
        "details": _mapping(plain(group.details)),
    }


def _table_back(data: Mapping[str, Any]) -> AuditTable:
    return AuditTable(
        attribute=data["attribute"],
        metric=data["metric"],
        groups=tuple(_group_back(group) for group in data["groups"]),
        verdict=data["verdict"],
        reference=data["reference"],
        overall={name: finding_from_json(found) for name, found in data["overall"].items()},
        excluded=_counted(data["excluded"]),
        notes=tuple(Note(**note) for note in data["notes"]),
    )


def _group_back(data: Mapping[str, Any]) -> GroupFinding:
    held = data["rate_finding"]
    rate: Finding | None = finding_from_json(held) if held is not None else None
    return GroupFinding(
        group=data["group"],
        n=int(data["n"]),
        finding=finding_from_json(data["finding"]),
        verdict=data["verdict"],
        selected=data["selected"],
        rate=rate,
        p_value=data["p_value"],
        adjusted_p=data["adjusted_p"],
        flips=data["flips"],
        shortfall=data["shortfall"],
        reference=data["reference"],
        excluded=data["excluded"],
        details=dict(data["details"]),
    )


def _policy(data: Mapping[str, Any]) -> AuditPolicy:
    held = {f.name: _frozen(data[f.name]) for f in fields(AuditPolicy) if f.name in data}
    columns = {
        f.name: _frozen(data["columns"][f.name])
        for f in fields(Columns)
        if f.name in data["columns"]
    }
    held["columns"] = Columns(**columns)
    return AuditPolicy(**held)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _reasons(excluded: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{"reason": reason, "n": n} for reason, n in sorted(excluded.items())]


def _counted(reasons: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {str(row["reason"]): int(row["n"]) for row in reasons}


def _mapping(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}
