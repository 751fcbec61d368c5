"""What people change in the register short of a promotion: enter, describe, challenge, retire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from interview import Actor, InputError, StoreError, plain
from scoring import rubric_id
from store import ModelStateName, Store, Transaction, save_model, save_model_state, save_report
from workflow.register import (
    HELD_OUT,
    LEARNED,
    PAPER,
    RUBRIC,
    ModelPaper,
    RegisteredModel,
    checked_name,
    checked_paper,
    find_model,
    rubric_facts,
)
from workflow.reviewing import stated_reason
from workflow.rights import may, require

if TYPE_CHECKING:
    from scoring.learned.training_report import Trained

MOVES: Mapping[ModelStateName, tuple[ModelStateName, ...]] = {
    "draft": ("challenger", "retired"),
    "challenger": ("draft", "retired"),
    "champion": ("retired",),
    "retired": ("challenger",),
}
"""Where a model may go without a check-list; champion is reached by `promote` or `reinstate`."""


def register_model(
    actor: Actor,
    store: Store,
    *,
    name: str,
    version: str,
    content: bytes,
    facts: Mapping[str, Any],
    paper: ModelPaper | None = None,
) -> RegisteredModel:
    """Enter a trained scorer as a draft, with its file, what training found, and its paper.

    ``facts`` are findings and figures, nothing personal; who trained it is noted beside them.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to train.
    InputError
        ``model.bad_name`` as `checked_name`, ``model.unknown_law``.
    StoreError
        ``model.version_taken`` when another file stands under that name and version.
    """
    require(actor, "train")
    checked_name(name)
    stated = checked_paper(paper or ModelPaper())
    known = {**facts, "trained_by": actor.id, "paper": plain(stated)}
    with store.transaction(actor) as tx:
        save_model(tx, name, version, kind=LEARNED, facts=known, content=content)
        tx.flush()
        return find_model(tx, f"{name}@{version}")


def register_trained(
    actor: Actor, store: Store, trained: Trained, paper: ModelPaper | None = None
) -> RegisteredModel:
    """Enter what a training made: the artefact, its report, and the scores of its folds.

    Raises
    ------
    PermissionDenied, InputError, StoreError
        As `register_model`.
    """
    from scoring.learned.artefact import save_scorer

    require(actor, "train")
    scorer = trained.scorer
    facts = {
        "target": scorer.target,
        "kind": scorer.kind,
        "modalities": list(scorer.modalities),
        "competencies": list(scorer.competencies),
        "report": plain(trained.report),
        # so that a comparison with another model is never made on people this one has seen
        HELD_OUT: plain(trained.held_out),
    }
    return register_model(
        actor, store,
        name=scorer.name, version=scorer.version, content=save_scorer(scorer),
        facts=facts, paper=paper,
    )  # fmt: skip


def describe_model(actor: Actor, store: Store, ref: str, paper: ModelPaper) -> RegisteredModel:
    """State anew who answers for a model, what it is for and where it ends; the newest counts.

    Raises
    ------
    PermissionDenied
        ``right.missing`` for whoever may neither train nor change models.
    StoreError
        ``model.unknown``.
    InputError
        ``model.unknown_law``, ``model.paper_in_force`` for laws or roles of a champion.
    """
    require(actor, "train" if may(actor, "train") else "change_model")
    stated = checked_paper(paper)
    with store.transaction(actor) as tx:
        model = find_model(tx, ref)
        same = (model.paper.laws, model.paper.roles) == (stated.laws, stated.roles)
        if model.state == "champion" and not model.is_rubric and not same:
            raise InputError(
                "model.paper_in_force",
                f"{model.ref} is champion: for which roles and laws it scores was promoted with it",
                "train or register a new version for other roles or laws, and promote that",
                model=model.ref,
            )
        save_report(tx, PAPER, {"model": model.ref, "paper": plain(stated), "at": tx.now()})
        tx.flush()
        return find_model(tx, model.ref)


def challenge(actor: Actor, store: Store, ref: str, *, reason: str) -> RegisteredModel:
    """Put a draft up as challenger, to be compared with the champion.

    Raises
    ------
    PermissionDenied
        ``right.missing`` for whoever may neither train nor change models.
    InputError
        ``reason.too_short``, ``model.no_such_move``.
    StoreError
        ``model.unknown``.
    """
    require(actor, "train" if may(actor, "train") else "change_model")
    return _move(actor, store, ref, "challenger", reason=reason)


def retire(actor: Actor, store: Store, ref: str, *, reason: str) -> RegisteredModel:
    """Take a model out of use; where it was champion, the one before it or the rubric scores.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to change models.
    InputError
        ``reason.too_short``, ``model.no_such_move``, ``model.rubric_stays``.
    StoreError
        ``model.unknown``.
    """
    require(actor, "change_model")
    return _move(actor, store, ref, "retired", reason=reason)


def _move(
    actor: Actor, store: Store, ref: str, state: ModelStateName, *, reason: str
) -> RegisteredModel:
    """One step of a model, for verbs that have checked their right."""
    said = stated_reason(reason)
    with store.transaction(actor) as tx:
        model = find_model(tx, ref)
        if model.is_rubric:
            raise InputError(
                "model.rubric_stays",
                "the rubric stands as champion wherever no other model does",
                "promote a challenger for the roles in question instead",
                model=model.ref,
            )
        if state not in MOVES[model.state]:
            allowed = ", ".join(MOVES[model.state])
            raise InputError(
                "model.no_such_move",
                f"{model.ref} is {model.state} and cannot become {state} from there",
                f"from {model.state} it can become: {allowed}",
                model=model.ref,
                state=model.state,
                wanted=state,
                allowed=allowed,
            )
        save_model_state(tx, model.name, model.version, state, reason=said, because="")
        tx.flush()
        return find_model(tx, model.ref)


def keep_rubric(tx: Transaction) -> RegisteredModel:
    """Enter the shipped rubric where an act names it, so that the trail knows what it was."""
    shipped = rubric_id()
    model = find_model(tx, f"{shipped.name}@{shipped.version}")
    if model.added_at is None:
        save_model(tx, shipped.name, shipped.version, kind=RUBRIC, facts=rubric_facts())
        tx.flush()
    return find_model(tx, model.ref)


def learned_only(model: RegisteredModel) -> RegisteredModel:
    """The model, unless it is the rubric; StoreError ``model.is_rubric``."""
    if model.is_rubric:
        raise StoreError(
            "model.is_rubric",
            f"{model.ref} is the rubric: it stands without promotion",
            "name a trained model",
            model=model.ref,
        )
    return model
