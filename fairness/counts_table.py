"""Audit of a table that is already summed per group, as published bias audits are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairness.audit import audit, data_digest
from fairness.audit_policy import AuditPolicy, Columns
from fairness.audit_report import AuditReport, Note
from fairness.audited_people import refuse_the_hopeless
from fairness.column_values import column, numbers
from interview import InputError

CHOSEN = "selected"
MOST_PEOPLE = 20_000_000
# two decimals printed: half of the last one, and a hair for the way of rounding
ROUNDING = 0.0055


def audit_counts(frame: pd.DataFrame, policy: AuditPolicy) -> AuditReport:
    """Audit counts per group: ``columns.n`` people of whom ``columns.selected_n`` were selected.

    Every row stands for its people, so the numbers are those that `audit` would give for the people
    themselves; rows may cross several attributes and a stratum. A row without a count of people is
    left out (``counts.blank_rows`` in the notes), people of a row without selections are counted as
    undecided.

    With ``columns.printed_ratio`` the ratios that somebody else printed are checked: one above 1
    means that their reference is not the highest rate, as the rule of Local Law 144 asks
    (``published.reference_not_highest``); one that does not follow from the counts printed beside
    it is counted in ``published.differs``.

    Raises
    ------
    InputError
        ``table.not_a_count`` for a count that is negative, no whole number, or larger than its
        group; ``counts.too_many`` above twenty million people; and those of `audit`.

    Examples
    --------
    >>> published = pd.DataFrame({"sex": ["men", "women"], "n": [1390, 1181], "chosen": [667, 555]})
    >>> policy = AuditPolicy(attributes=("sex",), columns=Columns(n="n", selected_n="chosen"))
    >>> report = audit_counts(published, policy)
    >>> report.population, round(report.tables[0].groups[1].finding.value, 3), report.verdict
    (2571, 0.979, 'within')
    """
    names = policy.columns
    refuse_the_hopeless(frame, replace(policy, columns=Columns(selected=names.selected_n or "?")))
    if not names.selected_n:
        raise InputError(
            "audit.nothing_to_compare",
            f"'{names.n}' counts people, but no column says how many were selected",
            f"name it (selected-n), out of: {', '.join(map(str, frame.columns))}",
            known=", ".join(map(str, frame.columns)),
        )
    people, chosen = _counts(frame, names)
    there = ~np.isnan(people)
    total = int(people[there].sum())
    if total > MOST_PEOPLE:
        raise InputError(
            "counts.too_many",
            f"the counts add up to {total} people",
            f"audit at most {MOST_PEOPLE} at once, for example one period or attribute",
            n=total,
            most=MOST_PEOPLE,
        )
    kept = frame.loc[there].reset_index(drop=True)
    expanded = _expanded(kept, policy, people[there].astype(np.int64), chosen[there])
    columns = Columns(selected=CHOSEN, stratum=names.stratum)
    report = audit(expanded, replace(policy, columns=columns))
    notes = list(report.notes)
    if not there.all():
        notes.append(Note(code="counts.blank_rows", slots={"n": int((~there).sum())}))
    if names.printed_ratio:
        notes += _published(kept, names.printed_ratio, people[there], chosen[there])
    data = data_digest(frame, replace(policy, columns=names))
    return replace(report, policy=policy, notes=tuple(notes), data=data, digest="").sealed()


def _counts(frame: pd.DataFrame, names: Columns) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    people, chosen = numbers(frame, names.n), numbers(frame, names.selected_n)
    for name, values in ((names.n, people), (names.selected_n, chosen)):
        _refuse(
            name, values, (values < 0) | (values % 1 != 0), "counts are whole numbers from 0 up"
        )
    _refuse(names.selected_n, chosen, chosen > people, "nobody can be selected who is not there")
    return people, chosen


def _refuse(name: str, values: NDArray[np.float64], wrong: NDArray[np.bool_], remedy: str) -> None:
    bad = np.flatnonzero(wrong & ~np.isnan(values))
    if bad.size:
        row = int(bad[0]) + 1
        raise InputError(
            "table.not_a_count",
            f"column '{name}' holds {values[bad[0]]:g} in row {row}",
            remedy,
            column=name,
            value=float(values[bad[0]]),
            row=row,
        )


def _expanded(
    kept: pd.DataFrame,
    policy: AuditPolicy,
    people: NDArray[np.int64],
    chosen: NDArray[np.float64],
) -> pd.DataFrame:
    """One row per person: the selected ones of each row of counts first."""
    rows = np.repeat(np.arange(len(kept)), people)
    place = np.arange(rows.size) - np.repeat(np.cumsum(people) - people, people)
    decided = np.where(np.isnan(chosen[rows]), np.nan, place < np.nan_to_num(chosen[rows]))
    out: dict[str, object] = {CHOSEN: decided}
    for name in (
        *policy.attributes,
        *((policy.columns.stratum,) if policy.columns.stratum else ()),
    ):
        codes, distinct = pd.factorize(column(kept, name), use_na_sentinel=True)
        out[name] = pd.Categorical.from_codes(codes[rows], categories=distinct)
    return pd.DataFrame(out)


def _published(
    kept: pd.DataFrame, name: str, people: NDArray[np.float64], chosen: NDArray[np.float64]
) -> list[Note]:
    printed = numbers(kept, name)
    judged = ~np.isnan(printed) & ~np.isnan(chosen) & (people > 0)
    notes = []
    above = np.flatnonzero(judged & (printed > 1))
    if above.size:
        slots = {"n": int(above.size), "largest": float(printed[above].max())}
        notes.append(Note(code="published.reference_not_highest", slots=slots))
    if judged.any():
        rates = chosen[judged] / people[judged]
        if rates.max() > 0:
            off = np.abs(printed[judged] - rates / rates.max()) > ROUNDING
            if off.any():
                slots = {"n": int(off.sum()), "of": int(judged.sum())}
                notes.append(Note(code="published.differs", slots=slots))
    return notes
