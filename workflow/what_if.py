"""What an interview would score had other things been said; nothing of it is kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace

from interview import Actor, AnswerSignals, InputError, ScoreCard, StoreError, Withheld, digest
from scoring.explanation import FEWEST_PEOPLE, ComparisonGroup, WhatIf
from store import Reading, Store
from workflow.card_view import uncovered
from workflow.case import Case, open_case
from workflow.comparison_groups import comparison_group
from workflow.register import find_model
from workflow.rights import require
from workflow.shadow import kept_interview, scorer_of

MOST_KEPT = 16
_KEPT: OrderedDict[str, WhatIf] = OrderedDict()
_LOCK = threading.Lock()
MIDDLE = (2.5, 97.5)
"""Per cent of others between which a feature may be moved."""


def what_if(actor: Actor, store: Store, interview: str) -> WhatIf:
    """An open interview with the scorer of its card, ready to be asked.

    Features may be moved between what the middle 95 % of those interviewed for the role show. The
    answers are scored anew from what was measured, so every interval and suggestion is the
    scorer's own. Nothing is stored.

    Raises
    ------
    PermissionDenied
        Without the right, for another department, or ``card.covered`` before rating.
    StoreError
        ``interview.unknown``, ``card.none``, ``rescore.not_measured``, ``model.other_version`` when
        the card's scorer no longer exists.
    InputError
        ``explanation.withheld`` when there is no overall score.
    """
    require(actor, "explain")
    with store.read() as reading:
        case = open_case(reading, actor, "explain", interview)
        card = uncovered(case, "asking what it would be")
        return opened_what_if(actor, store, reading, case, card)


def opened_what_if(
    actor: Actor, store: Store, reading: Reading, case: Case, card: ScoreCard
) -> WhatIf:
    """The same for a card that is already open to this actor; raises as `what_if`."""
    interview = case.interview.id
    kept = kept_interview(reading, interview)
    if kept is None:
        raise StoreError(
            "rescore.not_measured",
            f"nothing was measured of interview {interview!r}",
            "score it from its recording first",
            interview=interview,
        )
    if isinstance(card.overall, Withheld):
        raise InputError(
            "explanation.withheld",
            f"the overall score was withheld ({card.overall.code}), so nothing can be asked",
            "give the interview what it lacks and score it again",
            reason=card.overall.code,
        )
    model = find_model(reading, f"{card.scorer.name}@{card.scorer.version}")
    scorer = scorer_of(reading, model)
    group = comparison_group(
        actor, store, reading, case.interview.role, card.scorer.name, card.scorer.version
    )
    measured = [[one.features.answer, one.features.values] for one in kept.signals]
    name = digest([card.digest, group.digest, kept.policy.digest, kept.role.digest, measured])
    with _LOCK:
        known = _KEPT.get(name)
    if known is not None:
        return known
    made = WhatIf(
        interview=kept.interview,
        signals=tuple(_wordless(one) for one in kept.signals),
        role=kept.role,
        policy=kept.policy,
        scorer=scorer,
        card=card,
        ranges=ranges_of(group),
    )
    with _LOCK:
        _KEPT[name] = made
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
    return made


def _wordless(one: AnswerSignals) -> AnswerSignals:
    """The numbers and flags alone: nothing that somebody said is held in memory."""
    flags = tuple(replace(flag, evidence=()) for flag in one.flags)
    return replace(one, evidence={}, timeline=None, flags=flags)


def ranges_of(group: ComparisonGroup) -> Mapping[str, tuple[float, float]]:
    """What the middle 95 % show, by feature; nothing with too few people to say."""
    if len(group.overall) < FEWEST_PEOPLE:
        return {}
    return group.feature_ranges(MIDDLE)
