"""The impact ratio at every cut score: what would change if the line were drawn elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairness.audit_policy import ReferenceRule
from fairness.audit_report import AuditTable, Note
from fairness.column_values import numbers
from fairness.impact_ratios import impact_ratios_of_counts
from fairness.population import groups_of

MOST_CUTS = 101


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sweep:
    """Everybody's scores sorted once per group, so that moving the cut costs next to nothing.

    ``cuts`` are the lines worth drawing: every score that occurs, or 101 evenly filled ones.
    """

    attribute: str
    names: tuple[str, ...]
    scores: tuple[NDArray[np.float64], ...]
    cuts: tuple[float, ...]
    unscored: int
    reference: ReferenceRule | str = "highest_rate"
    limit: float = 0.80
    floor: int = 5
    smallest_share: float = 0.02
    level: float = 0.95

    def counts(self, cut: float) -> tuple[tuple[str, int, int], ...]:
        """Group, how many score at or above the cut, and how many there are."""
        return tuple(
            (name, int(held.size - np.searchsorted(held, cut, side="left")), int(held.size))
            for name, held in zip(self.names, self.scores, strict=True)
        )

    def at(self, cut: float) -> AuditTable:
        """The table of impact ratios if everybody at or above ``cut`` were selected."""
        return impact_ratios_of_counts(
            self.counts(cut),
            attribute=self.attribute,
            metric="impact_ratio_at_cut",
            reference=self.reference,
            limit=self.limit,
            floor=self.floor,
            smallest_share=self.smallest_share,
            level=self.level,
            excluded={"table.unscored": self.unscored} if self.unscored else {},
            notes=(Note(code="table.cut", slots={"cut": cut}),),
        )

    def points(self) -> tuple[tuple[float, AuditTable], ...]:
        """The table at each of ``cuts``, lowest first."""
        return tuple((cut, self.at(cut)) for cut in self.cuts)


def threshold_sweep(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    score: str,
    reference: ReferenceRule | str = "highest_rate",
    limit: float = 0.80,
    floor: int = 5,
    smallest_share: float = 0.02,
    level: float = 0.95,
) -> Sweep:
    """Prepare the impact ratio at every cut score of ``score``.

    Everybody whose score is at or above the cut counts as selected. Rates and ratios as in
    `impact_ratios`; intervals at different cuts rest on the same people and are not independent.

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_a_number``, ``group.too_many``.

    Examples
    --------
    >>> scores = [5, 6, 6, 7, 7, 8, 8, 9, 9, 9] * 10
    >>> people = pd.DataFrame({"sex": ["f", "m"] * 50, "score": scores})
    >>> sweep = threshold_sweep(people, attribute="sex", score="score")
    >>> sweep.cuts, sweep.counts(9.0)
    ((5.0, 6.0, 7.0, 8.0, 9.0), (('f', 10, 50), ('m', 20, 50)))
    """
    values = numbers(frame, score)
    scored = ~np.isnan(values)
    found = groups_of(frame, attribute)
    kept, codes = values[scored], found.codes[scored]
    # one sort for everybody: by group first, then by score
    order = np.lexsort((kept, codes))
    ends = np.searchsorted(codes[order], np.arange(len(found.names) + 1))
    parts = tuple(kept[order][ends[i] : ends[i + 1]] for i in range(len(found.names)))
    distinct = np.unique(kept)
    if distinct.size > MOST_CUTS:
        distinct = np.unique(np.quantile(kept, np.linspace(0, 1, MOST_CUTS), method="lower"))
    return Sweep(
        attribute=found.attribute,
        names=found.names,
        scores=parts,
        cuts=tuple(float(c) for c in distinct),
        unscored=int((~scored).sum()),
        reference=reference,
        limit=limit,
        floor=floor,
        smallest_share=smallest_share,
        level=level,
    )
