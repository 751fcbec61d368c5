"""What a weight on expression does to a group that shows less of it: expected, and as observed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from estimation import ratio
from fairness.verdict import Verdict, ratio_verdict
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]
STEP = 0.01


def composite_gap(delta: float, weight: float) -> float:
    """The gap of ``(1 - w) V + w E`` when two groups differ by ``delta`` in E and not in V.

    Formula: ``w delta / sqrt((1 - w)^2 + w^2)``, V and E of unit variance and uncorrelated.

    Examples
    --------
    >>> round(composite_gap(0.8, 0.3), 3)
    0.315
    """
    return weight * delta / math.hypot(1 - weight, weight)


def expected_impact_ratio(gap: float, *, selection_ratio: float, share: float) -> float:
    """The impact ratio that a gap of ``gap`` standard deviations makes when the top are selected.

    Formula: the cut ``c`` solves ``(1 - share)(1 - Phi(c)) + share (1 - Phi(c + gap)) =
    selection_ratio``; the ratio is ``(1 - Phi(c + gap)) / (1 - Phi(c))``. Assumes normal scores of
    equal spread, ``share`` being the share of people in the lower group.

    Raises
    ------
    InputError
        ``weight.not_a_share`` when a share is not between 0 and 1.

    Examples
    --------
    >>> round(expected_impact_ratio(.15, selection_ratio=.25, share=.30), 4)
    0.8234
    >>> round(expected_impact_ratio(.40, selection_ratio=.10, share=.15), 4)
    0.4708
    """
    for value in (selection_ratio, share):
        if not 0 < value < 1:
            raise InputError(
                "weight.not_a_share",
                f"{value:g} is no share of people",
                "give a number between 0 and 1",
                value=value,
            )
    from scipy.optimize import brentq
    from scipy.special import ndtr

    def over(cut: float) -> float:
        upper, lower = float(ndtr(-cut)), float(ndtr(-cut - gap))
        return (1 - share) * upper + share * lower - selection_ratio

    cut = float(brentq(over, -12 - abs(gap), 12 + abs(gap)))
    return float(ndtr(-cut - gap) / ndtr(-cut))


def largest_weight(
    delta: float, *, selection_ratio: float, share: float, limit: float = 0.80
) -> float:
    """The largest weight at which the expected impact ratio still reaches ``limit``.

    1 when even expression alone would reach it.

    Examples
    --------
    >>> round(largest_weight(.8, selection_ratio=.25, share=.30), 3)
    0.18
    """
    from scipy.optimize import brentq

    def above(weight: float) -> float:
        gap = composite_gap(delta, weight)
        return expected_impact_ratio(gap, selection_ratio=selection_ratio, share=share) - limit

    if above(1.0) >= 0:
        return 1.0
    return float(brentq(above, 0.0, 1.0, xtol=1e-6))


def expected_weight(
    delta: Finding, *, selection_ratio: float, share: float, limit: float = 0.80
) -> Finding:
    """`largest_weight` for an estimated gap in expression: safe at its worse limit.

    ``value`` belongs to the estimate, ``low`` to the larger gap of its interval, ``high`` to the
    smaller one.
    """
    if isinstance(delta, Withheld):
        return delta
    sizes = (delta.low, delta.value, delta.high)
    worst = max(map(abs, sizes))
    least = 0.0 if delta.low <= 0 <= delta.high else min(map(abs, sizes))
    found = [
        largest_weight(d, selection_ratio=selection_ratio, share=share, limit=limit)
        for d in (worst, abs(delta.value), least)
    ]
    return Estimate(
        value=found[1], low=found[0], high=found[2], n=delta.n, method="weight.expected"
    )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Mixture:
    """A score taken apart: ``base`` without expression, ``part`` what expression adds at ``unit``.

    The score at a weight ``w`` is ``base + w / unit * part``; for ``(1 - w) A + w E`` that is exact
    with ``base = A`` and ``part = unit (E - A)``. ``stated`` is false when nobody said what weight
    the part stands for: then ``unit`` is 1 and weights are multiples of what it is now.
    """

    base: Floats
    part: Floats
    unit: float
    stated: bool = True

    def at(self, weight: float) -> Floats:
        """Everybody's score at this weight."""
        return np.asarray(self.base + weight / self.unit * self.part)

    def of(self, rows: NDArray[np.bool_]) -> Mixture:
        """The same for some of the people."""
        return replace(self, base=self.base[rows], part=self.part[rows])


@dataclass(frozen=True, kw_only=True, slots=True)
class WeightTried:
    """What would have happened at one weight: ratios, verdicts, how many places change hands.

    ``label`` is removed, damped, present, doubled or candidate. ``changed`` counts people whose
    selection differs from that at the present weight, ``rank_correlation`` compares the rankings.
    """

    label: str
    weight: float
    ratios: Mapping[str, Finding]
    verdicts: Mapping[str, Verdict]
    rates: Mapping[str, float]
    changed: int
    rank_correlation: float | None


