"""Does the interview forecast the job? Asked of any table, or of the store, where it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis import (
    KpiMap,
    StudyRules,
    ValidityColumns,
    ValidityStudy,
    validity_study,
)
from interview import Actor, Estimate, Finding, finding_from_json, finding_json
from store import Report, Store, report, reports, restored, save_report
from workflow.audit import departments_of, sees_scope
from workflow.rights import require
from workflow.validity_people import COLUMNS, ValidityScope, validity_tables
from workflow.validity_refusals import refused

if TYPE_CHECKING:
    import pandas as pd

KIND = "validity"
FEWEST_FOR_RELIABILITY = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredValidity:
    """A kept study, its name in the store, and the trail it rests on.

    ``agreement`` is how two ratings of the same person at different times agree: the reliability
    used in corrections where nobody stated one.
    """

    study: ValidityStudy
    agreement: Finding
    name: str
    trail_digest: str
    made_at: str
    scope: Mapping[str, object]


def validate_table(
    actor: Actor,
    frame: pd.DataFrame,
    columns: ValidityColumns,
    *,
    kpi_of: KpiMap | None = None,
    rules: StudyRules | None = None,
) -> ValidityStudy:
    """Study any table, whoever made it; nothing of it is kept.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to study validity.
    InputError
        What `validity_study` refuses; and where nothing at all can be told, why (no outcome yet,
        outcome constant, too few people), with what would be enough.
    """
    require(actor, "validate")
    found = validity_study(frame, columns, kpi_of=kpi_of, rules=rules)
    if (why := found.refusal) is not None:
        raise refused(why)
    return found


def validate_store(
    actor: Actor, store: Store, scope: ValidityScope, *, rules: StudyRules | None = None
) -> StoredValidity:
    """Study the store's scores against later performance and keep the report.

    Corrections use the reliability of ``rules``; without one the agreement of two ratings of the
    same person stands for it, where at least 30 were rated twice. Full correction needs decisions
    that follow this score from the top down.

    Raises
    ------
    PermissionDenied
        ``right.missing``.
    InputError
        ``validity.nobody``, ``validity.occasion``, and what `validate_table` refuses.
    """
    tables = validity_tables(actor, store, scope)
    asked = rules or StudyRules()
    stated = asked.reliability is not None
    agreement = tables.agreement
    known = isinstance(agreement, Estimate) and agreement.n >= FEWEST_FOR_RELIABILITY
    if asked.reliability is None and isinstance(agreement, Estimate) and known:
        asked = replace(asked, reliability=agreement.value)
    found = validity_study(
        tables.people,
        COLUMNS,
        answers=tables.answers,
        figures=tables.figures,
        modalities=tables.modalities,
        kpi_of=tables.kpi_of,
        rules=asked,
    )
    if (why := found.refusal) is not None:
        raise refused(why)
    content = {
        "study": found,
        "agreement": finding_json(agreement),
        "scope": _scope_json(scope, actor, asked, stated=stated),
    }
    with store.transaction(actor.id) as tx:
        kept = save_report(tx, KIND, content)
    return _stored(kept)


def stored_validities(actor: Actor, store: Store) -> tuple[StoredValidity, ...]:
    """Every kept study of departments that the actor sees, newest first.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see how good the instrument is.
    """
    require(actor, "view_quality")
    with store.read() as reading:
        return tuple(_stored(one) for one in reports(reading, KIND) if sees_scope(actor, one))


def newest_validity(actor: Actor, store: Store, occasion: str = "") -> StoredValidity | None:
    """The newest kept study that the actor may see, of one occasion or of any; None without one.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see how good the instrument is.
    """
    require(actor, "view_quality")
    with store.read() as reading:
        for one in reports(reading, KIND):
            wanted = occasion in ("", one.content["scope"]["occasion"])
            if wanted and sees_scope(actor, one):
                return _stored(one)
    return None


def stored_validity(actor: Actor, store: Store, name: str) -> StoredValidity:
    """One kept study by its name.

    Raises
    ------
    PermissionDenied
        ``right.missing``; ``right.other_unit`` when it speaks of departments the actor does not
        see.
    StoreError
        ``report.unknown``.
    """
    require(actor, "view_quality")
    with store.read() as reading:
        kept = report(reading, name)
    require(actor, "view_quality", *departments_of(kept))
    return _stored(kept)


def _scope_json(
    scope: ValidityScope, actor: Actor, rules: StudyRules, *, stated: bool
) -> dict[str, object]:
    """A scope as it is kept beside a study; no department named means all of them."""
    return {
        "occasion": scope.occasion,
        "requisitions": list(scope.requisitions),
        "roles": list(scope.roles),
        "departments": [] if "*" in actor.units else sorted(actor.units),
        "since": scope.since.isoformat() if scope.since else "",
        "until": scope.until.isoformat() if scope.until else "",
        "repeated": rules.repeated,
        "reliability_stated": stated,
    }


def _stored(kept: Report) -> StoredValidity:
    held = kept.content
    return StoredValidity(
        study=restored(ValidityStudy, held["study"]),
        agreement=finding_from_json(held["agreement"]),
        name=kept.digest,
        trail_digest=kept.trail_digest,
        made_at=kept.made_at.isoformat(),
        scope=dict(held["scope"]),
    )
