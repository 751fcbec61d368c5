"""Questions passed or failed: which are harder for a group among people of equal total score."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation import cochran_mantel_haenszel, normal_quantile, strata
from fairness.audit_policy import ReferenceRule
from fairness.dif_report import (
    REFERENCE,
    DifReport,
    ItemDif,
    SizeClass,
    study_items,
    too_few,
    withheld_item,
)
from fairness.item_table import ItemTable, item_table
from fairness.verdict import gap_verdict
from interview import Estimate, InputError

SCALE = -2.35
"""From the logarithm of an odds ratio to ETS's delta."""
MODERATE, LARGE = 1.0, 1.5
Matching = Literal["total", "rest"]


def dif_mantel_haenszel(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    items: Sequence[str] = (),
    person: str = "",
    item: str = "",
    score: str = "",
    passing: float | None = None,
    matching: Matching = "total",
    purify: bool = True,
    correction: bool = True,
    correct_many: bool = True,
    bins: int = 10,
    reference: ReferenceRule | str = "largest_group",
    floor: int = 100,
    level: float = 0.95,
    alpha: float = 0.05,
) -> DifReport:
    """Mantel and Haenszel's test of every item, people matched on their total score.

    Formula: in each stratum of equal score ``A, B`` pass and fail in the reference group, ``C, D``
    in the focal one; ``alpha = sum(AD/T) / sum(BC/T)``; the finding is ETS's ``delta = -2.35 ln
    alpha``, below zero when the item is harder for the focal group. Its error is 2.35 times the
    root of ``sum((AD + alpha BC)(A + D + alpha (B + C)) / T^2) / (2 sum(AD/T)^2)`` (Phillips and
    Holland 1987). ``p_value`` is the chi-square with continuity correction. Class A: ``|delta|``
    below 1 or not significant; C: at least 1.5 and significantly above 1 (one-sided); else B;
    ``magnitude_class`` leaves significance out. The match counts the studied item itself, as it
    should in this test (Holland and Thayer 1988); ``matching`` "rest" leaves it out. Where not
    everybody was asked everything, people are matched in ``bins`` of their mean standardised score.

    Below ``floor`` people of either group an item shows its shares alone. Assumes that the other
    items measure the same thing; harm in all of them at once cannot be seen from inside.

    Parameters
    ----------
    items : sequence of str
        Item columns of a table with one row per person; or name ``person``, ``item``, ``score`` of
        a table with one row per answer.
    passing : float, optional
        The score from which an item counts as passed; without it items must be 0 and 1.
    correct_many : bool
        Flag by Benjamini and Hochberg's adjusted p (within a group's items) instead of the raw one.

    Raises
    ------
    InputError
        ``items.not_binary``, ``items.not_named``, ``items.twice``, ``items.too_few``,
        ``table.missing_column``, ``group.no_reference``.

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> ability, women = rng.normal(size=800), np.arange(800) % 2 == 0
    >>> easy = {f"q{j}": ability + rng.normal(size=800) > 0 for j in range(7)}
    >>> people = pd.DataFrame(easy | {"sex": np.where(women, "f", "m")}).astype({"sex": str})
    >>> people["q8"] = ability + rng.normal(size=800) - 1.2 * women > 0
    >>> found = dif_mantel_haenszel(people, attribute="sex", reference="m",
    ...                             items=[*easy, "q8"])
    >>> [(f.item, f.size_class, f.harder_for) for f in found.flagged]
    [('q8', 'C', 'f')]
    """
    table = binary_items(
        item_table(frame, items=items, person=person, item=item, score=score), passing
    )

    def study(part: ItemTable, focal: NDArray[np.bool_], j: int, anchors: Sequence[int]) -> ItemDif:
        values = part.scores[:, j]
        few = too_few(part.items[j], values, focal, floor)
        if few is not None:
            return few
        match = part.matching(j, anchors, with_item=matching == "total")
        used = ~np.isnan(values) & ~np.isnan(match)
        place = levels(match[used], None if part.complete else bins)
        return _item(
            part.items[j], values[used], focal[used], place, correction=correction, level=level
        )

    def settle(one: ItemDif, p: float | None) -> ItemDif:
        flagged = p is not None and p < alpha
        finding = one.finding
        if not isinstance(finding, Estimate):
            return one
        harder = one.group if finding.value < 0 else REFERENCE
        return replace(one, flagged=flagged, harder_for=harder if flagged else "")

    return study_items(
        frame, table, attribute, study, method="dif_mantel_haenszel", reference=reference,
        purify=purify, correct=correct_many, settle=settle,
    )  # fmt: skip


