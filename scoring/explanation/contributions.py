"""The points on a card, feature by feature; what lies beyond a scale goes back to its feature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from interview import Estimate, Modality, ScoreCard
from scoring.catalogue import FEATURES
from scoring.scale import CLIPPING

_NEAR = 1e-9


class Point(NamedTuple):
    """One contribution: the feature without its competency, where, what was measured, points."""

    feature: str
    modality: Modality
    answer: str
    value: float
    points: float


class Scored(NamedTuple):
    """One scored competency of a card: its score, its weight in the role, and its points."""

    competency: str
    score: float
    weight: float
    base: float
    points: list[Point]


def scored_of_card(card: ScoreCard) -> list[Scored]:
    """The scored competencies of a card.

    Examples
    --------
    >>> from interview import AnswerSignals, Answer, CompetencyWeight, FeatureSet, Interview
    >>> from interview import RoleModel, SignalPolicy
    >>> from scoring.rubric import score
    >>> role = RoleModel(key="clerk", version=1, title={"en": "Clerk"},
    ...                  competencies=(CompetencyWeight(key="teamwork", weight=1.0),))
    >>> law = SignalPolicy(key="words", version=1, compute=("language",))
    >>> shown = {"lang_evidence.teamwork": 9.0, "lang_anchor.teamwork": 4.0, "lang_star": 4.0}
    >>> one = AnswerSignals(features=FeatureSet(answer="a", values=shown, missing={}, extractor=""))
    >>> case = Interview(id="i", candidate_id="c", role="clerk", answers=(Answer(id="a"),))
    >>> found = scored_of_card(score(case, [one], role, law))[0]
    >>> [p.feature for p in found.points]
    ['lang_anchor', 'lang_evidence', 'lang_star']
    >>> abs(found.base + sum(p.points for p in found.points) - found.score) < 1e-9
    True
    """
    return [
        Scored(
            one.competency,
            one.finding.value,
            one.weight,
            one.base,
            unclipped(
                ((c.feature, c.modality, c.answer, c.value, c.points) for c in one.contributions),
                one.base,
            ),
        )
        for one in card.competencies
        if isinstance(one.finding, Estimate)
    ]


def scored_of_json(card: Mapping[str, Any]) -> list[Scored]:
    """The same of a card as the store keeps it, without making a card of it first."""
    return [
        Scored(
            one["competency"],
            one["finding"]["value"],
            one["weight"],
            one["base"],
            unclipped(
                (
                    (c["feature"], c["modality"], c["answer"], c["value"], c["points"])
                    for c in one["contributions"]
                ),
                one["base"],
            ),
        )
        for one in card["competencies"]
        if not one["finding"].get("withheld")
    ]


def unclipped(
    rows: Iterable[tuple[str, Modality, str, float, float]], base: float = 5.0
) -> list[Point]:
    """Contributions without the one named clipping: each feature gives back its own excess.

    A feature beyond its scale has points ``portion (10 u - base)`` with u outside 0 to 1, of which
    ``portion (10 kept - base)`` remain, so the ratio of the two brackets says what is left. Where
    the features of an answer do not account for the whole clipping (a card of an older catalogue),
    clipping stays a part of its own.

    Examples
    --------
    >>> rows = [("lang_results", "language", "a", 3.0, 1.0), ("clipping", "language", "a", .5, -.5)]
    >>> unclipped(rows)
    [Point(feature='lang_results', modality='language', answer='a', value=3.0, points=0.5)]
    """
    found: list[Point] = []
    taken: list[Point] = []
    for name, modality, answer, value, points in rows:
        stem = name.partition(".")[0]
        (taken if stem == CLIPPING else found).append(Point(stem, modality, answer, value, points))
    for one in taken:
        found = _given_back(found, one, base)
    return found


def _given_back(found: Sequence[Point], clipping: Point, base: float) -> list[Point]:
    changed: dict[int, Point] = {}
    left = clipping.points
    for place, point in enumerate(found):
        if point.answer != clipping.answer or point.modality != clipping.modality:
            continue
        kept = _kept_share(point, base)
        if kept != 1.0:
            changed[place] = point._replace(points=point.points * kept)
            left -= point.points * (kept - 1.0)
    if abs(left) > _NEAR:
        return [*found, clipping]
    return [changed.get(place, point) for place, point in enumerate(found)]


def _kept_share(point: Point, base: float) -> float:
    """How much of a feature's points is left within its scale, 1 inside it."""
    spec = FEATURES.get(point.feature)
    if spec is None or spec.low is None or spec.high is None:
        return 1.0
    position = (point.value - spec.low) / (spec.high - spec.low)
    if 0.0 <= position <= 1.0:
        return 1.0
    return (10.0 * min(max(position, 0.0), 1.0) - base) / (10.0 * position - base)
