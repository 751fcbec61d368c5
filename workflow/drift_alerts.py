"""What stands out over time, worst first: a code with its values, for one sentence each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis import ValidityOverTime
from interview import Estimate
from workflow.drift_watch import MixShift, Watched


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """One sentence to be: ``code`` names it, ``slots`` hold its keys and numbers.

    ``warning`` is false for what explains rather than alarms: another mix of applicants.
    """

    code: str
    warning: bool
    slots: Mapping[str, object] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What moved, without the way it moved."""
        return self.code.partition("_")[0]


def drift_alerts(
    watched: Sequence[Watched],
    mix: Sequence[MixShift],
    validity: Sequence[tuple[str, ValidityOverTime | None, bool]],
) -> tuple[Alert, ...]:
    """Validity that fell or rose, then measures that moved, largest shift first, then the mix."""
    found = [alert for role, over, shown in validity if (alert := _validity(role, over, shown))]
    moved = [one for one in watched if one.alarmed]
    moved.sort(key=lambda one: -abs(_gap(one)))
    found += [_moved(one) for one in moved]
    found += [
        Alert(
            code="mix",
            warning=False,
            slots={"fact": one.fact, "v": one.finding.value},
        )
        for one in mix
        if one.moved and isinstance(one.finding, Estimate)
    ]
    return tuple(found)


def _validity(role: str, over: ValidityOverTime | None, shown: bool) -> Alert | None:
    broken = over.broken if over else None
    if broken is None or not shown:
        return None
    before, after = broken.before, broken.after
    if not (isinstance(before, Estimate) and isinstance(after, Estimate)):
        return None
    return Alert(
        code="validity_fell" if after.value < before.value else "validity_rose",
        warning=True,
        slots={
            "role": role, "at": broken.at, "low": broken.low, "high": broken.high,
            "before": before.value, "after": after.value,
        },
    )  # fmt: skip


def _moved(one: Watched) -> Alert:
    up = _gap(one) > 0
    slots: dict[str, object] = {"measure": one.measure, "place": one.place, "gap": _gap(one)}
    broken = one.level.broken
    dated = broken is not None and broken.p_value <= 0.05
    if broken is not None and dated:
        slots |= {"at": broken.at, "low": broken.low, "high": broken.high}
        if isinstance(broken.change, Estimate):
            slots["change"] = broken.change.value
    direction = "rose" if up else "fell"
    return Alert(
        code=f"{one.kind}_{direction}" + ("" if dated else "_undated"),
        warning=True,
        slots=slots,
    )


def _gap(one: Watched) -> float:
    return one.drift.gap.value if isinstance(one.drift.gap, Estimate) else 0.0
