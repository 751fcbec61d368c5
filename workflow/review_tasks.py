"""What to do after a month or quarter: a code with its values for each task, most urgent first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis import RaterReport, RaterSeverity
from interview import Estimate, Finding, Withheld
from workflow.drift_alerts import Alert

BEHIND = 0.10
RATED_ENOUGH = 0.8


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewTask:
    """One thing to do; ``finding`` when something went wrong rather than is missing."""

    code: str
    finding: bool
    slots: Mapping[str, object] = field(default_factory=dict)


def review_tasks(
    figures: Mapping[str, Finding], alerts: Sequence[Alert], raters: RaterReport | None
) -> tuple[ReviewTask, ...]:
    """Alerts, raters who stand out, a machine behind people, then what nobody collects yet."""
    found = [
        ReviewTask(code=f"alert_{alert.code}", finding=True, slots=alert.slots)
        for alert in alerts
        if alert.warning
    ]
    for one in raters.flagged if raters else ():
        found += [
            ReviewTask(code=flag.replace(".", "_"), finding=True, slots=_slots(one, flag))
            for flag in one.flags
        ]
    machine, people = figures["machine"], figures["people"]
    if (
        isinstance(machine, Estimate)
        and isinstance(people, Estimate)
        and machine.high < people.low - BEHIND
    ):
        slots = {"machine": machine.value, "people": people.value}
        found.append(ReviewTask(code="behind", finding=True, slots=slots))
    sampled = figures["sampled"]
    if isinstance(sampled, Estimate) and sampled.value < RATED_ENOUGH:
        slots = {"share": sampled.value, "left": round(sampled.n * (1 - sampled.value))}
        found.append(ReviewTask(code="sample", finding=False, slots=slots))
    for key in ("satisfaction", "drop_out", "hours"):
        held = figures[key]
        if isinstance(held, Withheld) and held.code == f"effect.no_{key}":
            found.append(ReviewTask(code=f"collect_{key}", finding=False))
    return tuple(found)


def _slots(one: RaterSeverity, flag: str) -> dict[str, object]:
    held = one.leniency if flag in ("rater.lenient", "rater.severe") else one.spread
    value = held.value if isinstance(held, Estimate) else 0.0
    return {"rater": one.rater, "value": abs(value)}
