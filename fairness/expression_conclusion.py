"""One sentence per group about display and the score: its code, verdict and slots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fairness.audit_report import Conclusion
from fairness.expression_gate import Gate
from fairness.expression_pass_through import Expressivity, PassThrough
from fairness.expression_weight import WeightTried
from fairness.verdict import Verdict
from interview import Estimate, Finding


def conclude(
    attribute: str,
    passed: PassThrough,
    expressivity: Sequence[Expressivity],
    safe: Mapping[str, Finding],
    tried: Sequence[WeightTried],
    gate: Gate,
    present: float,
    stated: bool,
) -> Conclusion:
    """Whether the score treats a group's display as ability, how sure, and which weight is safe.

    Codes: ``expression.lowers_score`` and ``expression.raises_score`` when what display carries
    into the score lies wholly beyond the margin; ``expression.no_effect`` when wholly inside;
    ``expression.other_gap`` when inside although the score itself differs at equal competence;
    ``expression.weight_zero`` when expression has no weight; ``expression.cannot_tell`` otherwise.
    Each ends in ``_no_weight`` where no safe weight could be shown, and the sentence says so.
    """
    group = passed.group
    through, gap = passed.through, passed.gap
    weight = safe.get(group)
    shown = [f for f in expressivity if f.group == group]
    differs = [f.feature for f in shown if f.verdict == "exceeds"]
    everything = next((f.finding for f in reversed(shown)), None)
    code, verdict = _reading(passed, present)
    if not isinstance(weight, Estimate):
        code += "_no_weight"
    now = next(
        (t for t in tried if t.label in ("present", "removed") and t.weight == present), None
    )
    ratio = now.ratios.get(group) if now else None
    slots: dict[str, object] = {
        "group": group,
        "gap": _value(gap),
        "through": _value(through),
        "low": through.low if isinstance(through, Estimate) else None,
        "high": through.high if isinstance(through, Estimate) else None,
        "share": _value(passed.share),
        "display": _value(everything),
        "measures": differs,
        "present": present,
        "stated": stated,
        "safe": _value(weight),
        "why_no_weight": weight.code if weight and not isinstance(weight, Estimate) else "",
        "gate": gate.state,
        "ratio": _value(ratio),
        "n": through.n,
    }
    return Conclusion(
        code=code,
        verdict=verdict,
        attribute=attribute,
        metric="cultural_expression",
        group=group,
        slots=slots,
    )


def _reading(passed: PassThrough, present: float) -> tuple[str, Verdict]:
    through, gap = passed.through, passed.gap
    if present == 0 and isinstance(through, Estimate):
        return "expression.weight_zero", passed.verdict
    if passed.verdict == "exceeds" and isinstance(through, Estimate):
        lower = through.value < 0
        return ("expression.lowers_score" if lower else "expression.raises_score"), "exceeds"
    if passed.verdict == "within":
        # display carries nothing, and still the score differs at equal competence
        if isinstance(gap, Estimate) and (gap.high < -0.1 or gap.low > 0.1):
            return "expression.other_gap", "exceeds"
        return "expression.no_effect", "within"
    return "expression.cannot_tell", "cannot_tell"


def _value(finding: Finding | None) -> float | None:
    return finding.value if isinstance(finding, Estimate) else None
