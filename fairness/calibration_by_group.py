"""Does a forecast mean the same in every group? Forecast chances against what happened."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from estimation.forecast_error import calibration_details, in_the_large
from fairness.audit_policy import ReferenceRule
from fairness.audit_report import AuditTable, GroupFinding, Note
from fairness.column_values import numbers, yes_no
from fairness.complete_rows import compared
from fairness.verdict import gap_verdict
from interview import InputError, Withheld


def calibration_by_group(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    probability: str,
    outcome: str,
    bins: int = 10,
    reference: ReferenceRule | str = "largest_group",
    limit: float = 0.05,
    floor: int = 20,
    level: float = 0.95,
    replicates: int = 1000,
    seed: int = 2026,
) -> AuditTable:
    """How well forecast chances of success fit what happened, group by group.

    Formula: *calibration in the large* (``finding``) is the mean of ``outcome - probability`` with
    a normal interval; ``o_e`` the observed over the expected number of successes,
    ``exp(ln(O/E) +- z sqrt((1 - O/n) / O))`` (Debray 2017); ``slope`` of the outcome on the logit
    of the forecast (1 is right, below 1 the forecasts are too extreme; Cox 1958); ``ece`` the mean
    distance between forecast and rate over bins of equal mass, equal forecasts staying in one bin;
    ``brier`` the mean squared error. The expected calibration error is above zero by chance alone:
    ``ece_by_chance`` is its mean if every forecast were right, ``ece_p`` how often chance gives as
    much. ECE intervals by bootstrap within the group. Every group is judged on its own; the
    reference only names the largest. Outcomes exist for the hired only: see the note
    ``outcome.selection_bias``.

    Raises
    ------
    InputError
        ``calibration.not_probability`` when a forecast lies outside 0 to 1;
        ``table.missing_column``, ``table.not_a_number``, ``table.not_yes_no``, ``group.too_many``.

    Examples
    --------
    >>> p = [.1, .1, .3, .3, .3, .6, .6, .9, .9, .9]
    >>> y = [0, 0, 0, 1, 0, 1, 0, 1, 1, 1]
    >>> people = pd.DataFrame({"sex": "f", "chance": p, "good": y})
    >>> table = calibration_by_group(people, attribute="sex", probability="chance", outcome="good",
    ...                              floor=5)
    >>> held = table.groups[0].details
    >>> round(held["brier"], 3), round(held["o_e"], 2), round(held["ece"], 2)
    (0.124, 1.0, 0.08)
    """
    p, y = numbers(frame, probability), yes_no(frame, outcome)
    wrong = np.flatnonzero((p < 0) | (p > 1))
    if wrong.size:
        raise InputError(
            "calibration.not_probability",
            f"column '{probability}' holds {p[wrong[0]]:g} in row {wrong[0] + 1}: no chance",
            "give chances between 0 and 1; scores on another scale need differential prediction",
            column=probability,
            value=float(p[wrong[0]]),
            row=int(wrong[0]) + 1,
        )
    found = compared(
        frame, attribute, {"outcome.none": y, "table.unscored": p}, reference=reference, floor=floor
    )
    p, y = p[found.kept], y[found.kept]
    labelled = int((~np.isnan(yes_no(frame, outcome))).sum())
    notes = [
        Note(
            code="outcome.selection_bias",
            slots={
                "labelled": labelled,
                "people": len(frame),
                "share": labelled / max(1, len(frame)),
            },
        )
    ]

    def judge(i: int, reference: bool = False) -> GroupFinding:
        rows = found.rows(i)
        own_p, own_y = p[rows], y[rows]
        gap = in_the_large(own_p, own_y, level)
        details = calibration_details(own_p, own_y, bins, level, replicates, seed + i)
        return GroupFinding(
            group=found.names[i],
            n=int(rows.sum()),
            selected=int(own_y.sum()),
            finding=gap,
            verdict=gap_verdict(gap, limit=limit),
            reference=reference,
            details=details,
        )

    if found.reference is None and any(not why for why in found.left_out):
        # one group alone can be calibrated or not; nothing needs comparing
        groups = tuple(
            judge(i) if not why else _listed(found.names[i], int(found.sizes[i]), why)
            for i, why in enumerate(found.left_out)
        )
        only = next(g for g in groups if not g.excluded)
        return AuditTable(
            attribute=found.attribute,
            metric="calibration",
            groups=groups,
            verdict=only.verdict,
            excluded=found.excluded,
            notes=(*notes, Note(code="group.no_comparison")),
        )
    return found.table("calibration", judge, lambda i: judge(i, True), notes=notes)


def _listed(name: str, n: int, why: str) -> GroupFinding:
    return GroupFinding(
        group=name, n=n, finding=Withheld(code=why, n=n), verdict="cannot_tell", excluded=why
    )
