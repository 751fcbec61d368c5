"""The model card: everything known of a model, gathered from the objects, never written by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from interview import Actor, CandorError, SignalPolicy, digest, plain
from scoring.explanation import Importance
from store import Reading, Store, frames, newest_digest
from workflow.explain_role import explain_role
from workflow.golden_check import GoldenCheck, kept_checks
from workflow.model_comparison import ModelComparison, kept_comparisons, without_groups
from workflow.model_evidence import ModelEvidence, model_evidence
from workflow.model_monitoring import Monitoring, monitor_model
from workflow.policies import shipped_policies
from workflow.register import RegisteredModel, find_model
from workflow.rights import may, require


@dataclass(frozen=True, kw_only=True, slots=True)
class LawStanding:
    """One preset: whether the model may score under it, and the modality that stands against it."""

    law: str
    stated: bool
    allowed: bool
    barred: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelCard:
    """What a card prints.

    ``comparison`` is the newest with the champion it met, one that looked at groups if there is
    one; ``golden`` the newest check; ``monitoring`` None where the reader may not see it or nothing
    is scored. ``moves`` is what moves the scores of ``moves_role``, the role with the most
    interviews: groups of features with their mean points and intervals; empty where the reader may
    not see explanations or too few were interviewed, and ``weights`` stand in: the mean points that
    each feature moves a score by, with the sign where it has one. ``trail_digest`` is the newest
    event; ``digest`` names all of it.
    """

    model: RegisteredModel
    evidence: ModelEvidence
    weights: tuple[tuple[str, float], ...]
    comparison: ModelComparison | None
    golden: GoldenCheck | None
    monitoring: Monitoring | None
    laws: tuple[LawStanding, ...]
    trail_digest: str
    made_at: str
    moves: tuple[Importance, ...] = ()
    moves_role: str = ""
    digest: str = field(default="")


def model_card(actor: Actor, store: Store, ref: str, *, watch: bool = True) -> ModelCard:
    """Gather the card of a model.

    Parameters
    ----------
    watch : bool
        Also look at drift, where the actor may validate, and at what moves the scores, where the
        actor may explain.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see models.
    StoreError
        ``model.unknown``.
    """
    require(actor, "view_models")
    with store.read() as reading:
        model = find_model(reading, ref)
        evidence = model_evidence(model)
        found = ModelCard(
            model=model,
            evidence=evidence,
            weights=tuple(evidence.weights.items()) or rubric_weights(model),
            comparison=_comparison(reading, actor, model),
            golden=next(iter(kept_checks(reading, model.ref)), None),
            monitoring=None,
            laws=tuple(_standing(model, evidence, p) for p in shipped_policies().values()),
            trail_digest=newest_digest(reading),
            made_at=store.clock().isoformat(timespec="seconds"),
        )
    if watch:
        role, moves = _moves(actor, store, model)
        watched = _watched(actor, store, model.ref)
        found = replace(found, monitoring=watched, moves=moves, moves_role=role)
    return _named(found)


def _named(whole: ModelCard) -> ModelCard:
    facts = {
        "model": whole.model.ref,
        "file": whole.model.digest,
        "state": whole.model.state,
        "paper": whole.model.paper,
        "report": whole.evidence.report,
        "comparison": whole.comparison.name if whole.comparison else "",
        "golden": whole.golden.name if whole.golden else "",
        "monitoring": whole.monitoring,
        "moves": whole.moves,
    }
    return replace(whole, digest=digest(plain(facts)))


def _comparison(reading: Reading, actor: Actor, model: RegisteredModel) -> ModelComparison | None:
    kept = [without_groups(actor, c) for c in kept_comparisons(reading, actor, model.ref)]
    audited = (c for c in kept if c.fairness is not None)
    return next(audited, kept[0] if kept else None)


def _watched(actor: Actor, store: Store, ref: str) -> Monitoring | None:
    if not may(actor, "validate"):
        return None
    try:
        return monitor_model(actor, store, ref)
    except CandorError as error:
        if error.code == "monitoring.nothing_scored":
            return None
        raise


def _moves(
    actor: Actor, store: Store, model: RegisteredModel
) -> tuple[str, tuple[Importance, ...]]:
    """What moves the scores of the role with the most interviews that the actor sees."""
    if not may(actor, "explain"):
        return "", ()
    with store.read() as reading:
        every = frames(reading, "interview")
    mine = every["department"].map(actor.sees).astype(bool)
    roles = every["role"][mine & every["role"].map(model.is_for).astype(bool)]
    if not len(roles):
        return "", ()
    role = str(roles.value_counts().index[0])
    try:
        return role, explain_role(actor, store, role, model=model.ref).importance
    except CandorError:
        # too few people, or a file that cannot be read: the card says what it can
        return "", ()


def rubric_weights(model: RegisteredModel) -> tuple[tuple[str, float], ...]:
    """What the rubric weighs by default, largest first; empty for a trained model."""
    if not model.is_rubric:
        return ()
    from scoring.rubric_weights import shipped_rubric

    weights = shipped_rubric().language["default"]
    total = sum(weights.values()) or 1.0
    return tuple(sorted(((n, w / total) for n, w in weights.items()), key=lambda nw: -nw[1]))


def _standing(model: RegisteredModel, evidence: ModelEvidence, policy: SignalPolicy) -> LawStanding:
    # the rubric weighs only what a preset lets it: none stands against it
    barred = [
        m
        for m in model.modalities
        if not model.is_rubric and (policy.cap(m) <= 0 or evidence.share(m) > policy.cap(m) + 1e-9)
    ]
    return LawStanding(
        law=policy.key,
        stated=model.is_rubric or policy.key in model.paper.laws,
        allowed=not barred,
        barred=barred[0] if barred else "",
    )
