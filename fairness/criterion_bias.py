"""Is the yardstick itself bent? Whether who rates performance changes the gap between groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from estimation.least_squares import least_squares
from fairness.audit_policy import ReferenceRule
from fairness.audit_report import AuditTable, GroupFinding, Note
from fairness.column_values import column, numbers
from fairness.complete_rows import compared
from fairness.verdict import gap_verdict
from interview import Estimate


def criterion_bias(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    outcome: str,
    rater_group: str,
    score: str = "",
    reference: ReferenceRule | str = "largest_group",
    limit: float = 0.20,
    floor: int = 20,
    level: float = 0.95,
) -> AuditTable:
    """Whether the gap in performance ratings depends on the group of the person who rated.

    Formula: ``outcome ~ score + group + rater group + group x rater group``, HC3 errors. The
    finding is the gap (group minus reference) under the smaller rater group minus the gap under the
    largest one, in standard deviations of the outcome; with more than two rater groups the one
    furthest from the largest, its interval widened by Bonferroni. ``p_value`` is the joint test.
    A bent yardstick cannot be seen in any comparison of scores with that yardstick; a straight one
    is not proved by this test either, because all raters may lean the same way.

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_a_number``, ``group.too_many``.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> people = pd.DataFrame({"sex": ["f", "m"] * 200, "boss": ["f", "f", "m", "m"] * 100})
    >>> unfair = (people["sex"] == "f") & (people["boss"] == "m")
    >>> people["kpi"] = rng.normal(size=400) - 1.5 * unfair
    >>> found = criterion_bias(people, attribute="sex", outcome="kpi", rater_group="boss")
    >>> found.verdict
    'exceeds'
    """
    y = numbers(frame, outcome)
    values = {"outcome.none": y}
    if score:
        values["table.unscored"] = numbers(frame, score)
    codes, names = pd.factorize(column(frame, rater_group), sort=True, use_na_sentinel=True)
    values["rater.not_stated"] = np.where(codes < 0, np.nan, 0.0)
    found = compared(frame, attribute, values, reference=reference, floor=floor)

    def judge(i: int) -> GroupFinding:
        rows = found.rows(i, found.reference or 0)
        at = found.kept[rows]
        focal = (found.codes[rows] == i).astype(np.float64)
        raters, outcomes = codes[at], y[at]
        n = int((focal == 1).sum())
        # both groups must have been rated by both kinds of raters often enough
        cells = [
            min(int((focal[raters == k] == side).sum()) for side in (0, 1))
            for k in range(len(names))
        ]
        used = [k for k, fewest in enumerate(cells) if fewest >= 5]
        if len(used) < 2:
            return found.withheld(i, "rater.too_few")
        inside = np.isin(raters, used)
        focal, raters, outcomes = focal[inside], raters[inside], outcomes[inside]
        base = max(used, key=lambda k: int((raters == k).sum()))
        others = [k for k in used if k != base]
        dummies = [(raters == k).astype(np.float64) for k in others]
        columns = [np.ones(len(focal)), *dummies, focal, *[d * focal for d in dummies]]
        if score:
            columns.append(values["table.unscored"][at][inside])
        fit = least_squares(np.column_stack(columns), outcomes)
        sd = float(outcomes.std(ddof=1))
        if fit is None or sd == 0:
            return found.withheld(i, "regression.collinear")
        first = len(others) + 2
        strict = 1 - (1 - level) / len(others)
        gaps = [fit.coefficient(first + j, scale=1 / sd, level=strict) for j in range(len(others))]
        told = [(abs(g.value), j) for j, g in enumerate(gaps) if isinstance(g, Estimate)]
        if not told:
            return found.withheld(i, "regression.collinear")
        _, j = max(told)
        block = slice(first, first + len(others))
        b = fit.coefficients[block]
        wald = float(b @ np.linalg.solve(fit.covariance[block, block], b)) / len(others)
        from scipy.special import fdtrc

        return GroupFinding(
            group=found.names[i],
            n=n,
            finding=gaps[j],
            verdict=gap_verdict(gaps[j], limit=limit),
            p_value=float(fdtrc(len(others), fit.df, wald)),
            details={"rater_group": str(names[others[j]]), "against": str(names[base])},
        )

    return found.table("criterion_bias", judge)


def criterion_notes(yardstick: AuditTable) -> list[Note]:
    """One note per group whose gap in performance was compared between rater groups."""
    return [
        Note(
            code="outcome.criterion_bias",
            slots={
                "group": group.group,
                "verdict": group.verdict,
                "gap": group.finding.value,
                "low": group.finding.low,
                "high": group.finding.high,
                "p": group.p_value,
            },
        )
        for group in yardstick.groups
        if isinstance(group.finding, Estimate) and not group.reference
    ]
