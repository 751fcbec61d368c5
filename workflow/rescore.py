"""The verb that scores a kept interview again: a new card names the old, and both stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from interview import Actor, CandorError, PermissionDenied, ScoreCard, StoreError
from scoring.card_json import card_from_json, card_json
from store import Store, Transaction, card, frames, save_card, scores_by_scorer
from workflow.champion_scorer import or_rubric
from workflow.register import champion_for, find_model
from workflow.rights import require
from workflow.shadow import KeptInterview, kept_interview, scorer_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Rescored:
    """One interview scored again. ``digest`` names its card now; ``replaces`` the one before,
    empty when nothing changed and no card was made."""

    interview: str
    digest: str
    replaces: str
    scorer: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RescoreReport:
    """How many interviews got a new card, how many would have got the same, and what failed."""

    made: tuple[Rescored, ...]
    unchanged: int
    failed: tuple[tuple[str, str], ...]


def rescore(actor: Actor, store: Store, interview: str) -> Rescored:
    """Score an interview again by whoever scores its role today, from what was measured.

    Decisions keep the card they were made on. Nothing is kept when the scores come out the same.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to score, ``right.other_unit``.
    StoreError
        ``interview.unknown``, ``rescore.not_measured``.
    IntegrityBroken
        ``model.changed``.
    """
    require(actor, "score")
    with store.transaction(actor) as tx:
        kept = kept_interview(tx, interview)
        if kept is None:
            raise StoreError(
                "rescore.not_measured",
                f"nothing was measured of interview {interview!r}",
                "score it from its recording first",
                interview=interview,
            )
        require(actor, "score", kept.department)
        return _again(tx, kept)


def to_rescore(actor: Actor, store: Store, ref: str) -> tuple[str, ...]:
    """Interviews of a champion's roles that it has made no card of yet, as far as the actor sees.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to change models.
    StoreError
        ``model.unknown``.
    """
    require(actor, "change_model")
    with store.read() as reading:
        model = find_model(reading, ref)
        every = frames(reading, "interview")
        done = set(scores_by_scorer(reading, model.name, model.version)["interview_id"])
    mine = every[
        every["department"].map(actor.sees).astype(bool)
        & every["role"].map(model.is_for).astype(bool)
    ]
    return tuple(sorted(str(name) for name in mine["interview_id"] if name not in done))


def rescore_many(
    actor: Actor,
    store: Store,
    interviews: Sequence[str],
    *,
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> RescoreReport:
    """The same for many, each in a transaction of its own; one failure stops nothing.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to change models: it moves many people's scores.
    """
    require(actor, "change_model")
    made: list[Rescored] = []
    failed: list[tuple[str, str]] = []
    same = 0
    for done, name in enumerate(interviews, 1):
        try:
            one = rescore(actor, store, name)
        except PermissionDenied:
            raise
        except CandorError as error:
            failed.append((name, error.code))
        else:
            made += [one] if one.replaces else []
            same += not one.replaces
        on_progress(done, len(interviews))
    return RescoreReport(made=tuple(made), unchanged=same, failed=tuple(failed))


def _again(tx: Transaction, kept: KeptInterview) -> Rescored:
    name = kept.interview.id
    model = champion_for(tx, kept.interview.role, kept.policy)
    made = or_rubric(scorer_of(tx, model), kept.interview, kept.signals, kept.role, kept.policy)
    held = card(tx, name)
    old = card_from_json(held) if held is not None else None
    scorer = f"{made.scorer.name}@{made.scorer.version}"
    if old is not None:
        if _same(made, old):
            return Rescored(interview=name, digest=old.digest, replaces="", scorer=scorer)
        made = replace(made, replaces=old.digest).sealed()
    save_card(tx, name, card_json(made))
    return Rescored(interview=name, digest=made.digest, replaces=made.replaces, scorer=scorer)


def _same(made: ScoreCard, old: ScoreCard) -> bool:
    """The same scores by the same scorer, whatever card each followed."""
    return replace(made, replaces="").sealed().digest == replace(old, replaces="").sealed().digest
