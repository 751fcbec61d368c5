"""Assess the store's bank, keep what was found, and read it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis import QuestionRule, VersionChange
from analysis.exposure import CAP
from fairness import SMALLEST
from interview import Actor, Flag, Withheld
from store import Report, Store, report, reports, save_report
from workflow.audit import departments_of, sees_scope
from workflow.audit_people import AuditScope
from workflow.bank_answers import (
    BY,
    BankScope,
    bank_answers,
    copied_answers,
    raters_agreement,
    templates,
)
from workflow.bank_assessing import Beside, assessed
from workflow.bank_dif import comparisons, judged_together
from workflow.bank_found import BankFound, DifFound, name_of
from workflow.bank_json import found_from_json, kept_json
from workflow.bank_standing import bank_standing
from workflow.question_bias import question_bias, stored_question_bias
from workflow.rights import may, require

if TYPE_CHECKING:
    import numpy as np

KIND = "bank"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredBank:
    """An assessment as it was kept: its findings, its name in the store and the trail behind it.

    ``rests_on`` names the kept reports from which the comparisons between groups were taken.
    """

    found: BankFound
    name: str
    trail_digest: str
    made_at: str
    scope: Mapping[str, object]
    rests_on: tuple[str, ...]


def bank_store(
    actor: Actor,
    store: Store,
    scope: BankScope | None = None,
    *,
    attributes: Sequence[str] = (),
    purpose: str = "",
    look_for_copies: bool = True,
    rule: QuestionRule | None = None,
    cap: float = CAP,
    leak_since: str | np.datetime64 | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> StoredBank:
    """Assess every question asked in the departments the actor sees, and keep the result.

    Whether a question is harder for a group is taken from what was kept of `question_bias`; with
    ``attributes`` and a ``purpose`` it is asked anew, which takes the right to audit.

    Raises
    ------
    PermissionDenied
        ``right.missing``, ``attribute.no_purpose``.
    InputError
        ``bank.nobody``.
    """
    require(actor, "assess_bank")
    scope = scope or BankScope()
    answers = bank_answers(actor, store, scope)
    for attribute in attributes:
        asked = AuditScope(purpose=purpose, roles=scope.roles, since=scope.since, until=scope.until)
        question_bias(actor, store, asked, attribute=attribute)
    dif, looked_at, rests_on = _dif(actor, store)
    with store.read() as reading:
        now = bank_standing(reading)
    pairs = (
        copied_answers(actor, store, answers, on_progress=on_progress) if look_for_copies else None
    )
    beside = Beside(
        dif=dif,
        looked_at=looked_at,
        agreement=raters_agreement(actor, store, scope, answers),
        templates=templates(answers),
        pairs=pairs,
        standing=now,
        notes=() if looked_at else (Flag(code="bank.dif_not_looked_at"),),
    )
    found = _nameless(
        assessed(answers, BY, beside, rule=rule or QuestionRule(), cap=cap, since=leak_since)
    )
    content = {
        "bank": kept_json(found),
        "scope": _scope_json(scope, actor),
        "rests_on": rests_on,
    }
    with store.transaction(actor.id) as tx:
        kept = save_report(tx, KIND, content)
    return _stored(kept)


def stored_banks(actor: Actor, store: Store) -> tuple[StoredBank, ...]:
    """Every kept assessment of departments that the actor sees, newest first.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to assess the bank.
    """
    require(actor, "assess_bank")
    with store.read() as reading:
        return tuple(_stored(one) for one in reports(reading, KIND) if sees_scope(actor, one))


def stored_bank(actor: Actor, store: Store, name: str) -> StoredBank:
    """One kept assessment by its name.

    Raises
    ------
    PermissionDenied
        ``right.missing``, ``right.other_unit`` when it speaks of departments not seen.
    StoreError
        ``report.unknown``.
    """
    require(actor, "assess_bank")
    with store.read() as reading:
        kept = report(reading, name)
    require(actor, "assess_bank", *departments_of(kept))
    return _stored(kept)


def _nameless(found: BankFound) -> BankFound:
    """Without the averages of questions that hardly anybody answered: of one, that is the score.

    Nor how far a version lies from the one before, which would tell the same.
    """
    told = found.assessment
    few = {
        name_of(one): one.statistics.n
        for one in told.questions
        if one.statistics is not None and one.statistics.n < SMALLEST
    }
    changes = {
        key: tuple(_without_difficulty(key, one, few) for one in some)
        for key, some in found.changes.items()
    }
    questions = tuple(
        replace(one, statistics=None)
        if one.statistics is not None and one.statistics.n < SMALLEST
        else one
        for one in told.questions
    )
    return replace(found, assessment=replace(told, questions=questions), changes=changes)


def _without_difficulty(key: str, one: VersionChange, few: Mapping[str, int]) -> VersionChange:
    sizes = [few[name] for v in (one.old, one.new) if (name := f"{key}@{v}") in few]
    if not sizes:
        return one
    return replace(one, difficulty=Withheld(code="item.too_few", n=min(sizes)))


def _dif(
    actor: Actor, store: Store
) -> tuple[Mapping[str, tuple[DifFound, ...]], tuple[str, ...], tuple[str, ...]]:
    """The newest kept comparison of each role and attribute; nothing where nobody may look."""
    if not may(actor, "view_audits"):
        return {}, (), ()
    found: list[tuple[str, DifFound]] = []
    told: set[tuple[str, str]] = set()
    rests_on: list[str] = []
    for kept in stored_question_bias(actor, store):
        fresh = [role for role in kept.roles if (kept.attribute, role) not in told]
        if fresh:
            rests_on.append(kept.name)
        for role in fresh:
            told.add((kept.attribute, role))
            found += comparisons(kept.roles[role], role)
    looked_at = tuple(sorted({attribute for attribute, _ in told}))
    return judged_together(found), looked_at, tuple(rests_on)


def _scope_json(scope: BankScope, actor: Actor) -> dict[str, object]:
    return {
        "outcome_kind": scope.outcome_kind,
        "roles": list(scope.roles),
        "departments": [] if "*" in actor.units else sorted(actor.units),
        "since": scope.since.isoformat() if scope.since else "",
        "until": scope.until.isoformat() if scope.until else "",
    }


def _stored(kept: Report) -> StoredBank:
    return StoredBank(
        found=found_from_json(kept.content["bank"]),
        name=kept.digest,
        trail_digest=kept.trail_digest,
        made_at=kept.made_at.isoformat(),
        scope=dict(kept.content["scope"]),
        rests_on=tuple(kept.content["rests_on"]),
    )
