"""What a score would be had other things been said: any change, and the smallest that would do."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from interview import (
    AnswerSignals,
    Estimate,
    Finding,
    Interview,
    Modality,
    Recommendation,
    RoleModel,
    ScoreCard,
    SignalPolicy,
    Withheld,
)
from scoring.catalogue import FEATURES
from scoring.explanation.actionable import actionable
from scoring.explanation.explanation import OVERALL
from scoring.scorer import Scorer

HALVINGS = 12
"""A smallest change is found to this many halvings of the way."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lever:
    """A feature that can be moved: where it is on average over the answers, and between what.

    ``low`` and ``high`` are what others show (or the ends of the feature's scale), widened to hold
    this person's own answers. ``direction`` is which way helps for what a person could change, 0
    for what nobody is advised to.
    """

    feature: str
    modality: Modality
    value: float
    low: float
    high: float
    direction: int
    whole: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a card says: the findings by competency and overall, and the suggestion."""

    overall: Finding
    competencies: Mapping[str, Finding]
    recommendation: Recommendation

    def of(self, subject: str) -> Finding:
        """One of its scores."""
        return self.overall if subject == OVERALL else self.competencies[subject]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One feature moved, as its mean over the answers."""

    feature: str
    before: float
    after: float


@dataclass(frozen=True, kw_only=True, slots=True)
class SmallestChange:
    """The least that would bring a score to its threshold, and what it would then be.

    ``way`` is how far each step goes of the way to the better end of what others show, 0 to 1.
    """

    subject: str
    threshold: float
    steps: tuple[Step, ...]
    way: float
    outcome: Outcome


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class WhatIf:
    """One interview with its scorer, ready to be asked what it would score instead.

    ``ranges`` is what others show, by feature.
    """

    interview: Interview
    signals: Sequence[AnswerSignals]
    role: RoleModel
    policy: SignalPolicy
    scorer: Scorer
    card: ScoreCard
    ranges: Mapping[str, tuple[float, float]]
    _held: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    def levers(self, answer: str = "") -> tuple[Lever, ...]:
        """What can be moved: every feature behind this card's scores, what helps first; of one
        answer where it is named.

        Features that carry nothing here (voice and face where they have no weight) are not
        among them.
        """
        used = dict.fromkeys(
            c.feature.partition(".")[0]
            for one in self.card.competencies
            for c in one.contributions
            if c.feature.partition(".")[0] in FEATURES
        )
        listed = actionable()
        made = []
        for name in used:
            values = [
                v
                for one in self.signals
                if answer in ("", one.features.answer)
                for v in _values(one, name)
            ]
            if not values:
                continue
            low, high = self._range(name, values)
            known = listed.get(name)
            made.append(
                Lever(
                    feature=name,
                    modality=FEATURES[name].modality,
                    value=sum(values) / len(values),
                    low=low,
                    high=high,
                    direction=known.direction if known else 0,
                    whole=known.whole if known else False,
                )
            )
        return tuple(sorted(made, key=lambda lever: lever.direction == 0))

    def outcome(self, means: Mapping[str, float], answer: str = "") -> Outcome:
        """What the scorer says when these features have these means over the answers.

        Every answer moves by the same part of its way to the end of what others show, so that the
        mean is met and nothing leaves the range; with ``answer`` only that one moves.
        """
        changed = list(self.signals)
        for name, wanted in means.items():
            at = [
                i
                for i, one in enumerate(changed)
                if _values(one, name) and answer in ("", one.features.answer)
            ]
            held = [v for i in at for v in _values(changed[i], name)]
            if not held:
                continue
            low, high = self._range(name, held)
            mean = _mean(held)
            end = high if wanted > mean else low
            way = min((wanted - mean) / (end - mean), 1.0) if end != mean else 0.0

            def step(value: float, way: float = way, end: float = end) -> float:
                return value + way * (end - value)

            for i in at:
                changed[i] = _moved(changed[i], name, step)
        return self.scored(changed)

    def gains(self) -> Mapping[str, Outcome]:
        """For each thing a person could change: what all of the way would make of the score."""
        if "gains" not in self._held:
            self._held["gains"] = self._gains()
        found: Mapping[str, Outcome] = self._held["gains"]
        return found

    def _gains(self) -> Mapping[str, Outcome]:
        return {
            lever.feature: self.scored(self._along((lever,), 1.0))
            for lever in self.levers()
            if lever.direction
        }

    def smallest_change(self) -> SmallestChange | Withheld:
        """The least that would bring the score over its threshold, by what a person could do.

        One thing alone is tried first; of those that would do, the one that moves the smallest part
        of what lies between what others show. Otherwise things are added, the strongest first,
        until together they do, and all are moved by the same part of their way.

        Returns
        -------
        SmallestChange or Withheld
            ``what_if.already_reached``, ``what_if.out_of_reach`` when everything that could be said
            would not do, or the score's own reason.
        """
        if "smallest" not in self._held:
            self._held["smallest"] = self._smallest()
        found: SmallestChange | Withheld = self._held["smallest"]
        return found

    def _smallest(self) -> SmallestChange | Withheld:
        now = self.scored(self.signals)
        subject, threshold = self._missing(now)
        if isinstance(now.overall, Withheld):
            return now.overall
        if not subject:
            return Withheld(code="what_if.already_reached", n=now.overall.n)

        def reached(outcome: Outcome) -> bool:
            found = outcome.of(subject)
            return isinstance(found, Estimate) and found.value >= threshold

        free = [lever for lever in self.levers() if lever.direction and _room(lever) > 0]
        far = {lever.feature: self.scored(self._along((lever,), 1.0)) for lever in free}
        alone = [lever for lever in free if reached(far[lever.feature])]
        tried: list[tuple[float, tuple[Lever, ...], float]] = []
        for lever in alone:
            way = self._least_way((lever,), reached)
            tried.append((way * _room(lever) / (lever.high - lever.low), (lever,), way))
        if not tried:
            strongest = sorted(free, key=lambda lever: -_value(far[lever.feature].of(subject)))
            for count in range(2, len(strongest) + 1):
                together = tuple(strongest[:count])
                if reached(self.scored(self._along(together, 1.0))):
                    tried.append((0.0, together, self._least_way(together, reached)))
                    break
        if not tried:
            return Withheld(code="what_if.out_of_reach", n=now.overall.n)
        _, chosen, way = min(tried, key=lambda one: one[0])
        moved = self._along(chosen, way)
        return SmallestChange(
            subject=subject,
            threshold=threshold,
            steps=tuple(
                Step(
                    feature=lever.feature,
                    before=lever.value,
                    after=_mean([v for one in moved for v in _values(one, lever.feature)]),
                )
                for lever in chosen
            ),
            way=way,
            outcome=self.scored(moved),
        )

    def scored(self, signals: Sequence[AnswerSignals]) -> Outcome:
        """What the scorer says of these signals."""
        card = self.scorer(self.interview, signals, self.role, self.policy)
        return Outcome(
            overall=card.overall,
            competencies={c.competency: c.finding for c in card.competencies},
            recommendation=card.recommendation,
        )

    def _missing(self, now: Outcome) -> tuple[str, float]:
        """The score that keeps the suggestion back: the overall one, else a must-have."""
        if _value(now.overall) < self.card.threshold:
            return OVERALL, self.card.threshold
        for one in self.card.competencies:
            if one.must_have and _value(now.competencies[one.competency]) < one.threshold:
                return one.competency, one.threshold
        return "", 0.0

    def _least_way(self, levers: tuple[Lever, ...], reached: Callable[[Outcome], bool]) -> float:
        low, high = 0.0, 1.0
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            if reached(self.scored(self._along(levers, middle))):
                high = middle
            else:
                low = middle
        return high

    def _along(self, levers: Sequence[Lever], way: float) -> list[AnswerSignals]:
        """Every answer moved this part of its way to the better end; what is beyond it stays."""
        changed = list(self.signals)
        for lever in levers:
            end = lever.high if lever.direction > 0 else lever.low
            if lever.whole:
                end = math.floor(end) if lever.direction > 0 else math.ceil(end)

            def step(value: float, lever: Lever = lever, end: float = end) -> float:
                if (end - value) * lever.direction <= 0:
                    return value
                moved = value + way * (end - value)
                return float(round(moved)) if lever.whole else moved

            changed = [_moved(one, lever.feature, step) for one in changed]
        return changed

    def _range(self, name: str, values: Sequence[float]) -> tuple[float, float]:
        spec = FEATURES[name]
        ends = sorted((spec.low or 0.0, spec.high or 0.0)) if spec.low is not None else []
        low, high = self.ranges.get(name) or (tuple(ends) if ends else (min(values), max(values)))
        return min(low, *values), max(high, *values)


def _room(lever: Lever) -> float:
    return (lever.high - lever.value) if lever.direction > 0 else (lever.value - lever.low)


def _value(found: Finding) -> float:
    return found.value if isinstance(found, Estimate) else float("-inf")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _values(one: AnswerSignals, name: str) -> list[float]:
    """The feature in one answer; one value per competency where it has them."""
    return [v for key, v in one.features.values.items() if key.partition(".")[0] == name]


def _moved(one: AnswerSignals, name: str, step: Callable[[float], float]) -> AnswerSignals:
    values = {
        key: step(value) if key.partition(".")[0] == name else value
        for key, value in one.features.values.items()
    }
    return replace(one, features=replace(one.features, values=values))
