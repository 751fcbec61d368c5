"""Scoring rates as Local Law 144 defines them: the share of each group above the median."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fairness.audit_policy import ReferenceRule
from fairness.audit_report import AuditTable, Note
from fairness.column_values import numbers
from fairness.impact_ratios import impact_ratios_of_counts
from fairness.population import groups_of

TIES = 0.2


def scoring_rates(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    score: str,
    reference: ReferenceRule | str = "highest_rate",
    limit: float = 0.80,
    floor: int = 5,
    smallest_share: float = 0.02,
    level: float = 0.95,
) -> AuditTable:
    """The share of each group that scored strictly above the whole sample's median.

    Formula: people of the group with ``score > median`` over people of the group with a score; the
    median is taken over everybody who has a score, those without a stated group included. Ratios
    as in `impact_ratios`. Source: 6 RCNY 5-301.

    A note ``scoring_rate.ties`` warns when more than a fifth of all scores equal the median: the
    rate is then coarse, and the selection rate says more. People without a score are counted in
    ``excluded``.

    Raises
    ------
    InputError
        ``table.missing_column``, ``table.not_a_number``, ``group.too_many``.

    Examples
    --------
    >>> people = pd.DataFrame({"sex": list("mmmmmmffffff"),
    ...                        "score": [9, 8, 8, 7, 4, 3, 9, 6, 5, 5, 4, 2]})
    >>> table = scoring_rates(people, attribute="sex", score="score")
    >>> [(g.group, g.selected, g.n) for g in table.groups]
    [('f', 2, 6), ('m', 4, 6)]
    """
    scores = numbers(frame, score)
    scored = ~np.isnan(scores)
    found = groups_of(frame, attribute)
    size = len(found.names)
    notes: list[Note] = []
    if scored.any():
        median = float(np.median(scores[scored]))
        tied = float((scores[scored] == median).mean())
        if tied > TIES:
            notes.append(Note(code="scoring_rate.ties", slots={"share": tied, "median": median}))
        if tied == 1.0:
            notes.append(Note(code="scoring_rate.constant", slots={"median": median}))
    else:
        median = np.nan
    unscored = int((~scored).sum())
    n = np.bincount(found.codes, weights=scored, minlength=size)
    above = np.bincount(found.codes, weights=scored & (scores > median), minlength=size)
    return impact_ratios_of_counts(
        [(name, int(a), int(b)) for name, a, b in zip(found.names, above, n, strict=True)],
        attribute=found.attribute,
        metric="scoring_rate",
        reference=reference,
        limit=limit,
        floor=floor,
        smallest_share=smallest_share,
        level=level,
        excluded={"table.unscored": unscored} if unscored else {},
        notes=tuple(notes),
    )
