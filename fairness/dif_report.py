"""What a look at every question found: which are harder for a group at equal ability."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation import benjamini_hochberg
from fairness.audit_policy import ReferenceRule
from fairness.audit_report import Note
from fairness.complete_rows import Compared, compared
from fairness.item_table import ItemTable
from fairness.verdict import Verdict, worst
from interview import Estimate, Finding, Withheld

SizeClass = Literal["A", "B", "C", ""]
MOST_ROUNDS = 10
REFERENCE = "the reference group"
"""Stands for its name until the report is put together."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemDif:
    """One item for one group: the finding, its class of size, and whether it was flagged.

    ``size_class`` A negligible, B moderate, C large, judged by size and significance together;
    ``magnitude_class`` by size alone, as many programs print it. ``harder_for`` names the group for
    which the item is harder at equal ability, empty unless flagged.
    """

    item: str
    group: str
    n: int
    n_reference: int
    finding: Finding
    verdict: Verdict
    size_class: SizeClass = ""
    magnitude_class: SizeClass = ""
    p_value: float | None = None
    adjusted_p: float | None = None
    flagged: bool = False
    harder_for: str = ""
    details: Mapping[str, float | int | str | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class DifReport:
    """All items against one reference group.

    ``rounds`` counts the rounds of purification per group (0 without), ``converged`` whether they
    ended in a set that no longer changed, ``anchors`` the items people were finally matched on.
    """

    attribute: str
    method: str
    reference: str
    items: tuple[ItemDif, ...]
    verdict: Verdict
    rounds: Mapping[str, int] = field(default_factory=dict)
    converged: Mapping[str, bool] = field(default_factory=dict)
    anchors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)
    excluded: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def flagged(self) -> tuple[ItemDif, ...]:
        """The items flagged, in the order of the table."""
        return tuple(found for found in self.items if found.flagged)


Study = Callable[[ItemTable, NDArray[np.bool_], int, Sequence[int]], ItemDif]
"""Looks at one item: table, who is of the focal group, the item, the anchors."""


def study_items(
    frame: pd.DataFrame,
    table: ItemTable,
    attribute: str | Sequence[str],
    study: Study,
    *,
    method: str,
    reference: ReferenceRule | str,
    purify: bool,
    correct: bool,
    settle: Callable[[ItemDif, float | None], ItemDif],
) -> DifReport:
    """Every item for every group, with purification and Benjamini and Hochberg's correction.

    Purification drops the flagged items from what people are matched on and looks again, at most
    ten rounds, until the flagged set repeats; a set that comes back without being the last one is
    a cycle, and the report says that it did not converge. At most the worst half of all items is
    dropped at once: with six questions one that harms a group much makes all the others look as if
    they favoured it, and dropping those too would leave nothing to match on. Purification helps
    when the harm is one-sided and can hurt when items harm both groups alike (Zwick 2012).
    """
    people = frame.iloc[table.rows].reset_index(drop=True)
    groups = compared(people, attribute, {}, reference=reference, floor=1)
    found: list[ItemDif] = []
    rounds: dict[str, int] = {}
    converged: dict[str, bool] = {}
    anchors: dict[str, tuple[str, ...]] = {}
    notes: list[Note] = []
    every = range(len(table.items))
    for i in groups.focal:
        name = groups.names[i]
        rows = groups.kept[groups.rows(i, groups.reference or 0)]
        part = ItemTable(items=table.items, scores=table.scores[rows], rows=table.rows[rows])
        focal = groups.codes[rows] == i

        def look(
            kept: Sequence[int],
            part: ItemTable = part,
            focal: NDArray[np.bool_] = focal,
            name: str = name,
        ) -> list[ItemDif]:
            raw = [replace(study(part, focal, j, kept), group=name) for j in every]
            adjusted = benjamini_hochberg([r.p_value for r in raw])
            settled = [
                settle(replace(r, adjusted_p=p), p if correct else r.p_value)
                for r, p in zip(raw, adjusted, strict=True)
            ]
            return [
                replace(r, harder_for=_reference(groups)) if r.harder_for == REFERENCE else r
                for r in settled
            ]

        result, held = look(list(every)), list(every)
        seen = [_flags(result)]
        rounds[name], converged[name] = 0, not (purify and seen[-1])
        while not converged[name] and rounds[name] < MOST_ROUNDS:
            held = _anchors(result)
            rounds[name] += 1
            result = look(held)
            now = _flags(result)
            converged[name] = now == seen[-1]
            if now in seen:
                break
            seen.append(now)
        if not converged[name]:
            notes.append(
                Note(code="dif.not_converged", slots={"group": name, "rounds": rounds[name]})
            )
        anchors[name] = tuple(table.items[j] for j in held)
        found += result
    if groups.reference is None:
        notes.append(Note(code="group.no_comparison"))
    return DifReport(
        attribute=groups.attribute,
        method=method,
        reference=_reference(groups),
        items=tuple(found),
        verdict=worst(tuple(f.verdict for f in found)),
        rounds=rounds,
        converged=converged,
        anchors=anchors,
        groups={name: int(n) for name, n in zip(groups.names, groups.sizes, strict=True)},
        excluded=groups.excluded,
        notes=tuple(notes),
    )


def _reference(groups: Compared) -> str:
    return groups.names[groups.reference] if groups.reference is not None else ""


def _anchors(found: Sequence[ItemDif]) -> list[int]:
    """What to match on next: all but the flagged, or but the worst half of all items."""
    flagged = [j for j, one in enumerate(found) if one.flagged]
    sizes = [abs(f.finding.value) if isinstance(f.finding, Estimate) else 0.0 for f in found]
    worst_first = sorted(flagged, key=lambda j: -sizes[j])
    dropped = set(worst_first[: len(found) // 2])
    return [j for j in range(len(found)) if j not in dropped]


def _flags(found: Sequence[ItemDif]) -> frozenset[int]:
    return frozenset(j for j, one in enumerate(found) if one.flagged)


def too_few(
    item: str, values: NDArray[np.float64], focal: NDArray[np.bool_], floor: int
) -> ItemDif | None:
    """An item that too few people of either group answered: its means alone, no judgement."""
    asked = ~np.isnan(values)
    n, other = int((asked & focal).sum()), int((asked & ~focal).sum())
    if min(n, other) >= floor:
        return None
    means = {
        "mean": float(values[asked & focal].mean()) if n else None,
        "mean_reference": float(values[asked & ~focal].mean()) if other else None,
    }
    return withheld_item(item, n, other, "item.too_few", means)


def withheld_item(
    item: str,
    n: int,
    n_reference: int,
    code: str,
    details: Mapping[str, float | int | str | bool | None] | None = None,
) -> ItemDif:
    """An item about which nothing can be said, and why."""
    return ItemDif(
        item=item,
        group="",
        n=n,
        n_reference=n_reference,
        finding=Withheld(code=code, n=n + n_reference),
        verdict="cannot_tell",
        details=details or {},
    )
