"""Questions passed or failed by logistic regression: harder for a group, or for part of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation.logistic import logistic, nagelkerke
from estimation.quantile import normal_quantile
from fairness.audit_policy import ReferenceRule
from fairness.dif_mantel_haenszel import Matching, binary_items
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
from fairness.verdict import Verdict
from interview import Estimate

JODOIN_GIERL = (0.035, 0.07)
ZUMBO_THOMAS = (0.13, 0.26)


def dif_logistic(
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
    correct_many: bool = True,
    reference: ReferenceRule | str = "largest_group",
    floor: int = 100,
    level: float = 0.95,
    alpha: float = 0.05,
) -> DifReport:
    """Swaminathan and Rogers' test of every item (1990), people matched on their total score.

    Formula: ``logit P = b0 + b1 match``, ``+ b2 group`` (uniform), ``+ b3 match x group``
    (non-uniform: harder for the able of a group, easier for others). ``p_value`` is the likelihood
    ratio test of both together (2 degrees of freedom); ``details`` test each. The finding is
    ``b2`` at the mean match without the product, a log odds ratio with Wald's interval: below zero
    when the item is harder for the focal group. Size is the gain in Nagelkerke's R2 (``r2_gain``):
    Jodoin and Gierl (2001) call less than .035 A, less than .07 B, else C (``size_class``, A where
    not significant); Zumbo and Thomas draw the lines at .13 and .26 (``zumbo_thomas``).

    Parameters and errors as in `dif_mantel_haenszel`.

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> ability, women = rng.normal(size=800), np.arange(800) % 2 == 0
    >>> easy = {f"q{j}": ability + rng.normal(size=800) > 0 for j in range(7)}
    >>> people = pd.DataFrame(easy | {"sex": np.where(women, "f", "m")})
    >>> people["q8"] = ability + rng.normal(size=800) - 1.2 * women > 0
    >>> found = dif_logistic(people, attribute="sex", reference="m", items=[*easy, "q8"])
    >>> [(f.item, f.harder_for) for f in found.flagged]
    [('q8', 'f')]
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
        return _item(part.items[j], values[used], focal[used], match[used], level)

    def settle(one: ItemDif, p: float | None) -> ItemDif:
        flagged = p is not None and p < alpha
        finding = one.finding
        if not isinstance(finding, Estimate):
            return one
        harder = one.group if finding.value < 0 else REFERENCE
        uniform = one.details.get("uniform_p")
        crossing = one.details.get("non_uniform_p")
        uneven = (
            flagged
            and isinstance(uniform, float)
            and isinstance(crossing, float)
            and crossing < alpha <= uniform
        )
        size = one.magnitude_class if flagged else "A"
        verdict: Verdict = "cannot_tell"
        if size in ("B", "C"):
            verdict = "exceeds"
        elif one.magnitude_class == "A":
            verdict = "within"
        return replace(
            one,
            flagged=flagged,
            size_class=size,
            verdict=verdict,
            harder_for="" if not flagged else "differs_by_level" if uneven else harder,
        )

    return study_items(
        frame, table, attribute, study, method="dif_logistic", reference=reference,
        purify=purify, correct=correct_many, settle=settle,
    )  # fmt: skip


def _item(
    name: str,
    passed: NDArray[np.float64],
    focal: NDArray[np.bool_],
    match: NDArray[np.float64],
    level: float,
) -> ItemDif:
    from scipy.special import chdtrc

    n, other = int(focal.sum()), int((~focal).sum())
    spread = float(match.std())
    if spread == 0:
        return withheld_item(name, n, other, "item.all_alike")
    z, g = (match - match.mean()) / spread, focal.astype(np.float64)
    one = np.ones_like(z)
    base = logistic(np.column_stack([one, z]), passed)
    uniform = logistic(np.column_stack([one, z, g]), passed)
    full = logistic(np.column_stack([one, z, g, z * g]), passed)
    if base is None or uniform is None or full is None:
        return withheld_item(name, n, other, "item.separated")
    share = float(passed.mean())
    nothing = passed.size * (share * math.log(share) + (1 - share) * math.log(1 - share))
    r2 = [nagelkerke(f.log_likelihood, nothing, passed.size) for f in (base, uniform, full)]
    gain = r2[2] - r2[0]

    def p(smaller: float, larger: float, df: int) -> float:
        return float(chdtrc(df, max(2 * (larger - smaller), 0.0)))

    ll = [f.log_likelihood for f in (base, uniform, full)]
    value = float(uniform.coefficients[2])
    half = normal_quantile(0.5 + level / 2) * math.sqrt(float(uniform.covariance[2, 2]))
    return ItemDif(
        item=name,
        group="",
        n=n,
        n_reference=other,
        finding=Estimate(
            value=value, low=value - half, high=value + half, n=n + other, method="dif.log_odds"
        ),
        verdict="cannot_tell",
        magnitude_class=_class(gain, JODOIN_GIERL),
        p_value=p(ll[0], ll[2], 2),
        details={
            "chi2": 2 * (ll[2] - ll[0]),
            "uniform_p": p(ll[0], ll[1], 1),
            "non_uniform_p": p(ll[1], ll[2], 1),
            "r2": r2[0],
            "r2_gain": gain,
            "zumbo_thomas": _class(gain, ZUMBO_THOMAS),
        },
    )


def _class(gain: float, lines: tuple[float, float]) -> SizeClass:
    return "A" if gain < lines[0] else "B" if gain < lines[1] else "C"
