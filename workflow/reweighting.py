"""Weights learned from the performance of hires: proposed with proof, accepted by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from analysis.weight_proposal import WeightProposal, propose_weights
from interview import Action, Actor, InputError, RoleModel, StoreError
from scoring import find_role
from store import (
    Report,
    Store,
    append,
    attributes,
    report,
    reports,
    restored,
    role,
    save_report,
    save_role,
)
from workflow.audit import departments_of, sees_scope
from workflow.audit_people import audited_attributes
from workflow.modality_report import NO_PURPOSE, NO_RIGHT, study_right
from workflow.reweighting_people import (
    OUTCOME,
    FairnessBeside,
    fairness_beside,
    picked,
    reweighting_people,
)
from workflow.rights import may, require

KIND, DECISION = "reweighting", "reweighting_decision"
OCCASION = "6_months"
DECIMALS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Reweighting:
    """A proposal for one version of one role.

    ``fairness`` is empty where ``groups_left_out`` says why. ``moved`` of ``applicants`` would be
    decided otherwise if the role took as many people as it did (``pass_rate``).
    """

    role: str
    version: int
    occasion: str
    proposal: WeightProposal
    pass_rate: float
    applicants: int
    moved: int
    fairness: tuple[FairnessBeside, ...]
    groups_left_out: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredReweighting:
    """A kept proposal; ``accepted_as`` is the role's version it became, None as long as it did not,
    and ``reason`` why somebody accepted it."""

    reweighting: Reweighting
    name: str
    trail_digest: str
    made_at: str
    scope: Mapping[str, object]
    accepted_as: int | None = None
    reason: str = ""


def propose_reweighting(
    actor: Actor,
    store: Store,
    key: str,
    *,
    purpose: str = "",
    occasion: str = OCCASION,
    seed: int = 2026,
) -> StoredReweighting:
    """Fit a role's weights to later performance and say what they gain on people left out.

    Kept either way: a refusal is a finding too. Fairness before and after needs the right to audit
    and a purpose, which is remembered; without either it is left out and said so.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to train or to validate.
    RoleModelError
        ``role.unknown``.
    InputError
        ``reweighting.nobody``, ``weights.one_only``, ``weights.negative``.
    """
    require(actor, study_right(actor))
    with store.read() as reading:
        people = reweighting_people(actor, reading, key, occasion)
    present = {c.key: c.weight for c in people.model.competencies}
    if len(people.hires):
        table = people.hires
    else:
        # nobody has an outcome yet: the proposal says so itself
        table = people.applicants.head(1).assign(**{OUTCOME: np.nan})
    proposal = propose_weights(
        table, present, outcome=OUTCOME, requisition="requisition_id", seed=seed
    )
    before = picked(people, {w.competency: w.present for w in proposal.weights})
    after = picked(people, {w.competency: w.proposed for w in proposal.weights})
    found: tuple[FairnessBeside, ...] = ()
    left_out = NO_PURPOSE if may(actor, "audit") else NO_RIGHT
    if may(actor, "audit") and purpose.strip():
        with store.transaction(actor.id) as tx:
            groups = attributes(tx, purpose=purpose, actor=actor.id)
        names = {c: c.removeprefix("attr_") for c in audited_attributes(groups)}
        found, left_out = fairness_beside(people, groups, names, before, after), ""
    known = np.isfinite(before) & np.isfinite(after)
    made = Reweighting(
        role=people.model.key,
        version=people.model.version,
        occasion=occasion,
        proposal=proposal,
        pass_rate=people.pass_rate,
        applicants=int(known.sum()),
        moved=int((before[known] != after[known]).sum()),
        fairness=found,
        groups_left_out=left_out,
    )
    scope = {
        "purpose": purpose.strip() if not left_out else "",
        "departments": [] if "*" in actor.units else sorted(actor.units),
    }
    with store.transaction(actor.id) as tx:
        kept = save_report(tx, KIND, {"reweighting": made, "scope": scope})
    return _stored(kept, {})


def stored_reweightings(
    actor: Actor, store: Store, key: str | None = None
) -> tuple[StoredReweighting, ...]:
    """Every kept proposal about departments that the actor sees, newest first.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see models.
    """
    require(actor, "view_models")
    with store.read() as reading:
        held = [one for one in reports(reading, KIND) if sees_scope(actor, one)]
        decided = _decided(reports(reading, DECISION))
    found = [_stored(one, decided) for one in held]
    shown = [one for one in found if key is None or one.reweighting.role == key]
    if may(actor, "view_audits"):
        return tuple(shown)
    return tuple(
        replace(
            one,
            reweighting=replace(
                one.reweighting,
                fairness=(),
                groups_left_out=one.reweighting.groups_left_out or NO_RIGHT,
            ),
        )
        for one in shown
    )


def accept_reweighting(actor: Actor, store: Store, name: str, *, reason: str) -> RoleModel:
    """Save the role's next version with the proposed weights: one act of a person, with a reason.

    Old cards keep the version they were made with. The reason is kept with the digest of the
    proposal, and the trail names both.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to edit roles, ``right.other_unit``.
    StoreError
        ``report.unknown``, ``reweighting.not_a_proposal``, ``reweighting.outdated`` when the role
        has a newer version than the proposal was made for.
    InputError
        ``reweighting.no_reason``, ``reweighting.refused`` when the data did not carry it.
    """
    require(actor, "edit_role")
    said = " ".join(reason.split())
    if not said:
        raise InputError(
            "reweighting.no_reason",
            "no reason was given",
            "say in a sentence why these weights should count from now on",
        )
    with store.transaction(actor.id) as tx:
        kept = report(tx, name)
        if kept.kind != KIND:
            raise StoreError(
                "reweighting.not_a_proposal",
                f"report {name[:16]} is a {kept.kind}",
                "take the digest of a proposal of weights",
                kind=kept.kind,
            )
        require(actor, "edit_role", *departments_of(kept))
        made = _stored(kept, {}).reweighting
        if not made.proposal.offered:
            raise InputError(
                "reweighting.refused",
                f"nothing was proposed: {made.proposal.refused}",
                "keep the present weights, or ask again when more hires have outcomes",
                refused=made.proposal.refused,
            )
        current = role(tx, made.role) or find_role(made.role)
        if current.version != made.version:
            raise StoreError(
                "reweighting.outdated",
                f"the proposal is for version {made.version} of {made.role}, which now has "
                f"version {current.version}",
                "ask for a new proposal",
                version=made.version,
                newest=current.version,
            )
        weights = rounded({w.competency: w.proposed for w in made.proposal.weights})
        save_role(tx, current)
        next_version = replace(
            current,
            version=current.version + 1,
            competencies=tuple(replace(c, weight=weights[c.key]) for c in current.competencies),
        )
        save_role(tx, next_version)
        decision = {
            "report": kept.digest,
            "role": next_version.key,
            "version": next_version.version,
            "reason": said,
            "actor": actor.id,
            "at": tx.now(),
            "scope": {"departments": list(kept.content["scope"]["departments"])},
        }
        held = save_report(tx, DECISION, decision)
        subject = f"{next_version.key}@{next_version.version}"
        append(tx, actor.id, subject, Action.RECOMMENDATION_ACCEPTED, held.digest)
    return next_version


def rounded(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights of three decimals that still sum to 1; what rounding leaves goes to the largest.

    Examples
    --------
    >>> rounded({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    {'a': 0.334, 'b': 0.333, 'c': 0.333}
    """
    made = {key: round(weight, DECIMALS) for key, weight in weights.items()}
    largest = max(made, key=lambda key: made[key])
    made[largest] = round(made[largest] + 1 - sum(made.values()), DECIMALS)
    return made


def _decided(kept: tuple[Report, ...]) -> dict[str, tuple[int, str]]:
    return {
        str(one.content["report"]): (int(one.content["version"]), str(one.content["reason"]))
        for one in kept
    }


def _stored(kept: Report, decided: Mapping[str, tuple[int, str]]) -> StoredReweighting:
    version, reason = decided.get(kept.digest, (None, ""))
    return StoredReweighting(
        reweighting=restored(Reweighting, kept.content["reweighting"]),
        name=kept.digest,
        trail_digest=kept.trail_digest,
        made_at=kept.made_at.isoformat(),
        scope=dict(kept.content["scope"]),
        accepted_as=version,
        reason=reason,
    )
