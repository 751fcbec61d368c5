"""What if: scores follow changes exactly, the smallest change is one a person could make."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview import Estimate, ScoreCard, SignalPolicy, Withheld
from scoring.explanation import SmallestChange, WhatIf, actionable
from scoring.rubric import score
from tests.scoring.explanation import company_cards as firm

GROUP = firm.everybody()[1]


def asked(
    seed: int, *, law: SignalPolicy = firm.LAW, lift: float = 0.0, top: float = 10.0
) -> WhatIf:
    role = replace(firm.ROLE, threshold=min(firm.ROLE.threshold, top))
    case, signals = firm.case(), firm.measured(seed, lift=lift)
    card = score(case, signals, role, law)
    return WhatIf(
        interview=case, signals=signals, role=role, policy=law, scorer=score, card=card,
        ranges=GROUP.feature_ranges((2.5, 97.5)),
    )  # fmt: skip


def below(law: SignalPolicy = firm.LAW) -> WhatIf:
    """Somebody whose overall score is a little below the threshold."""
    found = [asked(seed, law=law) for seed in range(40)]
    return min(
        (one for one in found if _overall(one.card) < 6.0), key=lambda one: 6.0 - _overall(one.card)
    )


def _overall(card: ScoreCard) -> float:
    assert isinstance(card.overall, Estimate)
    return card.overall.value


def test_nothing_moved_is_the_card_itself() -> None:
    one = asked(3)
    now = one.outcome({})
    assert now.overall == one.card.overall
    assert now.recommendation == one.card.recommendation


def test_a_lever_moves_its_mean_exactly_and_never_leaves_its_range() -> None:
    one = asked(3)
    lever = next(x for x in one.levers() if x.feature == "lang_hedges")
    for wanted in (lever.low, (lever.low + lever.value) / 2, lever.high):
        seen: list[float] = []

        def watching(
            case: object, signals: object, *rest: object, seen: list[float] = seen
        ) -> ScoreCard:
            seen += [s.features.values["lang_hedges"] for s in signals]  # type: ignore[attr-defined]
            return score(case, signals, *rest)  # type: ignore[arg-type]

        replace(one, scorer=watching).outcome({"lang_hedges": wanted})  # type: ignore[arg-type]
        assert sum(seen) / len(seen) == pytest.approx(wanted)
        assert min(seen) >= lever.low - 1e-9
        assert max(seen) <= lever.high + 1e-9


def test_the_smallest_change_reaches_the_threshold_and_a_little_less_does_not() -> None:
    one = below()
    found = one.smallest_change()
    assert isinstance(found, SmallestChange)
    assert found.subject == "overall"
    result = found.outcome.overall
    assert isinstance(result, Estimate)
    assert result.value >= 6.0
    step = found.steps[0]
    if len(found.steps) == 1 and not actionable()[step.feature].whole:
        less = step.before + 0.97 * (step.after - step.before)
        assert _value(one.outcome({step.feature: less}).overall) < 6.0
        assert _value(one.outcome({step.feature: step.after}).overall) >= 6.0 - 1e-9


def _value(found: object) -> float:
    assert isinstance(found, Estimate)
    return found.value


def test_no_other_single_thing_would_do_with_a_smaller_move() -> None:
    one = below()
    found = one.smallest_change()
    assert isinstance(found, SmallestChange)
    levers = {x.feature: x for x in one.levers()}
    mine = levers[found.steps[0].feature]
    moved = abs(found.steps[0].after - mine.value) / (mine.high - mine.low)
    for lever in one.levers():
        if not lever.direction or lever.whole or lever.feature == mine.feature:
            continue
        end = lever.high if lever.direction > 0 else lever.low
        by = min(moved * 0.98 * (lever.high - lever.low), abs(end - lever.value))
        other = one.outcome({lever.feature: lever.value + lever.direction * by})
        assert _value(other.overall) < 6.0


@pytest.mark.parametrize("law", [firm.LAW, firm.WORDS])
def test_voice_and_face_are_never_advice(law: SignalPolicy) -> None:
    for seed in range(12):
        one = asked(seed, law=law)
        found = one.smallest_change()
        if isinstance(found, SmallestChange):
            assert all(step.feature.startswith("lang_") for step in found.steps)
        assert all(feature.startswith("lang_") for feature in one.gains())
        for lever in one.levers():
            assert lever.direction == 0 or lever.modality == "language"


def test_what_has_no_weight_is_no_lever() -> None:
    assert {x.modality for x in asked(3, law=firm.WORDS).levers()} == {"language"}
    assert {x.modality for x in asked(3).levers()} == {"language", "voice", "face"}


def test_reached_and_out_of_reach_are_named() -> None:
    assert asked(3, lift=2.0).smallest_change() == Withheld(code="what_if.already_reached", n=3)
    one = asked(3)
    far = replace(one, card=replace(one.card, threshold=9.99))
    assert far.smallest_change() == Withheld(code="what_if.out_of_reach", n=3)


def test_a_must_have_below_its_own_threshold_is_what_has_to_change() -> None:
    one = asked(3, lift=2.0)
    strict = tuple(
        replace(c, threshold=9.0) if c.competency == "teamwork" else c
        for c in one.card.competencies
    )
    found = replace(one, card=replace(one.card, competencies=strict)).smallest_change()
    if isinstance(found, SmallestChange):
        assert found.subject == "teamwork"
    else:
        assert found.code == "what_if.out_of_reach"


def test_every_listed_thing_has_a_reason_and_is_language() -> None:
    from scoring.catalogue import FEATURES

    for name, one in actionable().items():
        assert FEATURES[name].modality == "language"
        assert one.reason
        assert one.direction in (-1, 1)