def top_share(scores: Floats, selection_ratio: float, strata: NDArray[np.int64] | None) -> Floats:
    """1 for the best ``selection_ratio`` of everybody (of each stratum), ties by order of rows.

    Examples
    --------
    >>> top_share(np.array([3.0, 9.0, 5.0, 7.0]), 0.5, None).tolist()
    [0.0, 1.0, 0.0, 1.0]
    """
    place = np.zeros(scores.size, dtype=np.int64) if strata is None else strata
    order = np.lexsort((-scores, place))
    sizes = np.bincount(place)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    rank = np.empty(scores.size, dtype=np.int64)
    rank[order] = np.arange(scores.size) - starts[place[order]]
    return (rank < np.round(selection_ratio * sizes)[place]).astype(np.float64)


def weights_tried(
    mixture: Mixture,
    wanted: Sequence[tuple[str, float]],
    present: float,
    codes: NDArray[np.int32],
    names: Sequence[str],
    base: int,
    focal: Sequence[int],
    *,
    selection_ratio: float,
    strata: NDArray[np.int64] | None,
    limit: float,
    level: float,
) -> tuple[WeightTried, ...]:
    """The ranking and the impact ratios at each weight wanted."""
    from scipy.stats import rankdata

    now = mixture.at(present)
    selected_now, ranks_now = top_share(now, selection_ratio, strata), rankdata(now)
    found = []
    for label, weight in wanted:
        scores = mixture.at(weight)
        chosen = top_share(scores, selection_ratio, strata)
        ratios = _ratios(chosen, codes, base, focal, level)
        n = np.bincount(codes, minlength=len(names))
        k = np.bincount(codes, weights=chosen, minlength=len(names))
        found.append(
            WeightTried(
                label=label,
                weight=weight,
                ratios={names[i]: r for i, r in ratios.items()},
                verdicts={names[i]: ratio_verdict(r, limit=limit) for i, r in ratios.items()},
                rates={names[i]: float(k[i] / n[i]) for i in (base, *focal)},
                changed=int((chosen != selected_now).sum()),
                rank_correlation=_alike(rankdata(scores), ranks_now),
            )
        )
    return tuple(found)


def _alike(one: Floats, other: Floats) -> float | None:
    if one.min() == one.max() or other.min() == other.max():
        return None
    return float(np.corrcoef(one, other)[0, 1])


def safe_weights(
    mixture: Mixture,
    codes: NDArray[np.int32],
    base: int,
    focal: Sequence[int],
    *,
    selection_ratio: float,
    strata: NDArray[np.int64] | None,
    limit: float,
    level: float,
    most: float = 0.5,
) -> dict[int, Finding]:
    """The largest weight, in steps of .01 up to ``most``, up to which every ratio is safe.

    ``value`` and ``low`` are the weight up to which the lower limit of the ratio's interval stays
    at or above ``limit``; ``high`` the one up to which the ratio itself does. Withheld with
    ``weight.none_safe`` when the ratio misses the limit even without expression, and with
    ``weight.not_shown`` when it reaches it but too few people are there to show it.
    """
    n = int(codes.size)
    shown: dict[int, float] = {}
    reached: dict[int, float] = {}
    for weight in np.arange(0.0, most + STEP / 2, STEP).round(4).tolist():
        going = [
            i
            for i in focal
            if (i not in shown and weight == 0) or shown.get(i) == _before(weight)
            or reached.get(i) == _before(weight)
        ]  # fmt: skip
        if not going:
            break
        chosen = top_share(mixture.at(weight), selection_ratio, strata)
        for i, found in _ratios(chosen, codes, base, going, level).items():
            if isinstance(found, Withheld):
                continue
            if found.low >= limit and (weight == 0 or shown.get(i) == _before(weight)):
                shown[i] = weight
            if found.value >= limit and (weight == 0 or reached.get(i) == _before(weight)):
                reached[i] = weight
    result: dict[int, Finding] = {}
    for i in focal:
        if i in shown:
            result[i] = Estimate(
                value=shown[i], low=shown[i], high=reached[i], n=n, method="weight.ratio_reached"
            )
        else:
            why = "weight.not_shown" if i in reached else "weight.none_safe"
            result[i] = Withheld(code=why, n=n)
    return result


def _before(weight: float) -> float:
    return round(weight - STEP, 4)


def _ratios(
    chosen: Floats, codes: NDArray[np.int32], base: int, focal: Sequence[int], level: float
) -> dict[int, Finding]:
    size = int(codes.max(initial=0)) + 1
    n = np.bincount(codes, minlength=size)
    k = np.bincount(codes, weights=chosen, minlength=size)
    return {i: ratio(int(k[i]), int(n[i]), int(k[base]), int(n[base]), level=level) for i in focal}
