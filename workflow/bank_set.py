"""The best questions of a role for the next interviews, within time, use and reliability."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis import QuestionAssessment, QuestionSet, best_questions
from interview import Actor, Estimate, InputError, Withheld
from store import Store, frames
from workflow.bank_found import name_of
from workflow.bank_standing import questions_to_ask
from workflow.bank_store import StoredBank
from workflow.rights import require


@dataclass(frozen=True, kw_only=True, slots=True)
class SetLimits:
    """What a set must keep to: ``k`` questions, the minutes they may take together, the share of
    past interviews a question may have been asked in (None: any), the least reliability (None: any)
    and whether every competency is asked about where k allows it."""

    k: int
    most_seconds: float | None = None
    most_exposure: float | None = None
    least_reliability: float | None = None
    cover: bool = True


def best_set(
    actor: Actor, store: Store, bank: StoredBank, role: str, limits: SetLimits
) -> QuestionSet | Withheld:
    """The set of a role's questions whose mean is expected to predict best, with what to expect.

    Only versions in use are proposed: what was retired, put aside or replaced is not asked again.
    A question's time is its time limit.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to assess the bank.
    InputError
        ``set.size`` for fewer than two, ``bank.nobody`` when nobody of the departments seen was
        asked for this role.
    """
    require(actor, "assess_bank")
    ask = {one.ref: one for one in questions_to_ask(actor, store, role).ask}
    with store.read() as reading:
        rows = frames(reading, "answer", role=role)
    rows = rows[rows["department"].map(actor.sees) & rows["question"].notna()]
    if rows.empty:
        raise InputError(
            "bank.nobody",
            "nobody answered a question of the bank within these limits",
            "widen the period, or choose other roles",
        )
    rows = rows[["interview_id", "question", "version", "score"]].copy()
    rows["version"] = rows["version"].astype(int)
    facts = bank.found.facts
    usable = [
        _limited(one, limits)
        for one in bank.found.assessment.questions
        if name_of(one) in ask and role in facts[name_of(one)].roles
    ]
    return best_questions(
        usable,
        rows,
        limits.k,
        question="question",
        score="score",
        interview="interview_id",
        version="version",
        seconds={name: float(one.time_limit_s) for name, one in ask.items()},
        most_seconds=limits.most_seconds,
        cover={name: facts[name].competency for name in map(name_of, usable)}
        if limits.cover
        else None,
        least_reliability=limits.least_reliability,
        allow_overused=limits.most_exposure is None,
    )


def _limited(one: QuestionAssessment, limits: SetLimits) -> QuestionAssessment:
    """The question with the use asked for as its cap."""
    if one.exposure is None or limits.most_exposure is None:
        return one
    rate = one.exposure.rate
    over = isinstance(rate, Estimate) and rate.value > limits.most_exposure
    return replace(one, exposure=replace(one.exposure, over_cap=over))
