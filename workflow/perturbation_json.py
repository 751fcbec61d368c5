"""A perturbation report as JSON: judgements and counts, and no single person's score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fairness import PerturbationAudit, PerturbationFinding
from interview import finding_json, plain
from workflow.perturb import PerturbationReport


def perturbation_json(report: PerturbationReport) -> dict[str, Any]:
    """The report as JSON types.

    Findings stand as everywhere: ``{value, low, high, n, method}`` or ``{withheld, code, n}``.
    """
    return {
        "interviews": report.interviews,
        "roles": list(report.roles),
        "policies": list(report.policies),
        "verdict": report.verdict,
        "overall": _audit(report.overall),
        "competencies": {key: _audit(audit) for key, audit in report.competencies.items()},
        "largest_movement_points": dict(report.largest),
        "failed": [
            {"interview": item.interview, "code": item.code, "message": item.message,
             "remedy": item.remedy}
            for item in report.failed
        ],
        "untried": _reasons(report.untried),
        "withheld_after": _reasons(report.withheld),
        "monotone": dict(report.monotone),
        "notes": [plain(note) for note in report.notes],
        "stopped": report.stopped,
    }  # fmt: skip


def _audit(audit: PerturbationAudit) -> dict[str, Any]:
    return {
        "verdict": audit.verdict,
        "sd": audit.sd,
        "margin": audit.margin,
        "cut": audit.cut,
        "findings": [_finding(one) for one in audit.findings],
    }


def _finding(one: PerturbationFinding) -> dict[str, Any]:
    return {
        "perturbation": one.perturbation,
        "n": one.n,
        "difference": finding_json(one.difference),
        "equivalent": one.equivalent,
        "p_value": one.p_value,
        "p95": finding_json(one.p95),
        "flips": finding_json(one.flips),
        "pairs_needed": one.needed,
        "verdict": one.verdict,
    }


def _reasons(counts: Mapping[str, Mapping[str, int]]) -> dict[str, list[dict[str, object]]]:
    return {
        key: [{"reason": code, "n": n} for code, n in codes.items()]
        for key, codes in counts.items()
    }
