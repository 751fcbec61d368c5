"""Audit the store's decisions or a table of one's own, and keep what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fairness import (
    METRICS,
    AuditPolicy,
    AuditReport,
    Columns,
    audit,
    report_from_json,
    report_json,
)
from interview import Actor, Stage
from store import Report, Store, report, reports, save_report
from workflow.audit_laws import audit_law
from workflow.audit_people import COLUMNS, AuditScope, audit_people, audited_attributes
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd

KIND = "audit"
# eight attributes have 28 crossings: nobody reads them, and chance finds something in one
MOST_CROSSED = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredAudit:
    """An audit as it was kept: the report, its name in the store, and the trail it rests on."""

    report: AuditReport
    name: str
    trail_digest: str
    made_at: str
    scope: Mapping[str, object]


def audit_rules(
    law: str,
    attributes: Sequence[str],
    columns: Columns,
    *,
    cut: float | None = None,
    reference: str | None = None,
) -> AuditPolicy:
    """The rules of an audit under a law preset.

    Attributes are crossed with one another as the preset says, up to four of them; with more, each
    is audited on its own.

    Raises
    ------
    PolicyError
        ``policy.unknown`` names the presets there are.

    Examples
    --------
    >>> rules = audit_rules("nyc_ll144", ["sex"], Columns(score="score"))
    >>> rules.metrics, rules.smallest_share
    (('impact_ratio', 'scoring_rate'), 0.02)
    """
    preset = audit_law(law)
    return AuditPolicy(
        attributes=tuple(attributes),
        columns=columns,
        law=preset.key,
        metrics=preset.metrics,
        intersections=preset.intersections if len(attributes) <= MOST_CROSSED else 1,
        reference=reference or preset.reference,
        limit=preset.limit,
        smallest_share=preset.smallest_share,
        floor=preset.floor,
        cut=cut,
    )


def audit_table(actor: Actor, frame: pd.DataFrame, rules: AuditPolicy) -> AuditReport:
    """Audit any table, whoever made it; nothing of it is kept.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to audit tables.
    InputError
        What `fairness.audit` refuses, by name.
    """
    require(actor, "audit_table")
    return audit(frame, _with_what_is_there(rules))


def audit_store(
    actor: Actor,
    store: Store,
    scope: AuditScope,
    *,
    law: str = "none",
    attributes: Sequence[str] = (),
    cut: float | None = None,
) -> StoredAudit:
    """Audit the decisions in the store and keep the report; reading the attributes is an event.

    Attributes are named with or without ``attr_``; none means all there are.

    Raises
    ------
    PermissionDenied
        ``right.missing``, ``attribute.no_purpose``.
    InputError
        ``audit.nobody``, and what `fairness.audit` refuses.
    """
    return audit_store_with_people(actor, store, scope, law=law, attributes=attributes, cut=cut)[0]


def audit_store_with_people(
    actor: Actor,
    store: Store,
    scope: AuditScope,
    *,
    law: str = "none",
    attributes: Sequence[str] = (),
    cut: float | None = None,
) -> tuple[StoredAudit, pd.DataFrame]:
    """`audit_store`, and the table it read, so that one reading serves report and moving cut."""
    people = audit_people(actor, store, scope)
    found = audit_frame(people, law=law, attributes=attributes, cut=cut)
    content = {
        "report": report_json(found),
        "scope": scope_json(scope, actor),
        "law_version": audit_law(law).version,
    }
    with store.transaction(actor.id) as tx:
        kept = save_report(tx, KIND, content)
    return _stored(kept), people


def audit_frame(
    people: pd.DataFrame,
    *,
    law: str = "none",
    attributes: Sequence[str] = (),
    cut: float | None = None,
) -> AuditReport:
    """Audit a table of people as `audit_people` gives it; attributes lose their ``attr_``."""
    named = {c: c.removeprefix("attr_") for c in audited_attributes(people)}
    chosen = [a.removeprefix("attr_") for a in attributes] or list(named.values())
    rules = audit_rules(law, chosen, COLUMNS, cut=cut)
    if cut is not None:
        # a cut that is tried out stands in place of the decisions that were made
        rules = replace(rules, columns=replace(COLUMNS, selected=""))
    return audit(people.rename(columns=named), _with_what_is_there(rules))


def stored_audits(actor: Actor, store: Store) -> tuple[StoredAudit, ...]:
    """Every kept audit of departments that the actor sees, newest first.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see audits.
    IntegrityBroken
        ``report.digest`` when a kept report no longer matches its digest.
    """
    require(actor, "view_audits")
    with store.read() as reading:
        return tuple(_stored(r) for r in reports(reading, KIND) if sees_scope(actor, r))


def stored_audit(actor: Actor, store: Store, name: str) -> StoredAudit:
    """One kept audit by its name.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see audits, ``right.other_unit`` when it speaks of
        departments that the actor does not see.
    StoreError
        ``report.unknown``.
    """
    require(actor, "view_audits")
    with store.read() as reading:
        kept = report(reading, name)
    require(actor, "view_audits", *departments_of(kept))
    return _stored(kept)


def _with_what_is_there(rules: AuditPolicy) -> AuditPolicy:
    """A preset names more than every table can carry; what cannot run is noted in the report."""
    return replace(rules, metrics=tuple(m for m in rules.metrics if m in METRICS))


def scope_json(scope: AuditScope, actor: Actor) -> dict[str, object]:
    """A scope as it is kept beside a report; no department named means all of them."""
    stage: Stage = scope.stage
    return {
        "purpose": scope.purpose.strip(),
        "stage": stage,
        "outcome_kind": scope.outcome_kind,
        "requisitions": list(scope.requisitions),
        "roles": list(scope.roles),
        "departments": [] if "*" in actor.units else sorted(actor.units),
        "since": scope.since.isoformat() if scope.since else "",
        "until": scope.until.isoformat() if scope.until else "",
    }


def departments_of(kept: Report) -> tuple[str | None, ...]:
    """The departments a kept report speaks of; (None,) stands for all and is seen by who sees all.

    A report holds no names, and yet what it says of a department is that department's own.
    """
    named = kept.content["scope"].get("departments", ())
    return tuple(map(str, named)) or (None,)


def sees_scope(actor: Actor, kept: Report) -> bool:
    """Whether the actor sees every department that a kept report speaks of."""
    return all(actor.sees(unit) for unit in departments_of(kept))


def _stored(kept: Report) -> StoredAudit:
    return StoredAudit(
        report=report_from_json(kept.content["report"]),
        name=kept.digest,
        trail_digest=kept.trail_digest,
        made_at=kept.made_at.isoformat(),
        scope=dict(kept.content["scope"]),
    )
