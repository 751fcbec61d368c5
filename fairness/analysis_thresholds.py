"""Group-specific cut scores, to be looked at and never used: the law forbids deciding by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from fairness.column_values import numbers, yes_no
from fairness.complete_rows import compared
from fairness.population import NOT_STATED
from interview import InputError, PolicyError

Constraint = Literal[
    "demographic_parity",
    "true_positive_rate_parity",
    "false_positive_rate_parity",
    "equalized_odds",
]
LEGAL = (
    "42 USC 2000e-2(l) forbids to adjust the scores of, use different cutoff scores for, or "
    "otherwise alter the results of, employment related tests on the basis of race, color, "
    "religion, sex, or national origin"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class AnalysisThresholds:
    """What different cuts would have done. It holds numbers alone and cannot decide about anybody.

    ``cuts`` are, per group, the cut scores and the share of people each applies to (a cut may be
    drawn by lot between two). ``rates`` are selection rates per group under them, ``accuracy`` and
    ``accuracy_one_cut`` how often selection and outcome agree, with them and with the best single
    cut: the price in words. ``legal`` says why this is no way to decide.
    """

    attribute: str
    constraint: Constraint
    cuts: Mapping[str, tuple[tuple[float, float], ...]]
    rates: Mapping[str, float]
    accuracy: float
    accuracy_one_cut: float
    legal: str
    excluded: Mapping[str, int]


def thresholds_for_analysis(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    score: str,
    outcome: str,
    constraint: Constraint = "demographic_parity",
    analysis_only: bool = False,
    grid: int = 200,
    seed: int = 2026,
) -> AnalysisThresholds:
    """The cuts per group that would satisfy a constraint at the least loss (fairlearn).

    It exists to show what a constraint would cost, so that one cut for all can be argued for with
    numbers. Group-specific cuts need everybody's group at the moment of decision; that is unlawful
    for employment tests in the United States and at least doubtful elsewhere. So the function
    refuses unless it is told ``analysis_only=True``, returns no rule that could be applied, and no
    path leads from here to a decision.

    Raises
    ------
    PolicyError
        ``thresholds.analysis_only`` without the flag.
    InputError
        ``thresholds.one_outcome``, ``table.missing_column``, ``table.not_a_number``,
        ``table.not_yes_no``, ``group.too_many``.

    Examples
    --------
    >>> people = pd.DataFrame({"sex": ["f", "m"] * 20, "score": list(range(40)),
    ...                        "good": [0] * 20 + [1] * 20})
    >>> thresholds_for_analysis(people, attribute="sex", score="score", outcome="good")
    Traceback (most recent call last):
    interview.errors.PolicyError: ...
    """
    if not analysis_only:
        raise PolicyError(
            "thresholds.analysis_only",
            f"different cut scores per group may not be used to decide: {LEGAL}",
            "pass analysis_only=True to look at them, and change items, signals or weights for "
            "everybody instead",
        )
    from fairlearn.postprocessing import ThresholdOptimizer

    x, y = numbers(frame, score), yes_no(frame, outcome)
    found = compared(frame, attribute, {"outcome.none": y, "table.unscored": x}, floor=2)
    stated = np.array([name != NOT_STATED for name in found.names], dtype=bool)[found.codes]
    rows = found.kept[stated]
    group = np.array(found.names, dtype=object)[found.codes[stated]]
    values, good = x[rows][:, None], y[rows].astype(int)
    for name in np.unique(group):
        if np.unique(good[group == name]).size < 2:
            raise InputError(
                "thresholds.one_outcome",
                f"everybody of '{name}' has the same outcome",
                "widen the period until every group has both outcomes",
                group=str(name),
            )
    if not good.size:
        raise InputError(
            "thresholds.one_outcome",
            "nobody has a group, a score and an outcome",
            "widen the period, or check the columns",
            group="",
        )
    optimizer = ThresholdOptimizer(
        estimator=_handed_through(),
        constraints=constraint,
        objective="accuracy_score",
        grid_size=grid,
        prefit=True,
        predict_method="predict",
    )
    optimizer.fit(values, good, sensitive_features=group)
    chances = optimizer._pmf_predict(values, sensitive_features=group)[:, 1]
    rule: Mapping[str, Any] = optimizer.interpolated_thresholder_.interpolation_dict
    excluded = dict(found.excluded)
    if not stated.all():
        excluded["group.not_stated"] = int((~stated).sum())
    return AnalysisThresholds(
        attribute=found.attribute,
        constraint=constraint,
        cuts={str(name): _cuts(part) for name, part in rule.items()},
        rates={str(g): float(chances[group == g].mean()) for g in np.unique(group)},
        accuracy=float(np.where(good == 1, chances, 1 - chances).mean()),
        accuracy_one_cut=_best_single(values[:, 0], good),
        legal=LEGAL,
        excluded=excluded,
    )


def _handed_through() -> Any:
    """An estimator whose prediction is the score itself: the optimizer wants one."""
    from sklearn.base import BaseEstimator

    class Handed(BaseEstimator):  # type: ignore[misc]
        def fit(self, x: object, y: object) -> Handed:
            return self

        def predict(self, x: Any) -> Any:
            return np.asarray(x)[:, 0]

        def __sklearn_is_fitted__(self) -> bool:
            return True

    return Handed()


def _cuts(part: Any) -> tuple[tuple[float, float], ...]:
    cuts = []
    for share, operation in ((part.p0, part.operation0), (part.p1, part.operation1)):
        if share > 0:
            cuts.append((float(operation.threshold), float(share)))
    return tuple(cuts)


def _best_single(values: Any, good: Any) -> float:
    order = np.argsort(-values, kind="stable")
    right = np.concatenate(([0], np.cumsum(good[order] == 1))) + np.concatenate(
        ([int((good == 0).sum())], int((good == 0).sum()) - np.cumsum(good[order] == 0))
    )
    # a cut can only fall between two different scores
    edges = np.concatenate(([True], np.diff(values[order]) != 0, [True]))
    return float(right[edges].max() / max(good.size, 1))
