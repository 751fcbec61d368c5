"""Questions scored on a scale: which are harder for a group at equal rest score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation.least_squares import least_squares
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
from interview import Estimate

NEGLIGIBLE, LARGE = 0.17, 0.25


def dif_scores(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    items: Sequence[str] = (),
    person: str = "",
    item: str = "",
    score: str = "",
    purify: bool = True,
    reference: ReferenceRule | str = "largest_group",
    floor: int = 50,
    level: float = 0.95,
    alpha: float = 0.05,
) -> DifReport:
    """Every item regressed on the score of the others, the group, and both together.

    Formula: ``item ~ rest + group + rest x group`` with the rest score centred, HC3 errors; the
    finding is the group's coefficient in standard deviations of the item, below zero when the item
    is harder for the focal group at equal rest score. Below .17 in size is class A, below .25 B,
    else C (the polytomous counterpart of ETS's lines); an item that is not significant after
    Benjamini and Hochberg within the group's items is A. ``details`` hold the product's p
    (``non_uniform_p``: harder for the able of a group only). Where not everybody was asked
    everything, the rest score is the mean of the standardised scores on the other items asked.

    The rest score is no perfect measure: where groups truly differ in ability, part of that
    difference stays in the coefficient of every item. An item that stands out from the others is
    still a finding; the same coefficient everywhere is not.

    Parameters and errors as in `dif_mantel_haenszel`.

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> ability, women = rng.normal(size=600), np.arange(600) % 2 == 0
    >>> scores = {f"q{j}": 5 + ability + rng.normal(size=600) for j in range(5)}
    >>> people = pd.DataFrame(scores | {"sex": np.where(women, "f", "m")})
    >>> people["q3"] -= 0.9 * women
    >>> found = dif_scores(people, attribute="sex", reference="m", items=list(scores))
    >>> [(f.item, f.size_class, f.harder_for) for f in found.flagged]
    [('q3', 'C', 'f')]
    """
    table = item_table(frame, items=items, person=person, item=item, score=score)

    def study(part: ItemTable, focal: NDArray[np.bool_], j: int, anchors: Sequence[int]) -> ItemDif:
        values = part.scores[:, j]
        few = too_few(part.items[j], values, focal, floor)
        if few is not None:
            return few
        rest = part.matching(j, anchors, with_item=False)
        used = ~np.isnan(values) & ~np.isnan(rest)
        return _item(part.items[j], values[used], focal[used], rest[used], level)

    def settle(one: ItemDif, p: float | None) -> ItemDif:
        flagged = p is not None and p < alpha
        finding = one.finding
        if not isinstance(finding, Estimate):
            return one
        harder = one.group if finding.value < 0 else REFERENCE
        return replace(
            one,
            flagged=flagged,
            size_class=one.magnitude_class if flagged else "A",
            harder_for=harder if flagged else "",
        )

    return study_items(
        frame, table, attribute, study, method="dif_scores", reference=reference,
        purify=purify, correct=True, settle=settle,
    )  # fmt: skip


def _item(
    name: str,
    values: NDArray[np.float64],
    focal: NDArray[np.bool_],
    rest: NDArray[np.float64],
    level: float,
) -> ItemDif:
    n, other = int(focal.sum()), int((~focal).sum())
    g, centre = focal.astype(np.float64), rest - rest.mean()
    columns = [np.ones_like(g), centre, g, centre * g]
    fit = least_squares(np.column_stack(columns), values)
    sd = float(values.std(ddof=1))
    if fit is None or sd == 0:
        return withheld_item(name, n, other, "item.all_alike")
    finding = fit.coefficient(2, scale=1 / sd, level=level)
    if not isinstance(finding, Estimate):
        return withheld_item(name, n, other, finding.code)
    return ItemDif(
        item=name,
        group="",
        n=n,
        n_reference=other,
        finding=replace(finding, method="dif.hc3"),
        verdict=gap_verdict(finding, limit=NEGLIGIBLE),
        magnitude_class=_class(abs(finding.value)),
        p_value=fit.p_value(2),
        details={
            "non_uniform_p": fit.p_value(3),
            "mean": float(values[focal].mean()),
            "mean_reference": float(values[~focal].mean()),
            "rest": float(rest[focal].mean()),
            "rest_reference": float(rest[~focal].mean()),
        },
    )


def _class(size: float) -> SizeClass:
    return "A" if size < NEGLIGIBLE else "B" if size < LARGE else "C"
