"""Each question of a scale: how hard, how spread, how well it goes with the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.cronbach_alpha import alpha_from, alpha_of, scale_covariance
from analysis.item_scores import ItemScores, item_scores
from estimation.grouped_correlation import grouped_correlation
from estimation.proportion import proportion
from estimation.quantile import t_quantile
from estimation.rank_correlation import midranks
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TENTH = 0.1
TAIL = 0.27
"""Kelley (1939): the share of people in each extreme group that tells items apart best."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemLimits:
    """From where on an item is pointed out; the conventions of item analysis, open to change."""

    item_rest: float = 0.20
    at_an_end: float = 0.40
    narrow_share: float = 0.10
    """Standard deviation over the length of the scale: 1.0 of 0 to 10."""
    alpha_rise: float = 0.01


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemStatistics:
    """One item.

    ``difficulty`` is the mean on a scale from 0 to 1 (high: easy to score on), ``sd`` in points,
    ``floor`` and ``ceiling`` the shares of answers in the lowest and highest tenth of the scale,
    ``item_rest`` the correlation with the other items, ``discrimination`` the mean of the best 27 %
    on the others less that of the weakest, on 0 to 1. ``alpha_without`` is None where there is no
    alpha. ``missing`` of ``asked`` people have no score. ``flags`` are codes.
    """

    item: str
    n: int
    asked: int
    difficulty: Finding
    sd: float | None
    floor: Finding
    ceiling: Finding
    item_rest: Finding
    discrimination: Finding
    alpha_without: float | None
    flags: tuple[str, ...]

    @property
    def missing(self) -> int:
        """People asked without a score."""
        return self.asked - self.n


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemAnalysis:
    """Every item, the alpha of them all, and the mean and SD of a person's mean over items.

    ``mean`` and ``sd`` are None unless everybody answered everything.
    """

    items: tuple[ItemStatistics, ...]
    alpha: Finding
    people: int
    mean: float | None
    sd: float | None


def item_analysis(
    frame: pd.DataFrame,
    *,
    items: Sequence[str] = (),
    person: str = "",
    item: str = "",
    score: str = "",
    version: str = "",
    scale: tuple[float, float] = (0.0, 10.0),
    limits: ItemLimits | None = None,
    level: float = 0.95,
) -> ItemAnalysis:
    """Classical item analysis, also where each person was asked a few of many questions.

    An item is compared with the sum of the others, or where not all were asked with the mean of
    the others asked in standard deviations of their items; never with a total that holds the item
    itself. Flags: ``item.low_rest`` below .20, ``item.ceiling`` and ``item.floor`` above 40 %,
    ``item.narrow`` below a tenth of the scale, ``item.lowers_alpha`` where alpha rises by more than
    .01 without it; ``item.against_the_rest`` when the whole interval of item-rest lies below 0.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per person with ``items`` as columns, or one row per answer with the columns
        ``person``, ``item``, ``score`` and perhaps ``version``.
    scale : tuple of float
        Lowest and highest score.

    Returns
    -------
    ItemAnalysis
        Findings are withheld with ``item.too_few``, ``item.no_others``, ``correlation.constant``
        and the codes of `cronbach_alpha`.

    Raises
    ------
    InputError
        As `item_scores`.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> ability = rng.normal(size=200)
    >>> people = pd.DataFrame({f"q{i}": 5 + ability + rng.normal(size=200) for i in range(4)})
    >>> people["q3"] = 5 + rng.normal(size=200)
    >>> found = item_analysis(people, items=["q0", "q1", "q2", "q3"])
    >>> [(one.item, one.flags) for one in found.items if one.flags]
    [('q3', ('item.low_rest', 'item.lowers_alpha'))]
    """
    scores = item_scores(
        frame, items=items, person=person, item=item, score=score, version=version, scale=scale
    )
    return analyse_items(scores, scale=scale, limits=limits or ItemLimits(), level=level)


def analyse_items(
    scores: ItemScores, *, scale: tuple[float, float], limits: ItemLimits, level: float = 0.95
) -> ItemAnalysis:
    """The same for answers already read."""
    alpha = alpha_of(scores, level)
    without = _alpha_without(scores)
    found = statistics_of_items(scores, scale=scale, limits=limits, level=level)
    value = alpha.value if isinstance(alpha, Estimate) else None
    told = []
    for one, left in zip(found, without, strict=True):
        known = None if np.isnan(left) else float(left)
        rises = known is not None and value is not None and known > value + limits.alpha_rise
        flags = (*one.flags, "item.lowers_alpha") if rises else one.flags
        told.append(replace(one, alpha_without=known, flags=flags))
    mean = sd = None
    if scores.complete and scores.people > 1:
        each = scores.wide().mean(axis=1)
        mean, sd = float(each.mean()), float(each.std(ddof=1))
    return ItemAnalysis(items=tuple(told), alpha=alpha, people=scores.people, mean=mean, sd=sd)


