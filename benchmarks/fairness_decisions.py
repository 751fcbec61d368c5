"""Are the planted truths about decisions found, and nothing else? Fresh demo companies by seed.

Planted: one requisition that selects women less (2), a requisition too small to say (2), age that
fails together and in no department (3). Nothing is planted on three control attributes (10). Only
what the decisions need is drawn. The planted values stand in docs/demo_company.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from benchmarks.signals.row import Row
from data_samples import plan
from data_samples.ability import draw_abilities
from data_samples.attributes import CONTROLS, draw_attributes
from data_samples.hiring import draw_interviews, draw_requisitions
from data_samples.panel import draw_decisions
from fairness import AuditPolicy, AuditReport, AuditTable, Columns, audit

FIRST_SEED = 8_000
SEEDS = 50
SECTION = "planted truths about decisions, fresh companies"
METRICS = ("impact_ratio", "mantel_haenszel")


def decided(seed: int) -> pd.DataFrame:
    """One row per interview: who was advanced, where, and the groups people stated."""

    def stream(number: int) -> np.random.Generator:
        return np.random.default_rng([seed, number])

    interviews = draw_interviews(draw_requisitions(1.0), stream(1))
    attributes = draw_attributes(interviews, stream(12))
    abilities = draw_abilities(interviews, stream(4))
    decisions = draw_decisions(interviews, attributes, abilities, stream(7))
    advanced = decisions[decisions["stage"] == "advance"]
    columns = ["interview_id", "candidate_id", "requisition_id", "department", "selected"]
    return advanced[columns].merge(attributes, on="candidate_id", how="left")


def audited(frame: pd.DataFrame, *attributes: str, stratum: str = "") -> AuditReport:
    """The audit of these decisions by the attributes, one at a time."""
    return audit(
        frame,
        AuditPolicy(
            attributes=attributes,
            columns=Columns(selected="selected", stratum=stratum),
            metrics=METRICS if stratum else METRICS[:1],
            intersections=1,
        ),
    )


def signs(seed: int) -> dict[str, bool]:
    """What the audit says of one company, each question answered yes or no."""
    frame = decided(seed)
    unfair = audited(frame[frame["requisition_id"] == plan.BIASED_REQUISITION], "attr_sex")
    small = audited(frame[frame["requisition_id"] == plan.SMALL_REQUISITION], "attr_sex")
    age = audited(frame, "attr_age_band", stratum="department")
    whole, within = _table(age, "impact_ratio"), _table(age, "mantel_haenszel")
    quiet = audited(frame, *CONTROLS, stratum="requisition_id")
    return {
        "unfair requisition exceeds": unfair.verdict == "exceeds",
        "small requisition cannot tell": small.verdict == "cannot_tell",
        "small requisition flips": bool(small.findings[0].slots.get("flips")),
        "age exceeds together": whole.verdict == "exceeds",
        "age exceeds within departments": within.verdict == "exceeds",
        "age: the disagreement is said": "stratum.disagrees" in {n.code for n in within.notes},
        **{
            f"control {table.attribute} exceeds ({table.metric})": table.verdict == "exceeds"
            for table in quiet.tables
        },
    }


def _table(report: AuditReport, metric: str) -> AuditTable:
    return next(table for table in report.tables if table.metric == metric)


def report(seeds: int = SEEDS) -> Sequence[Row]:
    """How many of the companies gave each answer."""
    found: Counter[str] = Counter()
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        found.update({name: int(yes) for name, yes in signs(seed).items()})
    quiet = ("control", "age exceeds within")
    rows = []
    for name, count in found.items():
        wanted = not name.startswith(quiet)
        limit = round(0.9 * seeds) if wanted else round(0.05 * seeds)
        rows.append(
            Row(
                section=SECTION,
                name=name,
                value=f"{count} of {seeds}",
                aim=f">= {limit}" if wanted else f"<= {limit}",
                met=count >= limit if wanted else count <= limit,
            )
        )
    return rows
