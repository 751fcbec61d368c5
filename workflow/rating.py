"""The verb by which a person rates, blind where the score is covered."""

from __future__ import annotations

import math
from collections.abc import Mapping

from interview import Action, Actor, InputError, Rating
from store import Store, append
from store.ratings import ratings, save_ratings
from workflow.case import Case, open_case

LOWEST, HIGHEST = 0.0, 10.0


def rate(
    actor: Actor,
    store: Store,
    interview: str,
    scores: Mapping[str, float],
    *,
    notes: Mapping[str, str] | None = None,
) -> tuple[Rating, ...]:
    """Rate competencies of one interview, 0 to 10; all at once or some now, some later.

    A rating given while the score was covered is blind. When the last one is given the cover
    lifts, and that is remembered. From then on a blind rating stands as it was given: second
    thoughts go into a review, so that both can be read.

    Returns
    -------
    tuple of Rating
        The ratings just given.

    Raises
    ------
    PermissionDenied
        Without the right, or for another department.
    InputError
        ``rating.none``, ``rating.unknown_competency``, ``rating.out_of_range``,
        ``rating.stands`` for a blind rating after the score was shown.
    """
    with store.transaction(actor) as tx:
        case = open_case(tx, actor, "rate", interview)
        before = {r.competency: r for r in ratings(tx, interview, rater=actor.id)}
        _check(case, scores, before)
        given = tuple(
            Rating(
                interview=interview,
                rater=actor.id,
                competency=competency,
                score=float(score),
                at=tx.moment(),
                blind=case.covered is not None or case.scored is None,
                note=(notes or {}).get(competency, "").strip(),
            )
            for competency, score in scores.items()
        )
        save_ratings(tx, given)
        if case.covered and case.scored and set(case.covered.left) <= set(scores):
            append(tx, actor.id, interview, Action.CARD_REVEALED, case.scored.digest)
    return given


def _check(case: Case, scores: Mapping[str, float], before: Mapping[str, Rating]) -> None:
    if not scores:
        raise InputError(
            "rating.none",
            "no competency was rated",
            f"rate some of: {', '.join(case.competencies)}",
        )
    for competency, score in scores.items():
        if competency not in case.competencies:
            raise InputError(
                "rating.unknown_competency",
                f"{case.interview.id} is not assessed for {competency!r}",
                f"rate some of: {', '.join(case.competencies)}",
                competency=competency,
            )
        check_score(competency, score)
        known = before.get(competency)
        if known is not None and known.blind and case.scored and case.covered is None:
            raise InputError(
                "rating.stands",
                f"{competency} was rated {known.score:g} before the score was shown",
                "leave it; write a review if you see it differently now",
                competency=competency,
                score=known.score,
            )


def check_score(competency: str, score: float) -> None:
    """Refuse a score that is no number from 0 to 10."""
    if not (math.isfinite(score) and LOWEST <= score <= HIGHEST):
        raise InputError(
            "rating.out_of_range",
            f"{competency} was given {score}",
            "give a number from 0 to 10",
            competency=competency,
            score=str(score),
        )
