"""The whole audit of one table of decisions or scores, frozen and named by its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from itertools import combinations

import numpy as np
import pandas as pd

from fairness.audit_policy import AuditPolicy
from fairness.audit_report import AuditReport, AuditTable, Conclusion, Note
from fairness.audited_people import audited_people
from fairness.conclusions import conclusions
from fairness.correction import corrected_tables
from fairness.metrics import METRICS, Attribute, Metric
from fairness.population import JOIN, MOST_GROUPS, NOT_STATED, groups_of
from fairness.verdict import worst
from interview import InputError

RESULTS = "1"


def audit(frame: pd.DataFrame, policy: AuditPolicy) -> AuditReport:
    """Audit a table under a policy: every metric whose columns are there, over every attribute.

    The table is cleaned first (`audited_people`): every person counts once, whoever is left out is
    counted by reason, and the sizes of the groups of each table, those it leaves out and those the
    audit leaves out add up to ``population``. Then every metric of `METRICS` that the policy names
    (all of them when it names none) runs over each attribute and their intersections; the p values
    of one family are corrected together; and the tables become conclusions, worst first.

    Every number rests on the table alone and on ``policy.seed``: the same input gives the same
    digest. A table with counts per group (``columns.n`` and ``columns.selected_n``) is audited by
    `audit_counts`.

    Raises
    ------
    InputError
        One sentence that names what is wrong and what would work: ``table.empty``,
        ``table.missing_column``, ``table.not_yes_no``, ``table.not_a_number``,
        ``table.not_a_date``, ``table.ambiguous_date``, ``group.too_many``, ``group.no_reference``,
        ``audit.no_attribute``, ``audit.nothing_to_compare``, ``audit.unknown_metric``.

    Examples
    --------
    >>> from fairness import Columns
    >>> people = pd.DataFrame({"sex": ["m"] * 80 + ["f"] * 40 + [None],
    ...                        "hired": [1] * 48 + [0] * 32 + [1] * 12 + [0] * 28 + [1]})
    >>> report = audit(people, AuditPolicy(attributes=("sex",), columns=Columns(selected="hired")))
    >>> report.verdict, report.population, [table.metric for table in report.tables]
    ('exceeds', 121, ['impact_ratio', 'demographic_parity'])
    >>> report.findings[0].code, report.findings[0].group
    ('impact_ratio.exceeds', 'f')
    """
    if policy.columns.n:
        from fairness.counts_table import audit_counts

        return audit_counts(frame, policy)
    wanted = chosen_metrics(policy)
    people = audited_people(frame, policy)
    running = replace(policy, columns=people.columns)
    notes = list(people.notes)
    attributes = list(_attributes(people.frame, running, notes))
    tables: list[AuditTable] = []
    for name, metric in wanted.items():
        missing = tuple(field for field in metric.needs if not getattr(people.columns, field))
        if missing:
            if name in policy.metrics:
                slots = {"metric": name, "columns": list(missing)}
                notes.append(Note(code="audit.metric_not_run", slots=slots))
            continue
        if metric.tables is None:
            continue
        for attribute in attributes:
            if metric.crossed or isinstance(attribute, str):
                rules = replace(running, reference=_reference(people.frame, attribute, policy))
                tables += metric.tables(people.frame, attribute, rules)
    if people.columns.selected != policy.columns.selected:
        notes.append(Note(code="table.cut", slots={"cut": policy.cut}))
    return finished(
        policy,
        tables,
        population=people.population,
        excluded=people.excluded,
        window=people.window,
        notes=notes,
        data=data_digest(frame, policy),
    )


def chosen_metrics(policy: AuditPolicy) -> Mapping[str, Metric]:
    """The metrics a policy asks for, in the order of the catalogue.

    Examples
    --------
    >>> list(chosen_metrics(AuditPolicy(attributes=("sex",), metrics=("scoring_rate",))))
    ['scoring_rate']
    """
    unknown = [name for name in policy.metrics if name not in METRICS]
    if unknown:
        known = ", ".join(METRICS)
        raise InputError(
            "audit.unknown_metric",
            f"there is no metric '{unknown[0]}'",
            f"use some of: {known}",
            metric=unknown[0],
            known=known,
        )
    return {name: m for name, m in METRICS.items() if not policy.metrics or name in policy.metrics}


def finished(
    policy: AuditPolicy,
    tables: Sequence[AuditTable],
    *,
    population: int,
    excluded: Mapping[str, int],
    window: tuple[str, str] = ("", ""),
    notes: Sequence[Note] = (),
    data: str = "",
) -> AuditReport:
    """Tables with their p values corrected, conclusions drawn, the verdict, and the seal."""
    corrected = corrected_tables(tables, policy)
    found: tuple[Conclusion, ...] = conclusions(corrected)
    judged = tuple(t.verdict for t in corrected if _limit(t))
    report = AuditReport(
        policy=policy,
        population=population,
        excluded=excluded,
        tables=corrected,
        findings=found,
        verdict=worst(judged),
        window=window,
        notes=tuple(notes),
        versions=_versions(),
        data=data,
    )
    return report.sealed()


@cache
def _versions() -> dict[str, str]:
    return {"audit": RESULTS, **{name: version(name) for name in ("numpy", "scipy")}}


def _limit(table: AuditTable) -> str:
    metric = METRICS.get(table.metric.partition(".")[0])
    return metric.limit if metric else "limit"


def _attributes(frame: pd.DataFrame, policy: AuditPolicy, notes: list[Note]) -> Iterator[Attribute]:
    """Each attribute, then their crossings that leave groups one can still speak of."""
    yield from policy.attributes
    for size in range(2, min(policy.intersections, len(policy.attributes)) + 1):
        for crossed in combinations(policy.attributes, size):
            groups = len(groups_of(frame, crossed).names)
            if groups > MOST_GROUPS:
                slots = {"attribute": JOIN.join(crossed), "groups": groups, "most": MOST_GROUPS}
                notes.append(Note(code="group.crossing_too_fine", slots=slots))
            else:
                yield crossed


def _reference(frame: pd.DataFrame, attribute: Attribute, policy: AuditPolicy) -> str:
    """The rule for this attribute: its own, or the policy's where that can be kept."""
    name = attribute if isinstance(attribute, str) else JOIN.join(attribute)
    if name in policy.references:
        return policy.references[name]
    if policy.reference in ("highest_rate", "largest_group"):
        return policy.reference
    holds = [a for a in policy.attributes if policy.reference in groups_of(frame, a).names]
    # one named group cannot be in every attribute; where it is nowhere, the metric says so
    if holds and (name not in holds or policy.reference == NOT_STATED):
        return "highest_rate"
    return policy.reference


def data_digest(frame: pd.DataFrame, policy: AuditPolicy) -> str:
    """Names the cells that were audited, whatever else the table holds and whatever row comes when.

    Rows are named one by one and the names sorted, so that the order of the rows does not matter.
    """
    names = policy.columns
    used = [
        *policy.attributes,
        *(n for n in (names.score, names.selected, names.stratum, names.human) if n),
        *(n for n in (names.outcome, names.person, names.at, *names.quality) if n),
        *(n for n in (names.n, names.selected_n, names.printed_ratio) if n),
        *(n for n in (names.probability, names.rater_group) if n),
    ]
    rows = pd.util.hash_pandas_object(frame[list(dict.fromkeys(used))], index=False)
    named = hashlib.sha256("\x1f".join(used).encode())
    named.update(np.sort(rows.to_numpy()).astype("<u8").tobytes())
    return named.hexdigest()
