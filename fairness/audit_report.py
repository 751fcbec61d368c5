"""What an audit found, who was left out and why, and the digest that names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fairness.audit_policy import AuditPolicy
from fairness.verdict import Verdict
from interview import Finding, digest


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupFinding:
    """One group under one metric: the finding with its interval, and what stands beside it.

    ``finding`` is the metric's own number against the reference group (an impact ratio, a gap);
    ``rate`` the group's own. ``flips`` is true when one person decided otherwise would turn the
    finding round, ``shortfall`` how many more selections would reach the limit. ``excluded`` names
    why a group has no finding though it is listed. ``details`` holds further named numbers.
    """

    group: str
    n: int
    finding: Finding
    verdict: Verdict
    selected: int | None = None
    rate: Finding | None = None
    p_value: float | None = None
    adjusted_p: float | None = None
    flips: bool | None = None
    shortfall: int | None = None
    reference: bool = False
    excluded: str = ""
    details: Mapping[str, float | int | str | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditTable:
    """One metric over one attribute. ``notes`` are codes with their slots; words are made in ui.

    ``excluded`` counts people who are in the audit and not in this table, by reason (no decision
    where decisions are compared), so that the sizes of the groups and those left out add up.
    """

    attribute: str
    metric: str
    groups: tuple[GroupFinding, ...]
    verdict: Verdict
    reference: str = ""
    overall: Mapping[str, Finding] = field(default_factory=dict)
    excluded: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def n(self) -> int:
        """Everybody in the table."""
        return sum(g.n for g in self.groups)


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """Something the reader of a table must know: a code and the values in its sentence."""

    code: str
    slots: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Conclusion:
    """One sentence of the report: its code, slots, verdict and where it came from."""

    code: str
    verdict: Verdict
    attribute: str
    metric: str
    group: str = ""
    slots: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditReport:
    """A whole audit, frozen; ``digest`` covers all of it, ``data`` names the columns it read.

    In every table the sizes of the groups, the people that the table leaves out and those whom the
    whole audit leaves out (``excluded``) add up to ``population``. ``findings`` stand worst first.
    """

    policy: AuditPolicy
    population: int
    excluded: Mapping[str, int]
    tables: tuple[AuditTable, ...]
    findings: tuple[Conclusion, ...]
    verdict: Verdict
    window: tuple[str, str] = ("", "")
    notes: tuple[Note, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    data: str = ""
    digest: str = ""

    def sealed(self) -> AuditReport:
        """The same report with its digest filled in."""
        return replace(self, digest=digest(replace(self, digest="")))