def binary_items(table: ItemTable, passing: float | None) -> ItemTable:
    """Items as 1 and 0: passed from ``passing`` on, or already so."""
    scores = table.scores
    if passing is not None:
        return replace(
            table, scores=np.where(np.isnan(scores), np.nan, (scores >= passing).astype(np.float64))
        )
    asked = scores[~np.isnan(scores)]
    wrong = asked[(asked != 0) & (asked != 1)]
    if wrong.size:
        raise InputError(
            "items.not_binary",
            f"an item holds {wrong[0]:g}, which is neither passed nor failed",
            "say from which score on an item is passed, or use the test for scores",
            value=float(wrong[0]),
        )
    return table


def levels(match: NDArray[np.float64], bins: int | None) -> NDArray[np.int64]:
    """The stratum of each person: equal sums, or one of ``bins`` of about equal size."""
    if bins is None:
        return np.asarray(np.unique(np.round(match, 9), return_inverse=True)[1], dtype=np.int64)
    edges = np.quantile(match, np.linspace(0, 1, bins + 1)[1:-1])
    return np.asarray(np.searchsorted(edges, match, side="right"), dtype=np.int64)


def _item(
    name: str,
    passed: NDArray[np.float64],
    focal: NDArray[np.bool_],
    place: NDArray[np.int64],
    *,
    correction: bool,
    level: float,
) -> ItemDif:
    many = int(place.max()) + 1

    def count(side: NDArray[np.bool_], weight: NDArray[np.float64]) -> NDArray[np.float64]:
        found = np.bincount(place[side], weights=weight[side], minlength=many)
        return np.asarray(found, dtype=np.float64)

    one = np.ones_like(passed)
    a, n1, c, n2 = (
        count(~focal, passed), count(~focal, one), count(focal, passed), count(focal, one)
    )  # fmt: skip
    used = (n1 > 0) & (n2 > 0)
    a, n1, c, n2 = a[used], n1[used], c[used], n2[used]
    n, other = int(focal.sum()), int((~focal).sum())
    details: dict[str, float | int | str | bool | None] = {
        "share": float(passed[focal].mean()),
        "share_reference": float(passed[~focal].mean()),
        "strata": int(used.sum()),
    }
    table = strata(a, n1, c, n2) if used.any() else None
    tested = cochran_mantel_haenszel(table, correction=correction) if table else None
    b, d, total = n1 - a, n2 - c, n1 + n2
    up, down = float((a * d / total).sum()), float((b * c / total).sum())
    if tested is None or up == 0 or down == 0:
        return withheld_item(name, n, other, "item.all_alike", details)
    odds = up / down
    variance = float(
        ((a * d + odds * b * c) * (a + d + odds * (b + c)) / total**2).sum() / (2 * up * up)
    )
    delta, error = SCALE * math.log(odds), abs(SCALE) * math.sqrt(variance)
    half = normal_quantile(0.5 + level / 2) * error
    finding = Estimate(
        value=delta, low=delta - half, high=delta + half, n=n + other, method="dif.delta"
    )
    details |= {"chi2": tested[0], "odds_ratio": odds, "error": error}
    return ItemDif(
        item=name,
        group="",
        n=n,
        n_reference=other,
        finding=finding,
        verdict=gap_verdict(finding, limit=MODERATE),
        magnitude_class=_magnitude(delta),
        size_class=_ets(delta, error, tested[1]),
        p_value=tested[1],
        details=details,
    )


def _magnitude(delta: float) -> SizeClass:
    if abs(delta) < MODERATE:
        return "A"
    return "B" if abs(delta) < LARGE else "C"


def _ets(delta: float, error: float, p: float) -> SizeClass:
    if abs(delta) < MODERATE or p >= 0.05:
        return "A"
    surely = (abs(delta) - MODERATE) / error > normal_quantile(0.95)
    return "C" if abs(delta) >= LARGE and surely else "B"
