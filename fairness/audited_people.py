"""Whom an audit is about: the rows of a foreign table, once each, with those left out counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairness.audit_policy import AuditPolicy, Columns
from fairness.audit_report import Note
from fairness.column_values import column, numbers, yes_no
from fairness.dates import dates
from fairness.population import groups_of
from fairness.signal_quality import is_check
from interview import InputError

AT_CUT = "selected_at_cut"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class AuditedPeople:
    """The cleaned table: ``len(frame)`` plus ``excluded`` is ``population``, the rows handed in.

    ``columns`` is the policy's, with the decisions of a cut filled in where there were none.
    """

    frame: pd.DataFrame
    columns: Columns
    population: int
    excluded: Mapping[str, int]
    window: tuple[str, str]
    notes: tuple[Note, ...]


def audited_people(frame: pd.DataFrame, policy: AuditPolicy) -> AuditedPeople:
    """Read every column the policy names, and keep each person once per stratum.

    A person who is there twice in one stratum is kept once: the row with a decision or score before
    one without, then the latest by date, then the last. Whoever has neither decision nor score (nor
    anything else to compare) is left out and counted.

    Raises
    ------
    InputError
        ``table.empty``, ``audit.no_attribute``, ``audit.nothing_to_compare``,
        ``table.missing_column``, ``table.not_yes_no``, ``table.not_a_number``,
        ``table.not_a_date``, ``table.ambiguous_date``, ``group.too_many``.

    Examples
    --------
    >>> table = pd.DataFrame({"who": [1, 1, 2, 3], "sex": ["f", "f", "m", None],
    ...                       "hired": [None, 1, 0, None]})
    >>> policy = AuditPolicy(attributes=("sex",), columns=Columns(selected="hired", person="who"))
    >>> people = audited_people(table, policy)
    >>> len(people.frame), dict(people.excluded)
    (2, {'person.duplicate': 1, 'table.undecided': 1})
    """
    names = policy.columns
    refuse_the_hopeless(frame, policy)
    read: dict[str, Any] = {}
    for name in policy.attributes:
        found = groups_of(frame, name)
        # as categories the groups of every crossing and metric come without reading the text again
        read[name] = pd.Categorical.from_codes(
            found.codes.astype(np.int64), categories=pd.Index(found.names)
        )
    if names.selected:
        read[names.selected] = yes_no(frame, names.selected)
    for name in (names.score, names.human, names.probability):
        if name:
            read[name] = numbers(frame, name)
    if names.outcome:
        kind = yes_no if is_check(frame, names.outcome) else numbers
        read[names.outcome] = kind(frame, names.outcome)
    if names.stratum:
        column(frame, names.stratum)
    if policy.cut is not None and names.score and not names.selected:
        scores = numbers(frame, names.score)
        read[AT_CUT] = np.where(np.isnan(scores), np.nan, scores >= policy.cut)
        names = replace(names, selected=AT_CUT)
    for name in (*names.quality, names.rater_group):
        if name:
            column(frame, name)
    clean = frame.assign(**read).reset_index(drop=True)
    at = dates(frame, names.at) if names.at else None
    if at is not None:
        clean[names.at] = at
    known = np.zeros(len(clean), dtype=bool)
    for name in (names.selected, names.score, *names.quality):
        if name:
            known |= clean[name].notna().to_numpy(dtype=bool)
    again, notes = _again(frame, clean, names, known, at)
    kept = ~again & known
    excluded = {
        "person.duplicate": int(again.sum()),
        _why_unknown(names): int((~again & ~known).sum()),
    }
    clean = clean if kept.all() else clean.loc[kept].reset_index(drop=True)
    return AuditedPeople(
        frame=clean,
        columns=names,
        population=len(frame),
        excluded={code: n for code, n in excluded.items() if n},
        window=_window(at[kept]) if at is not None else ("", ""),
        notes=notes,
    )


def refuse_the_hopeless(frame: pd.DataFrame, policy: AuditPolicy) -> None:
    """One clear sentence where there is nothing to audit: no rows, no groups, nothing measured.

    Raises
    ------
    InputError
        ``audit.no_attribute``, ``table.empty``, ``table.missing_column``,
        ``audit.nothing_to_compare``.
    """
    if not policy.attributes:
        raise InputError(
            "audit.no_attribute",
            "no attribute was named",
            f"name at least one column with groups, out of: {', '.join(map(str, frame.columns))}",
            known=", ".join(map(str, frame.columns)),
        )
    if len(frame) == 0:
        raise InputError(
            "table.empty",
            "the table has no rows",
            "give a table with one row per person and a first line of column names",
        )
    for name in policy.attributes:
        column(frame, name)
    names = policy.columns
    if not (names.selected or names.score or names.quality):
        raise InputError(
            "audit.nothing_to_compare",
            "neither decisions nor scores were named",
            "name the column of decisions (selected) or of scores (score), out of: "
            f"{', '.join(map(str, frame.columns))}",
            known=", ".join(map(str, frame.columns)),
        )


def _why_unknown(names: Columns) -> str:
    if names.selected and not names.score:
        return "table.undecided"
    if names.score and names.selected in ("", AT_CUT):
        return "table.unscored"
    return "table.nothing_known"


def _again(
    frame: pd.DataFrame,
    clean: pd.DataFrame,
    names: Columns,
    known: NDArray[np.bool_],
    at: NDArray[np.datetime64] | None,
) -> tuple[NDArray[np.bool_], tuple[Note, ...]]:
    """Rows of a person whose better row of the same stratum is kept, and whether they agree."""
    nothing = np.zeros(len(frame), dtype=bool)
    if not names.person:
        return nothing, ()
    who = column(frame, names.person)
    if not pd.api.types.is_numeric_dtype(who):
        who = who.astype("string").str.strip()
        who = who.mask(who == "")
    person, _ = pd.factorize(who, use_na_sentinel=True)
    # without a name of its own a row is a person of its own
    key = np.where(person >= 0, person, len(frame) + np.arange(len(frame))).astype(np.int64)
    if names.stratum:
        place, jobs = pd.factorize(column(frame, names.stratum), use_na_sentinel=True)
        key = key * (len(jobs) + 1) + place + 1
    when = at.astype("int64") if at is not None else np.zeros(len(frame), dtype=np.int64)
    order = np.lexsort((np.arange(len(frame)), when, known))
    again = nothing.copy()
    again[order] = pd.Series(key[order]).duplicated(keep="last").to_numpy(dtype=bool)
    if not again.any() or not names.selected:
        return again, ()
    decision = clean[names.selected].to_numpy(dtype=np.float64)
    kept = pd.Series(decision[~again], index=key[~again])
    other = kept.reindex(key[again]).to_numpy(dtype=np.float64)
    differ = int((~np.isnan(decision[again]) & (other != decision[again])).sum())
    return again, (Note(code="person.conflicting", slots={"n": differ}),) if differ else ()


def _window(at: NDArray[np.datetime64]) -> tuple[str, str]:
    there = at[~np.isnat(at)]
    return (str(there.min()), str(there.max())) if there.size else ("", "")
