"""The verb that shows who may want a kind follow-up: to HR alone, apart from every score."""

from __future__ import annotations

from interview import Action, Actor, AnswerSignals, Flag, SignalPolicy, Withheld
from scoring.moments import Moment, stress_moments
from scoring.moments import follow_up as hints
from store import Store, signals
from workflow.case import Case, open_case
from workflow.policies import shipped_policies
from workflow.viewing import remember_viewing


def follow_up(actor: Actor, store: Store, interview: str) -> tuple[Flag, ...] | Withheld | None:
    """What was heard that may deserve a kind word; None before a score or while it is covered.

    Computed anew from the timelines each time: it stands on no card, in no export, no list, no
    comparison and no score, and nothing of it is stored. That somebody looked is remembered, once
    for each half hour, whether or not there was a hint: the trail tells who looked, never what at.

    Raises
    ------
    PermissionDenied
        Without the right, or for another department.
    StoreError
        ``interview.unknown``.
    """
    with store.read() as reading:
        case = open_case(reading, actor, "view_care", interview)
        policy = policy_of(case)
        if case.covered is not None or policy is None:
            return None
        found = hints(case.interview, signals(reading, interview), case.role, policy)
    remember_viewing(store, actor, interview, Action.CARE_VIEWED)
    return found


def moments_of(
    case: Case, measured: tuple[AnswerSignals, ...]
) -> tuple[Moment, ...] | Withheld | None:
    """The moments of a case that is open to the reader; None before a score or while covered."""
    policy = policy_of(case)
    if case.covered is not None or policy is None:
        return None
    return stress_moments(case.interview, measured, case.role, policy)


def policy_of(case: Case) -> SignalPolicy | None:
    """The law preset the card was made under; None without a card.

    A preset that is no longer shipped bars everything: what it allowed is not known any more.
    """
    if case.scored is None:
        return None
    key = case.scored.policy
    return shipped_policies().get(key) or SignalPolicy(key=key, version=0, compute=())
