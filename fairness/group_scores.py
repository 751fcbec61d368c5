"""Numbers by group in one pass: how many, mean, spread and quantiles of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation import Sample, t_quantile
from fairness.column_values import numbers
from fairness.population import groups_of
from interview import Estimate, Finding, Withheld

QUANTILES = {"q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95}
Values = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class GroupScores:
    """The people who have a number: ``codes[i]`` indexes ``names``, ``values[i]`` is theirs."""

    attribute: str
    names: tuple[str, ...]
    codes: NDArray[np.int32]
    values: Values
    missing: int

    def samples(self) -> tuple[Sample, ...]:
        """Size, mean and standard deviation of every group."""
        size = len(self.names)
        n = np.bincount(self.codes, minlength=size)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.bincount(self.codes, weights=self.values, minlength=size) / n
            off = self.values - mean[self.codes]
            sd = np.sqrt(np.bincount(self.codes, weights=off * off, minlength=size) / (n - 1))
        return tuple(
            Sample(
                n=int(n[i]),
                mean=float(mean[i]) if n[i] else 0.0,
                sd=float(sd[i]) if n[i] > 1 else 0.0,
            )
            for i in range(size)
        )

    def quantiles(self) -> tuple[dict[str, float], ...]:
        """The quantiles that a drawing of the distribution needs, empty for an empty group."""
        order = np.argsort(self.codes, kind="stable")
        ends = np.searchsorted(self.codes[order], np.arange(len(self.names) + 1))
        held = [self.values[order[ends[i] : ends[i + 1]]] for i in range(len(self.names))]
        return tuple(
            {
                name: float(q)
                for name, q in zip(
                    QUANTILES, np.quantile(part, list(QUANTILES.values())), strict=True
                )
            }
            if part.size
            else {}
            for part in held
        )


def group_scores(
    frame: pd.DataFrame, attribute: str | Sequence[str], score: str
) -> tuple[GroupScores, NDArray[np.bool_]]:
    """The numbers of a column by group, and which rows of the table have one.

    Examples
    --------
    >>> people = pd.DataFrame({"sex": ["f", "m", "f"], "score": [6.0, 7.0, None]})
    >>> found, scored = group_scores(people, "sex", "score")
    >>> found.samples()[0].mean, scored.tolist()
    (6.0, [True, True, False])
    """
    values = numbers(frame, score)
    scored = ~np.isnan(values)
    groups = groups_of(frame, attribute)
    found = GroupScores(
        attribute=groups.attribute,
        names=groups.names,
        codes=groups.codes[scored],
        values=values[scored],
        missing=int((~scored).sum()),
    )
    return found, scored


def mean_finding(sample: Sample, *, level: float = 0.95) -> Finding:
    """A group's own mean with its t interval.

    Examples
    --------
    >>> found = mean_finding(Sample(n=9, mean=6.0, sd=1.5))
    >>> round(found.low, 2), round(found.high, 2)
    (4.85, 7.15)
    """
    if sample.n < 2:
        return Withheld(code="sample.too_few" if sample.n else "sample.empty", n=sample.n)
    half = t_quantile(0.5 + level / 2, sample.n - 1) * sample.sd / sample.n**0.5
    low, high = sample.mean - half, sample.mean + half
    return Estimate(value=sample.mean, low=low, high=high, n=sample.n, method="mean.student_t")
