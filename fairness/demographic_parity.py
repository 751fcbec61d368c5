"""Demographic parity: how far apart the highest and the lowest selection rate are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation import bootstrap_rates, difference, ratio
from fairness.audit_report import AuditTable, GroupFinding
from fairness.impact_ratios import impact_ratios
from fairness.verdict import gap_verdict, ratio_verdict
from interview import Estimate, Finding, Withheld


def demographic_parity(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    selected: str,
    limit: float = 0.80,
    gap_limit: float = 0.10,
    floor: int = 5,
    smallest_share: float = 0.0,
    replicates: int = 0,
    seed: int = 2026,
    level: float = 0.95,
) -> AuditTable:
    """The difference and the ratio between the groups with the lowest and the highest rate.

    Formula: ``min(rate) - max(rate)`` with Newcombe's interval, and ``min(rate) / max(rate)`` with
    the score interval, over the groups of at least ``floor`` people who stated the attribute. Both
    numbers are zero and one at parity. With more than two groups the two are picked because they
    lie furthest apart, so some distance is expected even at parity; `impact_ratios` tests each.
    With ``replicates`` the same two numbers get percentile intervals from drawing every group again
    (stratified by group, so none is ever missing), the lowest and highest picked anew each time.

    Returns
    -------
    AuditTable
        ``overall`` holds ``difference`` and ``ratio`` (and ``difference_resampled`` and
        ``ratio_resampled``); the groups hold each rate and its distance to the highest.

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_yes_no``, ``group.too_many``.

    Examples
    --------
    >>> people = pd.DataFrame({"sex": ["m"] * 80 + ["f"] * 40,
    ...                        "hired": [1] * 48 + [0] * 32 + [1] * 12 + [0] * 28})
    >>> found = demographic_parity(people, attribute="sex", selected="hired").overall
    >>> round(found["difference"].value, 2), round(found["ratio"].value, 2)
    (-0.3, 0.5)
    """
    table = impact_ratios(
        frame,
        attribute=attribute,
        selected=selected,
        floor=floor,
        smallest_share=smallest_share,
        level=level,
    )
    rated = [g for g in table.groups if not g.excluded and g.selected is not None]
    if len(rated) < 2:
        nothing: Finding = Withheld(code="group.no_comparison", n=table.n)
        return AuditTable(
            attribute=table.attribute,
            metric="demographic_parity",
            groups=table.groups,
            verdict="cannot_tell",
            overall={"difference": nothing, "ratio": nothing},
            excluded=table.excluded,
            notes=table.notes,
        )
    top = next(g for g in rated if g.reference)
    low = min(rated, key=lambda g: (_rate(g), -g.n))
    groups = tuple(g if g.excluded else _distance(g, top, gap_limit, level) for g in table.groups)
    gap = difference(low.selected or 0, low.n, top.selected or 0, top.n, level=level)
    share = ratio(low.selected or 0, low.n, top.selected or 0, top.n, level=level)
    verdict = ratio_verdict(share, limit=limit)
    overall = {"difference": gap, "ratio": share}
    if replicates:
        overall |= _resampled(rated, replicates=replicates, level=level, seed=seed)
    return AuditTable(
        attribute=table.attribute,
        metric="demographic_parity",
        groups=groups,
        # nothing that one person would turn round is an alarm
        verdict="cannot_tell" if low.flips and verdict == "exceeds" else verdict,
        reference=top.group,
        overall=overall,
        excluded=table.excluded,
        notes=table.notes,
    )


def _resampled(
    rated: list[GroupFinding], *, replicates: int, level: float, seed: int
) -> dict[str, Finding]:
    chosen, sizes = [g.selected or 0 for g in rated], [g.n for g in rated]

    def gap(rates: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(rates.min(axis=1) - rates.max(axis=1))

    def share(rates: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(rates.min(axis=1) / rates.max(axis=1))

    return {
        name: bootstrap_rates(
            chosen, sizes, statistic, replicates=replicates, level=level, seed=seed
        )
        for name, statistic in (("difference_resampled", gap), ("ratio_resampled", share))
    }


def _rate(group: GroupFinding) -> float:
    return (group.selected or 0) / group.n


def _distance(
    group: GroupFinding, top: GroupFinding, gap_limit: float, level: float
) -> GroupFinding:
    if group.group == top.group:
        none = Estimate(value=0.0, low=0.0, high=0.0, n=group.n, method="difference.reference")
        return replace(group, finding=none)
    gap = difference(group.selected or 0, group.n, top.selected or 0, top.n, level=level)
    verdict = gap_verdict(gap, limit=gap_limit)
    return GroupFinding(
        group=group.group,
        n=group.n,
        selected=group.selected,
        rate=group.rate,
        finding=gap,
        verdict="cannot_tell" if group.flips and verdict == "exceeds" else verdict,
        p_value=group.p_value,
        flips=group.flips,
    )
