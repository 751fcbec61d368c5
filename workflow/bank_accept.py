"""A person decides about a question: as the evidence recommends, or otherwise, with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from interview import Action, Actor, InputError, Question, RoleModel, StoreError
from scoring import shipped_roles
from store import (
    QuestionStatusName,
    Report,
    Store,
    Transaction,
    append,
    events,
    question,
    report,
    reports,
    role,
    roles,
    save_question,
    save_question_status,
    save_report,
    save_role,
)
from workflow.audit import departments_of, sees_scope
from workflow.bank_json import found_from_json
from workflow.bank_standing import Standing, bank_standing
from workflow.bank_store import KIND
from workflow.rewording import Rewording, reworded
from workflow.rights import require

DECISION = "bank_decision"
BankAction = Literal["keep", "collect", "rewrite", "retire", "quarantine", "reinstate"]
BANK_ACTIONS: tuple[BankAction, ...] = get_args(BankAction)
STATUS: dict[str, QuestionStatusName] = {
    "retire": "retired",
    "quarantine": "quarantined",
    "reinstate": "active",
}
LONGEST_REASON = 2000


@dataclass(frozen=True, kw_only=True, slots=True)
class BankDecision:
    """What somebody decided about one version of a question, and what had been recommended.

    ``report`` is the assessment it rests on, ``new_version`` the version made by a rewrite,
    ``roles`` those whose models got a next version for it.
    """

    question: str
    version: int
    recommended: str
    action: BankAction
    reason: str
    report: str
    actor: str
    at: str
    new_version: int | None
    roles: tuple[str, ...]
    name: str = ""

    @property
    def followed(self) -> bool:
        """Whether the person did as the evidence recommended."""
        return self.action == self.recommended


def accept_recommendation(
    actor: Actor,
    store: Store,
    report_name: str,
    key: str,
    version: int,
    action: BankAction,
    reason: str,
    *,
    new: Rewording | None = None,
) -> BankDecision:
    """Decide about a question on the strength of a kept assessment.

    A person may follow the recommendation or not; the reason is kept either way, with the digest of
    the assessment. *rewrite* saves the next version, ``because`` the assessment, and every role
    model that asks the question gets a next version with it: what was asked before stays and old
    interviews are scored with it. *retire*, *quarantine* and *reinstate* change the question's
    status. *keep* and *collect* change nothing but are remembered. All in one transaction.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to change the bank, ``right.other_unit`` when the
        assessment speaks of departments the actor does not see.
    StoreError
        ``report.unknown``, ``bank.not_an_assessment``, ``bank.stale`` when the question was
        changed since the assessment.
    InputError
        ``bank.no_action``, ``bank.no_reason``, ``bank.not_in_report``, ``bank.already``,
        ``bank.replaced``, ``bank.no_wording``, and what `reworded` refuses.
    """
    require(actor, "change_bank")
    said = _reason(reason)
    if action not in BANK_ACTIONS:
        raise InputError(
            "bank.no_action",
            f"'{action}' is nothing that can be decided about a question",
            f"use one of: {', '.join(BANK_ACTIONS)}",
            action=action,
            known=", ".join(BANK_ACTIONS),
        )
    with store.transaction(actor.id) as tx:
        kept = report(tx, report_name)
        require(actor, "change_bank", *departments_of(_an_assessment(kept)))
        recommended = _recommended(kept, key, version)
        _not_stale(tx, kept, key)
        now = bank_standing(tx).get(f"{key}@{version}", "active")
        made: Question | None = None
        changed: tuple[str, ...] = ()
        if action == "rewrite":
            made, changed = _rewrite(tx, key, version, now, new, because=kept.digest)
        elif action in STATUS:
            _status(tx, key, version, action, now, said, kept.digest)
        decision = BankDecision(
            question=key,
            version=version,
            recommended=recommended,
            action=action,
            reason=said,
            report=kept.digest,
            actor=actor.id,
            at=tx.now(),
            new_version=made.version if made else None,
            roles=changed,
        )
        scope = {"departments": kept.content["scope"]["departments"]}
        held = save_report(tx, DECISION, {"decision": _plain(decision), "scope": scope})
        append(tx, actor.id, f"{key}@{version}", Action.RECOMMENDATION_ACCEPTED, held.digest)
    return replace(decision, name=held.digest)


def bank_decisions(actor: Actor, store: Store) -> tuple[BankDecision, ...]:
    """Every decision about the bank that rests on departments the actor sees, newest first.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to assess the bank.
    """
    require(actor, "assess_bank")
    with store.read() as reading:
        return tuple(_decision(one) for one in reports(reading, DECISION) if sees_scope(actor, one))


def _reason(reason: str) -> str:
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise InputError(
            "bank.no_reason",
            "a decision about a question needs a reason of one to two thousand characters",
            "say why, in a sentence that a colleague understands in a year",
            most=LONGEST_REASON,
        )
    return said


def _an_assessment(kept: Report) -> Report:
    if kept.kind != KIND:
        raise StoreError(
            "bank.not_an_assessment",
            f"report {kept.digest[:16]} is of kind {kept.kind!r}, no assessment of the bank",
            "take the name of an assessment from the question bank",
            kind=kept.kind,
        )
    return kept


def _recommended(kept: Report, key: str, version: int) -> str:
    found = found_from_json(kept.content["bank"]).assessment.of(key, str(version))
    if found is None:
        raise InputError(
            "bank.not_in_report",
            f"the assessment says nothing of {key!r} in version {version}",
            "assess the bank again, or choose a question that it names",
            question=key,
            version=version,
        )
    return found.recommendation


def _not_stale(tx: Transaction, kept: Report, key: str) -> None:
    """Refuse when anything about the question was decided or saved after the assessment."""
    saved = events(tx, subject=kept.digest, action=Action.REPORT_SAVED, limit=1)[0].seq
    newest = question(tx, key)
    versions: Iterable[int] = range(1, (newest.version if newest else 1) + 1)
    for version in versions:
        for event in events(tx, subject=f"{key}@{version}", limit=1):
            if event.seq > saved:
                raise StoreError(
                    "bank.stale",
                    f"{key!r} was changed by {event.actor} after this assessment "
                    f"({event.action.value}, {_day(event.at)})",
                    "assess the bank again and decide on what it says then",
                    question=key,
                    actor=event.actor,
                    day=_day(event.at),
                )


def _day(at: datetime) -> str:
    return at.date().isoformat()


def _status(
    tx: Transaction,
    key: str,
    version: int,
    action: BankAction,
    now: Standing,
    reason: str,
    because: str,
) -> None:
    status = STATUS[action]
    if now == status or (now == "replaced" and status == "active"):
        raise InputError(
            "bank.already",
            f"{key!r} in version {version} is already {now}",
            "choose another decision",
            question=key,
            version=version,
            status=now,
        )
    save_question_status(tx, key, version, status, reason=reason, because=because)


def _rewrite(
    tx: Transaction, key: str, version: int, now: Standing, new: Rewording | None, *, because: str
) -> tuple[Question, tuple[str, ...]]:
    """Save the next version and give it to every role that asks the question."""
    if now == "replaced":
        raise InputError(
            "bank.replaced",
            f"version {version} of {key!r} was replaced by a newer one",
            "decide about the version in use",
            question=key,
            version=version,
        )
    if new is None:
        raise InputError(
            "bank.no_wording",
            "a rewrite needs the new wording",
            "write the new text in every language",
            question=key,
        )
    models = _asking(tx, key)
    old = question(tx, key, version) or next(
        (found for model in models if (found := model.question(key, version))), None
    )
    if old is None:
        raise StoreError(
            "question.not_kept",
            f"no question {key!r} in version {version} is kept",
            "take key and version from the question bank",
            question=key,
            version=version,
        )
    newest = question(tx, key) or old
    made = reworded(old, new, version=newest.version + 1, because=because)
    for model in models:
        asked = {entry.key for entry in model.competencies}
        foreign = next((one for one in made.criteria if one not in asked), None)
        if foreign is not None:
            raise InputError(
                "question.foreign_competency",
                f"role {model.key!r} does not ask for {foreign!r}",
                f"use one of: {', '.join(sorted(asked))}",
                role=model.key,
                competency=foreign,
                known=", ".join(sorted(asked)),
            )
    save_question(tx, made)
    for model in models:
        held = role(tx, model.key)
        if held is None:
            save_role(tx, model)
        save_role(tx, replace(model, version=model.version + 1, questions=(*model.questions, made)))
    return made, tuple(model.key for model in models)


def _asking(tx: Transaction, key: str) -> list[RoleModel]:
    """The newest role models that ask the question, those shipped where none is kept."""
    kept = {model.key: model for model in roles(tx)}
    every = {**shipped_roles(), **kept}
    return [model for model in every.values() if model.question(key) is not None]


def _plain(decision: BankDecision) -> dict[str, object]:
    return {
        "question": decision.question,
        "version": decision.version,
        "recommended": decision.recommended,
        "action": decision.action,
        "reason": decision.reason,
        "report": decision.report,
        "actor": decision.actor,
        "at": decision.at,
        "new_version": decision.new_version,
        "roles": list(decision.roles),
    }


def _decision(kept: Report) -> BankDecision:
    held = kept.content["decision"]
    return BankDecision(
        question=str(held["question"]),
        version=int(held["version"]),
        recommended=str(held["recommended"]),
        action=held["action"],
        reason=str(held["reason"]),
        report=str(held["report"]),
        actor=str(held["actor"]),
        at=str(held["at"]),
        new_version=held["new_version"],
        roles=tuple(held["roles"]),
        name=kept.digest,
    )
