"""From measured features to points on a 0 to 10 scale, every point named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.rubric_weights import Term

CLIPPING = "clipping"


@dataclass(frozen=True, slots=True)
class Scaled:
    """One answer's points from one modality: 0 to 10 in all, and where they came from.

    ``points`` are (feature, value, points from the middle of the scale); the last may be
    ``clipping``, which takes back what lies beyond the ends of the scales. ``earned`` is what a
    feature adds above the bottom of its scale.
    """

    score: float
    points: tuple[tuple[str, float, float], ...]
    earned: Mapping[str, float]


def scaled(
    terms: Sequence[Term], values: Mapping[str, float], *, base: float, least_measured: float
) -> Scaled | None:
    """The weighted mean position of the measured features on their scales, 0 to 10.

    Formula: ``score = base + sum_f w_f (10 u_f - base) / sum_f w_f`` with
    ``u = (value - low) / (high - low)``; where u leaves 0 to 1 the excess is taken back under the
    name ``clipping``. Features not measured leave their weight to the others.

    Returns
    -------
    Scaled or None
        None when the measured features carry less than ``least_measured`` of the weight.

    Examples
    --------
    >>> terms = (Term("lang_star", 3.0, 0.0, 0.25), Term("lang_results", 1.0, 0.0, 0.5))
    >>> found = scaled(terms, {"lang_star": 2, "lang_results": 3}, base=5.0, least_measured=0.5)
    >>> found.score, found.points
    (6.25, (('lang_star', 2, 0.0), ('lang_results', 3, 2.5), ('clipping', 0.5, -1.25)))
    """
    total = weight = 0.0
    for term in terms:
        total += term.weight
        if term.feature in values:
            weight += term.weight
    if weight <= 0.0 or weight < least_measured * total:
        return None
    score = base
    points: list[tuple[str, float, float]] = []
    earned: dict[str, float] = {}
    over = taken = 0.0
    for feature, term_weight, low, per_unit in terms:
        value = values.get(feature)
        if value is None or term_weight <= 0.0:
            continue
        portion = term_weight / weight
        position = (value - low) * per_unit
        kept = 0.0 if position < 0.0 else 1.0 if position > 1.0 else position
        points.append((feature, value, portion * (10.0 * position - base)))
        if kept != position:
            over += abs(position - kept)
            taken += portion * 10.0 * (kept - position)
        score += portion * (10.0 * kept - base)
        earned[feature] = portion * 10.0 * kept
    if over:
        points.append((CLIPPING, over, taken))
    return Scaled(score, tuple(points), earned)
