"""The verbs by which a model takes over: a person, a reason and a check-list that passed."""

from __future__ import annotations

from dataclasses import replace

from interview import Actor, InputError, PermissionDenied, plain
from store import (
    Reading,
    Report,
    Store,
    Transaction,
    report,
    reports,
    restored,
    save_model_state,
    save_report,
)
from workflow.audit import sees_scope
from workflow.promotion_checks import Check, CheckList, check_list
from workflow.register import RegisteredModel, find_model, register
from workflow.register_changes import keep_rubric, learned_only
from workflow.reviewing import stated_reason
from workflow.rights import may, require

KIND = "promotion"
ENOUGH_TO_RETURN = ("file", "laws", "owner")
"""What a former champion must still pass: it has proved the rest before."""


def promotion_checks(actor: Actor, store: Store, ref: str) -> CheckList:
    """The check-list of a model as it stands now; nothing is kept.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see models.
    StoreError
        ``model.unknown``, ``model.is_rubric``.
    """
    require(actor, "view_models")
    with store.read() as reading:
        found = check_list(reading, actor, learned_only(find_model(reading, ref)))
    return _shown(actor, found)


def promote(actor: Actor, store: Store, ref: str, *, reason: str) -> RegisteredModel:
    """Make a challenger champion for its roles, when every line of the check-list passed.

    Champions whose roles it covers retire in the same act. A refusal is an act too: the check-list
    is kept and named in the model's history, whose state stays.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to change models, ``promotion.own_model`` for whoever
        trained it.
    InputError
        ``reason.too_short``, ``promotion.not_challenger``, ``promotion.refused`` naming each
        failed line.
    StoreError
        ``model.unknown``, ``model.is_rubric``.
    """
    require(actor, "change_model")
    said = stated_reason(reason)
    with store.transaction(actor) as tx:
        model = learned_only(find_model(tx, ref))
        _somebody_else(actor, model)
        if model.state != "challenger":
            raise InputError(
                "promotion.not_challenger",
                f"{model.ref} is {model.state}; only a challenger is promoted",
                "put it up as challenger first, or bring a former champion back",
                model=model.ref,
                state=model.state,
            )
        found = check_list(tx, actor, model, load=True)
        result = _concluded(tx, model, found, said)
    if not found.passed:
        raise _refused(found)
    return result


def reinstate(actor: Actor, store: Store, ref: str, *, reason: str) -> RegisteredModel:
    """Bring a retired champion back at once, without proving its gain again.

    Raises
    ------
    PermissionDenied
        ``right.missing``, ``promotion.own_model``.
    InputError
        ``reason.too_short``, ``promotion.never_champion``, ``promotion.refused`` when its file,
        laws or owner no longer pass.
    StoreError
        ``model.unknown``, ``model.is_rubric``.
    """
    require(actor, "change_model")
    said = stated_reason(reason)
    with store.transaction(actor) as tx:
        model = learned_only(find_model(tx, ref))
        _somebody_else(actor, model)
        was = any(step.state == "champion" for step in model.history)
        if not was or model.state != "retired":
            raise InputError(
                "promotion.never_champion",
                f"{model.ref} is no retired champion",
                "put it up as challenger and promote it",
                model=model.ref,
            )
        whole = check_list(tx, actor, model, load=True)
        found = replace(whole, checks=tuple(c for c in whole.checks if c.key in ENOUGH_TO_RETURN))
        result = _concluded(tx, model, found, said)
    if not found.passed:
        raise _refused(found)
    return result


def kept_check_lists(actor: Actor, store: Store, ref: str) -> tuple[tuple[str, CheckList], ...]:
    """The check-lists of every attempt to promote a model, newest first, each with its digest.

    A list that rests on a comparison is shown to those who see all the departments that it speaks
    of; what it says of groups to those who may see audits.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see models.
    """
    require(actor, "view_models")
    with store.read() as reading:
        lists = [(r.digest, _list(r)) for r in _mine(reading, ref)]
        return tuple(
            (name, _shown(actor, found))
            for name, found in lists
            if not found.comparison or sees_scope(actor, report(reading, found.comparison))
        )


def _shown(actor: Actor, found: CheckList) -> CheckList:
    return found if may(actor, "view_audits") else found.without_groups()


def _mine(reading: Reading, ref: str) -> tuple[Report, ...]:
    return tuple(r for r in reports(reading, KIND) if r.content["list"]["model"] == ref)


def _list(kept: Report) -> CheckList:
    return restored(CheckList, kept.content["list"])


def _somebody_else(actor: Actor, model: RegisteredModel) -> None:
    if model.trained_by == actor.id:
        raise PermissionDenied(
            "promotion.own_model",
            f"{actor.id} trained {model.ref} and so cannot promote it",
            "ask somebody else with the right to change models",
            actor=actor.id,
            model=model.ref,
        )


def _concluded(
    tx: Transaction, model: RegisteredModel, found: CheckList, reason: str
) -> RegisteredModel:
    """Keep the list; on success change the states, else note the attempt in the history."""
    kept = save_report(
        tx, KIND, {"list": plain(found), "passed": found.passed, "reason": reason, "at": tx.now()}
    )
    if found.passed:
        keep_rubric(tx)
        for other in _covered(tx, model):
            save_model_state(
                tx, other.name, other.version, "retired", reason=reason, because=kept.digest
            )
    state = "champion" if found.passed else model.state
    save_model_state(tx, model.name, model.version, state, reason=reason, because=kept.digest)
    tx.flush()
    return find_model(tx, model.ref)


def _covered(reading: Reading, model: RegisteredModel) -> tuple[RegisteredModel, ...]:
    """Champions that would score nothing any more: all their roles and laws are the new one's."""
    mine, laws = set(model.paper.roles), set(model.paper.laws)
    return tuple(
        m
        for m in register(reading)
        if m.state == "champion"
        and not m.is_rubric
        and m.ref != model.ref
        and (not mine or (m.paper.roles and set(m.paper.roles) <= mine))
        and set(m.paper.laws) <= laws
    )


def _refused(found: CheckList) -> InputError:
    named = ", ".join(_said(one) for one in found.failed)
    return InputError(
        "promotion.refused",
        f"{found.model} does not replace {found.champion}: {named}",
        "the check-list on the page Models says for each what would be enough",
        model=found.model,
        champion=found.champion,
        failed=tuple(one.code for one in found.failed),
        checks=found.failed,
    )


def _said(check: Check) -> str:
    return f"{check.key} ({check.code})"