def statistics_of_items(
    scores: ItemScores, *, scale: tuple[float, float], limits: ItemLimits, level: float = 0.95
) -> list[ItemStatistics]:
    """Each item by itself and against the rest; without any alpha, for banks of any size."""
    k, (bottom, top) = len(scores.items), scale
    length = top - bottom
    n, (mean, sd) = scores.n, scores.mean_and_sd()
    low = _count(scores, scores.score <= bottom + TENTH * length)
    high = _count(scores, scores.score >= top - TENTH * length)
    rest = scores.rest()
    used = ~np.isnan(rest)
    codes = scores.item[used]
    together = grouped_correlation(scores.score[used], rest[used], codes, k, level=level)
    apart = _tails(scores.score[used], rest[used], codes, k, length, level)
    alone = k < 2 or not used.any()
    found = []
    for j, name in enumerate(scores.items):
        size = int(n[j])
        fits = Withheld(code="item.no_others", n=size) if alone else together.finding(j)
        spread = float(sd[j]) if size > 1 else None
        floor, ceiling = _share(low[j], size, level), _share(high[j], size, level)
        flags = []
        if isinstance(fits, Estimate):
            if fits.high < 0:
                flags.append("item.against_the_rest")
            if fits.value < limits.item_rest:
                flags.append("item.low_rest")
        if isinstance(ceiling, Estimate) and ceiling.value > limits.at_an_end:
            flags.append("item.ceiling")
        if isinstance(floor, Estimate) and floor.value > limits.at_an_end:
            flags.append("item.floor")
        if spread is not None and spread < limits.narrow_share * length:
            flags.append("item.narrow")
        found.append(
            ItemStatistics(
                item=name,
                n=size,
                asked=int(scores.asked[j]),
                difficulty=_difficulty(float(mean[j]), spread, size, scale, level),
                sd=spread,
                floor=floor,
                ceiling=ceiling,
                item_rest=fits,
                discrimination=apart[j],
                alpha_without=None,
                flags=tuple(flags),
            )
        )
    return found


def _count(scores: ItemScores, chosen: NDArray[np.bool_]) -> Ints:
    return np.bincount(scores.item[chosen], minlength=len(scores.items))


def _share(k: int, n: int, level: float) -> Finding:
    return proportion(int(k), n, level=level) if n else Withheld(code="sample.empty")


def _difficulty(
    mean: float, sd: float | None, n: int, scale: tuple[float, float], level: float
) -> Finding:
    if n < 2 or sd is None:
        return Withheld(code="item.too_few", n=n)
    bottom, top = scale
    half = t_quantile(0.5 + level / 2, n - 1) * sd / n**0.5
    low, value, high = ((x - bottom) / (top - bottom) for x in (mean - half, mean, mean + half))
    return Estimate(
        value=value, low=min(max(low, 0.0), value), high=max(min(high, 1.0), value), n=n,
        method="mean.t",
    )  # fmt: skip


def _tails(
    score: Floats, rest: Floats, codes: Ints, k: int, length: float, level: float
) -> list[Finding]:
    """Best less weakest 27 % on the rest, by item, with Welch's interval; ties stay together."""
    count = np.bincount(codes, minlength=k)
    place = (midranks(rest, codes) - 0.5) / np.maximum(count, 1)[codes]
    sides = []
    for chosen in (place > 1 - TAIL, place < TAIL):
        c, x = codes[chosen], score[chosen]
        n = np.bincount(c, minlength=k)
        mean = np.bincount(c, weights=x, minlength=k) / np.maximum(n, 1)
        squares = np.bincount(c, weights=(x - mean[c]) ** 2, minlength=k)
        sides.append((n, mean, squares / np.maximum(n - 1, 1)))
    (n1, m1, v1), (n0, m0, v0) = sides
    found: list[Finding] = []
    for j in range(k):
        if min(n1[j], n0[j]) < 2:
            found.append(Withheld(code="item.too_few", n=int(count[j])))
            continue
        a, b = v1[j] / n1[j], v0[j] / n0[j]
        df = (a + b) ** 2 / (a * a / (n1[j] - 1) + b * b / (n0[j] - 1)) if a + b > 0 else 1.0
        half = t_quantile(0.5 + level / 2, float(df)) * float(a + b) ** 0.5 / length
        value = float(m1[j] - m0[j]) / length
        found.append(
            Estimate(
                value=value, low=value - half, high=value + half, n=int(n1[j] + n0[j]),
                method="discrimination.upper_lower_27",
            )
        )  # fmt: skip
    return found


def _alpha_without(scores: ItemScores) -> Floats:
    """Alpha of the other items, for each item; not-a-number where there is none."""
    covariance, _ = scale_covariance(scores)
    k = len(scores.items)
    if isinstance(covariance, Withheld) or k < 3:
        return np.full(k, np.nan)
    found = np.full(k, np.nan)
    for j in range(k):
        part = np.delete(np.delete(covariance, j, axis=0), j, axis=1)
        if part.sum() > 1e-12 * np.abs(part).sum():
            found[j] = alpha_from(part)
    return found
